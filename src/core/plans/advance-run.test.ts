import { describe, expect, test } from 'vitest';
import { after } from '../../base/units.ts';
import type { JobId, VmId } from '../model.ts';
import type { Job } from '../jobs/job-model.ts';
import { NOW, SAMPLES } from '../protection/testing/sample-items.ts';
import { advanceRun, answerBegin, cancelRun, restartRun, resumeRun, type RunOrder } from './advance-run.ts';
import { jobOfRun } from './plan-job.ts';
import type { PlanGroup, PlanRequest, PlanRun } from './plan.ts';
import {
  action,
  APP,
  DB,
  FAILBACK,
  failingOver,
  group,
  plan,
  PLANNED,
  SampleVault,
  TEST,
  UNPLANNED,
  WEB,
} from './testing/sample-plans.ts';

const LATER = after(NOW, 1000);
const FAULT = { code: 'BrokenVhdChain', detail: 'chain' } as const;
const FAILED: Partial<Job> = { state: 'Failed', errors: [{ fault: FAULT, taskId: null, at: NOW }] };

/** A run over a vault, moved on by hand. */
class Rehearsal {
  readonly vault: SampleVault;
  run: PlanRun;
  orders: readonly string[] = [];

  constructor(request: PlanRequest, groups?: readonly PlanGroup[], vault = new SampleVault()) {
    this.vault = vault;
    this.run = vault.begin(request, groups);
    this.advance();
  }

  advance(): readonly string[] {
    const { run, orders } = advanceRun(this.run, this.vault.factsOf, LATER);
    this.run = run;
    this.orders = orders.map(worded);
    return this.orders;
  }

  /** All that are asked to begin do, each with its job. */
  begin(...vmIds: VmId[]): void {
    for (const vmId of vmIds) this.run = answerBegin(this.run, vmId, { jobId: this.vault.setJob(vmId) }, LATER);
    this.advance();
  }

  reach(step: Parameters<typeof failingOver>[0], ...vmIds: VmId[]): void {
    for (const vmId of vmIds) this.vault.set(vmId, failingOver(step));
    this.advance();
  }

  end(vmId: VmId, change: Partial<Job> = { state: 'Succeeded' }): void {
    this.vault.setJob(vmId, change);
    this.advance();
  }

  /** "ShutdownGroup shutDown db:underWay …", of the steps that have begun. */
  steps(): readonly string[] {
    return this.run.steps
      .filter((step) => step.startedAt !== null)
      .map((step) =>
        step.kind === 'manual'
          ? `${step.groupId} ${step.name}`
          : `${step.groupId} ${step.act} ${step.machines.map((each) => `${each.vmId}:${each.state}`).join(' ')}`,
      );
  }
}

function worded(order: RunOrder): string {
  return order.kind === 'hold'
    ? `hold ${order.vmId} ${order.hold?.before ?? 'no more'}`
    : `${order.kind} ${order.vmId}`;
}

