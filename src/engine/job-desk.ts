import type { Job, ScenarioName } from '../core/jobs/job-model.ts';
import type { JobId, ReplicatedItem } from '../core/model.ts';
import type { ProtectionEvent } from '../core/protection/event.ts';
import { stoppedTestScenario } from '../core/protection/test-failover.ts';
import type { AdminCommand, AdminOutcome } from './engine-api.ts';
import type { EngineState } from './engine-state.ts';
import type { ItemDesk } from './item-desk.ts';
import type { PlanDesk } from './plans/plan-desk.ts';
import { refused } from './refusals.ts';

/** What the cancel of a job asks of its item; other jobs are not cancelled. */
const CANCEL_REQUESTS: Readonly<Partial<Record<ScenarioName, ProtectionEvent>>> = {
  EnableDr: { kind: 'EnableCancelRequested' },
  RepairReplication: { kind: 'ResyncCancelRequested' },
  PlannedFailover: { kind: 'FailoverCancelRequested' },
  Failback: { kind: 'FailoverCancelRequested' },
};

/** What is asked of a job: of a machine's its item decides, of a recovery plan's its run. Within a settlement. */
export class JobDesk {
  readonly #state: EngineState;
  readonly #desk: ItemDesk;
  readonly #plans: PlanDesk;
  readonly #command: (command: AdminCommand) => AdminOutcome;

  /** `command`: gives a machine an administrator's command. */
  constructor(state: EngineState, desk: ItemDesk, plans: PlanDesk, command: (command: AdminCommand) => AdminOutcome) {
    this.#state = state;
    this.#desk = desk;
    this.#plans = plans;
    this.#command = command;
  }

  cancel(jobId: JobId): AdminOutcome {
    return this.#withJob(jobId, (job) => this.#cancel(job));
  }

  restart(jobId: JobId): AdminOutcome {
    return this.#withJob(jobId, (job) => this.#restart(job));
  }

  resume(jobId: JobId, comments: string): AdminOutcome {
    return this.#withJob(jobId, (job) => this.#resume(job, comments));
  }

  #cancel(job: Job): AdminOutcome {
    if (job.vaultWork) return refused('NotAllowed', 'The job has ended.');
    if (job.recoveryPlan) return this.#plans.cancel(job);
    const item = this.#state.items.get(job.vmId);
    if (item?.testFailover?.jobId === job.jobId) {
      return this.#desk.decide(job.vmId, { kind: 'TestFailoverCancelRequested' })
        ? { isAccepted: true, jobId: job.jobId }
        : refused('NotAllowed', 'A clean-up is not cancelled.');
    }
    if (item?.activeJobId !== job.jobId) return refused('NotAllowed', 'The job has ended.');
    const event = CANCEL_REQUESTS[job.scenarioName];
    if (event && this.#desk.decide(job.vmId, event)) {
      return { isAccepted: true, jobId: job.jobId };
    }
    return refused('NotAllowed', 'This job can no longer be cancelled.');
  }

  #restart(job: Job): AdminOutcome {
    if (job.vaultWork) return refused('NotAllowed', 'The job has ended.');
    if (job.recoveryPlan) return this.#plans.restart(job);
    const { vmId, jobId } = job;
    const item = this.#state.items.get(vmId);
    const isWaitedFor = item !== undefined && item.activeJobId === null && hasStopped(item, job);
    const isRestarted = isWaitedFor
      ? this.#desk.decide(vmId, { kind: 'RetryRequested', jobId })
      : item !== undefined &&
        hasTestStopped(item, job) &&
        this.#desk.decide(vmId, { kind: 'TestRetryRequested', jobId });
    if (!isRestarted) {
      return refused('NotAllowed', 'Only a failed job whose machine still waits for it can be restarted.');
    }
    return { isAccepted: true, jobId };
  }

  /** Beside a recovery plan, what waits for an answer is a failback that has brought its data home. */
  #resume(job: Job, comments: string): AdminOutcome {
    if (job.recoveryPlan) return this.#plans.resume(job, comments);
    if (job.state !== 'Suspended') return refused('NotAllowed', 'The job does not wait for an answer.');
    return this.#command({ kind: 'completeFailback', vmId: job.vmId });
  }

  #withJob(jobId: Job['jobId'], act: (job: Job) => AdminOutcome): AdminOutcome {
    const job = this.#state.jobs.get(jobId);
    return job ? act(job) : refused('NotFound', 'The job does not exist.');
  }
}

/** A test failover's failure is not its machine's: its jobs go on beside. */
const BESIDE_THE_PHASE: ReadonlySet<Job['scenarioName']> = new Set(['TestFailover', 'TestFailoverCleanup']);

/** Whether the job's failure is what the item stands still for: an older one's work has gone on without it. */
function hasStopped({ trouble }: ReplicatedItem, job: Job): boolean {
  if (job.state !== 'Failed' || job.endedAt === null || BESIDE_THE_PHASE.has(job.scenarioName)) return false;
  return trouble !== null && trouble.nextAttemptAt === null && job.endedAt >= trouble.firstAt;
}

/** The same for the jobs of a test failover. */
function hasTestStopped(item: ReplicatedItem, job: Job): boolean {
  const { state, endedAt, scenarioName } = job;
  if (state !== 'Failed' || endedAt === null || stoppedTestScenario(item) !== scenarioName) return false;
  return endedAt >= (item.testFailover?.trouble?.firstAt ?? endedAt);
}
