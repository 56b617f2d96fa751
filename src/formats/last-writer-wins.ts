import { type Extent, endOf } from '../base/extent.ts';

/** A part of the painted line and the index of the extent that was written there last. */
export interface PaintedExtent extends Extent {
  readonly writer: number;
}

/**
 * Lays extents over each other in order; of each byte the last writer wins. The result is
 * disjoint and ascending, one piece per run of the same writer.
 *
 * All starts and ends cut the line into at most 2n − 1 cells. The extents paint their cells from
 * the last to the first, and a painted cell is skipped ever after by a union-find "next free
 * cell", so that no cell is painted twice: O(n log n), from the sorting.
 */
export function lastWriterWins(extents: readonly Extent[]): PaintedExtent[] {
  const cuts = sortedCuts(extents);
  const winners = paint(extents, cuts);
  const pieces: PaintedExtent[] = [];
  winners.forEach((writer, cell) => {
    if (writer < 0) return;
    const offsetBytes = cuts[cell] ?? 0;
    const lengthBytes = (cuts[cell + 1] ?? offsetBytes) - offsetBytes;
    const last = pieces.at(-1);
    // An extent has no holes, so two pieces of it in a row touch.
    if (last?.writer === writer) {
      pieces[pieces.length - 1] = { ...last, lengthBytes: last.lengthBytes + lengthBytes };
    } else {
      pieces.push({ offsetBytes, lengthBytes, writer });
    }
  });
  return pieces;
}

/** Every start and end once, ascending. */
function sortedCuts(extents: readonly Extent[]): Float64Array {
  const all = new Float64Array(extents.length * 2);
  extents.forEach((extent, index) => {
    all[index * 2] = extent.offsetBytes;
    all[index * 2 + 1] = endOf(extent);
  });
  all.sort();
  return all.filter((cut, index) => index === 0 || cut !== all[index - 1]);
}

/** For each cell between two cuts the index of its last writer, −1 where nobody wrote. */
function paint(extents: readonly Extent[], cuts: Float64Array): Int32Array {
  const winners = new Int32Array(Math.max(0, cuts.length - 1)).fill(-1);
  const nextFree = Int32Array.from({ length: cuts.length + 1 }, (_, cell) => cell);
  for (let writer = extents.length - 1; writer >= 0; writer--) {
    const extent = extents[writer];
    if (extent === undefined || extent.lengthBytes <= 0) continue;
    const end = indexOfCut(cuts, endOf(extent));
    let cell = findFree(nextFree, indexOfCut(cuts, extent.offsetBytes));
    while (cell < end) {
      winners[cell] = writer;
      nextFree[cell] = cell + 1;
      cell = findFree(nextFree, cell + 1);
    }
  }
  return winners;
}

/** The first free cell at or after `cell`; halves the path on the way. */
function findFree(nextFree: Int32Array, cell: number): number {
  let at = cell;
  for (let next = nextFree[at] ?? at; next !== at; next = nextFree[at] ?? at) {
    nextFree[at] = nextFree[next] ?? next;
    at = nextFree[at] ?? next;
  }
  return at;
}

/** The position of a cut that is known to be there. */
function indexOfCut(cuts: Float64Array, cut: number): number {
  let low = 0;
  let high = cuts.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cuts[middle] ?? 0) < cut) low = middle + 1;
    else high = middle;
  }
  return low;
}