describe('a failover', () => {
  test('[RP9] all are shut down, then all made in Azure, then group after group started', () => {
    const made = new Rehearsal(PLANNED);
    expect(made.orders).toEqual(['begin db', 'begin web', 'begin app']);
    made.begin(DB, WEB, APP);
    expect(made.orders).toEqual(['hold db createMachine', 'hold web createMachine', 'hold app createMachine']);
    made.reach('shutDownSource', DB, WEB, APP);
    made.reach('replicateLastChanges', DB, WEB);
    expect(made.steps()).toEqual(['ShutdownGroup shutDown db:succeeded web:succeeded app:underWay']);
    made.reach('createMachine', APP);
    expect(made.orders).toContain('hold db startMachine');
    made.reach('startMachine', DB, APP);
    expect(made.steps().at(-1)).toBe('FailoverGroup failOver db:succeeded web:underWay app:succeeded');
    made.reach('startMachine', WEB);
    expect(made.steps().at(-1)).toBe('BootGroup1 start db:underWay');
    expect(made.orders.filter((order) => order.includes('no more'))).toEqual([]);
    made.vault.set(WEB, failingOver('startMachine'), {
      planHold: { jobId: 'job-web' as JobId, before: 'startMachine' },
    });
    made.end(DB);
    expect(made.steps().at(-1)).toBe('BootGroup2 start web:underWay app:underWay');
    expect(made.orders).toEqual(['hold web no more']);
    for (const vmId of [WEB, APP]) made.end(vmId);
    expect(made.run).toMatchObject({ state: 'succeeded', endedAt: LATER });
  });

  test('[RP9] an unplanned one that spares the sources has no shutdown', () => {
    const made = new Rehearsal({ operation: 'UnplannedFailover', point: 'Latest', isShuttingDownSource: false });
    expect(made.steps()).toEqual(['FailoverGroup failOver db:underWay web:underWay app:underWay']);
    made.begin(DB);
    expect(made.orders).toContain('hold db startMachine');
  });

  test('[RP9] a machine that checks its prerequisites is not shut down', () => {
    const made = new Rehearsal(UNPLANNED);
    made.begin(DB, WEB, APP);
    made.reach('checkPrerequisites', DB);
    expect(made.steps()[0]).toContain('db:underWay');
  });

  test('[RP20] a test leaves the sources alone, and asks for the actions of the shutdown', () => {
    const groups = [
      group('Shutdown', [], { startActions: [action('Tell them')] }),
      group('Failover', []),
      group('Boot', [DB]),
    ];
    const made = new Rehearsal(TEST, groups);
    expect(made.run).toMatchObject({ state: 'waiting' });
    made.run = resumeRun(made.run, 'told', LATER);
    made.advance();
    expect(made.steps()).toEqual(['ShutdownGroup Tell them', 'FailoverGroup failOver db:underWay']);
    made.begin(DB);
    const test = { ...SAMPLES.protected, vmId: DB };
    const testFailover = { step: 'startMachine', jobId: 'job-db' as JobId } as NonNullable<typeof test.testFailover>;
    made.vault.set(DB, test.phase, { testFailover });
    made.advance();
    expect(made.steps().at(-1)).toBe('BootGroup1 start db:underWay');
  });

  test('[RP10] the next group waits until a manual action is done', () => {
    const groups = [
      group('Shutdown', []),
      group('Failover', []),
      group('Boot', [DB], { startActions: [action('Before')], endActions: [action('After')] }),
      group('Boot', [WEB]),
    ];
    const made = new Rehearsal(UNPLANNED, groups);
    made.begin(DB, WEB);
    made.reach('startMachine', DB, WEB);
    expect([made.run.state, made.steps().at(-1)]).toEqual(['waiting', 'BootGroup1 Before']);
    expect(made.advance()).not.toContain('hold db no more');
    made.run = resumeRun(made.run, 'noted', LATER);
    made.advance();
    made.end(DB);
    expect([made.run.state, made.steps().at(-1)]).toEqual(['waiting', 'BootGroup1 After']);
    made.run = resumeRun(made.run, '', LATER);
    made.advance();
    expect(made.steps().at(-1)).toBe('BootGroup2 start web:underWay');
    expect(made.run.steps.find((step) => step.kind === 'manual')).toMatchObject({ observation: 'noted' });
  });

  test('[RP6] an action of another kind of failover, or direction, is not asked for', () => {
    const others = [action('a', { operations: ['TestFailover'] }), action('b', { directions: ['RecoveryToPrimary'] })];
    const made = new Rehearsal(PLANNED, [group('Shutdown', [], { startActions: others }), group('Boot', [DB])]);
    expect(made.run.steps.filter((step) => step.kind === 'manual')).toEqual([]);
  });

  test('[RP8] a machine that was failed over before is left out, without a reason', () => {
    const vault = new SampleVault();
    vault.set(DB, SAMPLES.failedOver.phase);
    const made = new Rehearsal(PLANNED, undefined, vault);
    expect(made.orders).toEqual(['begin web', 'begin app']);
    made.begin(WEB, APP);
    made.reach('startMachine', WEB, APP);
    for (const vmId of [WEB, APP]) made.end(vmId);
    expect(made.run.state).toBe('succeeded');
    expect(jobOfRun(plan(), made.run).stateDescription).toBe('Completed');
  });
});

