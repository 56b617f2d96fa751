import type { ReplicatedItem } from '../model.ts';
import type { Operation } from './operations.ts';

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

/** Why each operation of a failover is not allowed now; null: it is. */
export const FAILOVER_RULES: Readonly<Record<FailoverOperation, (item: ReplicatedItem) => string | null>> = {
  PlannedFailover: (item) => {
    const { phase, pausedSince, testFailover } = item;
    if (phase.kind === 'resynchronizing') return 'A resynchronization is under way.';
    if (phase.kind === 'resynchronizationRequired') return 'A resynchronization is required.';
    if (phase.kind !== 'protected') return refusalOfStart(item);
    if (pausedSince !== null) return 'Replication is paused.';
    return testFailover ? 'The test failover has to be cleaned up first.' : null;
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
  Commit: ({ phase }) => (phase.kind === 'failedOver' ? null : refusalWithoutFailover(phase)),
  CancelFailover: ({ phase }) => {
    if (phase.kind !== 'failedOver' && phase.kind !== 'failingOver') return refusalWithoutFailover(phase);
    return phase.failover.kind === 'planned'
      ? null
      : 'An unplanned failover is not cancelled: what was written since its recovery point is not in Azure.';
  },
  ReverseReplicate: ({ phase }) => refusalWithoutFailover(phase),
  Failback: ({ phase }) => refusalWithoutFailover(phase),
  FinalizeFailback: ({ phase }) => refusalWithoutFailover(phase),
};

function refusalOfStart({ phase }: ReplicatedItem): string {
  if (phase.kind === 'disabling') return DISABLING;
  if (phase.kind === 'cancellingFailover') return 'The failover is being cancelled.';
  if (phase.kind === 'failingOver') return UNDER_WAY;
  return 'failover' in phase ? 'The machine runs in Azure.' : 'Initial replication is not complete.';
}

function refusalWithoutFailover(phase: ReplicatedItem['phase']): string {
  switch (phase.kind) {
    case 'failingOver':
      return UNDER_WAY;
    case 'failedOver':
      return 'The failover is not committed.';
    case 'committingFailover':
      return 'The failover is being committed.';
    case 'cancellingFailover':
      return 'The failover is being cancelled.';
    case 'failoverCommitted':
      return 'The failover is committed.';
    case 'disabling':
      return DISABLING;
    default:
      return NOT_FAILED_OVER;
  }
}
