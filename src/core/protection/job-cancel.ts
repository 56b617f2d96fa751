import type { Job } from '../jobs/job-model.ts';
import type { ReplicatedItem } from '../model.ts';
import { STEP_RULES } from '../resync/steps.ts';
import { FAILOVER_RULES } from './failover-rules.ts';
import { isTestCancellable } from './test-failover.ts';

/** Whether the cancel of a job under way would take the machine's work back now; a clean-up is never cancelled. */
export function isJobCancellable(item: ReplicatedItem, job: Pick<Job, 'jobId' | 'scenarioName'>): boolean {
  if (item.testFailover?.jobId === job.jobId) return isTestCancellable(item.testFailover);
  if (item.activeJobId !== job.jobId) return false;
  const { phase } = item;
  switch (job.scenarioName) {
    case 'EnableDr':
      return phase.kind !== 'disabling';
    case 'RepairReplication':
      return phase.kind !== 'resynchronizing' || STEP_RULES[phase.step].canCancel;
    case 'PlannedFailover':
    case 'Failback':
      return FAILOVER_RULES.CancelFailover(item) === null;
    default:
      return false;
  }
}
