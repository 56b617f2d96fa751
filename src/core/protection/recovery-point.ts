import { after, type Instant } from '../../base/units.ts';
import { retainRecoveryPoints } from '../delta/recovery-points.ts';
import type { RecoveryPoint, ReplicatedItem } from '../model.ts';
import type { Facts } from './facts.ts';
import { pinnedPoint } from './test-failover-work.ts';

type NewPoint = Omit<RecoveryPoint, 'recoveryPointId'>;

/** A new recovery point stands; those past their retention are no longer offered. */
export function addRecoveryPoint(item: ReplicatedItem, point: NewPoint, facts: Facts): ReplicatedItem {
  const added = { recoveryPointId: facts.newRecoveryPointId, ...point, time: timeAfter(item, point.time) };
  const { kept, expired } = retainRecoveryPoints([...item.recoveryPoints, added], facts.now, facts.policy);
  return received(item, kept, expired, facts);
}

/** The instant that a point shows; where the host's clock was set back, a moment after the point before it. */
function timeAfter({ recoveryPoints }: ReplicatedItem, time: Instant): Instant {
  const newest = recoveryPoints.at(-1)?.time;
  return newest === undefined || time >= newest ? time : after(newest, 1);
}

/** Expired points that nothing reads any more: a test machine may still be in the making. */
export function deletablePoints(item: ReplicatedItem): readonly RecoveryPoint[] {
  const pinned = pinnedPoint(item);
  return item.expiredRecoveryPoints.filter((point) => point.recoveryPointId !== pinned?.recoveryPointId);
}

/** These points' snapshots are deleted. */
export function forgetExpired(item: ReplicatedItem, points: readonly RecoveryPoint[]): ReplicatedItem {
  const gone = new Set(points.map((point) => point.recoveryPointId));
  return { ...item, expiredRecoveryPoints: item.expiredRecoveryPoints.filter((p) => !gone.has(p.recoveryPointId)) };
}

/** The point of a completed resynchronization stands; the older ones are discarded. */
export function replaceRecoveryPoints(item: ReplicatedItem, point: NewPoint, facts: Facts): ReplicatedItem {
  return received(item, [{ recoveryPointId: facts.newRecoveryPointId, ...point }], item.recoveryPoints, facts);
}

function received(
  item: ReplicatedItem,
  kept: readonly RecoveryPoint[],
  expired: readonly RecoveryPoint[],
  facts: Facts,
): ReplicatedItem {
  return {
    ...item,
    recoveryPoints: kept,
    expiredRecoveryPoints: [...item.expiredRecoveryPoints, ...expired],
    lastRecoveryPointAt: facts.now,
    lastReplicatedAt: latest(item, kept),
  };
}

/** A copy's point may show newer data than the newest log that arrived. */
function latest(item: ReplicatedItem, kept: readonly RecoveryPoint[]): ReplicatedItem['lastReplicatedAt'] {
  const time = kept.at(-1)?.time ?? null;
  return item.lastReplicatedAt !== null && (time === null || item.lastReplicatedAt > time)
    ? item.lastReplicatedAt
    : time;
}