describe('what fails', () => {
  test('[RP12] stops a planned failover when the others of its step are through, and keeps their holds', () => {
    const made = new Rehearsal(PLANNED);
    made.begin(DB, WEB, APP);
    made.end(DB, FAILED);
    expect(made.run.state).toBe('running');
    made.reach('createMachine', WEB, APP);
    expect(made.run).toMatchObject({ state: 'stopped', endedAt: LATER });
    const hold = { jobId: 'job-web' as JobId, before: 'createMachine' } as const;
    made.vault.set(WEB, failingOver('createMachine'), { planHold: hold });
    expect(made.advance()).not.toContain('hold web no more');
  });

  test('[RP12] restarted, the failed job is taken up again and the rest goes on', () => {
    const made = new Rehearsal(PLANNED);
    made.begin(DB, WEB, APP);
    made.vault.set(DB, failingOver('shutDownSource'), {
      trouble: { fault: FAULT, firstAt: NOW, lastAt: NOW, failures: 1, nextAttemptAt: null },
    });
    made.end(DB, FAILED);
    made.reach('createMachine', WEB, APP);
    const { run, orders } = restartRun(made.run, made.vault.factsOf);
    expect(orders.map(worded)).toEqual(['retry db']);
    expect(run).toMatchObject({ state: 'running', endedAt: null });
    made.run = run;
    made.vault.setJob(DB);
    made.reach('createMachine', DB);
    expect(made.steps().at(-1)).toContain('FailoverGroup failOver');
  });

  test('[RP12] a job that was cancelled meanwhile is begun anew at the restart; a machine in Azure needs none', () => {
    const made = new Rehearsal(PLANNED);
    made.begin(DB, WEB, APP);
    made.end(DB, { state: 'Cancelled' });
    made.end(WEB, { state: 'Cancelled' });
    made.reach('createMachine', APP);
    expect(made.run.state).toBe('stopped');
    made.vault.set(WEB, SAMPLES.failedOver.phase);
    made.run = restartRun(made.run, made.vault.factsOf).run;
    expect(made.advance()).toContain('begin db');
    expect(made.steps()[0]).toContain('web:skipped');
  });

  test('[RP12] a refusal stops a planned failover too', () => {
    const made = new Rehearsal(PLANNED, [group('Shutdown', []), group('Failover', []), group('Boot', [DB])]);
    made.run = answerBegin(made.run, DB, { refusal: 'Replication is paused.' }, LATER);
    made.advance();
    expect(made.run.state).toBe('stopped');
  });

  test('[RP13] an unplanned failover goes on with the others, and lets the failed one go', () => {
    const made = new Rehearsal(UNPLANNED);
    made.begin(DB, WEB);
    made.run = answerBegin(made.run, APP, { refusal: 'There is no recovery point.' }, LATER);
    made.vault.set(DB, failingOver('createMachine'), {
      planHold: { jobId: 'job-db' as JobId, before: 'createMachine' },
    });
    made.end(DB, FAILED);
    expect(made.orders).toContain('hold db no more');
    made.reach('createMachine', WEB);
    made.reach('startMachine', WEB);
    expect(made.steps().slice(1)).toEqual([
      'FailoverGroup failOver db:skipped web:succeeded app:skipped',
      'BootGroup1 start db:skipped',
      'BootGroup2 start web:underWay app:skipped',
    ]);
    made.end(WEB);
    expect(made.run.state).toBe('succeeded');
    const job = jobOfRun(plan(), made.run);
    expect(job).toMatchObject({ state: 'Succeeded', stateDescription: 'PartiallySucceeded' });
    expect(job.errors).toEqual([{ fault: FAULT, taskId: 'ShutdownGroup', at: LATER, vmName: 'DB' }]);
  });

  test('[RP13] nor does one come through that failed on its way, whose machine then is let go', () => {
    const made = new Rehearsal(UNPLANNED, [group('Shutdown', []), group('Failover', []), group('Boot', [DB])]);
    made.begin(DB);
    made.reach('createMachine', DB);
    expect(made.steps().at(-1)).toBe('FailoverGroup failOver db:underWay');
    made.vault.set(DB, failingOver('createMachine'), {
      planHold: { jobId: 'job-db' as JobId, before: 'createMachine' },
    });
    made.end(DB, FAILED);
    expect(made.run.state).toBe('failed');
  });

  test('[RP13] a machine that failed after its shutdown does not wait for the rest of the run', () => {
    const made = new Rehearsal(UNPLANNED);
    made.begin(DB, WEB, APP);
    made.reach('createMachine', DB, WEB, APP);
    made.vault.set(DB, failingOver('createMachine'), {
      planHold: { jobId: 'job-db' as JobId, before: 'startMachine' },
    });
    made.end(DB, FAILED);
    expect(made.orders).toContain('hold db no more');
  });

  test('[RP13] a run in which no machine came through has failed', () => {
    const made = new Rehearsal(UNPLANNED, [group('Shutdown', []), group('Failover', []), group('Boot', [DB])]);
    made.begin(DB);
    made.end(DB, FAILED);
    expect(made.run.state).toBe('failed');
    expect(jobOfRun(plan(), made.run)).toMatchObject({ state: 'Failed', recoveryPlan: { isRestartable: false } });
  });

  test('[RP19] a machine whose replication is disabled meanwhile has failed', () => {
    const made = new Rehearsal(UNPLANNED);
    made.begin(DB, WEB, APP);
    made.vault.items.delete(DB);
    made.vault.jobs.clear();
    made.advance();
    expect(made.run.steps[0]).toMatchObject({
      machines: [{ state: 'failed', reason: 'The machine is no longer replicated.' }, {}, {}],
    });
  });
});

