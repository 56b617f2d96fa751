import { expect, test } from 'vitest';
import { cacheBlob, cacheContainer, replicaContainer } from '../core/protection/blob-names.ts';
import { engineBench, type EngineBench } from './testing/engine-bench.ts';

async function protectedBench(name = 'DB01'): Promise<EngineBench> {
  const bench = await engineBench();
  expect(await bench.enable(name)).toMatchObject({ isAccepted: true });
  await bench.until('protected', () => bench.item(name).phase.kind === 'protected');
  return bench;
}

/** Of machines. */
const jobsOf = (bench: EngineBench): string[] =>
  [...bench.engine.jobs()].filter((job) => !job.vaultWork).map((job) => `${job.scenarioName} ${job.state}`);

test('[LC1] enabling leads over initial replication to protected, and each recovery point shows its instant', async () => {
  const bench = await protectedBench();
  await bench.expectIdentical('DB01');
  await bench.until(
    'three cycles',
    () => bench.item('DB01').cycle.number === 3 && bench.item('DB01').cycle.step === 'idle',
  );
  for (const point of bench.item('DB01').recoveryPoints) await bench.expectIdentical('DB01', point.recoveryPointId);
  expect(jobsOf(bench)).toEqual(['EnableDr Succeeded', 'IrCompletion Succeeded']);
});

test('[LC2] the job that enables protection ends when the copy has begun', async () => {
  const bench = await engineBench();
  await bench.enable('DB01');
  await bench.until(
    'copying',
    () => bench.item('DB01').phase.kind === 'initialReplication' && bench.item('DB01').baseSnapshot !== null,
  );
  expect(jobsOf(bench)).toEqual(['EnableDr Succeeded']);
  expect([...bench.engine.jobs()][0]?.tasks.map((task) => task.state)).toEqual(Array(5).fill('Succeeded'));
});

test('[LC3] disks are copied one by one, and only what they hold besides zeros', async () => {
  const bench = await engineBench();
  await bench.enable('DB01');
  const disksAtOnce = new Set<number>();
  await bench.until('protected', () => {
    const { phase, disks } = bench.item('DB01');
    if (phase.kind === 'initialReplication')
      disksAtOnce.add(disks.filter((disk) => disk.windows.inFlight.length > 0).length);
    if (phase.kind !== 'finalizing') return phase.kind === 'protected';
    for (const { transfer, sizeBytes } of disks) {
      expect(transfer?.cursorBytes).toBe(sizeBytes);
      expect(transfer?.sentBytes).toBeLessThanOrEqual(transfer?.processedBytes ?? 0);
      expect(transfer?.processedBytes).toBeLessThan(sizeBytes / 2);
    }
    return false;
  });
  expect(Math.max(...disksAtOnce)).toBe(1);
});

test('[LC4] a cycle freezes all logs, ships them, applies them, makes a recovery point, and only then deletes them', async () => {
  const bench = await protectedBench();
  const steps: string[] = [];
  await bench.until('the second cycle is over', () => {
    const { step, number } = bench.item('DB01').cycle;
    if (steps.at(-1) !== step) steps.push(step);
    return number === 2 && step === 'idle';
  });
  const cycle = ['freezing', 'uploading', 'applying', 'creatingRecoveryPoint', 'releasing', 'idle'];
  expect(steps.filter((step, index) => step !== 'idle' || index > 0).slice(-cycle.length)).toEqual(cycle);
});

test('[LC5] the newest replicated data is that of the log that has arrived whole, the recovery point shows the freeze', async () => {
  const bench = await protectedBench();
  await bench.until('a cycle', () => bench.item('DB01').cycle.step === 'applying');
  const { cycle, lastReplicatedAt } = bench.item('DB01');
  expect(lastReplicatedAt).toBe(cycle.frozenAt);
  await bench.until('its end', () => bench.item('DB01').cycle.step === 'idle');
  expect(bench.item('DB01').recoveryPoints.at(-1)?.time).toBe(cycle.frozenAt);
});

test('[LC6] paused, nothing is sent while the log grows; resumed, all of it arrives', async () => {
  const bench = await protectedBench();
  const { vmId } = bench.item('DB01');
  await bench.until('uploading', () => bench.item('DB01').cycle.step === 'uploading');
  expect(await bench.send({ kind: 'pause', vmId })).toMatchObject({ isAccepted: true });
  const before = bench.item('DB01');
  await bench.clock.runFor(3 * 60_000);
  const after = bench.item('DB01');
  expect(after.cycle).toEqual(before.cycle);
  expect(after.disks[0]?.activeLogBytes).toBeGreaterThan(0);
  expect(bench.view('DB01').health).toBe('Warning');
  expect(await bench.send({ kind: 'resume', vmId, isResynchronizing: false })).toMatchObject({ isAccepted: true });
  await bench.until(
    'the next cycle',
    () => bench.item('DB01').cycle.number === before.cycle.number + 1 && bench.item('DB01').cycle.step === 'idle',
  );
  await bench.expectIdentical('DB01');
});

