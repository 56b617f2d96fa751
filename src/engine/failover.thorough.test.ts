import { describe, expect, test } from 'vitest';
import { activeLocationOf, armStateOf } from '../core/protection/arm-state.ts';
import { crashPoint } from './testing/crash-point.ts';
import { failoverBench, type FailoverBench } from './testing/failover-bench.ts';

const SAME = [null, null];
const latest = { kind: 'unplannedFailover', recoveryPointId: null, isShuttingDownSource: false } as const;

const stepOf = (bench: FailoverBench): string | undefined => {
  const { phase } = bench.item('DB01');
  return 'step' in phase ? phase.step : undefined;
};

test('[LC87] a planned failover loses nothing: the machine in Azure begins as the one on the host ended', async () => {
  const bench = await failoverBench();
  expect(await bench.ask({ kind: 'plannedFailover' })).toMatchObject({ isAccepted: true });
  await bench.until('the machine is made', () => stepOf(bench) === 'startMachine');
  expect(bench.isSourceRunning()).toBe(false);
  expect(bench.differences(null)).toEqual(SAME);
  await bench.reach('failedOver');
  const [job] = bench.jobs('PlannedFailover');
  expect(job?.tasks.map((task) => task.state)).toEqual(Array(5).fill('Succeeded'));
  expect(job?.state).toBe('Succeeded');
  expect(bench.world.azureMachines()).toMatchObject([{ ref: { name: 'DB01' }, state: 'Running' }]);
  expect(activeLocationOf(bench.item('DB01'))).toBe('Recovery');
  expect(bench.view('DB01')).toMatchObject({ health: 'Warning', rpoMs: null });
  expect(
    bench
      .view('DB01')
      .findings.filter(({ verdict }) => verdict === 'Warning')
      .map(({ rule }) => rule),
  ).toEqual(['HE9']);
});

test('[LC87] a cycle found under way goes on first, the last changes follow it', async () => {
  const bench = await failoverBench();
  await bench.until('uploading', () => bench.item('DB01').cycle.step === 'uploading');
  const { number } = bench.item('DB01').cycle;
  await bench.ask({ kind: 'plannedFailover' });
  await bench.until('the machine is made', () => stepOf(bench) === 'startMachine');
  expect(bench.item('DB01').cycle.number).toBe(number + 1);
  expect(bench.differences(null)).toEqual(SAME);
});

test('[LC88] an unplanned failover leads to the recovery point chosen, also when the host is lost', async () => {
  const bench = await failoverBench();
  const [older] = bench.item('DB01').recoveryPoints;
  await bench.until('another point', () => bench.item('DB01').recoveryPoints.at(-1) !== older);
  bench.world.startFault('hostDown', bench.source.hostId);
  const recoveryPointId = older?.recoveryPointId ?? null;
  expect(await bench.ask({ ...latest, recoveryPointId, isShuttingDownSource: true })).toMatchObject({
    isAccepted: true,
  });
  await bench.until('the machine is made', () => stepOf(bench) === 'startMachine');
  expect(bench.differences(older?.time ?? null)).toEqual(SAME);
  await bench.reach('failedOver');
  expect(bench.jobs('UnplannedFailover')[0]).toMatchObject({ stateDescription: 'CompletedWithInformation' });
  expect(armStateOf(bench.item('DB01')).protectionState).toBe('UnplannedFailoverCommitPendingStatesBegin');
});

test('[LC88] the source is shut down only where that is asked for', async () => {
  const bench = await failoverBench();
  await bench.ask(latest);
  await bench.reach('failedOver');
  expect(bench.isSourceRunning()).toBe(true);
  const other = await failoverBench();
  await other.ask({ ...latest, isShuttingDownSource: true });
  await other.reach('failedOver');
  expect(other.isSourceRunning()).toBe(false);
  const [job] = other.jobs('UnplannedFailover');
  expect(job?.tasks.map((task) => task.state)).toEqual(Array(3).fill('Succeeded'));
});

test('[LC89] it is always possible: a resynchronization is cancelled by it, its recovery points still stand', async () => {
  const bench = await failoverBench();
  await bench.ask({ kind: 'pause' });
  await bench.ask({ kind: 'resume', isResynchronizing: true });
  await bench.until('half way', () => (bench.item('DB01').disks[0]?.transfer?.cursorBytes ?? 0) > 4 * 2 ** 20);
  expect(await bench.ask({ kind: 'plannedFailover' })).toMatchObject({ isAccepted: false });
  const point = bench.item('DB01').recoveryPoints.at(-1);
  expect(await bench.ask(latest)).toMatchObject({ isAccepted: true });
  expect(bench.jobs('RepairReplication')[0]?.state).toBe('Cancelled');
  await bench.until('the machine is made', () => stepOf(bench) === 'startMachine');
  expect(bench.differences(point?.time ?? null)).toEqual(SAME);
  await bench.reach('failedOver');
});

