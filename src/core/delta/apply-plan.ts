/**
 * A frozen log's coalesced entries → the writes that apply it to the replica. Entries do
 * not overlap (the newest write of each byte won), so their order is free; ascending it is,
 * for the blob's sake. Doing a part twice changes nothing.
 */
import { assert } from '../../base/assert.ts';
import { endOf, type Extent } from '../../base/extent.ts';
import { PAGE_BYTES, type Bytes } from '../../base/units.ts';
import type { LoggedExtent } from '../../formats/hrl/coalesce.ts';
import { MAX_PUT_BYTES } from '../limits/limits.ts';

/** One coalesced write of a log. All zero: the pages are cleared and nothing is sent. */
export type ApplyEntry = LoggedExtent;

/** Where some of a put's bytes lie in the log's file. */
export interface LogPiece {
  readonly dataOffsetBytes: Bytes;
  readonly lengthBytes: Bytes;
}

export type PageWrite =
  /** At most 4 MiB: the pieces' bytes, one after the other. */
  | { readonly kind: 'put'; readonly extent: Extent; readonly pieces: readonly LogPiece[] }
  | { readonly kind: 'clear'; readonly extent: Extent };

/** A write that may still grow. */
interface OpenWrite {
  readonly kind: PageWrite['kind'];
  readonly extent: { readonly offsetBytes: Bytes; lengthBytes: Bytes };
  readonly pieces: LogPiece[];
}

/**
 * Entries ascending by offset, disjoint, in whole pages → writes, ascending. Adjacent data entries
 * become one put, adjacent zero entries one clear; a gap is never filled, for its bytes are unknown.
 */
export function planApply(entries: readonly ApplyEntry[]): PageWrite[] {
  const writes: OpenWrite[] = [];
  let end = 0;
  for (const entry of entries) {
    checkEntry(entry, end);
    end = endOf(entry);
    if (entry.isZero) openAt(writes, 'clear', entry.offsetBytes).extent.lengthBytes += entry.lengthBytes;
    else addPuts(writes, entry);
  }
  return writes.map(({ kind, extent, pieces }) => (kind === 'put' ? { kind, extent, pieces } : { kind, extent }));
}

function addPuts(writes: OpenWrite[], entry: ApplyEntry): void {
  for (let done = 0; done < entry.lengthBytes;) {
    const write = openAt(writes, 'put', entry.offsetBytes + done);
    const lengthBytes = Math.min(entry.lengthBytes - done, MAX_PUT_BYTES - write.extent.lengthBytes);
    write.pieces.push({ dataOffsetBytes: entry.dataOffsetBytes + done, lengthBytes });
    write.extent.lengthBytes += lengthBytes;
    done += lengthBytes;
  }
}

/** The last write, if it is of this kind, ends at `offsetBytes` and has room; else a new one. */
function openAt(writes: OpenWrite[], kind: PageWrite['kind'], offsetBytes: Bytes): OpenWrite {
  const last = writes.at(-1);
  const hasRoom = kind === 'clear' || (last?.extent.lengthBytes ?? 0) < MAX_PUT_BYTES;
  if (last?.kind === kind && endOf(last.extent) === offsetBytes && hasRoom) return last;
  const fresh: OpenWrite = { kind, extent: { offsetBytes, lengthBytes: 0 }, pieces: [] };
  writes.push(fresh);
  return fresh;
}

function checkEntry(entry: ApplyEntry, end: Bytes): void {
  const { offsetBytes, lengthBytes } = entry;
  assert(lengthBytes > 0 && offsetBytes >= end, `entry at ${offsetBytes} comes after ${end} and holds bytes`);
  const isPaged = offsetBytes % PAGE_BYTES === 0 && lengthBytes % PAGE_BYTES === 0;
  assert(isPaged, `entry ${offsetBytes}+${lengthBytes} covers whole pages`);
}
