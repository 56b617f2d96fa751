import type { Instant } from '../../base/units.ts';
import { silencesOf, type Silence } from '../infrastructure/heartbeats.ts';
import type { Failover, Phase, ReplicatedItem, ReplicationStatistics, ResyncCause, Trouble } from '../model.ts';
import type { HostInventory } from '../ports.ts';

/** What the health rules look at. A `…Since` that is null means: not so. */
export interface HealthFacts {
  readonly now: Instant;
  readonly trouble: Trouble | null;
  /** Application-consistent freezes that fail, beside a replication that goes on. */
  readonly quiesceTrouble: Trouble | null;
  /** A server on the way of the machine's replication is not heard of. */
  readonly silence: Silence | null;
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

/** The facts of an item; `host` as it was last told, if it was. */
export function healthFactsOf(item: ReplicatedItem, now: Instant, host?: HostInventory): HealthFacts {
  const { phase } = item;
  const failedOverSince = isFailedOver(phase) ? phase.failover.startedAt : null;
  return {
    now,
    trouble: item.trouble,
    quiesceTrouble: item.quiesceTrouble ?? null,
    silence: (host && silencesOf(host, now)[0]) ?? null,
    resyncRequired: phase.kind === 'resynchronizationRequired' ? { cause: phase.cause, since: phase.since } : null,
    resynchronizingSince: phase.kind === 'resynchronizing' ? phase.startedAt : null,
    initialReplicationSince: isBeforeProtected(phase.kind) ? item.enabledAt : null,
    pausedSince: item.pausedSince,
    replicaPausedSince: null,
    failedOverSince,
    // Nothing is sent while the machine runs elsewhere: its age says nothing.
    lastReplicatedAt: failedOverSince === null ? item.lastReplicatedAt : null,
    statistics: item.statistics,
  };
}

/** From the machine's start in Azure until its replication is reversed. */
function isFailedOver(phase: Phase): phase is Extract<Phase, { readonly failover: Failover }> {
  if (!('failover' in phase) || phase.kind === 'cancellingFailover') return false;
  return phase.kind !== 'failingOver' || phase.isChangingPoint;
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
