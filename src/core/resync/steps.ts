/**
 * The seven steps of a resynchronization [Hyper-V team blog, 2013-05-10]:
 *
 *   geometry → track → protectReplica → compare → complete → merge → discardRecoveryPoints
 *   └──────────────── can be cancelled ──────────────────┘
 */
import type { ResyncStep } from '../model.ts';

/** What holds while a step is under way. */
export interface StepRule {
  /** Cancelling leaves the replica as it was; the next resynchronization begins anew. */
  readonly canCancel: boolean;
  /** Pausing stops the work; resuming goes on at the cursor. */
  readonly canPause: boolean;
  /** Guest writes go to the log (sent afterwards). Before, nothing is tracked. */
  readonly isTracking: boolean;
  /** Writes to the replica stand behind a differencing layer and can be thrown away. */
  readonly isReplicaProtected: boolean;
  /** The next step, null after the last. */
  readonly next: ResyncStep | null;
}

export const STEP_RULES: Readonly<Record<ResyncStep, StepRule>> = {
  geometry: rule('track', { canCancel: true }),
  track: rule('protectReplica', { canCancel: true, isTracking: true }),
  protectReplica: rule('compare', { canCancel: true, isTracking: true, isReplicaProtected: true }),
  compare: rule('complete', { canCancel: true, canPause: true, isTracking: true, isReplicaProtected: true }),
  complete: rule('merge', { canCancel: true, isTracking: true, isReplicaProtected: true }),
  merge: rule('discardRecoveryPoints', { isTracking: true }),
  discardRecoveryPoints: rule(null, { isTracking: true }),
};

/** Operations that a running resynchronization blocks; an unplanned failover is possible and cancels it. */
export const BLOCKED_OPERATIONS = ['PlannedFailover', 'TestFailover'] as const;

function rule(next: ResyncStep | null, holds: Partial<StepRule>): StepRule {
  return { canCancel: false, canPause: false, isTracking: false, isReplicaProtected: false, ...holds, next };
}