test('[LC90] before the commit another recovery point can be chosen; the machine in Azure is made anew', async () => {
  const bench = await failoverBench();
  const [older] = bench.item('DB01').recoveryPoints;
  await bench.until('another point', () => bench.item('DB01').recoveryPoints.at(-1) !== older);
  await bench.ask(latest);
  await bench.reach('failedOver');
  expect(bench.view('DB01').refusals.CancelFailover).toContain('unplanned');
  await bench.ask({ kind: 'changeRecoveryPoint', recoveryPointId: older?.recoveryPointId ?? null });
  await bench.until('the machine is made', () => stepOf(bench) === 'startMachine');
  expect(bench.differences(older?.time ?? null)).toEqual(SAME);
  await bench.reach('failedOver');
  expect(bench.jobs('ChangeRecoveryPoint')[0]).toMatchObject({ state: 'Succeeded' });
});

test('[LC91] the commit ends the host’s part and leaves the recovery point failed over to', async () => {
  const bench = await failoverBench();
  await bench.until('another point', () => bench.item('DB01').recoveryPoints.length > 1);
  await bench.ask({ kind: 'plannedFailover' });
  await bench.reach('failedOver');
  const { phase, recoveryPoints } = bench.item('DB01');
  const used = 'failover' in phase ? phase.failover.point : null;
  expect(recoveryPoints.length).toBeGreaterThan(1);
  expect(await bench.ask({ kind: 'commitFailover' })).toMatchObject({ isAccepted: true });
  await bench.reach('failoverCommitted');
  expect(bench.item('DB01').recoveryPoints).toEqual([used]);
  expect(bench.item('DB01').expiredRecoveryPoints).toEqual([]);
  const status = await bench.elsewhere(() =>
    bench.world.hostApi.getReplicationStatus(bench.source.vmId, {
      requestId: 'look',
      signal: new AbortController().signal,
    }),
  );
  expect(status).toMatchObject({ isRelated: false, isTracking: false });
  expect(bench.jobs('CommitFailover')[0]).toMatchObject({ state: 'Succeeded', stateDescription: 'Completed' });
  for (const operation of ['changeRecoveryPoint', 'cancelFailover', 'commitFailover'] as const)
    expect(await bench.ask({ kind: operation, recoveryPointId: null })).toMatchObject({ isAccepted: false });
});

test('[LC91] a host that is lost does not keep a failover from its commit', async () => {
  const bench = await failoverBench();
  bench.world.startFault('hostDown', bench.source.hostId);
  await bench.ask(latest);
  await bench.reach('failedOver');
  await bench.ask({ kind: 'commitFailover' });
  await bench.reach('failoverCommitted');
  expect(bench.jobs('CommitFailover')[0]).toMatchObject({ stateDescription: 'CompletedWithInformation' });
  expect(bench.item('DB01').cycle.logs).toEqual([]);
});

test('[LC92] a planned failover is taken back before its commit: the source runs, and replication goes on without loss', async () => {
  const bench = await failoverBench();
  await bench.ask({ kind: 'plannedFailover' });
  await bench.reach('failedOver');
  expect(bench.view('DB01').refusals.ChangePit).toContain('planned');
  expect(await bench.ask({ kind: 'cancelFailover' })).toMatchObject({ isAccepted: true });
  await bench.reach('protected');
  expect(bench.jobs('CancelFailover')[0]).toMatchObject({ state: 'Succeeded' });
  expect(bench.isSourceRunning()).toBe(true);
  expect(bench.world.azureMachines()).toEqual([]);
  const { number } = bench.item('DB01').cycle;
  await bench.until(
    'two cycles',
    () => bench.item('DB01').cycle.number >= number + 2 && bench.item('DB01').cycle.step === 'idle',
  );
  await bench.expectIdentical('DB01');
  expect(bench.jobs('RepairReplication')).toEqual([]);
});

test('[LC92] cancelling the job of a planned failover under way takes back what it did', async () => {
  const bench = await failoverBench();
  const outcome = await bench.ask({ kind: 'plannedFailover' });
  const jobId = outcome.isAccepted ? outcome.jobId : null;
  if (jobId === null) throw new Error('no job');
  await bench.until('the last changes are on their way', () => bench.item('DB01').cycle.step === 'uploading');
  expect(await bench.send({ kind: 'cancelJob', jobId })).toMatchObject({ isAccepted: true });
  await bench.reach('protected');
  expect(bench.engine.job(jobId)?.state).toBe('Cancelled');
  expect(bench.isSourceRunning()).toBe(true);
  await bench.until('idle', () => bench.item('DB01').cycle.step === 'idle');
  await bench.expectIdentical('DB01');
});

