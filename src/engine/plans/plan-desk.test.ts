import { describe, expect, test } from 'vitest';
import type { VmId } from '../../core/model.ts';
import { bootGroup, manual, PLAN_ID, planBench, type PlanBench } from './testing/plan-bench.ts';

const TEST_RUN = { operation: 'TestFailover', point: 'Latest', networkId: null } as const;
const UNPLANNED = { operation: 'UnplannedFailover', point: 'Latest', isShuttingDownSource: true } as const;

function azureNames(bench: PlanBench): readonly string[] {
  return bench.world
    .azureMachines()
    .map(({ ref, state }) => `${ref.name} ${state}`)
    .toSorted();
}

describe('recovery plans', () => {
  test('[RP9] a planned failover shuts all down, makes all in Azure, and starts group after group', async () => {
    const bench = await planBench();
    const jobId = await bench.run({ operation: 'PlannedFailover' });
    const seen = new Set<string>();
    await bench.until('the end', () => {
      seen.add(bench.story(jobId));
      return bench.job(jobId).endedAt !== null;
    });
    const stories = [...seen];
    expect(stories[0]).toBe(
      'InProgress > ShutdownGroup InProgress(DB01 InProgress, IDLE01 InProgress) > FailoverGroup NotStarted(DB01 NotStarted, IDLE01 NotStarted) > BootGroup1 NotStarted(DB01 NotStarted) > BootGroup2 NotStarted(IDLE01 NotStarted)',
    );
    expect(stories).toContain(
      'InProgress > ShutdownGroup Completed(DB01 Completed, IDLE01 Completed) > FailoverGroup Completed(DB01 Completed, IDLE01 Completed) > BootGroup1 InProgress(DB01 InProgress) > BootGroup2 NotStarted(IDLE01 NotStarted)',
    );
    expect(stories.at(-1)).toBe(
      'Completed > ShutdownGroup Completed(DB01 Completed, IDLE01 Completed) > FailoverGroup Completed(DB01 Completed, IDLE01 Completed) > BootGroup1 Completed(DB01 Completed) > BootGroup2 Completed(IDLE01 Completed)',
    );
    expect([bench.item('DB01').phase.kind, bench.item('IDLE01').phase.kind]).toEqual(['failedOver', 'failedOver']);
    expect(azureNames(bench)).toEqual(['DB01 Running', 'IDLE01 Running']);
    const [first, second] = [bench.job(jobId).tasks[2], bench.job(jobId).tasks[3]];
    expect(second?.startedAt).toBe(first?.endedAt);
    expect(bench.plan().lastPlannedFailoverAt).toBe(bench.job(jobId).startedAt);
    expect(bench.item('DB01').planHold).toBeUndefined();
  });

  test('[RP16] commit, failback with its completion, commit and reverse replication go through the plan', async () => {
    const bench = await planBench();
    await bench.ended(await bench.run({ operation: 'PlannedFailover' }));
    expect((await bench.ended(await bench.run({ operation: 'Commit' }))).stateDescription).toBe('Completed');
    const failback = await bench.run({
      operation: 'Failback',
      dataSync: 'ForSynchronization',
      createVmIfNotFound: false,
    });
    await bench.until('the wait', () => bench.job(failback).state === 'Suspended');
    expect(azureNames(bench)).toEqual(['DB01 Running', 'IDLE01 Running']);
    await bench.send({ kind: 'resumeJob', jobId: failback, comments: 'go' });
    expect((await bench.ended(failback)).stateDescription).toBe('Completed');
    await bench.ended(await bench.run({ operation: 'Commit' }));
    expect((await bench.ended(await bench.run({ operation: 'ReverseReplicate' }))).state).toBe('Succeeded');
    await bench.until('protected', () =>
      ['DB01', 'IDLE01'].every((name) => bench.item(name).phase.kind === 'protected'),
    );
  });

  test('[RP10] a manual action waits for the administrator, also across a restart of the engine', async () => {
    const bench = await planBench();
    await bench.putPlan([bootGroup([bench.first], { endActions: [manual('Check DNS')] }), bootGroup([bench.second])]);
    const jobId = await bench.run(TEST_RUN);
    await bench.until('the wait', () => bench.job(jobId).state === 'Suspended');
    expect(azureNames(bench)).toEqual(['DB01-test Running', 'IDLE01-test Stopped']);
    await bench.restart();
    await bench.clock.runFor(10 * 60_000);
    expect(bench.job(jobId).state).toBe('Suspended');
    await bench.send({ kind: 'resumeJob', jobId, comments: 'DNS answers' });
    const ended = await bench.ended(jobId);
    expect(bench.story(jobId)).toBe(
      'Completed > FailoverGroup Completed(DB01 Completed, IDLE01 Completed) > BootGroup1 Completed(DB01 Completed, Check DNS Completed) > BootGroup2 Completed(IDLE01 Completed)',
    );
    expect(ended.tasks[1]?.group?.children[1]?.detail).toEqual({
      kind: 'manualAction',
      instructions: 'Do Check DNS.',
      observation: 'DNS answers',
    });
    expect(await bench.send({ kind: 'resumeJob', jobId, comments: '' })).toMatchObject({ isAccepted: false });
    const cleanup = await bench.ended(await bench.run({ operation: 'TestFailoverCleanup', comments: 'fine' }));
    expect(cleanup.stateDescription).toBe('Completed');
    expect(azureNames(bench)).toEqual([]);
  });

  test('[RP12][VT7] a planned failover stops at a failure, keeps the others waiting, and is restarted where it stopped, and both ends are events', async () => {
    const bench = await planBench();
    const fault = bench.world.startFault('brokenVhdChain', bench.first);
    const jobId = await bench.run({ operation: 'PlannedFailover' });
    const failed = await bench.ended(jobId);
    expect(failed).toMatchObject({ state: 'Failed', recoveryPlan: { isRestartable: true } });
    expect(failed.errors[0]).toMatchObject({
      taskId: 'FailoverGroup',
      vmName: 'DB01',
      fault: { code: 'BrokenVhdChain' },
    });
    await bench.clock.runFor(30 * 60_000);
    expect(azureNames(bench)).toEqual(['IDLE01 Stopped']);
    expect(bench.view('IDLE01').activity).toMatchObject({ reason: 'It waits for its turn in the recovery plan.' });
    bench.world.endFault(fault.id);
    expect(await bench.send({ kind: 'restartJob', jobId })).toMatchObject({ isAccepted: true });
    expect((await bench.ended(jobId)).stateDescription).toBe('Completed');
    expect(azureNames(bench)).toEqual(['DB01 Running', 'IDLE01 Running']);
    const told = bench.engine.events(null).filter((event) => event.jobId === jobId);
    const jobTarget = { id: PLAN_ID, name: 'Shop', type: 'RecoveryPlan' };
    expect(told).toMatchObject([
      { vmId: null, jobTarget, severity: 'Critical', description: 'Planned failover: Failed.' },
      { vmId: null, jobTarget, severity: 'OK', description: 'Planned failover: Succeeded.' },
    ]);
  });

  test('[VT5][VT7] a plan made, changed and deleted is a job each time, and an event', async () => {
    const bench = await planBench();
    await bench.putPlan([bootGroup([bench.first])]);
    await bench.send({ kind: 'deletePlan', planId: PLAN_ID });
    const ofPlan = (id: string) => id === PLAN_ID;
    const jobs = [...bench.engine.jobs()].filter(({ vmId }) => ofPlan(vmId));
    const names = ['CreateRecoveryPlan', 'UpdateRecoveryPlan', 'DeleteRecoveryPlan'];
    expect(jobs.map(({ scenarioName }) => scenarioName)).toEqual(names);
    expect(jobs.map(({ vmName, state, vaultWork }) => ({ vmName, state, vaultWork }))).toEqual(
      names.map(() => ({ vmName: 'Shop', state: 'Succeeded', vaultWork: { targetType: 'RecoveryPlan' } })),
    );
    const events = bench.engine.events(null).filter(({ jobTarget }) => jobTarget && ofPlan(jobTarget.id));
    expect(events.map(({ eventCode }) => eventCode)).toEqual(names);
  });

  test('[RP13] an unplanned failover goes on without what fails, and says so', async () => {
    const bench = await planBench();
    await bench.send({ kind: 'disableProtection', vmId: bench.second, isForced: false });
    const jobId = await bench.run(UNPLANNED);
    expect((await bench.ended(jobId)).stateDescription).toBe('PartiallySucceeded');
    expect(bench.story(jobId)).toContain('IDLE01 Skipped');
    expect(bench.item('DB01').phase.kind).toBe('failedOver');
  });

  test('[RP14] the cancel of a planned failover brings every machine home', async () => {
    const bench = await planBench();
    const jobId = await bench.run({ operation: 'PlannedFailover' });
    await bench.until('the failover group', () => bench.job(jobId).tasks[1]?.state === 'InProgress');
    expect(await bench.send({ kind: 'cancelJob', jobId })).toMatchObject({ isAccepted: true });
    expect(bench.job(jobId).state).toBe('Cancelled');
    await bench.until('home', () => ['DB01', 'IDLE01'].every((name) => bench.item(name).phase.kind === 'protected'));
    expect(azureNames(bench)).toEqual([]);
  });

  test('[RP17] the newest application-consistent point where there is one, else the newest', async () => {
    const bench = await planBench();
    const consistent = () =>
      bench.item('DB01').recoveryPoints.filter((point) => point.consistency === 'ApplicationConsistent');
    await bench.until('such a point', () => consistent().length > 0);
    await bench.until('a newer one', () => bench.item('DB01').recoveryPoints.at(-1)?.consistency === 'CrashConsistent');
    await bench.run({ ...TEST_RUN, point: 'LatestApplicationConsistent' });
    expect(bench.item('DB01').testFailover?.point).toEqual(consistent().at(-1));
    expect(bench.item('IDLE01').testFailover?.point).toBeDefined();
  });

  test('[RP18] a plan keeps when its failovers began', async () => {
    const bench = await planBench();
    const none = { lastPlannedFailoverAt: null, lastUnplannedFailoverAt: null, lastTestFailoverAt: null };
    expect(bench.plan()).toMatchObject(none);
    const tested = await bench.ended(await bench.run(TEST_RUN));
    await bench.ended(await bench.run({ operation: 'TestFailoverCleanup', comments: '' }));
    await bench.clock.runFor(60_000);
    const failed = await bench.ended(await bench.run(UNPLANNED));
    expect(bench.plan()).toMatchObject({
      ...none,
      lastTestFailoverAt: tested.startedAt,
      lastUnplannedFailoverAt: failed.startedAt,
    });
    expect(failed.startedAt).toBeGreaterThan(tested.startedAt);
  });

  test('[RP15] a machine that was held goes on when its plan is deleted', async () => {
    const bench = await planBench();
    bench.world.startFault('vmDeleted', bench.first);
    await bench.ended(await bench.run({ operation: 'PlannedFailover' }));
    await bench.send({ kind: 'deletePlan', planId: PLAN_ID });
    await bench.until('the machine runs', () => bench.item('IDLE01').phase.kind === 'failedOver');
    expect(bench.engine.plans()).toEqual([]);
  });

  test('[RP5] a plan is not changed, deleted or run a second time while it runs', async () => {
    const bench = await planBench();
    await bench.run(UNPLANNED);
    const refusal = { isAccepted: false, refusal: { code: 'Conflict' } };
    expect(await bench.putPlan([bootGroup([bench.first])])).toMatchObject(refusal);
    expect(await bench.send({ kind: 'deletePlan', planId: PLAN_ID })).toMatchObject(refusal);
    expect(await bench.send({ kind: 'runPlan', planId: PLAN_ID, request: TEST_RUN })).toMatchObject({
      refusal: { code: 'NotAllowed', message: 'A job of the recovery plan is under way.' },
    });
  });

  test('[RP11] the engine goes on in the middle of a plan, wherever it was cut', async () => {
    const bench = await planBench();
    const jobId = await bench.run({ operation: 'PlannedFailover' });
    for (let cuts = 0; bench.job(jobId).endedAt === null; cuts++) {
      expect(cuts).toBeLessThan(500);
      await bench.clock.runFor(20_000);
      await bench.restart();
    }
    expect(bench.story(jobId)).toMatch(/^Completed >/);
    expect(azureNames(bench)).toEqual(['DB01 Running', 'IDLE01 Running']);
  });

  test('refuses machines that are not replicated', async () => {
    const bench = await planBench();
    expect(await bench.putPlan([bootGroup(['nobody' as VmId])])).toMatchObject({
      refusal: { code: 'InvalidInput', message: "The machine 'nobody' is not replicated." },
    });
  });
});
