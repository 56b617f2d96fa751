/**
 * Replication statistics over the monitoring interval: 12 hours from 09:00 host-local
 * time [Hyper-V team blog, 2012-06]. Each function answers new statistics.
 */
import { after, DAY_MS, instant, type Bytes, type Instant, type Milliseconds } from '../../base/units.ts';
import { CATALOGUE } from '../errors/catalogue.ts';
import type { FaultReport } from '../errors/fault.ts';
import type { ReplicationStatistics } from '../model.ts';
import { nextLocalTime, type OffsetAt } from '../policy/local-time.ts';

/** Local times at which a monitoring interval begins, in minutes since midnight: 09:00 and 21:00. */
export const MONITORING_STARTS_MINUTES: readonly number[] = [9 * 60, 21 * 60];

/** Empty statistics from `now` on; also what the administrator's reset makes. */
export function newStatistics(now: Instant): ReplicationStatistics {
  return {
    startedAt: now,
    successCount: 0,
    missCount: 0,
    failureCount: 0,
    networkFailureCount: 0,
    applicationConsistentFailureCount: 0,
    totalBytes: 0,
    maxBytes: 0,
    totalLatencyMs: 0,
    maxLatencyMs: 0,
  };
}

/** When the monitoring interval that began at `startedAt` (or was reset in its course) ends. */
export function monitoringEnd(startedAt: Instant, offsetAt: OffsetAt): Instant {
  const ends = MONITORING_STARTS_MINUTES.map((minute) => nextLocalTime(startedAt, minute, offsetAt));
  return instant(Math.min(...ends));
}

/**
 * The statistics of the interval that `now` lies in: the same ones, or empty ones that began with
 * the interval. The caller keeps those that ended, as the host logs them (event 29174).
 */
export function rollStatistics(
  statistics: ReplicationStatistics,
  now: Instant,
  offsetAt: OffsetAt,
): ReplicationStatistics {
  if (monitoringEnd(statistics.startedAt, offsetAt) > now) return statistics;
  let startedAt = monitoringEnd(after(now, -2 * DAY_MS), offsetAt);
  for (let next = startedAt; next <= now; next = monitoringEnd(next, offsetAt)) startedAt = next;
  return newStatistics(startedAt);
}

/** A cycle was completed: `bytes` sent, `latencyMs` from its start to the log's application. */
export function countCycle(
  statistics: ReplicationStatistics,
  bytes: Bytes,
  latencyMs: Milliseconds,
): ReplicationStatistics {
  return {
    ...statistics,
    successCount: statistics.successCount + 1,
    totalBytes: statistics.totalBytes + bytes,
    maxBytes: Math.max(statistics.maxBytes, bytes),
    totalLatencyMs: statistics.totalLatencyMs + latencyMs,
    maxLatencyMs: Math.max(statistics.maxLatencyMs, latencyMs),
  };
}

/** `count` cycles were missed. */
export function countMisses(statistics: ReplicationStatistics, count: number): ReplicationStatistics {
  return count === 0 ? statistics : { ...statistics, missCount: statistics.missCount + count };
}

/** An attempt failed: counted once, as network's, as an application-consistent snapshot's, or as any other. */
export function countFailure(statistics: ReplicationStatistics, fault: FaultReport): ReplicationStatistics {
  if (fault.code === 'VssFailure') {
    return { ...statistics, applicationConsistentFailureCount: statistics.applicationConsistentFailureCount + 1 };
  }
  return CATALOGUE[fault.code].area === 'network'
    ? { ...statistics, networkFailureCount: statistics.networkFailureCount + 1 }
    : { ...statistics, failureCount: statistics.failureCount + 1 };
}

/** Mean of the completed cycles; null before the first. */
export function averageLatencyMs(statistics: ReplicationStatistics): Milliseconds | null {
  return statistics.successCount === 0 ? null : statistics.totalLatencyMs / statistics.successCount;
}

/** Missed among all cycles that were due, 0 to 1; 0 before the first. */
export function missShare(statistics: ReplicationStatistics): number {
  const due = statistics.successCount + statistics.missCount;
  return due === 0 ? 0 : statistics.missCount / due;
}