describe('a restart', () => {
  /** A planned failover that DB's failure has stopped. */
  function stopped(phase: Parameters<SampleVault['set']>[1] | null, hasTrouble: boolean, end: Partial<Job> = FAILED) {
    const made = new Rehearsal(PLANNED);
    made.begin(DB, WEB, APP);
    const trouble = { fault: FAULT, firstAt: NOW, lastAt: NOW, failures: 1, nextAttemptAt: null };
    if (phase) made.vault.set(DB, phase, hasTrouble ? { trouble } : {});
    else made.vault.items.delete(DB);
    made.end(DB, end);
    made.reach('createMachine', WEB, APP);
    return made;
  }

  test.each([
    ['failed on its way to Azure', failingOver('shutDownSource'), true, FAILED, 'retry'],
    ['failed after the machine had started', SAMPLES.failedOver.phase, true, FAILED, 'retry'],
    ['failed, and is in no trouble any more', failingOver('shutDownSource'), false, FAILED, 'begin'],
    ['failed before anything had begun', SAMPLES.protected.phase, true, FAILED, 'begin'],
    ['was cancelled', failingOver('shutDownSource'), true, { state: 'Cancelled' }, 'begin'],
    ['failed, and its replication was disabled', null, false, FAILED, 'begin'],
  ] as const)('[RP12] of a machine whose job %s: case %#', (_, phase, hasTrouble, end, kind) => {
    const made = stopped(phase, hasTrouble, end);
    expect(made.run.state).toBe('stopped');
    const { run, orders } = restartRun(made.run, made.vault.factsOf);
    expect(orders.map(worded)).toEqual(kind === 'retry' ? ['retry db'] : []);
    expect(run.members[0]?.jobId).toBe(kind === 'retry' ? 'job-db' : null);
    const expected = { vmId: DB, state: 'underWay', reason: null, startedAt: LATER, endedAt: null };
    expect(run.steps[0]).toMatchObject({ machines: [expected, { state: 'succeeded' }, { state: 'succeeded' }] });
    expect(run.steps[0]).not.toHaveProperty('machines.0.fault');
  });

  test.each([
    ['on its way', failingOver('replicateLastChanges'), 'db:succeeded', 'failOver db:underWay'],
    ['held before its start', failingOver('startMachine'), 'db:succeeded', 'failOver db:succeeded'],
  ] as const)(
    '[RP12] the job was restarted on its own, and is %s: the run goes on with it',
    (_, phase, first, then) => {
      const made = stopped(failingOver('shutDownSource'), true);
      made.vault.set(DB, phase);
      made.vault.setJob(DB);
      const { run, orders } = restartRun(made.run, made.vault.factsOf);
      expect(orders).toEqual([]);
      made.run = run;
      expect(made.advance().filter((order) => order.startsWith('begin'))).toEqual([]);
      expect(made.steps()[0]).toContain(first);
      expect(made.steps()[1]).toContain(then);
      expect(made.run.state).toBe('running');
    },
  );

  test('[RP12] [RP10] is for a run that has stopped, and a resumption for one that waits', () => {
    const made = stopped(failingOver('shutDownSource'), true);
    const waiting = new Rehearsal(PLANNED, [
      group('Shutdown', [], { startActions: [action('a')] }),
      group('Boot', [DB]),
    ]).run;
    const ended = { steps: [] };
    const resume = (run: PlanRun) => () => resumeRun(run, '', LATER);
    const restart = (run: PlanRun) => () => restartRun(run, made.vault.factsOf);
    expect(resume(waiting)).not.toThrow();
    for (const run of [
      { ...waiting, state: 'running' as const },
      { ...made.run, state: 'waiting' as const },
    ]) {
      expect(resume(run)).toThrow('waits for an action');
    }
    expect(resume({ ...waiting, ...ended })).toThrow('waits for an action');
    for (const run of [
      { ...made.run, state: 'running' as const },
      { ...waiting, state: 'stopped' as const },
    ]) {
      expect(restart(run)).toThrow('has failed in a step');
    }
    expect(restart({ ...made.run, ...ended })).toThrow('has failed in a step');
    expect(() => answerBegin(waiting, DB, { refusal: 'Why not.' }, LATER)).toThrow('in a step of machines');
  });
});

