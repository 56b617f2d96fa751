import type { Extent } from '../../base/extent.ts';
import type { Bytes } from '../../base/units.ts';
import { lastWriterWins } from '../last-writer-wins.ts';
import type { HrlEntry } from './layout.ts';

/** An extent of the disk and where in the log file its final bytes are. */
export interface LoggedExtent extends Extent {
  readonly dataOffsetBytes: Bytes;
  /** It comes from writes that were all zero, as far as the caller said so. */
  readonly isZero: boolean;
}

/** One write of the log. */
export type LoggedWrite = Pick<HrlEntry, 'byteOffset' | 'lengthBytes' | 'dataOffsetBytes'> & {
  /** All its bytes are zero; not said: not known to be. */
  readonly isZero?: boolean;
};

/**
 * What a log leaves on the disk: disjoint, ascending by disk offset, the last write of each byte
 * winning. Neighbours on the disk whose data are also neighbours in the file are joined, zeros
 * with zeros only. O(n log n).
 */
export function coalesce(entries: readonly LoggedWrite[]): LoggedExtent[] {
  const extents = entries.map(({ byteOffset, lengthBytes }) => ({ offsetBytes: byteOffset, lengthBytes }));
  const coalesced: LoggedExtent[] = [];
  for (const { offsetBytes, lengthBytes, writer } of lastWriterWins(extents)) {
    const entry = entries[writer];
    if (entry === undefined) continue;
    const dataOffsetBytes = entry.dataOffsetBytes + (offsetBytes - entry.byteOffset);
    const { isZero = false } = entry;
    const last = coalesced.at(-1);
    const distance = last === undefined ? 0 : offsetBytes - last.offsetBytes;
    const isNext = distance === last?.lengthBytes && dataOffsetBytes - last.dataOffsetBytes === distance;
    if (last && isNext && last.isZero === isZero) {
      coalesced[coalesced.length - 1] = { ...last, lengthBytes: last.lengthBytes + lengthBytes };
    } else {
      coalesced.push({ offsetBytes, lengthBytes, dataOffsetBytes, isZero });
    }
  }
  return coalesced;
}
