import { DAY_MS, elapsedMs, SECOND_MS, type Bytes, type Instant } from '../base/units.ts';
import { rpoMs } from '../core/delta/recovery-points.ts';
import { keepExtremes } from '../core/health/extremes.ts';
import { MAX_SERIES_POINTS } from '../core/limits/limits.ts';
import type { Health, ReplicatedItem, VmId } from '../core/model.ts';
import type { Store } from '../core/ports.ts';
import type { SeriesPoint } from './engine-api.ts';
import { JournalledMap, numberKey } from './journalled-map.ts';

/** Points of one journal record: the newest record is rewritten with each sample. */
const CHUNK_POINTS = 30;
/** Points kept per item: a day of minutes. */
const MAX_POINTS = 48 * CHUNK_POINTS;

/** What a chart of the series shows. */
const MEASURES: readonly ((point: SeriesPoint) => number)[] = [
  ({ logBytes }) => logBytes,
  ({ rpoMs }) => rpoMs ?? 0,
  ({ churnBytesPerSecond }) => churnBytesPerSecond,
];

/** Running totals of an item, from which the points' rates follow. Begin anew with each start. */
interface Totals {
  readonly loggedBytes: Bytes;
  readonly sentBytes: Bytes;
}

/** Samples of every item, one a minute, for charts. */
export class SeriesBook {
  readonly records = new JournalledMap<string, readonly SeriesPoint[]>('series');
  readonly #chunks = new Map<VmId, number[]>();
  readonly #totals = new Map<VmId, Totals>();
  readonly #sampled = new Map<VmId, { readonly at: Instant; readonly totals: Totals }>();

  async load(store: Store): Promise<void> {
    await this.records.load(store);
    for (const key of this.records.keys()) {
      const [vmId = '', index] = key.split('/');
      this.#chunksOf(vmId as VmId).push(Number(index));
    }
  }

  /** Takes note of what a decision changed: growth of the logs, bytes that arrived. */
  follow(before: ReplicatedItem | undefined, after: ReplicatedItem): void {
    if (!before) return;
    const totals = this.#totals.get(after.vmId) ?? { loggedBytes: 0, sentBytes: 0 };
    const grown = logged(after) - logged(before);
    const sent = sentSoFar(after) - sentSoFar(before);
    this.#totals.set(after.vmId, {
      loggedBytes: totals.loggedBytes + Math.max(0, grown),
      sentBytes: totals.sentBytes + Math.max(0, sent),
    });
  }

  sample(item: ReplicatedItem, health: Health, now: Instant): void {
    const totals = this.#totals.get(item.vmId) ?? { loggedBytes: 0, sentBytes: 0 };
    const last = this.#sampled.get(item.vmId) ?? { at: now, totals };
    this.#sampled.set(item.vmId, { at: now, totals });
    const seconds = elapsedMs(last.at, now) / SECOND_MS;
    this.#append(item.vmId, {
      at: now,
      rpoMs: rpoMs(item, now),
      logBytes: item.disks.reduce((sum, disk) => sum + disk.activeLogBytes + disk.inFlightLogBytes, 0),
      churnBytesPerSecond: seconds > 0 ? Math.round((totals.loggedBytes - last.totals.loggedBytes) / seconds) : 0,
      sentBytes: totals.sentBytes - last.totals.sentBytes,
      health,
    });
  }

  /** At most {@link MAX_SERIES_POINTS} points: of longer series, the extremes of each stretch. */
  of(vmId: VmId): readonly SeriesPoint[] {
    return keepExtremes(this.samples(vmId), MAX_SERIES_POINTS, MEASURES);
  }

  /** Every sample of the last 24 hours, ascending. */
  samples(vmId: VmId): readonly SeriesPoint[] {
    return this.#chunksOf(vmId).flatMap((index) => this.records.get(keyOf(vmId, index)) ?? []);
  }

  /** Mean churn over the last hour of samples, in bytes per second; 0 without samples. */
  averageChurn(vmId: VmId): number {
    const points = this.#chunksOf(vmId)
      .slice(-2)
      .flatMap((index) => this.records.get(keyOf(vmId, index)) ?? []);
    const sum = points.reduce((total, point) => total + point.churnBytesPerSecond, 0);
    return points.length === 0 ? 0 : sum / points.length;
  }

  forget(vmId: VmId): void {
    for (const index of this.#chunksOf(vmId)) this.records.delete(keyOf(vmId, index));
    this.#chunks.delete(vmId);
    this.#totals.delete(vmId);
    this.#sampled.delete(vmId);
  }

  #append(vmId: VmId, point: SeriesPoint): void {
    const chunks = this.#chunksOf(vmId);
    const newest = chunks.at(-1);
    const points = newest === undefined ? [] : (this.records.get(keyOf(vmId, newest)) ?? []);
    if (newest !== undefined && points.length < CHUNK_POINTS) {
      this.records.put(keyOf(vmId, newest), [...points, point]);
      return;
    }
    const index = (newest ?? -1) + 1;
    chunks.push(index);
    this.records.put(keyOf(vmId, index), [point]);
    const [oldest] = chunks;
    if (oldest === undefined || !this.#isPast(vmId, oldest, chunks.length, point.at)) return;
    chunks.shift();
    this.records.delete(keyOf(vmId, oldest));
  }

  /** More than is kept, or, where items are sampled in turns, older than a day. */
  #isPast(vmId: VmId, oldest: number, chunkCount: number, now: Instant): boolean {
    if (chunkCount > MAX_POINTS / CHUNK_POINTS) return true;
    const newestPoint = this.records.get(keyOf(vmId, oldest))?.at(-1);
    return newestPoint !== undefined && elapsedMs(newestPoint.at, now) > DAY_MS;
  }

  #chunksOf(vmId: VmId): number[] {
    const chunks = this.#chunks.get(vmId) ?? [];
    this.#chunks.set(vmId, chunks);
    return chunks;
  }
}

function keyOf(vmId: VmId, index: number): string {
  return `${vmId}/${numberKey(index)}`;
}

function logged(item: ReplicatedItem): Bytes {
  return item.disks.reduce((sum, disk) => sum + disk.activeLogBytes + disk.inFlightLogBytes, 0);
}

function sentSoFar(item: ReplicatedItem): Bytes {
  return item.disks.reduce((sum, disk) => sum + (disk.transfer?.sentBytes ?? 0), item.cycle.uploadedBytes);
}
