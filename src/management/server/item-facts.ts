import { describe } from '../../core/errors/catalogue.ts';
import type { FaultReport } from '../../core/errors/fault.ts';
import type { Job, ReplicatedItem } from '../../core/model.ts';
import { allowedActions } from '../../core/jobs/job.ts';
import type { ErrorText } from '../wire.ts';

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

/** From the merge on a resynchronization cannot be taken back; a DisableDr never. */
export function allowedActionsOf(job: Job, item: ReplicatedItem | undefined): readonly string[] {
  const step = item?.phase.kind === 'resynchronizing' ? item.phase.step : null;
  const isMerging = job.scenarioName === 'RepairReplication' && (step === 'merge' || step === 'discardRecoveryPoints');
  return allowedActions(job, !isMerging);
}
