import { type Extent, endOf, intersect } from '../../base/extent.ts';
import type { Bytes } from '../../base/units.ts';
import { type ByteSource, assertWithin } from '../byte-source.ts';
import { type PaintedExtent, lastWriterWins } from '../last-writer-wins.ts';
import type { LogPatch } from './log-entry.ts';

/** The source with patches laid over it, in order, and zeros from its end to `sizeBytes`. */
export function overlaySource(source: ByteSource, sizeBytes: Bytes, patches: readonly LogPatch[]): ByteSource {
  const pieces = lastWriterWins(patches);

  const patchInto = (result: Uint8Array, extent: Extent, piece: PaintedExtent): void => {
    const patch = patches[piece.writer];
    const part = intersect(piece, extent);
    if (patch === undefined || part === undefined) return;
    const at = part.offsetBytes - extent.offsetBytes;
    const from = part.offsetBytes - patch.offsetBytes;
    if (patch.data === null) result.fill(0, at, at + part.lengthBytes);
    else result.set(patch.data.subarray(from, from + part.lengthBytes), at);
  };

  return {
    sizeBytes,
    read: async (extent) => {
      assertWithin(extent, sizeBytes);
      const result = new Uint8Array(extent.lengthBytes);
      const stored = intersect(extent, { offsetBytes: 0, lengthBytes: source.sizeBytes });
      if (stored) result.set(await source.read(stored));
      for (let index = firstEndingAfter(pieces, extent.offsetBytes); index < pieces.length; index++) {
        const piece = pieces[index];
        if (piece === undefined || piece.offsetBytes >= endOf(extent)) break;
        patchInto(result, extent, piece);
      }
      return result;
    },
  };
}

function firstEndingAfter(pieces: readonly PaintedExtent[], offsetBytes: Bytes): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const piece = pieces[middle];
    if (piece && endOf(piece) <= offsetBytes) low = middle + 1;
    else high = middle;
  }
  return low;
}
