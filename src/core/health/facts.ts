import type { Instant } from '../../base/units.ts';
import type { ReplicatedItem, ReplicationStatistics, ResyncCause, Trouble } from '../model.ts';

/** What the health rules look at. A `…Since` that is null means: not so. */
export interface HealthFacts {
  readonly now: Instant;
  readonly trouble: Trouble | null;
  /** Application-consistent freezes that fail, beside a replication that goes on. */
  readonly quiesceTrouble: Trouble | null;
  readonly resyncRequired: { readonly cause: ResyncCause; readonly since: Instant } | null;
  readonly resynchronizingSince: Instant | null;
  readonly initialReplicationSince: Instant | null;
  readonly pausedSince: Instant | null;
  /** Paused by the replica's side. */
  readonly replicaPausedSince: Instant | null;
  /** Failed over, and replication not yet reversed. */
  readonly failedOverSince: Instant | null;
  /** When the newest data that reached the log storage was taken; null before the first. */
  readonly lastReplicatedAt: Instant | null;
  readonly statistics: ReplicationStatistics;
}

/** The facts of an item whose machine runs at its primary site. */
export function healthFactsOf(item: ReplicatedItem, now: Instant): HealthFacts {
  const { phase } = item;
  return {
    now,
    trouble: item.trouble,
    quiesceTrouble: item.quiesceTrouble ?? null,
    resyncRequired: phase.kind === 'resynchronizationRequired' ? { cause: phase.cause, since: phase.since } : null,
    resynchronizingSince: phase.kind === 'resynchronizing' ? phase.startedAt : null,
    initialReplicationSince: isBeforeProtected(phase.kind) ? item.enabledAt : null,
    pausedSince: item.pausedSince,
    replicaPausedSince: null,
    failedOverSince: null,
    lastReplicatedAt: item.lastReplicatedAt,
    statistics: item.statistics,
  };
}

const BEFORE_PROTECTED: ReadonlySet<ReplicatedItem['phase']['kind']> = new Set([
  'enabling',
  'enablingFailed',
  'waitingForInitialReplication',
  'initialReplication',
  'finalizing',
]);

function isBeforeProtected(kind: ReplicatedItem['phase']['kind']): boolean {
  return BEFORE_PROTECTED.has(kind);
}
