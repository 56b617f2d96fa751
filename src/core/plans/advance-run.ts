/**
 * The law of a run. What is to be done follows from the run's steps and from what its machines' items and jobs
 * tell; the machines' own machinery does the work. Nothing is remembered that could contradict it: after a crash
 * the same question has the same answer.
 */
import { assert } from '../../base/assert.ts';
import type { Instant } from '../../base/units.ts';
import type { JobId, PlanHold, VmId } from '../model.ts';
import { holdOn } from '../protection/plan-hold.ts';
import { hasLost, HOLDS, leftOut, reached, type FactsOf, type Reached } from './machine-progress.ts';
import type { MachineProgress, MachinesStep, PlanMember, PlanRun, PlanStep } from './plan.ts';
import { isOver, isUnderWay, stopsAtFailure } from './plan-operations.ts';

/** What is asked of a machine. Each may be asked again until the machine's state shows that it was done. */
export type RunOrder =
  /** The run's operation begins; {@link answerBegin} takes the answer. */
  | { readonly kind: 'begin'; readonly vmId: VmId }
  /** A synchronized failback is completed. */
  | { readonly kind: 'complete'; readonly vmId: VmId }
  /** The failed job is taken up again. */
  | { readonly kind: 'retry'; readonly vmId: VmId; readonly jobId: JobId }
  | { readonly kind: 'cancel'; readonly vmId: VmId; readonly jobId: JobId }
  /** null: its job waits no more. */
  | { readonly kind: 'hold'; readonly vmId: VmId; readonly hold: PlanHold | null };

export interface RunAdvance {
  readonly run: PlanRun;
  readonly orders: readonly RunOrder[];
}

/** Goes as far as the machines have come. The same run and no orders: there is nothing to do but wait. */
export function advanceRun(run: PlanRun, factsOf: FactsOf, now: Instant): RunAdvance {
  let current = run;
  for (let left = run.steps.length + 1; left > 0 && current.state === 'running'; left--) {
    const index = openStep(current);
    const step = current.steps[index];
    if (!step) current = { ...current, state: verdictOf(current), endedAt: now };
    else if (step.kind === 'manual') {
      current = { ...withStep(current, index, { ...step, startedAt: now }), state: 'waiting' };
    } else {
      const moved = settle(step.startedAt === null ? start(current, step, factsOf, now) : step, current, factsOf, now);
      if (moved !== step) current = withStep(current, index, moved);
      if (!isDone(moved)) break;
      current = close(current, index, moved, now);
    }
  }
  return { run: current, orders: ordersOf(current, factsOf) };
}

/** What came of the order to begin: the job that carries it out, or why there is none. */
export function answerBegin(
  run: PlanRun,
  vmId: VmId,
  answer: { readonly jobId: JobId } | { readonly refusal: string },
  now: Instant,
): PlanRun {
  if ('jobId' in answer) return withMember(run, vmId, answer.jobId);
  const state = stopsAtFailure(run.request.operation) ? 'failed' : 'skipped';
  return changeMachine(run, vmId, (machine) => ({ ...machine, state, reason: answer.refusal, endedAt: now }));
}

/** The administrator has done what the run waits for. */
export function resumeRun(run: PlanRun, observation: string, now: Instant): PlanRun {
  const index = openStep(run);
  const step = run.steps[index];
  assert(run.state === 'waiting' && step?.kind === 'manual', 'a run that is resumed waits for an action');
  return { ...withStep(run, index, { ...step, observation, endedAt: now }), state: 'running' };
}

