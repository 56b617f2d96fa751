import { describe } from '../../core/errors/catalogue.ts';
import type { FaultReport } from '../../core/errors/fault.ts';
import type { ReplicatedItem } from '../../core/model.ts';
import type { Job } from '../../core/jobs/job-model.ts';
import { allowedActions } from '../../core/jobs/job.ts';
import { isJobCancellable } from '../../core/protection/job-cancel.ts';
import type { ErrorText, ItemStage } from '../wire.ts';

/** A fault in the service's words, with what the provider said as its detail. */
export function errorText(fault: FaultReport, subject: string): ErrorText {
  const texts = describe(fault, subject);
  return {
    id: texts.code,
    message: texts.message,
    possibleCauses: texts.possibleCauses,
    recommendedAction: texts.recommendedAction,
    detail: texts.provider.message,
  };
}

const STAGES_IN_AZURE: ReadonlySet<ItemStage> = new Set([
  'failedOver',
  'committingFailover',
  'cancellingFailover',
  'failoverCommitted',
  'failingBack',
  'cancellingFailback',
]);

/** Where the machine runs: in Azure from the end of a failover until it has come home. */
export function activeLocationOf({ phase }: ReplicatedItem): 'Primary' | 'Recovery' {
  if (phase.kind === 'failingOver') return phase.isChangingPoint ? 'Recovery' : 'Primary';
  return STAGES_IN_AZURE.has(phase.kind) ? 'Recovery' : 'Primary';
}

/** Names of the successor service: the classic one publishes none [general knowledge]. */
export function testFailoverStateOf({ testFailover }: ReplicatedItem): string {
  if (!testFailover) return 'None';
  const { step, jobId, hasSucceeded, isCancelled } = testFailover;
  if (step === 'running') return 'TestFailoverCompleted';
  if (step === 'stopMachine' || step === 'deleteMachine' || hasSucceeded || isCancelled) {
    return jobId === null ? 'TestFailoverCompletionFailed' : 'TestFailoverCleanupInitiated';
  }
  return jobId === null ? 'TestFailoverFailed' : 'TestFailoverInitiated';
}

/** What may be asked of the job now: its cancel only where that takes something back [JB8]. */
export function allowedActionsOf(job: Job, item: ReplicatedItem | undefined): readonly string[] {
  if (job.recoveryPlan) return allowedActions(job);
  return allowedActions(job, item !== undefined && isJobCancellable(item, job));
}
