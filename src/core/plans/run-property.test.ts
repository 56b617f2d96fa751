import fc from 'fast-check';
import { expect, test } from 'vitest';
import { after } from '../../base/units.ts';
import type { JobId, ReplicatedItem, VmId } from '../model.ts';
import type { Job } from '../jobs/job-model.ts';
import { NOW, SAMPLES } from '../protection/testing/sample-items.ts';
import { withHold } from '../protection/plan-hold.ts';
import { advanceRun, answerBegin, cancelRun, restartRun, resumeRun, type RunOrder } from './advance-run.ts';
import type { PlanRequest, PlanRun } from './plan.ts';
import { action, APP, DB, failingOver, group, PLANNED, SampleVault, UNPLANNED, WEB } from './testing/sample-plans.ts';

const GROUPS = [
  group('Shutdown', []),
  group('Failover', []),
  group('Boot', [DB], { endActions: [action('Look')] }),
  group('Boot', [WEB, APP]),
];
const STEPS = ['shutDownSource', 'replicateLastChanges', 'createMachine', 'startMachine'] as const;
const FAULT = { code: 'BrokenVhdChain', detail: '' } as const;

/** Machines that do what they are asked, at their own pace, and fail when chance has it. */
class Rehearsal {
  readonly vault = new SampleVault();
  run: PlanRun;
  readonly started: VmId[] = [];
  #now = NOW;

  constructor(request: PlanRequest) {
    this.run = this.vault.begin(request, GROUPS);
    this.settle();
  }

  /** As the engine does it: again and again, until nothing more is asked for. */
  settle(): void {
    this.#now = after(this.#now, 1);
    for (let round = 0; ; round++) {
      if (round > 50) throw new Error('the run does not come to rest');
      const { run, orders } = advanceRun(this.run, this.vault.factsOf, this.#now);
      this.run = run;
      if (orders.length === 0) return;
      this.obey(orders);
    }
  }

  obey(orders: readonly RunOrder[]): void {
    for (const order of orders) {
      const { vmId } = order;
      if (order.kind === 'begin') {
        this.vault.set(vmId, failingOver('shutDownSource'));
        this.run = answerBegin(this.run, vmId, { jobId: this.#job(vmId, 'InProgress') }, this.#now);
      } else if (order.kind === 'hold') this.#change(vmId, (item) => withHold(item, order.hold));
      else if (order.kind === 'cancel') {
        this.#job(vmId, 'Cancelled');
        this.vault.set(vmId, SAMPLES.protected.phase);
      } else if (order.kind === 'retry') {
        this.#job(vmId, 'InProgress');
        this.#change(vmId, (item) => ({ ...item, trouble: null }));
      }
    }
  }

  /** A machine goes one step on, unless its plan holds it. */
  move(vmId: VmId): void {
    const item = this.vault.items.get(vmId);
    if (!this.#isOpen(vmId) || item?.phase.kind !== 'failingOver') return;
    const { step } = item.phase;
    if (item.planHold?.before === step) return;
    if (step === 'startMachine') {
      this.started.push(vmId);
      this.#change(vmId, (each) => ({ ...each, phase: SAMPLES.failedOver.phase }));
      this.#job(vmId, 'Succeeded');
    } else {
      const next = STEPS[STEPS.findIndex((each) => each === step) + 1] ?? 'startMachine';
      this.#change(vmId, (each) => ({ ...each, phase: failingOver(next) }));
    }
    this.settle();
  }

  fail(vmId: VmId): void {
    if (!this.#isOpen(vmId)) return;
    const trouble = { fault: FAULT, firstAt: NOW, lastAt: NOW, failures: 1, nextAttemptAt: null };
    this.#change(vmId, (item) => ({ ...item, trouble }));
    this.#job(vmId, 'Failed');
    this.settle();
  }

  /** The administrator does what the run waits for. */
  answer(): void {
    if (this.run.state === 'waiting') this.run = resumeRun(this.run, '', this.#now);
    else if (this.run.state === 'stopped') {
      const { run, orders } = restartRun(this.run, this.vault.factsOf);
      this.run = run;
      this.obey(orders);
    }
    this.settle();
  }

  cancel(): void {
    if (this.run.state !== 'running' && this.run.state !== 'waiting') return;
    const { run, orders } = cancelRun(this.run, this.vault.factsOf, this.#now);
    this.run = run;
    this.obey(orders);
    this.settle();
  }

  #isOpen(vmId: VmId): boolean {
    return this.vault.jobs.get(`job-${vmId}` as JobId)?.endedAt === null;
  }

  #job(vmId: VmId, state: Job['state']): JobId {
    const errors = state === 'Failed' ? [{ fault: FAULT, taskId: null, at: NOW }] : [];
    return this.vault.setJob(vmId, { state, errors });
  }

  #change(vmId: VmId, change: (item: ReplicatedItem) => ReplicatedItem): void {
    const item = this.vault.items.get(vmId);
    if (item) this.vault.items.set(vmId, change(item));
  }
}

const machine = fc.constantFrom(DB, WEB, APP);
const events = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: fc.record({ kind: fc.constant('move' as const), vmId: machine }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('fail' as const), vmId: machine }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('answer' as const), vmId: machine }) },
  ),
  { maxLength: 60 },
);
const requests = fc.constantFrom(PLANNED, UNPLANNED);

function live(
  request: PlanRequest,
  happenings: readonly { kind: 'move' | 'fail' | 'answer'; vmId: VmId }[],
): Rehearsal {
  const made = new Rehearsal(request);
  for (const { kind, vmId } of happenings) {
    if (kind === 'answer') made.answer();
    else made[kind](vmId);
  }
  return made;
}

function heldMachines({ vault }: Rehearsal): readonly VmId[] {
  return [...vault.items.values()].flatMap((item) => (item.planHold ? [item.vmId] : []));
}

test('[RP9] [RP12] [RP13] whatever fails, a run ends once all is mended, and no group starts before the one before it', () => {
  fc.assert(
    fc.property(requests, events, (request, happenings) => {
      const made = live(request, happenings);
      for (let round = 0; round < 40; round++) {
        made.answer();
        for (const vmId of [APP, WEB, DB]) made.move(vmId);
      }
      expect(['succeeded', 'failed']).toContain(made.run.state);
      const [first] = made.started;
      // Only without the first group's machine may the second group be the first to start.
      if (first !== undefined && first !== DB) expect(made.started).not.toContain(DB);
      expect(heldMachines(made)).toEqual([]);
    }),
    { numRuns: 500, seed: 7 },
  );
});

test('[RP14] [RP15] cancelled at any time, a run holds nothing and begins nothing more', () => {
  fc.assert(
    fc.property(requests, events, (request, happenings) => {
      const made = live(request, happenings);
      made.cancel();
      if (made.run.state !== 'cancelled') return;
      expect(heldMachines(made)).toEqual([]);
      const { run } = made;
      for (const vmId of [DB, WEB, APP]) made.move(vmId);
      expect(made.run).toBe(run);
    }),
    { numRuns: 500, seed: 7 },
  );
});
