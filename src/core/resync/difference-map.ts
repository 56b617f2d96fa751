/**
 * Where two sides of a disk differ, in as many cells as a picture can show: a cell is whole coarse blocks,
 * so that 64 blocks are 64 cells and four million are 4,096.
 */
import { assert } from '../../base/assert.ts';
import type { Extent } from '../../base/extent.ts';
import type { Bytes } from '../../base/units.ts';
import { COARSE_BLOCK_BYTES } from '../limits/limits.ts';

/** More could neither be told apart nor be sent often. */
export const MAX_DIFFERENCE_CELLS = 4096;

/** A cell that has not been compared. */
export const UNKNOWN_CELL = -1;

/** Bytes of every cell of a disk but its last. */
export function cellBytesOf(diskBytes: Bytes): Bytes {
  const blocks = Math.max(1, Math.ceil(diskBytes / COARSE_BLOCK_BYTES));
  return Math.ceil(blocks / MAX_DIFFERENCE_CELLS) * COARSE_BLOCK_BYTES;
}

/** One compared stretch of a disk. */
export interface ComparedStretch extends Extent {
  /** Ascending, within the stretch, not touching. */
  readonly differing: readonly Extent[];
}

/** Per cell the differing bytes; −1 where no stretch reaches. Stretches may come in any order. */
export function differenceCells(diskBytes: Bytes, stretches: Iterable<ComparedStretch>): readonly number[] {
  const cellBytes = cellBytesOf(diskBytes);
  const cells = Array.from({ length: Math.ceil(diskBytes / cellBytes) }, () => UNKNOWN_CELL);
  for (const { offsetBytes, lengthBytes, differing } of stretches) {
    assert(offsetBytes + lengthBytes <= diskBytes, 'a stretch lies within its disk');
    for (const [index] of overlaps({ offsetBytes, lengthBytes }, cellBytes)) {
      cells[index] = Math.max(0, cells[index] ?? UNKNOWN_CELL);
    }
    for (const extent of differing) {
      for (const [index, bytes] of overlaps(extent, cellBytes)) cells[index] = Math.max(0, cells[index] ?? 0) + bytes;
    }
  }
  return cells;
}

/** Which cells an extent touches, and with how many bytes each. */
function overlaps({ offsetBytes, lengthBytes }: Extent, cellBytes: Bytes): readonly (readonly [number, Bytes])[] {
  const found: (readonly [number, Bytes])[] = [];
  const end = offsetBytes + lengthBytes;
  for (let at = offsetBytes; at < end;) {
    const index = Math.floor(at / cellBytes);
    const next = Math.min(end, (index + 1) * cellBytes);
    found.push([index, next - at]);
    at = next;
  }
  return found;
}

/**
 * The differing extents of a stretch, drawn together to cells of the disk, so that a record of them stays
 * small however scattered they are: one extent per cell, of the bytes that differ, from the cell's start.
 */
export function gatheredByCell(diskBytes: Bytes, differing: readonly Extent[]): readonly Extent[] {
  const cellBytes = cellBytesOf(diskBytes);
  const byCell = new Map<number, Bytes>();
  for (const extent of differing) {
    for (const [index, bytes] of overlaps(extent, cellBytes)) byCell.set(index, (byCell.get(index) ?? 0) + bytes);
  }
  return [...byCell]
    .toSorted(([a], [b]) => a - b)
    .map(([index, lengthBytes]) => ({ offsetBytes: index * cellBytes, lengthBytes }));
}
