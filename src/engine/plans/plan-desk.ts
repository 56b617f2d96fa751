import { assert } from '../../base/assert.ts';
import { toIso } from '../../base/units.ts';
import type { JobId, RecoveryPoint, VmId } from '../../core/model.ts';
import type { Job, VaultScenarioName } from '../../core/jobs/job-model.ts';
import {
  advanceRun,
  answerBegin,
  cancelRun,
  restartRun,
  resumeRun,
  type RunOrder,
} from '../../core/plans/advance-run.ts';
import { beginRun } from '../../core/plans/begin-run.ts';
import type { FactsOf } from '../../core/plans/machine-progress.ts';
import { jobOfRun } from '../../core/plans/plan-job.ts';
import { isUnderWay, judgePlan, type ItemOf } from '../../core/plans/plan-operations.ts';
import type { PlanId, PlanPoint, PlanRequest, PlanRun, RecoveryPlan } from '../../core/plans/plan.ts';
import { type PlanDraft, validatePlan } from '../../core/plans/validate-plan.ts';
import type { AdminCommand, AdminOutcome, EngineChange, PlanView } from '../engine-api.ts';
import { guidOf } from '../ids.ts';
import type { DeskTools, ItemDesk } from '../item-desk.ts';
import { refused } from '../refusals.ts';
import type { VaultJobs } from '../vault/vault-jobs.ts';

/** A run asks each machine for one thing after the other; more rounds than this at one instant are a defect. */
const MAX_ROUNDS = 1_000;

/**
 * Recovery plans: kept, run, and moved on when their machines have come further. The law is the core's
 * (`core/plans`); the machines' part is done by the commands that an administrator would give for each.
 * All methods are for use within a settlement.
 */