/** A stopped run goes on at the step that failed; machines whose part has not failed are left alone. */
export function restartRun(run: PlanRun, factsOf: FactsOf): RunAdvance {
  const index = openStep(run);
  const step = run.steps[index];
  assert(run.state === 'stopped' && step?.kind === 'machines', 'a run that is restarted has failed in a step');
  let current: PlanRun = { ...run, state: 'running', endedAt: null };
  const orders: RunOrder[] = [];
  for (const { vmId } of step.machines.filter(hasLost)) {
    const jobId = memberOf(run, vmId)?.jobId ?? null;
    const { item, job } = factsOf(vmId, jobId);
    const isTakenUp =
      job?.state === 'Failed' && item !== undefined && item.trouble !== null && 'failover' in item.phase;
    // Restarted on its own before the run was: begun anew it would be refused, and stop the run again.
    const goesOn = job?.endedAt === null;
    const isThereAlready = !isTakenUp && !goesOn && item !== undefined && isOver(run.request.operation, item);
    if (isTakenUp) orders.push({ kind: 'retry', vmId, jobId: job.jobId });
    else if (!goesOn) current = withMember(current, vmId, null);
    current = changeMachine(current, vmId, ({ fault: _past, ...machine }) =>
      isThereAlready ? leftOut(machine, null) : { ...machine, state: 'underWay', reason: null, endedAt: null },
    );
  }
  return { run: current, orders };
}

/** Nothing more is begun. Parts that can be taken back are; the others go to their ends by themselves. */
export function cancelRun(run: PlanRun, factsOf: FactsOf, now: Instant): RunAdvance {
  const open = run.members.flatMap(({ vmId, jobId }) => {
    const { job } = factsOf(vmId, jobId);
    return job && job.endedAt === null ? [{ vmId, jobId: job.jobId }] : [];
  });
  const endStep = (step: PlanStep): PlanStep => {
    if (step.startedAt === null || step.endedAt !== null) return step;
    if (step.kind === 'manual') return { ...step, endedAt: now };
    const machines = step.machines.map((machine): MachineProgress =>
      machine.state === 'underWay' ? { ...machine, state: 'cancelled', endedAt: now } : machine,
    );
    return { ...step, machines, endedAt: now };
  };
  const cancelled: PlanRun = { ...run, state: 'cancelled', endedAt: now, steps: run.steps.map(endStep) };
  const cancels = open.map((each) => ({ kind: 'cancel' as const, ...each }));
  return { run: cancelled, orders: [...cancels, ...ordersOf(cancelled, factsOf)] };
}

/** The step begins; machines that have dropped out, or have it behind them, are left out of it. */
function start(run: PlanRun, step: MachinesStep, factsOf: FactsOf, now: Instant): MachinesStep {
  const machines = step.machines.map((machine): MachineProgress => {
    const past = pastOf(run, machine.vmId);
    if (past.some(hasLost)) return leftOut(machine, 'It failed before.');
    const left = past.find(({ state }) => state === 'skipped');
    if (left) return leftOut(machine, left.reason);
    const jobId = memberOf(run, machine.vmId)?.jobId ?? null;
    const { item } = factsOf(machine.vmId, jobId);
    if (jobId === null && item && isOver(run.request.operation, item)) return leftOut(machine, null);
    return { ...machine, state: 'underWay', startedAt: now };
  });
  return { ...step, machines, startedAt: now };
}

/** What has become of the machines under way. The same step when nothing has. */
function settle(step: MachinesStep, run: PlanRun, factsOf: FactsOf, now: Instant): MachinesStep {
  let isChanged = false;
  const machines = step.machines.map((machine): MachineProgress => {
    if (machine.state !== 'underWay') return machine;
    const jobId = memberOf(run, machine.vmId)?.jobId ?? null;
    const facts = factsOf(machine.vmId, jobId);
    const isGone = facts.item === undefined && (facts.job?.endedAt ?? null) === null;
    if (jobId === null && !isGone) return machine;
    const outcome: Reached = isGone
      ? { state: 'failed', reason: 'The machine is no longer replicated.' }
      : reached(step.act, facts);
    if (outcome.state === 'underWay') return machine;
    isChanged = true;
    return { ...machine, ...outcome, endedAt: now };
  });
  return isChanged ? { ...step, machines } : step;
}

/** Of a step that has begun. */
function isDone(step: MachinesStep): boolean {
  return step.machines.every(({ state }) => state !== 'underWay');
}

/** All its machines are over: the run goes on, or stops where a failure forbids what comes next [RP12]. */
function close(run: PlanRun, index: number, step: MachinesStep, now: Instant): PlanRun {
  if (stopsAtFailure(run.request.operation) && step.machines.some(hasLost)) {
    return { ...run, state: 'stopped', endedAt: now };
  }
  return withStep(run, index, { ...step, endedAt: now });
}

