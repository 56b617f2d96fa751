/**
 * Which recovery points stay, when the next application-consistent one is due, and
 * how far the replica is behind. Times of points are the source's instants.
 */
import { assert } from '../../base/assert.ts';
import { after, elapsedMs, HOUR_MS, type Instant, type Milliseconds } from '../../base/units.ts';
import { MAX_RECOVERY_POINTS } from '../limits/limits.ts';
import type { RecoveryPoint, ReplicatedItem, ReplicationPolicy } from '../model.ts';

export interface Retention {
  /** Ascending by time. */
  readonly kept: readonly RecoveryPoint[];
  readonly expired: readonly RecoveryPoint[];
}

/**
 * The latest point always stays. Within the retention, of each hour (counted from the epoch) the
 * last crash-consistent and the last application-consistent point stay; all others expire.
 */
export function retainRecoveryPoints(
  points: readonly RecoveryPoint[],
  now: Instant,
  policy: Pick<ReplicationPolicy, 'recoveryPointHistoryHours'>,
): Retention {
  const ascending = points.toSorted((a, b) => a.time - b.time);
  const latest = ascending.at(-1);
  const lastOfHour = new Map(ascending.map((point) => [hourOf(point), point]));
  const oldest = after(now, -policy.recoveryPointHistoryHours * HOUR_MS);
  const stays = (point: RecoveryPoint): boolean =>
    point === latest ||
    (policy.recoveryPointHistoryHours > 0 && point.time >= oldest && lastOfHour.get(hourOf(point)) === point);
  const kept = ascending.filter(stays);
  assert(kept.length <= MAX_RECOVERY_POINTS, `${kept.length} recovery points kept`);
  return { kept, expired: ascending.filter((point) => !stays(point)) };
}

/**
 * When the logs are next to be frozen application-consistently: the policy's hours after the last
 * time, at once when there was none; null when the policy wants none.
 */
export function nextApplicationConsistentAt(
  lastAt: Instant | null,
  now: Instant,
  policy: Pick<ReplicationPolicy, 'applicationConsistentFrequencyHours'>,
): Instant | null {
  if (policy.applicationConsistentFrequencyHours === 0) return null;
  return lastAt === null ? now : after(lastAt, policy.applicationConsistentFrequencyHours * HOUR_MS);
}

/**
 * RPO as the service computes it: time since the newest recovery point was received, not since the
 * instant that its data shows. null before the first; never negative, also under skewed clocks.
 */
export function rpoMs(item: Pick<ReplicatedItem, 'lastRecoveryPointAt'>, now: Instant): Milliseconds | null {
  return item.lastRecoveryPointAt === null ? null : Math.max(0, elapsedMs(item.lastRecoveryPointAt, now));
}

function hourOf(point: RecoveryPoint): string {
  return `${Math.floor(point.time / HOUR_MS)} ${point.consistency}`;
}