test('[LC7] disabling in the middle of a copy removes the item, its relationship and its replica', async () => {
  const bench = await engineBench();
  await bench.enable('DB01');
  await bench.until(
    'copying',
    () => (bench.engine.item(bench.machine('DB01').vmId)?.item.disks[0]?.transfer?.sentBytes ?? 0) > 0,
  );
  const { vmId } = bench.item('DB01');
  await bench.send({ kind: 'disableProtection', vmId, isForced: false });
  await bench.until('gone', () => bench.engine.item(vmId) === undefined);
  expect(jobsOf(bench)).toEqual(['EnableDr Succeeded', 'DisableDr Succeeded']);
  await bench.enable('DB01');
  await bench.until('protected again', () => bench.item('DB01').phase.kind === 'protected');
  await bench.expectIdentical('DB01');
});

test('[LC7] of a disabled machine nothing is left in the storage account but two empty containers', async () => {
  const bench = await engineBench();
  await bench.enable('DB01');
  await bench.until('shipping', () => bench.item('DB01').cycle.step === 'applying');
  const { vmId, disks, cycle } = bench.item('DB01');
  await bench.send({ kind: 'disableProtection', vmId, isForced: false });
  await bench.until('gone', () => bench.engine.item(vmId) === undefined);
  const call = { requestId: 'somebody', signal: new AbortController().signal };
  const { storageApi } = bench.world;
  const gone = { report: { code: 'BlobNotFound' } };
  await bench.elsewhere(async () => {
    for (const { replicaBlobName: name } of disks)
      await expect(storageApi.getProperties({ container: replicaContainer(vmId), name }, call)).rejects.toMatchObject(
        gone,
      );
    for (const { diskId, logId } of cycle.logs)
      await expect(storageApi.getProperties(cacheBlob(vmId, diskId, logId), call)).rejects.toMatchObject(gone);
    // Where no container stands, no blob can be made.
    for (const container of [replicaContainer(vmId), cacheContainer(vmId)])
      await storageApi.createPageBlob({ container, name: 'another' }, 512, call);
  });
  expect(cycle.logs).not.toEqual([]);
});

test('[LC8] cancelling the job that enables protection takes back what it made', async () => {
  const bench = await engineBench();
  const outcome = await bench.enable('DB01');
  const jobId = outcome.isAccepted ? outcome.jobId : null;
  await bench.until(
    'the replica stands',
    () => bench.item('DB01').phase.kind === 'enabling' && 'step' in bench.item('DB01').phase,
  );
  if (jobId === null) throw new Error('no job');
  expect(await bench.send({ kind: 'cancelJob', jobId })).toMatchObject({ isAccepted: true });
  await bench.until('gone', () => bench.engine.item(bench.machine('DB01').vmId) === undefined);
  expect(bench.engine.job(jobId)?.state).toBe('Cancelled');
});

test('[LC9] what is not allowed is refused with its reason', async () => {
  const bench = await protectedBench();
  const { vmId } = bench.item('DB01');
  const outcome = await bench.send({ kind: 'resynchronize', vmId, when: 'now' });
  expect(outcome).toMatchObject({ isAccepted: false, refusal: { code: 'NotAllowed' } });
  expect(bench.view('DB01').refusals.RepairReplication).toContain('pause replication');
  expect(await bench.enable('DB01')).toMatchObject({ isAccepted: false, refusal: { code: 'Conflict' } });
});

test('[LC10] an initial replication put off by the policy waits for its time; enabling has ended by then', async () => {
  const bench = await engineBench();
  await bench.setPolicy({ initialReplicationStartTime: '12:00' });
  await bench.enable('DB01');
  await bench.until('waiting', () => bench.item('DB01').phase.kind === 'waitingForInitialReplication');
  // The host's clock is an hour ahead of UTC.
  expect(bench.item('DB01').phase).toMatchObject({ startsAt: Date.UTC(2026, 2, 2, 11), isDue: false });
  expect(jobsOf(bench)).toEqual(['EnableDr Succeeded']);
  const enabled = [...bench.engine.jobs()].find(({ scenarioName }) => scenarioName === 'EnableDr');
  const ended = ['Completed', 'Completed', 'Completed', 'Skipped', 'Completed'];
  expect(enabled?.tasks.map((task) => task.stateDescription)).toEqual(ended);
  await bench.until('copying', () => bench.item('DB01').phase.kind === 'initialReplication');
  expect(bench.clock.now()).toBe(Date.UTC(2026, 2, 2, 11));
  await bench.until('protected', () => bench.item('DB01').phase.kind === 'protected');
  await bench.expectIdentical('DB01');
});

test('[LC46] a broken invariant stops the machine it concerns, and nothing else', async () => {
  const { vmId } = (await engineBench()).machine('DB01');
  const bench = await engineBench({
    wrap: (ports) => ({
      ...ports,
      host: new Proxy(ports.host, {
        get(target, name) {
          const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
          if (name !== 'listAllocatedExtents') return method.bind(target);
          // A host that lists more than it was asked for.
          return async (...args: unknown[]) =>
            args[0] === vmId ? [{ offsetBytes: 0, lengthBytes: 16 * 2 ** 20 }] : method.apply(target, args);
        },
      }),
    }),
  });
  await bench.enable('DB01');
  await bench.enable('IDLE01');
  await bench.until('halted', () => bench.item('DB01').trouble !== null);
  expect(bench.item('DB01').trouble).toMatchObject({ fault: { code: 'Internal' }, nextAttemptAt: null });
  expect(bench.item('DB01').trouble?.fault.detail).toContain('within the window');
  await bench.until('the other one', () => bench.item('IDLE01').phase.kind === 'protected');
});
