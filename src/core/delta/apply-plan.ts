/**
 * A frozen log's coalesced entries → the writes that apply it to the replica. Entries do
 * not overlap (the newest write of each byte won), so their order is free; ascending it is,
 * for the blob's sake. Doing a part twice changes nothing.
 */
import { assert } from '../../base/assert.ts';
import { endOf, type Extent } from '../../base/extent.ts';
import { PAGE_BYTES, type Bytes } from '../../base/units.ts';
import { MAX_PUT_BYTES } from '../limits/limits.ts';

/** One coalesced write of a log. */
export interface ApplyEntry extends Extent {
  /** Where its bytes begin in the log's file. */
  readonly logOffsetBytes: Bytes;
  /** All its bytes are zero: the pages are cleared and nothing is sent. */
  readonly isZero: boolean;
}

/** Where some of a put's bytes lie in the log's file. */
export interface LogPiece {
  readonly logOffsetBytes: Bytes;
  readonly lengthBytes: Bytes;
}

export type PageWrite =
  /** At most 4 MiB: the pieces' bytes, one after the other. */
  | { readonly kind: 'put'; readonly extent: Extent; readonly pieces: readonly LogPiece[] }
  | { readonly kind: 'clear'; readonly extent: Extent };

/**
 * Entries ascending by offset, disjoint, in whole pages → writes, ascending. Adjacent data entries
 * become one put, adjacent zero entries one clear; a gap is never filled, for its bytes are unknown.
 */
export function planApply(entries: readonly ApplyEntry[]): PageWrite[] {
  const writes: PageWrite[] = [];
  let end = 0;
  for (const entry of entries) {
    checkEntry(entry, end);
    end = endOf(entry);
    if (entry.isZero) addClear(writes, entry);
    else addPut(writes, entry);
  }
  return writes;
}

function addClear(writes: PageWrite[], entry: ApplyEntry): void {
  const last = writes.at(-1);
  const { offsetBytes, lengthBytes } = entry;
  if (last?.kind === 'clear' && endOf(last.extent) === offsetBytes) {
    writes[writes.length - 1] = { kind: 'clear', extent: grown(last.extent, lengthBytes) };
  } else {
    writes.push({ kind: 'clear', extent: { offsetBytes, lengthBytes } });
  }
}

function addPut(writes: PageWrite[], entry: ApplyEntry): void {
  for (let done = 0; done < entry.lengthBytes;) {
    const last = writes.at(-1);
    const offsetBytes = entry.offsetBytes + done;
    const joined = last?.kind === 'put' && endOf(last.extent) === offsetBytes ? last : undefined;
    const room = MAX_PUT_BYTES - (joined?.extent.lengthBytes ?? 0);
    const lengthBytes = Math.min(entry.lengthBytes - done, room > 0 ? room : MAX_PUT_BYTES);
    const piece = { logOffsetBytes: entry.logOffsetBytes + done, lengthBytes };
    if (joined && room > 0) {
      writes[writes.length - 1] = {
        kind: 'put',
        extent: grown(joined.extent, lengthBytes),
        pieces: [...joined.pieces, piece],
      };
    } else {
      writes.push({ kind: 'put', extent: { offsetBytes, lengthBytes }, pieces: [piece] });
    }
    done += lengthBytes;
  }
}

function grown(extent: Extent, byBytes: Bytes): Extent {
  return { offsetBytes: extent.offsetBytes, lengthBytes: extent.lengthBytes + byBytes };
}

function checkEntry(entry: ApplyEntry, end: Bytes): void {
  const { offsetBytes, lengthBytes } = entry;
  assert(lengthBytes > 0 && offsetBytes >= end, `entry at ${offsetBytes} comes after ${end} and holds bytes`);
  const isPaged = offsetBytes % PAGE_BYTES === 0 && lengthBytes % PAGE_BYTES === 0;
  assert(isPaged, `entry ${offsetBytes}+${lengthBytes} covers whole pages`);
}
