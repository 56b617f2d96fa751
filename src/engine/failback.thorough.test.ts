import { expect, test } from 'vitest';
import { intercepted } from '../../mocks/simulation/intercepted.ts';
import { PortError } from '../core/errors/fault.ts';
import { activeLocationOf, armStateOf } from '../core/protection/arm-state.ts';
import type { DataSync } from '../core/model.ts';
import { crashAlongFailback } from './testing/crash-failback.ts';
import { committedBench, failoverBench, type FailoverBench } from './testing/failover-bench.ts';

const SAME = [null, null];

const stepOf = (bench: FailoverBench): string | undefined => {
  const { phase } = bench.item('DB01');
  return 'step' in phase ? phase.step : undefined;
};
const failBack = (bench: FailoverBench, dataSync: DataSync, createVmIfNotFound = false) =>
  bench.ask({ kind: 'failback', dataSync, createVmIfNotFound });
const azureState = (bench: FailoverBench): string | undefined => bench.world.azureMachines()[0]?.state;
/** The disks on the host as they are now, and those in Azure. */
const expectHome = (bench: FailoverBench): void => expect(bench.differences(null)).toEqual(SAME);

/** Commits the failback, reverses replication, and lets a cycle pass. */
async function protectAgain(bench: FailoverBench): Promise<void> {
  await bench.ask({ kind: 'commitFailover' });
  await bench.reach('failbackCommitted');
  expect(bench.world.azureMachines()).toEqual([]);
  expect(await bench.ask({ kind: 'reverseReplicate' })).toMatchObject({ isAccepted: true });
  await bench.reach('protected');
  const { number } = bench.item('DB01').cycle;
  await bench.until(
    'a cycle',
    () => bench.item('DB01').cycle.number > number && bench.item('DB01').cycle.step === 'idle',
  );
  await bench.expectIdentical('DB01');
}

test('[LC96] with minimal downtime most is brought home while the machine runs in Azure; then it waits for Complete failover', async () => {
  const bench = await committedBench();
  expect(await failBack(bench, 'ForSynchronization')).toMatchObject({ isAccepted: true });
  await bench.until('synchronizing', () => stepOf(bench) === 'synchronize');
  expect(azureState(bench)).toBe('Running');
  await bench.until('waiting', () => stepOf(bench) === 'waitForCompletion');
  expect(bench.jobs('Failback')[0]).toMatchObject({ state: 'Suspended' });
  expect(azureState(bench)).toBe('Running');
  expect(armStateOf(bench.item('DB01')).description).toBe('Waiting for Complete failover');
  const first = bench.item('DB01').disks.reduce((sum, disk) => sum + (disk.transfer?.sentBytes ?? 0), 0);
  expect(first).toBeGreaterThan(0);
  await bench.clock.runFor(60_000);
  expect(await bench.ask({ kind: 'completeFailback' })).toMatchObject({ isAccepted: true });
  expect(bench.jobs('Failback')[0]).toMatchObject({ state: 'InProgress' });
  await bench.until('starting', () => stepOf(bench) === 'startSource');
  expect(azureState(bench)).toBe('Stopped');
  expectHome(bench);
  const rest = bench.item('DB01').disks.reduce((sum, disk) => sum + (disk.transfer?.sentBytes ?? 0), 0);
  expect(rest).toBeLessThan(first);
  await bench.reach('failedBack');
  expect(bench.isSourceRunning()).toBe(true);
  expect(activeLocationOf(bench.item('DB01'))).toBe('Primary');
  const [job] = bench.jobs('Failback');
  expect(job?.state).toBe('Succeeded');
  expect(job?.tasks.map((task) => task.state)).toEqual(Array(5).fill('Succeeded'));
});

test('[LC97][JB14] with a full download the machine is off the whole time, everything is fetched, and nothing synchronized', async () => {
  const bench = await committedBench();
  await failBack(bench, 'ForDownTime');
  await bench.until('transferring', () => stepOf(bench) === 'transferRest');
  expect(azureState(bench)).toBe('Stopped');
  expect(bench.isSourceRunning()).toBe(false);
  expect(await bench.ask({ kind: 'completeFailback' })).toMatchObject({ isAccepted: false });
  await bench.until('starting', () => stepOf(bench) === 'startSource');
  expectHome(bench);
  for (const { transfer, allocatedBytes } of bench.item('DB01').disks)
    expect(transfer?.sentBytes).toBeGreaterThan(allocatedBytes * 0.9);
  await bench.reach('failedBack');
  const [job] = bench.jobs('Failback');
  const ended = ['Completed', 'Skipped', 'Completed', 'Completed', 'Completed'];
  expect(job?.tasks.map((task) => task.stateDescription)).toEqual(ended);
});