describe('what is through before its step', () => {
  test('[RP11] a machine whose job has ended well has come through every step', () => {
    const made = new Rehearsal(PLANNED);
    made.begin(DB, WEB, APP);
    made.vault.set(DB, SAMPLES.failedOver.phase);
    made.end(DB);
    made.reach('createMachine', WEB, APP);
    expect(made.steps().at(-1)).toBe('FailoverGroup failOver db:succeeded web:underWay app:underWay');
  });

  test('[RP19] also one that is no longer replicated, its job having ended well', () => {
    const made = new Rehearsal(UNPLANNED);
    made.begin(DB, WEB, APP);
    made.vault.items.delete(DB);
    made.end(DB);
    expect(made.steps()).toEqual(['ShutdownGroup shutDown db:succeeded web:underWay app:underWay']);
  });
});

describe('the end of a run', () => {
  test('[RP14] a cancel takes back what has begun, and begins nothing more', () => {
    const made = new Rehearsal(PLANNED);
    made.begin(DB, WEB, APP);
    made.end(APP);
    const hold = { jobId: 'job-db' as JobId, before: 'createMachine' } as const;
    made.vault.set(DB, failingOver('createMachine'), { planHold: hold });
    const { run, orders } = cancelRun(made.run, made.vault.factsOf, LATER);
    expect(orders.map(worded)).toEqual(['cancel db', 'cancel web', 'hold db no more']);
    expect(run).toMatchObject({ state: 'cancelled', endedAt: LATER });
    expect(jobOfRun(plan(), run).tasks.map((task) => task.state)).toEqual([
      'Cancelled',
      'NotStarted',
      'NotStarted',
      'NotStarted',
    ]);
  });

  test('[RP14] steps that have ended or not begun stay as they are', () => {
    const made = new Rehearsal(PLANNED);
    made.begin(DB, WEB, APP);
    made.reach('createMachine', DB, WEB, APP);
    made.reach('startMachine', DB);
    const { run } = cancelRun(made.run, made.vault.factsOf, after(LATER, 1000));
    const [shutDown, failOver, ...boots] = run.steps;
    expect(shutDown).toBe(made.run.steps[0]);
    expect(failOver).toMatchObject({
      endedAt: after(LATER, 1000),
      machines: [
        { state: 'succeeded', endedAt: LATER },
        { state: 'cancelled', endedAt: after(LATER, 1000) },
        { state: 'cancelled', endedAt: after(LATER, 1000) },
      ],
    });
    expect(boots).toEqual(made.run.steps.slice(2));
  });

  test('[RP14] also while it waits for a manual action', () => {
    const made = new Rehearsal(PLANNED, [group('Shutdown', [], { startActions: [action('a')] }), group('Boot', [DB])]);
    const { run } = cancelRun(made.run, made.vault.factsOf, LATER);
    expect(jobOfRun(plan(), run).tasks[0]).toMatchObject({
      state: 'Cancelled',
      group: { children: [{ state: 'Cancelled' }, {}] },
    });
  });

  test('[RP15] a run that has ended holds nothing', () => {
    const made = new Rehearsal(PLANNED);
    made.begin(DB, WEB, APP);
    made.vault.set(DB, failingOver('createMachine'), {
      planHold: { jobId: 'job-db' as JobId, before: 'createMachine' },
    });
    for (const state of ['succeeded', 'failed', 'cancelled'] as const) {
      made.run = { ...made.run, state };
      expect(made.advance()).toEqual(['hold db no more']);
    }
  });

  test('[RP11] asked again, nothing new is asked for', () => {
    const made = new Rehearsal(PLANNED);
    expect(made.advance()).toEqual(['begin db', 'begin web', 'begin app']);
    const before = made.run;
    made.advance();
    expect(made.run).toBe(before);
  });

  test('[RP11] a run whose machines are under way, that waits, has stopped or has ended stays the very same', () => {
    const later = after(LATER, 1000);
    const same = ({ run, vault }: Rehearsal) => expect(advanceRun(run, vault.factsOf, later).run).toBe(run);
    const made = new Rehearsal(PLANNED);
    made.begin(DB, WEB, APP);
    same(made);
    made.end(DB, FAILED);
    made.reach('createMachine', WEB, APP);
    expect(made.run.state).toBe('stopped');
    same(made);
    const waiting = new Rehearsal(PLANNED, [
      group('Shutdown', [], { startActions: [action('a')] }),
      group('Boot', [DB]),
    ]);
    expect(waiting.run.state).toBe('waiting');
    same(waiting);
    const ended = new Rehearsal(UNPLANNED, [group('Shutdown', []), group('Failover', []), group('Boot', [DB])]);
    ended.begin(DB);
    ended.end(DB);
    expect(ended.run.state).toBe('succeeded');
    same(ended);
  });
});

