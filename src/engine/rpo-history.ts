import type { Instant, Milliseconds } from '../base/units.ts';
import { keepExtremes } from '../core/health/extremes.ts';
import { MAX_SERIES_POINTS } from '../core/limits/limits.ts';
import type { Store } from '../core/ports.ts';
import type { RpoBandPoint } from './insight-api.ts';
import { JournalledMap, numberKey } from './journalled-map.ts';

/** Points of one journal record: the newest record is rewritten with each sample. */
const CHUNK_POINTS = 60;
/** Records kept: 24 hours of minutes. */
const MAX_CHUNKS = 24;

/** Least, middle and greatest RPO over all items, once a minute, for 24 hours. */
export class RpoHistory {
  readonly records = new JournalledMap<string, readonly RpoBandPoint[]>('rpoHistory');
  #chunks: number[] = [];

  async load(store: Store): Promise<void> {
    await this.records.load(store);
    this.#chunks = [...this.records.keys()].map(Number).toSorted((a, b) => a - b);
  }

  /** RPOs of the items that have one; nothing is kept where none has. */
  sample(rpos: readonly Milliseconds[], at: Instant): void {
    const sorted = rpos.toSorted((a, b) => a - b);
    const [minMs, maxMs] = [sorted[0], sorted.at(-1)];
    const medianMs = sorted[Math.floor((sorted.length - 1) / 2)];
    if (minMs === undefined || medianMs === undefined || maxMs === undefined) return;
    this.#append({ at, minMs, medianMs, maxMs, itemCount: sorted.length });
  }

  /** Ascending in time, at most 360; of longer histories the extremes are kept. */
  points(): readonly RpoBandPoint[] {
    const all = this.#chunks.flatMap((index) => this.records.get(numberKey(index)) ?? []);
    return keepExtremes(all, MAX_SERIES_POINTS, [({ maxMs }) => maxMs, ({ medianMs }) => medianMs]);
  }

  #append(point: RpoBandPoint): void {
    const newest = this.#chunks.at(-1);
    const points = newest === undefined ? [] : (this.records.get(numberKey(newest)) ?? []);
    if (newest !== undefined && points.length < CHUNK_POINTS) {
      this.records.put(numberKey(newest), [...points, point]);
      return;
    }
    const index = (newest ?? -1) + 1;
    this.#chunks.push(index);
    this.records.put(numberKey(index), [point]);
    const oldest = this.#chunks.length > MAX_CHUNKS ? this.#chunks.shift() : undefined;
    if (oldest !== undefined) this.records.delete(numberKey(oldest));
  }
}
