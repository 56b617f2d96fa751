import type { Instant } from '../../base/units.ts';
import type { FaultReport } from '../errors/fault.ts';
import type { JobId, ReplicationEvent } from '../model.ts';
import type { ScenarioName } from '../jobs/job-model.ts';
import type { Effect } from './effect.ts';

/** Timers of an item; each is armed at most once. */
export type TimerName = 'start' | 'cycle' | 'poll' | 'retry' | 'testRetry';

/** How a job came to its end. */
export type JobEnd = 'Succeeded' | 'Failed' | 'Cancelled';

/** What is said of the decision: job records and the item's history. */
export type Note =
  | { readonly kind: 'StartJob'; readonly jobId: JobId; readonly scenarioName: ScenarioName }
  /** The job's current task is done; the next one begins. */
  | { readonly kind: 'AdvanceJob'; readonly jobId: JobId }
  /** This run of the job does without the task. */
  | { readonly kind: 'SkipTask'; readonly jobId: JobId; readonly taskId: string }
  /** Kept with the job; the job itself goes on. */
  | { readonly kind: 'ReportJobError'; readonly jobId: JobId; readonly fault: FaultReport }
  | { readonly kind: 'EndJob'; readonly jobId: JobId; readonly end: JobEnd }
  /** The job waits for the administrator's input, and has it. */
  | { readonly kind: 'SuspendJob'; readonly jobId: JobId }
  | { readonly kind: 'ResumeJob'; readonly jobId: JobId }
  /** A failed job is taken up again at its failed task. */
  | { readonly kind: 'RestartJob'; readonly jobId: JobId }
  | {
      readonly kind: 'RaiseEvent';
      readonly severity: ReplicationEvent['severity'];
      readonly eventCode: string;
      readonly description: string;
    }
  /** The item is no more. */
  | { readonly kind: 'RemoveItem' };

/** What the engine is to do after a decision, in this order. */
export type Command =
  | { readonly kind: 'Abort'; readonly key: string }
  | { readonly kind: 'Disarm'; readonly timer: TimerName }
  | Note
  | { readonly kind: 'Arm'; readonly timer: TimerName; readonly at: Instant }
  | { readonly kind: 'Start'; readonly key: string; readonly effect: Effect };