test('[LC98] what the machine wrote in Azure comes home, replication is reversed by comparison, and the item is protected as before', async () => {
  const bench = await committedBench();
  await failBack(bench, 'ForSynchronization');
  await bench.until('waiting', () => stepOf(bench) === 'waitForCompletion');
  await bench.ask({ kind: 'completeFailback' });
  await bench.reach('failedBack');
  expect(bench.view('DB01').health).toBe('Warning');
  expect(bench.view('DB01').refusals.ReverseReplicate).toBe('The machine is failed back: commit the failback first.');
  await protectAgain(bench);
  const [job] = bench.jobs('ReprotectReplicationGroup');
  expect(job?.tasks.map((task) => task.state)).toEqual(Array(3).fill('Succeeded'));
  expect(bench.jobs('RepairReplication')[0]).toMatchObject({ state: 'Succeeded' });
  expect(bench.view('DB01').allowedOperations).toEqual(
    expect.arrayContaining(['PlannedFailover', 'UnplannedFailover', 'TestFailover', 'DisableProtection']),
  );
  expect(bench.view('DB01').health).toBe('Normal');
  // And all of it once more.
  await bench.ask({ kind: 'plannedFailover' });
  await bench.until('the machine is made', () => stepOf(bench) === 'startMachine');
  expectHome(bench);
});

type TransferSum = 'sentBytes' | 'checksumBytes';
const sumOf = (bench: FailoverBench, what: TransferSum): number =>
  bench.item('DB01').disks.reduce((sum, disk) => sum + (disk.transfer?.[what] ?? 0), 0);

/** Through the commit and the reversal; answers what the comparison sent. */
async function reverse(bench: FailoverBench): Promise<number> {
  await bench.ask({ kind: 'commitFailover' });
  await bench.reach('failbackCommitted');
  await bench.ask({ kind: 'reverseReplicate' });
  let sentBytes = 0;
  await bench.until('protected', () => {
    const { phase } = bench.item('DB01');
    if (phase.kind === 'resynchronizing') sentBytes = Math.max(sentBytes, sumOf(bench, 'sentBytes'));
    return phase.kind === 'protected';
  });
  await bench.expectIdentical('DB01');
  return sentBytes;
}

test('[FB1] [FB2] [FB3] the second pass fetches what was written meanwhile and compares nothing; the reversal sends nothing back', async () => {
  const bench = await committedBench();
  bench.world.setWorkload(bench.source.vmId, 'idle');
  await failBack(bench, 'ForSynchronization');
  await bench.until('waiting', () => stepOf(bench) === 'waitForCompletion');
  expect(sumOf(bench, 'checksumBytes')).toBeGreaterThan(0);
  expect(sumOf(bench, 'sentBytes')).toBeGreaterThan(0);
  await bench.clock.runFor(60_000);
  await bench.ask({ kind: 'completeFailback' });
  await bench.until('starting', () => stepOf(bench) === 'startSource');
  expectHome(bench);
  expect(sumOf(bench, 'checksumBytes')).toBe(0);
  expect(sumOf(bench, 'sentBytes')).toBeGreaterThan(0);
  await bench.reach('failedBack');
  expect(await reverse(bench)).toBe(0);
});

test('[FB2] [FB3] after an unplanned failover the replica takes over what Azure has, in place of what was replicated since', async () => {
  const bench = await failoverBench();
  const { vmId, disks } = bench.source;
  const data = disks[1];
  if (!data) throw new Error('no disk');
  bench.world.writeAsGuest(vmId, data.diskId, { offsetBytes: 0, lengthBytes: 256 * 1024 });
  const count = (): number => bench.item('DB01').recoveryPoints.length;
  await bench.until('two points', () => count() > 1 && bench.item('DB01').cycle.step === 'idle');
  bench.world.setWorkload(vmId, 'idle');
  const older = bench.item('DB01').recoveryPoints.at(-2);
  if (!older) throw new Error('no older recovery point');
  const recoveryPointId = older.recoveryPointId;
  await bench.ask({ kind: 'unplannedFailover', recoveryPointId, isShuttingDownSource: true });
  await bench.reach('failedOver');
  await bench.ask({ kind: 'commitFailover' });
  await bench.reach('failoverCommitted');
  await failBack(bench, 'ForDownTime');
  await bench.reach('failedBack');
  expect(await reverse(bench)).toBe(0);
});