describe('other operations', () => {
  test('[RP16] go to all machines at once, without actions', () => {
    const groups = [
      group('Shutdown', [], { startActions: [action('a')] }),
      group('Failover', []),
      group('Boot', [DB]),
      group('Boot', [WEB]),
    ];
    const vault = new SampleVault([DB, WEB], SAMPLES.failedOver.phase);
    const made = new Rehearsal({ operation: 'Commit' }, groups, vault);
    expect(made.steps()).toEqual(['FailoverGroup whole db:underWay web:underWay']);
    expect(jobOfRun(plan(), made.run)).toMatchObject({
      scenarioName: 'CommitFailover',
      recoveryPlan: { isRevocable: false },
      tasks: [{ friendlyName: 'All machines' }],
    });
  });

  test('[RP16] a failback brings the data home, waits, and switches over group by group', () => {
    const vault = new SampleVault([DB, WEB, APP], SAMPLES.failoverCommitted.phase);
    const made = new Rehearsal(FAILBACK, undefined, vault);
    made.begin(DB, WEB, APP);
    const { phase } = SAMPLES.failingBack;
    for (const vmId of [DB, WEB, APP]) {
      if (phase.kind === 'failingBack') vault.set(vmId, { ...phase, step: 'waitForCompletion' });
    }
    made.advance();
    expect([made.run.state, made.steps().at(-1)]).toEqual(['waiting', 'FailoverGroup Complete failover']);
    made.run = resumeRun(made.run, '', LATER);
    expect(made.advance()).toEqual(['complete db']);
    if (phase.kind === 'failingBack') made.vault.set(DB, { ...phase, step: 'stopMachine' });
    expect(made.advance()).toEqual([]);
    made.end(DB);
    expect(made.orders).toEqual(['complete web', 'complete app']);
  });

  test('[RP16] a failback with the machines off goes group by group from the start', () => {
    const vault = new SampleVault([DB, WEB, APP], SAMPLES.failoverCommitted.phase);
    const made = new Rehearsal({ ...FAILBACK, dataSync: 'ForDownTime' } as PlanRequest, undefined, vault);
    expect(made.steps()).toEqual(['BootGroup1 whole db:underWay']);
  });

  test('[RP19] the steps of a run are those of the plan when it began', () => {
    const made = new Rehearsal(PLANNED, undefined, new SampleVault([DB, APP]));
    expect(made.run.members.map((member) => member.vmId)).toEqual([DB, APP]);
    expect(made.run.steps.at(-1)).toMatchObject({ groupName: 'Group 2: Start', machines: [{ vmId: APP }] });
  });
});
