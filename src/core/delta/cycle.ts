/**
 * The beat of delta replication. A cycle starts when its logs are frozen and is
 * completed when they are applied; one at a time, so an overrun delays the next.
 */
import { after, elapsedMs, SECOND_MS, type Instant } from '../../base/units.ts';
import type { ReplicationPolicy } from '../model.ts';

export type CycleInterval = Pick<ReplicationPolicy, 'replicationIntervalSeconds'>;

/** When the cycle after the one started at `startedAt` and completed at `completedAt` starts. */
export function nextCycleAt(startedAt: Instant, completedAt: Instant, policy: CycleInterval): Instant {
  const due = after(startedAt, policy.replicationIntervalSeconds * SECOND_MS);
  return due > completedAt ? due : completedAt;
}

/**
 * Cycles missed between `startedAt` and `at` because the one started then is (or was until `at`) not
 * completed: one for each interval that passed whole. Completion exactly at the interval's end misses none.
 */
export function missedCycles(startedAt: Instant, at: Instant, policy: CycleInterval): number {
  const intervalMs = policy.replicationIntervalSeconds * SECOND_MS;
  return Math.max(0, Math.ceil(elapsedMs(startedAt, at) / intervalMs) - 1);
}