test('[LC93] what is recoverable climbs the ladder in the middle of a failover; the rest stops it, and it can be given up', async () => {
  const bench = await failoverBench();
  await bench.ask({ kind: 'plannedFailover' });
  await bench.until('the last changes', () => stepOf(bench) === 'replicateLastChanges');
  const fault = bench.world.startFault('linkDown', bench.source.hostId);
  await bench.until('three failures', () => (bench.item('DB01').trouble?.failures ?? 0) >= 3);
  expect(bench.view('DB01').allowedOperations).toContain('UnplannedFailover');
  bench.world.endFault(fault.id);
  await bench.until('the machine is made', () => stepOf(bench) === 'startMachine');
  expect(bench.differences(null)).toEqual(SAME);

  const stopped = await failoverBench();
  stopped.world.startFault('vmDeleted', stopped.source.vmId);
  await stopped.ask({ kind: 'plannedFailover' });
  await stopped.until('the end', () => stopped.jobs('PlannedFailover')[0]?.state === 'Failed');
  expect(armStateOf(stopped.item('DB01')).protectionState).toBe('PlannedFailoverFailed');
  const point = stopped.item('DB01').recoveryPoints.at(-1);
  await stopped.ask(latest);
  await stopped.until('the machine is made', () => stepOf(stopped) === 'startMachine');
  expect(stopped.differences(point?.time ?? null)).toEqual(SAME);
  await stopped.reach('failedOver');
});

test('[LC93] somebody else’s machine of the same name is left alone', async () => {
  const bench = await failoverBench();
  const ref = { resourceGroupId: bench.item('DB01').choices.targetResourceGroupId, name: 'DB01' };
  const spec = { vmId: bench.source.vmId, size: 'small', osType: 'Linux', networkId: null, disks: [] } as const;
  await bench.elsewhere(() =>
    bench.world.computeApi.createMachine(ref, spec, { requestId: 'stranger', signal: new AbortController().signal }),
  );
  await bench.ask({ kind: 'plannedFailover' });
  await bench.until('the end', () => bench.jobs('PlannedFailover')[0]?.state === 'Failed');
  expect(bench.item('DB01').trouble?.fault.code).toBe('AzureMachineExists');
  await bench.ask({ kind: 'cancelFailover' });
  await bench.reach('protected');
  expect(bench.world.azureMachines()).toHaveLength(1);
});

test.each(['plannedFailover', 'unplannedFailover'] as const)(
  '[LC93] [LC44] the failed job of a %s goes on at the task that failed',
  async (kind) => {
    const bench = await failoverBench();
    const ref = { resourceGroupId: bench.item('DB01').choices.targetResourceGroupId, name: 'DB01' };
    const call = () => ({ requestId: 'stranger', signal: new AbortController().signal });
    const spec = { vmId: bench.source.vmId, size: 'small', osType: 'Linux', networkId: null, disks: [] } as const;
    await bench.elsewhere(() => bench.world.computeApi.createMachine(ref, spec, call()));
    await bench.ask(kind === 'plannedFailover' ? { kind } : latest);
    const job = () => bench.jobs(kind === 'plannedFailover' ? 'PlannedFailover' : 'UnplannedFailover')[0];
    await bench.until('the end', () => job()?.state === 'Failed');
    expect(bench.item('DB01').lastFailoverAt).toBeUndefined();
    await bench.elsewhere(() => bench.world.computeApi.deleteMachine(ref, call()));
    const jobId = job()?.jobId;
    if (!jobId) throw new Error('no job');
    expect(await bench.send({ kind: 'restartJob', jobId })).toMatchObject({ isAccepted: true, jobId });
    await bench.reach('failedOver');
    expect(job()).toMatchObject({ jobId, state: 'Succeeded', stateDescription: 'CompletedWithInformation' });
    expect(bench.item('DB01').lastFailoverAt).toBe(job()?.endedAt);
  },
);

