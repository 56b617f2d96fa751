/** A large disk of which little was ever written, as the source is now and as the replica was. */
import { ftruncateSync, writeSync } from 'node:fs';
import { createRng } from '../../src/base/rng.ts';
import { MIB, type Bytes } from '../../src/base/units.ts';
import { BLOCK_BYTES, makeBytes, withFile } from './image-pair.ts';

const PIECE_BYTES: Bytes = 1 * MIB;

/** Files lie together: so many pieces in a row. */
const PIECES_IN_A_ROW = 8;

/** Writes an image of holes with `dataBytes` in it; answers where its pieces of 1 MiB begin, ascending. */
export function writeSparseImage(path: string, sizeBytes: Bytes, dataBytes: Bytes, seed: string): readonly Bytes[] {
  const rng = createRng(seed);
  const rowBytes = PIECES_IN_A_ROW * PIECE_BYTES;
  const rows = new Set<number>();
  while (rows.size * rowBytes < dataBytes) rows.add(rng.below(Math.floor(sizeBytes / rowBytes)));
  const pieces = [...rows]
    .toSorted((a, b) => a - b)
    .flatMap((row) => Array.from({ length: PIECES_IN_A_ROW }, (_, piece) => row * rowBytes + piece * PIECE_BYTES));
  withFile(path, 'w', (file) => {
    ftruncateSync(file, sizeBytes);
    for (const offset of pieces) {
      const content = rng.unit() < 0.5 ? 'text' : 'random';
      writeSync(file, makeBytes(rng, content, PIECE_BYTES), 0, PIECE_BYTES, offset);
    }
  });
  return pieces;
}

/** Changes a share of the blocks of these pieces, scattered; a tenth of them to zeros. */
export function changePieces(path: string, pieces: readonly Bytes[], share: number, seed: string): void {
  const rng = createRng(seed);
  const count = (pieces.length * PIECE_BYTES * share) / BLOCK_BYTES;
  withFile(path, 'r+', (file) => {
    for (let changed = 0; changed < count; changed++) {
      const piece = pieces[rng.below(pieces.length)] ?? 0;
      const offset = piece + rng.below(PIECE_BYTES / BLOCK_BYTES) * BLOCK_BYTES;
      const content = rng.unit() < 0.1 ? 'zeros' : 'random';
      writeSync(file, makeBytes(rng, content, BLOCK_BYTES), 0, BLOCK_BYTES, offset);
    }
  });
}