/** A run in which no machine came through has failed; with some of them it has succeeded in part [RP13]. */
function verdictOf(run: PlanRun): 'succeeded' | 'failed' {
  const hasCome = run.members.some(({ vmId }) => pastOf(run, vmId).every(({ state }) => state === 'succeeded'));
  return hasCome || !hasFallenShort(run) ? 'succeeded' : 'failed';
}

/** Some machine failed, was cancelled, or was left out for a reason. */
export function hasFallenShort(run: PlanRun): boolean {
  return run.members.some(({ vmId }) =>
    pastOf(run, vmId).some((machine) => hasLost(machine) || (machine.state === 'skipped' && machine.reason !== null)),
  );
}

function ordersOf(run: PlanRun, factsOf: FactsOf): readonly RunOrder[] {
  const open = run.state === 'running' ? run.steps[openStep(run)] : undefined;
  const step = open?.kind === 'machines' ? open : undefined;
  const orders: RunOrder[] = [];
  for (const { vmId, jobId } of run.members) {
    const { item, job } = factsOf(vmId, jobId);
    if (step?.machines.some((machine) => machine.vmId === vmId && machine.state === 'underWay')) {
      if (jobId === null) orders.push({ kind: 'begin', vmId });
      else if (step.act === 'complete' && isWaiting(item?.phase)) orders.push({ kind: 'complete', vmId });
    }
    if (!item || !job) continue;
    const before = holdFor(run, vmId);
    if (holdOn(item, job.jobId) === before) continue;
    orders.push({ kind: 'hold', vmId, hold: before === null ? null : { jobId: job.jobId, before } });
  }
  return orders;
}

function isWaiting(phase: NonNullable<ReturnType<FactsOf>['item']>['phase'] | undefined): boolean {
  return phase?.kind === 'failingBack' && phase.step === 'waitForCompletion';
}

/** Before which step the machine's job is to wait; null: it goes to its end [RP9] [RP15]. */
function holdFor(run: PlanRun, vmId: VmId): PlanHold['before'] | null {
  const isGoing = isUnderWay(run) || run.state === 'stopped';
  const begun = run.steps.filter(
    (step): step is MachinesStep =>
      step.kind === 'machines' && step.startedAt !== null && step.machines.some((machine) => machine.vmId === vmId),
  );
  const isLost = !stopsAtFailure(run.request.operation) && pastOf(run, vmId).some(hasLost);
  const latest = begun.at(-1);
  return isGoing && !isLost && latest ? HOLDS[latest.act] : null;
}

/** The machine in all steps. Those that have not begun say nothing of it yet. */
function pastOf(run: PlanRun, vmId: VmId): readonly MachineProgress[] {
  return run.steps.flatMap((step) =>
    step.kind === 'machines' ? step.machines.filter((each) => each.vmId === vmId) : [],
  );
}

function openStep(run: PlanRun): number {
  const index = run.steps.findIndex((step) => step.endedAt === null);
  return index < 0 ? run.steps.length : index;
}

function withStep(run: PlanRun, index: number, step: PlanStep): PlanRun {
  return { ...run, steps: run.steps.with(index, step) };
}

function memberOf(run: PlanRun, vmId: VmId): PlanMember | undefined {
  return run.members.find((member) => member.vmId === vmId);
}

function withMember(run: PlanRun, vmId: VmId, jobId: JobId | null): PlanRun {
  const members = run.members.map((member) => (member.vmId === vmId ? { ...member, jobId } : member));
  return { ...run, members };
}

function changeMachine(run: PlanRun, vmId: VmId, change: (machine: MachineProgress) => MachineProgress): PlanRun {
  const index = openStep(run);
  const step = run.steps[index];
  assert(step?.kind === 'machines', 'machines are under way in a step of machines');
  const machines = step.machines.map((machine) => (machine.vmId === vmId ? change(machine) : machine));
  return withStep(run, index, { ...step, machines });
}
