/**
 * Jobs as data. Every function answers the job as it stands afterwards; what changes
 * nothing answers the same reference. A job that has ended changes no more: a
 * late answer finds it so. Starting what is not in the job is a defect and throws.
 */
import { assert } from '../../base/assert.ts';
import type { Instant } from '../../base/units.ts';
import type { FaultReport } from '../errors/fault.ts';
import { MAX_JOB_ERRORS } from '../limits/limits.ts';
import type { JobId, JobTargetType, VmId } from '../model.ts';
import type { Job, JobError, JobTask, ScenarioName } from './job-model.ts';
import { SCENARIOS } from './scenarios.ts';

/** What may be asked of a job, as ARM spells it. */
export type JobAction = 'Cancel' | 'Restart' | 'Resume';

type Verdict = Pick<JobTask, 'state' | 'stateDescription'>;
const SUCCEEDED: Verdict = { state: 'Succeeded', stateDescription: 'Completed' };
const FAILED: Verdict = { state: 'Failed', stateDescription: 'Failed' };
const CANCELLED: Verdict = { state: 'Cancelled', stateDescription: 'Cancelled' };
const SUSPENDED: Verdict = { state: 'Suspended', stateDescription: 'Suspended' };
const IN_PROGRESS: Verdict = { state: 'InProgress', stateDescription: 'InProgress' };
const NOT_STARTED: Verdict = { state: 'NotStarted', stateDescription: 'NotStarted' };
/** A task left out has no state of its own; the service answers Other with this description. */
const SKIPPED: Verdict = { state: 'Other', stateDescription: 'Skipped' };

/** A job of a scenario: in progress, its tasks not started. */
export function createJob(
  scenarioName: ScenarioName,
  subject: { readonly jobId: JobId; readonly vmId: VmId; readonly vmName: string },
  at: Instant,
): Job {
  const { jobId, vmId, vmName } = subject;
  const tasks = SCENARIOS[scenarioName].tasks.map((task) => ({
    ...task,
    ...NOT_STARTED,
    startedAt: null,
    endedAt: null,
  }));
  return {
    jobId,
    scenarioName,
    vmId,
    vmName,
    ...IN_PROGRESS,
    tasks,
    errors: [],
    startedAt: at,
    endedAt: null,
    revision: 1,
  };
}

/** Succeeded, failed or cancelled for good. */
export function isEnded(job: Job): boolean {
  return job.endedAt !== null;
}

/** Starts a task. One that runs already stays as it is. */
export function startTask(job: Job, taskId: string, at: Instant): Job {
  const task = taskOf(job, taskId);
  if (isEnded(job) || task.state === 'InProgress') return job;
  assert(task.state === 'NotStarted', `task ${taskId} is started once, it is ${task.state}`);
  return withTask(job, { ...task, ...IN_PROGRESS, startedAt: at });
}

/** Ends a running task well. */
export function succeedTask(job: Job, taskId: string, at: Instant): Job {
  const task = taskOf(job, taskId);
  if (isEnded(job) || task.state === 'Succeeded') return job;
  assert(task.state === 'InProgress', `task ${taskId} runs before it succeeds, it is ${task.state}`);
  return withTask(job, { ...task, ...SUCCEEDED, endedAt: at });
}

/** Leaves out a task that this run does not need. */
export function skipTask(job: Job, taskId: string, at: Instant): Job {
  const task = taskOf(job, taskId);
  if (isEnded(job) || task.stateDescription === 'Skipped') return job;
  assert(task.state === 'NotStarted', `a task is skipped before it starts, ${taskId} is ${task.state}`);
  return withTask(job, { ...task, ...SKIPPED, endedAt: at });
}

/**
 * A task failed for good, and the job with it. Tasks not started stay so. `fault` is null when it
 * was noted before ({@link noteError}).
 */
export function failTask(job: Job, taskId: string, fault: FaultReport | null, at: Instant): Job {
  const task = taskOf(job, taskId);
  if (isEnded(job)) return job;
  const failed = withTask(job, { ...task, ...FAILED, startedAt: task.startedAt ?? at, endedAt: at });
  const errors = fault ? withError(job, { fault, taskId, at }) : job.errors;
  return { ...failed, ...FAILED, errors, endedAt: at };
}

/** Notes an error that is tried again: the job goes on. */
export function noteError(job: Job, taskId: string | null, fault: FaultReport, at: Instant): Job {
  if (isEnded(job)) return job;
  return { ...job, errors: withError(job, { fault, taskId, at }), revision: job.revision + 1 };
}

/** Ends the job well. With errors on its way it is "completed with information". All its tasks must be over. */
export function completeJob(job: Job, at: Instant): Job {
  if (isEnded(job)) return job;
  const open = job.tasks.find((task) => task.endedAt === null);
  assert(open === undefined, `a job completes after its tasks, ${open?.taskId} is ${open?.state}`);
  const stateDescription = job.errors.length > 0 ? 'CompletedWithInformation' : 'Completed';
  return { ...job, state: 'Succeeded', stateDescription, endedAt: at, revision: job.revision + 1 };
}

/** Ends the job and its running task as cancelled. */
export function cancelJob(job: Job, at: Instant): Job {
  if (isEnded(job)) return job;
  const tasks = job.tasks.map((task) => (task.state === 'InProgress' ? { ...task, ...CANCELLED, endedAt: at } : task));
  return { ...job, ...CANCELLED, tasks, endedAt: at, revision: job.revision + 1 };
}

/** The job waits for the administrator. */
export function suspendJob(job: Job): Job {
  if (isEnded(job) || job.state === 'Suspended') return job;
  return { ...job, ...SUSPENDED, revision: job.revision + 1 };
}

/** The administrator has answered: a suspended job goes on. */
export function resumeJob(job: Job): Job {
  if (job.state !== 'Suspended') return job;
  return { ...job, ...IN_PROGRESS, revision: job.revision + 1 };
}

/**
 * What the Jobs page offers. `isStillRevocable` is false once the work has passed the point of no
 * return (a resynchronization from its merge on).
 */
export function allowedActions(job: Job, isStillRevocable = true): readonly JobAction[] {
  const isRevocable = isStillRevocable && (job.recoveryPlan?.isRevocable ?? true);
  const isRestartable = job.recoveryPlan?.isRestartable ?? SCENARIOS[job.scenarioName].isRestartable;
  if (job.state === 'Suspended') return isRevocable ? ['Cancel', 'Resume'] : ['Resume'];
  if (job.state === 'InProgress') return isRevocable ? ['Cancel'] : [];
  return job.state === 'Failed' && isRestartable ? ['Restart'] : [];
}

/** What kind of thing the job works on. */
export function targetTypeOf({ recoveryPlan, vaultWork }: Job): JobTargetType {
  return vaultWork?.targetType ?? (recoveryPlan ? 'RecoveryPlan' : 'ProtectionEntity');
}

function taskOf(job: Job, taskId: string): JobTask {
  const task = job.tasks.find((candidate) => candidate.taskId === taskId);
  assert(task !== undefined, `${job.scenarioName} has no task ${taskId}`);
  return task;
}

function withTask(job: Job, changed: JobTask): Job {
  const tasks = job.tasks.map((task) => (task.taskId === changed.taskId ? changed : task));
  return { ...job, tasks, revision: job.revision + 1 };
}

/** Keeps the first error, which names the cause, and the latest ones. */
function withError(job: Job, error: JobError): readonly JobError[] {
  const errors = [...job.errors, error];
  return errors.length <= MAX_JOB_ERRORS ? errors : [...errors.slice(0, 1), ...errors.slice(2)];
}
