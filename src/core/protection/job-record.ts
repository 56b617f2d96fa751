import { unreachable } from '../../base/assert.ts';
import type { Instant } from '../../base/units.ts';
import {
  cancelJob,
  completeJob,
  failTask,
  noteError,
  resumeJob,
  skipTask,
  startTask,
  succeedTask,
  suspendJob,
} from '../jobs/job.ts';
import type { Job, JobTask } from '../jobs/job-model.ts';
import type { JobEnd, Note } from './command.ts';

type JobNote = Extract<
  Note,
  { readonly kind: 'AdvanceJob' | 'SkipTask' | 'ReportJobError' | 'EndJob' | 'RestartJob' | 'SuspendJob' | 'ResumeJob' }
>;

/** The job as it stands after what a decision said of it. */
export function applyJobNote(job: Job, note: JobNote, at: Instant): Job {
  switch (note.kind) {
    case 'AdvanceJob':
      return advance(job, at);
    case 'SkipTask':
      return skip(job, note.taskId, at);
    case 'ReportJobError':
      return noteError(job, currentTask(job)?.taskId ?? null, note.fault, at);
    case 'EndJob':
      return end(job, note.end, at);
    case 'SuspendJob':
      return suspendJob(job);
    case 'ResumeJob':
      return resumeJob(job);
    case 'RestartJob':
      return reopen(job);
    default:
      return unreachable(note);
  }
}

/** Starts the first task that has not begun. */
export function startNextTask(job: Job, at: Instant): Job {
  const next = job.tasks.find((task) => task.state === 'NotStarted');
  return next ? startTask(job, next.taskId, at) : job;
}

function advance(job: Job, at: Instant): Job {
  const task = currentTask(job);
  return startNextTask(task ? succeedTask(job, task.taskId, at) : job, at);
}

/** A job of an earlier version may have begun the task: then it goes on as it did there. */
function skip(job: Job, taskId: string, at: Instant): Job {
  const isOpen = job.tasks.some((task) => task.taskId === taskId && task.state === 'NotStarted');
  return isOpen ? skipTask(job, taskId, at) : job;
}

function end(job: Job, how: JobEnd, at: Instant): Job {
  if (how === 'Cancelled') return cancelJob(job, at);
  if (how === 'Failed') {
    const task = currentTask(job);
    const fault = job.errors.at(-1)?.fault;
    // The error that ends a job is reported just before; where none was, the job was overtaken by events.
    if (!task || !fault) return cancelJob(job, at);
    const failed = failTask(job, task.taskId, fault, at);
    return { ...failed, errors: job.errors };
  }
  let done = job;
  for (let steps = job.tasks.length; steps > 0; steps--) done = advance(done, at);
  return completeJob(done, at);
}

/** A failed job goes on at the task that failed. */
function reopen(job: Job): Job {
  const tasks = job.tasks.map((task): JobTask =>
    task.state === 'Failed' ? { ...task, state: 'InProgress', stateDescription: 'InProgress', endedAt: null } : task,
  );
  return {
    ...job,
    tasks,
    state: 'InProgress',
    stateDescription: 'InProgress',
    endedAt: null,
    revision: job.revision + 1,
  };
}

function currentTask(job: Job): JobTask | undefined {
  return job.tasks.find((task) => task.state === 'InProgress');
}
