import { MINUTE_MS, SECOND_MS, type Instant } from '../../base/units.ts';
import type { DiskReplication, ReplicatedItem, VmId } from '../../core/model.ts';
import type { ReplicaDisk } from '../wire.ts';

/** What a disk's log does is told of the last ten minutes of the world's time. */
const WINDOW_MS = 10 * MINUTE_MS;
/** Of thousands of disks: a sample every two minutes. */
const SAMPLE_INTERVAL_MS = 2 * MINUTE_MS;
/** A younger window says nothing yet: hosts tell the sizes of logs once a minute. */
const MIN_WINDOW_MS = MINUTE_MS;

/** Watches the logs of every disk grow and shrink. */
export interface LogMeter {
  /** Takes note of the logs of an item; to be called with each change of it. */
  observe(item: ReplicatedItem, now: Instant): void;
  /** null: not watched for long enough. */
  trend(item: ReplicatedItem, disk: DiskReplication, now: Instant): ReplicaDisk['logTrend'];
  forget(vmId: VmId): void;
}

interface DiskLog {
  /** Active and frozen together, when they were looked at last. */
  logBytes: number;
  /** All that was written so far: what the logs grew by, without what cycles took out of them. */
  writtenBytes: number;
  /** Ascending in time. The first is the newest of those beyond the window, if there are any. */
  readonly samples: { readonly at: Instant; readonly logBytes: number; readonly writtenBytes: number }[];
}

export function createLogMeter(): LogMeter {
  /** In the order of the item's disks. */
  const logs = new Map<VmId, Map<DiskReplication['diskId'], DiskLog>>();

  const observeDisk = (vmId: VmId, disk: DiskReplication, now: Instant): DiskLog => {
    const ofItem = logs.get(vmId) ?? new Map<DiskReplication['diskId'], DiskLog>();
    logs.set(vmId, ofItem);
    const logBytes = disk.activeLogBytes + disk.inFlightLogBytes;
    const log = ofItem.get(disk.diskId) ?? { logBytes, writtenBytes: 0, samples: [] };
    ofItem.set(disk.diskId, log);
    log.writtenBytes += Math.max(0, logBytes - log.logBytes);
    log.logBytes = logBytes;
    const newest = log.samples.at(-1);
    if (!newest || now - newest.at >= SAMPLE_INTERVAL_MS) {
      log.samples.push({ at: now, logBytes, writtenBytes: log.writtenBytes });
    }
    while ((log.samples[1]?.at ?? now) <= now - WINDOW_MS) log.samples.shift();
    return log;
  };

  return {
    observe: ({ vmId, disks }, now) => {
      for (const disk of disks) observeDisk(vmId, disk, now);
    },
    trend: ({ vmId }, disk, now) => {
      const log = observeDisk(vmId, disk, now);
      const [first] = log.samples;
      if (!first || now - first.at < MIN_WINDOW_MS) return null;
      const seconds = (now - first.at) / SECOND_MS;
      return {
        churnBytesPerSecond: Math.round((log.writtenBytes - first.writtenBytes) / seconds),
        growthBytesPerSecond: Math.round((log.logBytes - first.logBytes) / seconds),
        watchedSeconds: Math.round(seconds),
      };
    },
    forget: (vmId) => void logs.delete(vmId),
  };
}
