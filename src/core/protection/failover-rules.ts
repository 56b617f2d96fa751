import type { ReplicatedItem } from '../model.ts';
import type { Operation } from './operation.ts';

type FailoverOperation = Extract<
  Operation,
  | 'PlannedFailover'
  | 'UnplannedFailover'
  | 'ChangePit'
  | 'Commit'
  | 'CancelFailover'
  | 'ReverseReplicate'
  | 'Failback'
  | 'FinalizeFailback'
>;

const NOT_FAILED_OVER = 'The machine runs at its primary site.';
const UNDER_WAY = 'A failover is under way.';
const DISABLING = 'Replication is being disabled.';

export const RESYNC_FIRST = 'A resynchronization is required: resynchronize the machine first.';
export const CLEAN_UP_FIRST = 'The test failover has to be cleaned up first.';

/** Why each operation of a failover is not allowed now; null: it is. */
export const FAILOVER_RULES: Readonly<Record<FailoverOperation, (item: ReplicatedItem) => string | null>> = {
  PlannedFailover: (item) => {
    const { phase, pausedSince, testFailover } = item;
    if (phase.kind === 'resynchronizing') return 'A resynchronization is under way.';
    if (phase.kind === 'resynchronizationRequired') return RESYNC_FIRST;
    if (phase.kind !== 'protected') return refusalOfStart(item);
    if (pausedSince !== null) return 'Replication is paused: resume it first.';
    return testFailover ? CLEAN_UP_FIRST : null;
  },
  UnplannedFailover: (item) => {
    const { phase, recoveryPoints } = item;
    const isStuck = phase.kind === 'failingOver' && phase.failover.kind === 'planned' && phase.failover.point === null;
    const isReplicated =
      phase.kind === 'protected' || phase.kind === 'resynchronizationRequired' || phase.kind === 'resynchronizing';
    if (!isReplicated && !isStuck) return refusalOfStart(item);
    return recoveryPoints.length === 0 ? 'There is no recovery point.' : null;
  },
  ChangePit: ({ phase, trouble }) => {
    if (phase.kind !== 'failedOver' && phase.kind !== 'failingOver') return refusalWithoutFailover(phase);
    if (phase.failover.kind === 'planned') return 'A planned failover has no other recovery point: it lost nothing.';
    return phase.kind === 'failedOver' || trouble ? null : UNDER_WAY;
  },
  Commit: ({ phase }) =>
    phase.kind === 'failedOver' || phase.kind === 'failedBack' ? null : refusalWithoutFailover(phase),
  CancelFailover: ({ phase }) => {
    if (phase.kind === 'failingBack')
      return phase.step === 'startSource' ? 'The machine is starting at its primary site.' : null;
    if (phase.kind !== 'failedOver' && phase.kind !== 'failingOver') return refusalWithoutFailover(phase);
    return phase.failover.kind === 'planned'
      ? null
      : 'An unplanned failover is not cancelled: what was written since its recovery point is not in Azure.';
  },
  ReverseReplicate: ({ phase }) => (phase.kind === 'failbackCommitted' ? null : refusalWithoutFailover(phase)),
  Failback: ({ phase }) => (phase.kind === 'failoverCommitted' ? null : refusalWithoutFailover(phase)),
  FinalizeFailback: ({ phase }) => {
    if (phase.kind !== 'failingBack') return refusalWithoutFailover(phase);
    return phase.step === 'waitForCompletion' ? null : 'The failback does not wait for its completion.';
  },
};

/** Why no failover begins: where the item is in one, that says more than that it is not protected. */
function refusalOfStart({ phase }: ReplicatedItem): string {
  if (phase.kind === 'disabling' || 'failover' in phase) return refusalWithoutFailover(phase);
  return 'Initial replication is not complete.';
}

/** Where the item is on the way through a failover and back, and what it waits for. */
export function refusalWithoutFailover(phase: ReplicatedItem['phase']): string {
  switch (phase.kind) {
    case 'failingOver':
      return UNDER_WAY;
    case 'failedOver':
      return 'The machine is failed over to Azure: commit the failover first.';
    case 'committingFailover':
      return 'The failover is being committed.';
    case 'cancellingFailover':
      return 'The failover is being cancelled.';
    case 'failoverCommitted':
      return 'The failover is committed: the machine runs in Azure until it is failed back.';
    case 'failingBack':
      return 'The failback is under way.';
    case 'cancellingFailback':
      return 'The failback is being cancelled.';
    case 'failedBack':
      return 'The machine is failed back: commit the failback first.';
    case 'committingFailback':
      return 'The failback is being committed.';
    case 'failbackCommitted':
      return 'The machine was failed back: reverse its replication first.';
    case 'reverseReplicating':
      return 'Replication is being reversed.';
    case 'disabling':
      return DISABLING;
    default:
      return NOT_FAILED_OVER;
  }
}