test('[LC94] what is not allowed is refused with its reason', async () => {
  const bench = await failoverBench();
  const { refusals } = bench.view('DB01');
  expect(refusals.Commit).toBe('The machine runs at its primary site.');
  expect(refusals.Failback).toBe('The machine runs at its primary site.');
  await bench.ask({ kind: 'pause' });
  expect(bench.view('DB01').refusals.PlannedFailover).toBe('Replication is paused: resume it first.');
  expect(await bench.ask({ ...latest, recoveryPointId: 'none' as never })).toMatchObject({
    isAccepted: false,
    refusal: { code: '0x80004004' },
  });
  expect(await bench.ask(latest)).toMatchObject({ isAccepted: true });
  expect(bench.view('DB01').refusals.UnplannedFailover).toBe('A failover is under way.');
  expect(bench.view('DB01').refusals.PauseReplication).toBe('A failover is under way.');
  await bench.reach('failedOver');
  const commitFirst = 'The machine is failed over to Azure: commit the failover first.';
  expect(bench.view('DB01').refusals).toMatchObject({ PlannedFailover: commitFirst, TestFailover: commitFirst });
});

test('[LC94] disabling after a failover leaves the machine in Azure to the administrator', async () => {
  const bench = await failoverBench();
  await bench.ask({ kind: 'plannedFailover' });
  await bench.reach('failedOver');
  await bench.ask({ kind: 'disableProtection', isForced: false });
  await bench.until('gone', () => bench.engine.item(bench.source.vmId) === undefined);
  expect(bench.world.azureMachines()).toMatchObject([{ state: 'Running' }]);
});

test('[LC94] the machine that was left keeps its disks when another is made of the same source', async () => {
  const bench = await failoverBench();
  await bench.ask({ ...latest, isShuttingDownSource: false });
  await bench.reach('failedOver');
  await bench.ask({ kind: 'disableProtection', isForced: false });
  await bench.until('gone', () => bench.engine.item(bench.source.vmId) === undefined);
  await bench.enable('DB01');
  await bench.reach('protected');
  await bench.ask({ kind: 'changeTarget', change: { targetVmName: 'DB01-again' } });
  await bench.ask({ ...latest, isShuttingDownSource: false });
  await bench.reach('failedOver');
  const [left, made] = bench.world.azureMachines();
  const names = [...(left?.disks ?? []), ...(made?.disks ?? [])].map(({ blob }) => blob.name);
  expect([left?.ref.name, made?.ref.name]).toEqual(['DB01', 'DB01-again']);
  expect(new Set(names).size).toBe(bench.source.disks.length * 2);
});

describe('[LC95] a crash at any port call of a planned failover and its commit leads to the same end', () => {
  async function toTheEnd(bench: FailoverBench): Promise<void> {
    if (bench.phase() === 'protected') await bench.ask({ kind: 'plannedFailover' });
    if (bench.phase() !== 'committingFailover' && bench.phase() !== 'failoverCommitted') {
      await bench.until(
        'the machine is made',
        () => stepOf(bench) === 'startMachine' || bench.phase() === 'failedOver',
      );
      if (stepOf(bench) === 'startMachine') expect(bench.differences(null)).toEqual(SAME);
      await bench.reach('failedOver');
      await bench.ask({ kind: 'commitFailover' });
    }
    await bench.reach('failoverCommitted');
    expect(bench.item('DB01')).toMatchObject({ trouble: null, cycle: { logs: [] }, expiredRecoveryPoints: [] });
    expect(bench.item('DB01').recoveryPoints).toHaveLength(1);
    expect(bench.world.azureMachines()).toMatchObject([{ state: 'Running' }]);
    expect(bench.isSourceRunning()).toBe(false);
  }

  async function crashAt(at: number, side: 'before' | 'after'): Promise<boolean> {
    const point = crashPoint();
    const bench = await failoverBench({ wrap: point.wrap });
    let hasStopped: Promise<void> = Promise.resolve();
    point.arm(
      () => {
        hasStopped = bench.engine.stop();
      },
      at,
      side,
    );
    // The crash may come before an answer.
    await bench.ask({ kind: 'plannedFailover' }).catch(() => undefined);
    await bench.until('the crash or the failover', () => point.hasStruck || bench.phase() === 'failedOver');
    if (!point.hasStruck) {
      await bench.ask({ kind: 'commitFailover' }).catch(() => undefined);
      await bench.until('the crash or the commit', () => point.hasStruck || bench.phase() === 'failoverCommitted');
    }
    if (!point.hasStruck) return false;
    await hasStopped;
    await bench.restart();
    await toTheEnd(bench);
    return true;
  }

  test.each(['before', 'after'] as const)(
    '%s its effect',
    async (side) => {
      let calls = 0;
      while (await crashAt(calls + 1, side)) calls++;
      expect(calls).toBeGreaterThan(20);
    },
    120_000,
  );
});
