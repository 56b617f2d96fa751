/** The statistics as the host tells them: Msvm_ReplicationStatistics, whole. */
import { elapsedMs, HOUR_MS, SECOND_MS, type Bytes, type Instant } from '../../base/units.ts';
import type { Health, ReplicatedItem, ReplicationStatistics } from '../model.ts';
import { averageLatencyMs } from './statistics.ts';

/** All fields of Msvm_ReplicationStatistics. Sizes in bytes, latencies in ms. */
export interface MonitoringStatistics extends ReplicationStatistics {
  /** EndStatisticTime: the interval goes on, so what is told ends now. */
  readonly endedAt: Instant;
  /** PendingReplicationSize: data yet to be replicated. */
  readonly pendingBytes: Bytes;
  readonly health: Health;
  readonly lastTestFailoverAt: Instant | null;
}

/** The item's statistics at `now`, with the verdict of then. */
export function monitoringOf(item: ReplicatedItem, health: Health, now: Instant): MonitoringStatistics {
  const { statistics, lastTestFailoverAt } = item;
  return { ...statistics, endedAt: now, pendingBytes: pendingBytes(item), health, lastTestFailoverAt };
}

/** The logs' bytes, without those that have arrived, and what copies under way have still to look at. */
export function pendingBytes({ disks, cycle }: Pick<ReplicatedItem, 'disks' | 'cycle'>): Bytes {
  const arrived = cycle.logs.reduce((sum, log) => sum + log.shippedBytes, 0);
  const logged = disks.reduce((sum, disk) => sum + disk.activeLogBytes + disk.inFlightLogBytes, 0);
  const uncopied = disks.reduce(
    (sum, { transfer }) => sum + (transfer ? Math.max(0, transfer.totalBytes - transfer.processedBytes) : 0),
    0,
  );
  return Math.max(0, logged - arrived) + uncopied;
}

/** What an interval came to, for the host's event of its end. */
export function describeInterval(statistics: ReplicationStatistics, endedAt: Instant): string {
  const { successCount, missCount, totalBytes, maxBytes, maxLatencyMs } = statistics;
  const hours = elapsedMs(statistics.startedAt, endedAt) / HOUR_MS;
  const seconds = (ms: number): string => `${Math.round(ms / SECOND_MS)} s`;
  return [
    `${Number(hours.toFixed(1))} hours: ${successCount} cycles completed, ${missCount} missed.`,
    `Sent: ${totalBytes} bytes, ${maxBytes} at most in a cycle.`,
    `Latency: ${seconds(averageLatencyMs(statistics) ?? 0)} on average, ${seconds(maxLatencyMs)} at most.`,
    `Failures: ${statistics.networkFailureCount} of the network, ${statistics.failureCount} of replication,`,
    `${statistics.applicationConsistentFailureCount} of application-consistent snapshots.`,
  ].join(' ');
}