export class PlanDesk {
  readonly #tools: Pick<DeskTools, 'ports' | 'state' | 'registrar'>;
  readonly #desk: Pick<ItemDesk, 'hold' | 'decide'>;
  readonly #command: (command: AdminCommand) => AdminOutcome;
  readonly #jobs: VaultJobs;
  readonly #changed: (change: EngineChange) => void;
  readonly #itemOf: ItemOf = (vmId) => this.#tools.state.items.get(vmId);
  readonly #factsOf: FactsOf = (vmId, jobId) => ({
    item: this.#tools.state.items.get(vmId),
    job: jobId === null ? undefined : this.#tools.state.jobs.get(jobId),
  });

  /** `command`: gives a machine an administrator's command. */
  constructor(
    tools: Pick<DeskTools, 'ports' | 'state' | 'registrar'>,
    desk: Pick<ItemDesk, 'hold' | 'decide'>,
    command: (command: AdminCommand) => AdminOutcome,
    jobs: VaultJobs,
    changed: (change: EngineChange) => void,
  ) {
    this.#tools = tools;
    this.#desk = desk;
    this.#command = command;
    this.#jobs = jobs;
    this.#changed = changed;
  }

  view(plan: RecoveryPlan): PlanView {
    const { allowed, refusals } = judgePlan(plan, this.#itemOf);
    return { plan, allowedOperations: allowed, refusals };
  }

  put(draft: PlanDraft): AdminOutcome {
    const { state } = this.#tools;
    const before = state.plans.get(draft.planId);
    if (before && isUnderWay(before.run)) return underWay(before);
    if (before && before.siteName !== draft.siteName) {
      return refused('Conflict', `The plan fails over from '${before.siteName}'; that does not change.`);
    }
    const valid = validatePlan(draft, {
      isSiteKnown: before !== undefined || state.inventory.some((host) => host.siteName === draft.siteName),
      siteOf: (vmId) => this.#siteOf(vmId, draft),
    });
    if (!valid.ok) return refused('InvalidInput', valid.error.map(({ message }) => message).join(' '));
    this.#put({ ...(before ?? newPlan(draft)), groups: valid.value });
    return this.#told(before ? 'UpdateRecoveryPlan' : 'CreateRecoveryPlan', before ?? draft);
  }

  delete(planId: PlanId): AdminOutcome {
    const plan = this.#tools.state.plans.get(planId);
    if (!plan) return refused('NotFound', 'The recovery plan does not exist.');
    if (isUnderWay(plan.run)) return underWay(plan);
    this.#letGo(plan.run);
    this.#tools.state.plans.delete(planId);
    this.#changed({ kind: 'plan' });
    return this.#told('DeleteRecoveryPlan', plan);
  }

  run(planId: PlanId, request: PlanRequest): AdminOutcome {
    const { state, ports } = this.#tools;
    const plan = state.plans.get(planId);
    if (!plan) return refused('NotFound', 'The recovery plan does not exist.');
    const { refusals } = judgePlan(plan, this.#itemOf);
    const refusal = refusals[request.operation];
    if (refusal !== undefined) return refused('NotAllowed', refusal);
    this.#letGo(plan.run);
    const now = ports.clock.now();
    const jobId = guidOf(ports.rng.fork('engine/ids'), `plan/${planId}/${state.nextCommandNumber()}`) as JobId;
    const run = beginRun(plan, request, this.#itemOf, jobId, now);
    this.#put({ ...plan, ...timesOf(request, run), run });
    this.advance();
    return { isAccepted: true, jobId };
  }

  resume(job: Job, comments: string): AdminOutcome {
    const plan = this.#planOf(job);
    if (!plan?.run || plan.run.state !== 'waiting')
      return refused('NotAllowed', 'The job does not wait for an answer.');
    this.#putRun(plan, resumeRun(plan.run, comments, this.#tools.ports.clock.now()));
    this.advance();
    return { isAccepted: true, jobId: job.jobId };
  }

  restart(job: Job): AdminOutcome {
    const plan = this.#planOf(job);
    if (!plan?.run || plan.run.state !== 'stopped') return refused('NotAllowed', 'Only a failed job can be restarted.');
    const { run, orders } = restartRun(plan.run, this.#factsOf);
    this.#putRun(plan, run);
    this.#carryOut(plan.planId, run, orders);
    this.advance();
    return { isAccepted: true, jobId: job.jobId };
  }

  cancel(job: Job): AdminOutcome {
    const plan = this.#planOf(job);
    if (!plan?.run || !isUnderWay(plan.run)) return refused('NotAllowed', 'The job has ended.');
    if (job.recoveryPlan?.isRevocable !== true) return refused('NotAllowed', 'This job can no longer be cancelled.');
    const { run, orders } = cancelRun(plan.run, this.#factsOf, this.#tools.ports.clock.now());
    this.#putRun(plan, run);
    this.#carryOut(plan.planId, run, orders);
    return { isAccepted: true, jobId: job.jobId };
  }

  /** Every run goes as far as its machines have come. */
  advance(): void {
    for (const { planId, run } of this.#tools.state.plans.values()) {
      if (run?.state === 'running') this.#advance(planId);
    }
  }

  #advance(planId: PlanId): void {
    for (let round = 0; ; round++) {
      assert(round < MAX_ROUNDS, `the run of plan ${planId} comes to rest`);
      const plan = this.#tools.state.plans.get(planId);
      if (!plan?.run) return;
      const { run, orders } = advanceRun(plan.run, this.#factsOf, this.#tools.ports.clock.now());
      if (run !== plan.run) this.#putRun(plan, run);
      if (orders.length === 0) return;
      this.#carryOut(planId, run, orders);
    }
  }

  #carryOut(planId: PlanId, run: PlanRun, orders: readonly RunOrder[]): void {
    for (const order of orders) {
      const { vmId } = order;
      if (order.kind === 'begin') this.#begin(planId, run.request, vmId);
      else if (order.kind === 'complete') this.#command({ kind: 'completeFailback', vmId });
      else if (order.kind === 'retry') this.#desk.decide(vmId, { kind: 'RetryRequested', jobId: order.jobId });
      else if (order.kind === 'cancel') this.#command({ kind: 'cancelJob', jobId: order.jobId });
      else this.#desk.hold(vmId, order.hold);
    }
  }

  #begin(planId: PlanId, request: PlanRequest, vmId: VmId): void {
    const outcome = this.#command(this.#commandFor(request, vmId));
    const plan = this.#tools.state.plans.get(planId);
    assert(plan !== undefined && plan.run !== null, `plan ${planId} runs while its machines begin`);
    const answer =
      outcome.isAccepted && outcome.jobId !== null
        ? { jobId: outcome.jobId }
        : { refusal: outcome.isAccepted ? 'No job carries it out.' : outcome.refusal.message };
    this.#putRun(plan, answerBegin(plan.run, vmId, answer, this.#tools.ports.clock.now()));
  }

  #commandFor(request: PlanRequest, vmId: VmId): AdminCommand {
    switch (request.operation) {
      case 'PlannedFailover':
        return { kind: 'plannedFailover', vmId };
      case 'UnplannedFailover': {
        const recoveryPointId = this.#pointOf(vmId, request.point);
        return { kind: 'unplannedFailover', vmId, recoveryPointId, isShuttingDownSource: request.isShuttingDownSource };
      }
      case 'TestFailover':
        return {
          kind: 'testFailover',
          vmId,
          recoveryPointId: this.#pointOf(vmId, request.point),
          networkId: request.networkId,
        };
      case 'TestFailoverCleanup':
        return { kind: 'testFailoverCleanup', vmId, comments: request.comments };
      case 'Failback': {
        const { dataSync, createVmIfNotFound } = request;
        return { kind: 'failback', vmId, dataSync, createVmIfNotFound };
      }
      case 'Commit':
        return { kind: 'commitFailover', vmId };
      case 'CancelFailover':
        return { kind: 'cancelFailover', vmId };
      case 'ReverseReplicate':
        return { kind: 'reverseReplicate', vmId };
      default:
        return request;
    }
  }

  /** null: the newest; so also where no application-consistent one is kept, since the machine must come up [RP17]. */
  #pointOf(vmId: VmId, wanted: PlanPoint): RecoveryPoint['recoveryPointId'] | null {
    if (wanted === 'Latest') return null;
    const points = this.#tools.state.items.get(vmId)?.recoveryPoints ?? [];
    return points.findLast((point) => point.consistency === 'ApplicationConsistent')?.recoveryPointId ?? null;
  }

  /** No machine waits for a run that is replaced or gone. */
  #letGo(run: PlanRun | null): void {
    for (const { vmId, jobId } of run?.members ?? []) {
      const { planHold } = this.#tools.state.items.get(vmId) ?? {};
      if (planHold && planHold.jobId === jobId) this.#desk.hold(vmId, null);
    }
  }

  #siteOf(vmId: VmId, draft: PlanDraft): { siteName: string; vmName: string } | undefined {
    const { state } = this.#tools;
    const item = state.items.get(vmId);
    // A host that is not heard of: its machines were of the plan's site when the plan was made.
    return item && { siteName: state.host(item.hostId)?.siteName ?? draft.siteName, vmName: item.vmName };
  }

  #planOf(job: Job): RecoveryPlan | undefined {
    const plan = this.#tools.state.plans.get(job.vmId as string as PlanId);
    return plan?.run?.jobId === job.jobId ? plan : undefined;
  }

  #told(scenarioName: VaultScenarioName, { planId, name }: Pick<RecoveryPlan, 'planId' | 'name'>): AdminOutcome {
    const work = { targetType: 'RecoveryPlan' } as const;
    return this.#jobs.tell(scenarioName, { id: planId, name, work });
  }

  #putRun(plan: RecoveryPlan, run: PlanRun): void {
    if (run !== plan.run) this.#put({ ...plan, run });
  }

  /** The plan, and the job that shows its run. */
  #put(next: RecoveryPlan): void {
    const { state, registrar, ports } = this.#tools;
    const before = state.plans.get(next.planId);
    const plan = { ...next, revision: (before?.revision ?? 0) + 1 };
    state.plans.put(plan.planId, plan);
    this.#changed({ kind: 'plan' });
    if (!plan.run || plan.run === before?.run) return;
    const job = jobOfRun(plan, plan.run);
    registrar.putJob(job);
    if (plan.run.state === before?.run?.state) return;
    if (job.endedAt !== null) registrar.noteJobEnd(job, ports.clock.now());
    state.trace.add(`${toIso(ports.clock.now())} plan=${plan.name} ${plan.run.request.operation} ${plan.run.state}`);
  }
}

function newPlan({ planId, name, siteName }: PlanDraft): RecoveryPlan {
  return {
    planId,
    name,
    siteName,
    groups: [],
    lastPlannedFailoverAt: null,
    lastUnplannedFailoverAt: null,
    lastTestFailoverAt: null,
    run: null,
    revision: 0,
  };
}

function timesOf({ operation }: PlanRequest, { startedAt }: PlanRun): Partial<RecoveryPlan> {
  if (operation === 'PlannedFailover' || operation === 'Failback') return { lastPlannedFailoverAt: startedAt };
  if (operation === 'UnplannedFailover') return { lastUnplannedFailoverAt: startedAt };
  return operation === 'TestFailover' ? { lastTestFailoverAt: startedAt } : {};
}

function underWay({ name }: RecoveryPlan): AdminOutcome {
  return refused('Conflict', `A job of the recovery plan '${name}' is under way.`);
}