test('[FB4] disks in Azure that somebody has deleted leave the replica as it is, and the reversal sends the difference', async () => {
  const bench = await committedBench();
  await failBack(bench, 'ForDownTime');
  await bench.reach('failedBack');
  const [machine] = bench.world.azureMachines();
  if (!machine) throw new Error('no machine in Azure');
  await bench.elsewhere(async () => {
    const call = { requestId: 'somebody', signal: new AbortController().signal };
    await bench.world.computeApi.deleteMachine(machine.ref, call);
  });
  expect(await reverse(bench)).toBeGreaterThan(0);
});

test('[BW7] more upload threads start more windows of a failback at once', async () => {
  const bench = await committedBench();
  const { hostId } = bench.source;
  await failBack(bench, 'ForDownTime');
  const inFlight = (): number => Math.max(...bench.item('DB01').disks.map((disk) => disk.windows.inFlight.length));
  await bench.until('transferring', () => inFlight() === 4);
  const schedule = {
    workDays: [],
    workStartLocal: '09:00',
    workEndLocal: '17:00',
    workHoursBitsPerSecond: null,
    otherHoursBitsPerSecond: null,
    uploadThreadsPerMachine: 8,
  };
  await bench.send({ kind: 'setBandwidth', hostId, schedule });
  expect(inFlight()).toBe(8);
});

test('[LC99] a machine that its host has lost is made anew where that was asked for, else the failback fails', async () => {
  const bench = await committedBench();
  bench.world.startFault('vmDeleted', bench.source.vmId);
  await failBack(bench, 'ForDownTime');
  await bench.until('the end', () => bench.jobs('Failback')[0]?.state === 'Failed');
  expect(bench.item('DB01').trouble?.fault.code).toBe('VirtualMachineNotFound');
  await bench.ask({ kind: 'cancelFailover' });
  await bench.reach('failoverCommitted');
  expect(azureState(bench)).toBe('Running');
  await failBack(bench, 'ForSynchronization', true);
  await bench.until('waiting', () => stepOf(bench) === 'waitForCompletion');
  await bench.ask({ kind: 'completeFailback' });
  await bench.until('starting', () => stepOf(bench) === 'startSource');
  expectHome(bench);
  await bench.reach('failedBack');
});

test('[LC100] cancelled, the machine goes on in Azure, and a later failback makes the disks whole', async () => {
  const bench = await committedBench();
  await failBack(bench, 'ForDownTime');
  await bench.until('half way', () => bench.item('DB01').disks[0]?.transfer?.phase === 'done');
  const [job] = bench.jobs('Failback');
  if (!job) throw new Error('no job');
  expect(await bench.send({ kind: 'cancelJob', jobId: job.jobId })).toMatchObject({ isAccepted: true });
  await bench.reach('failoverCommitted');
  expect(bench.engine.job(job.jobId)?.state).toBe('Cancelled');
  expect(azureState(bench)).toBe('Running');

  await failBack(bench, 'ForSynchronization');
  await bench.until('waiting', () => stepOf(bench) === 'waitForCompletion');
  await bench.ask({ kind: 'cancelFailover' });
  await bench.reach('failoverCommitted');
  expect(bench.jobs('Failback').map(({ state }) => state)).toEqual(['Cancelled', 'Cancelled']);

  await failBack(bench, 'ForSynchronization');
  await bench.until('waiting', () => stepOf(bench) === 'waitForCompletion');
  await bench.ask({ kind: 'completeFailback' });
  await bench.until('starting', () => stepOf(bench) === 'startSource');
  expectHome(bench);
});

