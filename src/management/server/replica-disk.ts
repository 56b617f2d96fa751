import { createLogMeter, type LogMeter } from './log-meter.ts';
import { MINUTE_MS, SECOND_MS, toIso, type Instant } from '../../base/units.ts';
import { LOG_SIZE_LIMIT_SHARE } from '../../core/tracking/log-size.ts';
import type { DiskReplication, DiskTransfer, VmId } from '../../core/model.ts';
import type { ItemView } from '../../engine/engine-api.ts';
import type { ReplicaDisk } from '../wire.ts';

/** Rates are fitted on the last minute of the world's time. */
const RATE_WINDOW_MS = MINUTE_MS;
/** A younger window says nothing yet. */
const MIN_RATE_WINDOW_MS = 5 * SECOND_MS;
/** Samples per disk; the oldest go first. */
const MAX_SAMPLES = 64;
/** An ETA is a range: so much faster or slower than measured. */
const ETA_SPREAD = 0.25;

interface Sample {
  readonly at: Instant;
  readonly processedBytes: number;
}

/** Watches transfers move and logs grow, to tell their rates; what nobody looks at is not measured. */
export interface TransferMeter {
  disks(view: ItemView, now: Instant): readonly ReplicaDisk[];
  /** Takes a sample of every transfer of an item, and of its logs. */
  observe(view: ItemView, now: Instant): void;
  forget(vmId: VmId): void;
}

export function createTransferMeter(): TransferMeter {
  const logs = createLogMeter();
  const samples = new Map<string, { startedAt: Instant; points: Sample[] }>();

  const record = (vmId: VmId, disk: DiskReplication, now: Instant): readonly Sample[] => {
    const key = `${vmId}/${disk.diskId}`;
    const { transfer } = disk;
    if (!transfer) {
      samples.delete(key);
      return [];
    }
    let series = samples.get(key);
    if (series?.startedAt !== transfer.startedAt) series = { startedAt: transfer.startedAt, points: [] };
    samples.set(key, series);
    const last = series.points.at(-1);
    if (last?.processedBytes !== transfer.processedBytes) {
      series.points.push({ at: now, processedBytes: transfer.processedBytes });
      if (series.points.length > MAX_SAMPLES) series.points.shift();
    }
    return series.points;
  };

  return {
    observe: (view, now) => {
      for (const disk of view.item.disks) record(view.item.vmId, disk, now);
      logs.observe(view.item, now);
    },
    disks: ({ item }, now) =>
      item.disks.map((disk) => {
        const points = record(item.vmId, disk, now);
        return {
          ...logOf(disk, logs.trend(item, disk, now)),
          transfer: disk.transfer && transferOf(disk.transfer, points, now),
        };
      }),
    forget: (vmId) => {
      logs.forget(vmId);
      for (const key of samples.keys()) if (key.startsWith(`${vmId}/`)) samples.delete(key);
    },
  };
}

function logOf(disk: DiskReplication, logTrend: ReturnType<LogMeter['trend']>): Omit<ReplicaDisk, 'transfer'> {
  return {
    id: disk.diskId,
    name: disk.name,
    role: disk.role,
    sizeBytes: disk.sizeBytes,
    activeLogBytes: disk.activeLogBytes,
    inFlightLogBytes: disk.inFlightLogBytes,
    logLimitBytes: disk.sizeBytes * LOG_SIZE_LIMIT_SHARE,
    logTrend,
  };
}

function transferOf(
  transfer: DiskTransfer,
  points: readonly Sample[],
  now: Instant,
): NonNullable<ReplicaDisk['transfer']> {
  const rate = rateOf(points, now);
  const movedAt = points.at(-1)?.at ?? transfer.startedAt;
  return {
    kind: transfer.kind,
    phase: transfer.phase,
    totalBytes: transfer.totalBytes,
    processedBytes: transfer.processedBytes,
    differingBytes: transfer.differingBytes,
    sentBytes: transfer.sentBytes,
    checksumBytes: transfer.checksumBytes,
    startTime: toIso(transfer.startedAt),
    rateBytesPerSecond: rate,
    etaSeconds: etaOf(transfer.totalBytes - transfer.processedBytes, rate),
    stalledSeconds: transfer.phase === 'done' ? 0 : Math.max(0, Math.floor((now - movedAt) / SECOND_MS)),
  };
}

/** Bytes per second between the first sample of the window and now; null while the window is too young. */
function rateOf(points: readonly Sample[], now: Instant): number | null {
  const last = points.at(-1);
  const first = points.find((point) => now - point.at <= RATE_WINDOW_MS);
  if (!last || !first || now - first.at < MIN_RATE_WINDOW_MS) return null;
  return Math.round(((last.processedBytes - first.processedBytes) / (now - first.at)) * SECOND_MS);
}

function etaOf(remainingBytes: number, rate: number | null): readonly [number, number] | null {
  if (rate === null || rate <= 0) return null;
  const seconds = remainingBytes / rate;
  return [Math.round(seconds / (1 + ETA_SPREAD)), Math.round(seconds / (1 - ETA_SPREAD))];
}