test('[LC101] a link that breaks in the middle of a failback is waited for, and the copy goes on at its cursor', async () => {
  const bench = await committedBench();
  await failBack(bench, 'ForSynchronization');
  await bench.until('half way', () => (bench.item('DB01').disks[1]?.transfer?.cursorBytes ?? 0) > 4 * 2 ** 20);
  const fault = bench.world.startFault('hostDown', bench.source.hostId);
  await bench.until('failures', () => (bench.item('DB01').trouble?.failures ?? 0) >= 2);
  const { cursorBytes = 0 } = bench.item('DB01').disks[1]?.transfer ?? {};
  bench.world.endFault(fault.id);
  await bench.until('over it', () => bench.item('DB01').trouble === null);
  expect(bench.item('DB01').disks[1]?.transfer?.cursorBytes).toBeGreaterThanOrEqual(cursorBytes);
  await bench.until('waiting', () => stepOf(bench) === 'waitForCompletion');
  await bench.ask({ kind: 'completeFailback' });
  await bench.until('starting', () => stepOf(bench) === 'startSource');
  expectHome(bench);
});

test('[LC102] a crash at port calls all along a failback, its commit and the reversal leads to the same end', async () => {
  await crashAlongFailback(4);
});

test.each(['ForSynchronization', 'ForDownTime'] as const)(
  '[DS7] home from a recovery point of a smaller disk (%s): zeros beyond it',
  async (dataSync) => {
    const bench = await failoverBench();
    const { vmId, disks } = bench.source;
    const [small] = bench.item('DB01').recoveryPoints;
    const data = disks[1];
    if (!small || !data) throw new Error('no recovery point, or no disk');
    const grownBytes = data.sizeBytes + 3 * 2 ** 20 + 512;
    bench.world.resizeDisk(vmId, data.diskId, grownBytes);
    bench.world.writeAsGuest(vmId, data.diskId, { offsetBytes: data.sizeBytes, lengthBytes: 65_536 });
    await bench.until('grown', () => bench.item('DB01').disks[1]?.sizeBytes === grownBytes);
    const point = bench.item('DB01').recoveryPoints.find((each) => each.snapshots[1]?.sizeBytes === data.sizeBytes);
    if (!point) throw new Error('no point is left of the smaller disk');
    const { recoveryPointId } = point;
    await bench.ask({ kind: 'unplannedFailover', recoveryPointId, isShuttingDownSource: true });
    await bench.reach('failedOver');
    await bench.ask({ kind: 'commitFailover' });
    await bench.reach('failoverCommitted');
    await failBack(bench, dataSync);
    if (dataSync === 'ForSynchronization') {
      await bench.until('waiting', () => stepOf(bench) === 'waitForCompletion');
      await bench.ask({ kind: 'completeFailback' });
    }
    await bench.until('starting', () => stepOf(bench) === 'startSource');
    const content = bench.world.sourceContentAt(vmId, data.diskId, null);
    const beyond = await content?.read({ offsetBytes: data.sizeBytes, lengthBytes: grownBytes - data.sizeBytes });
    expect(beyond?.every((byte) => byte === 0)).toBe(true);
    await bench.reach('failedBack');
    await protectAgain(bench);
  },
);

test('[DS8] a replica grown for a log that was never applied fits its disk again once the machine is home', async () => {
  let isAnswerLost = false;
  const bench = await failoverBench({
    wrap: (ports) => ({
      ...ports,
      storage: intercepted(ports.storage, async (method, _call, go) => {
        const answer = await go();
        if (isAnswerLost && method === 'resizePageBlob')
          throw new PortError({ code: 'NetworkTimeout', detail: 'the answer was lost' });
        return answer;
      }),
    }),
  });
  const { vmId, disks } = bench.source;
  const [, data] = disks;
  if (!data) throw new Error('no data disk');
  isAnswerLost = true;
  bench.world.resizeDisk(vmId, data.diskId, data.sizeBytes + 2 ** 20);
  await bench.until('grown', () => bench.item('DB01').trouble !== null);
  expect(bench.item('DB01').disks[1]?.sizeBytes).toBe(data.sizeBytes);
  isAnswerLost = false;
  const [{ recoveryPointId } = { recoveryPointId: null }] = bench.item('DB01').recoveryPoints;
  bench.world.startFault('vmDeleted', vmId);
  await bench.ask({ kind: 'unplannedFailover', recoveryPointId, isShuttingDownSource: false });
  await bench.reach('failedOver');
  await bench.ask({ kind: 'commitFailover' });
  await bench.reach('failoverCommitted');
  await failBack(bench, 'ForDownTime', true);
  await bench.reach('failedBack');
  await protectAgain(bench);
});
