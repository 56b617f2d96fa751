/**
 * Two-level fixed-block compare. Coarse digests (64 KiB) find the regions that differ, fine
 * ones (4 KiB) the blocks in them: granularity decides the bytes on the wire. A block whose
 * source is all zero is cleared on the replica and never sent.
 *
 * A digest is 16 bytes; that of an all-zero block is 16 zero bytes. The last block may be short.
 */
import { assert } from '../../base/assert.ts';
import { endOf, type Extent } from '../../base/extent.ts';
import type { Bytes } from '../../base/units.ts';
import { DIGEST_BYTES } from '../limits/limits.ts';

/** Whole blocks (the disk's last may be short), adjacent ones joined; ascending, disjoint. */
export interface Differences {
  /** Source has data there and the replica differs. */
  readonly differing: readonly Extent[];
  /** Source is zero there and the replica is not. */
  readonly zeroed: readonly Extent[];
}

/** What two blocks are to each other. */
type Relation = 'equal' | 'differing' | 'zeroed';

const WORDS_PER_DIGEST = DIGEST_BYTES / 4;

/**
 * Compares digests, in order, of the blocks that `within` is cut into. `within` begins at a block's start.
 * Used at both levels.
 */
export function compareDigests(source: Uint8Array, target: Uint8Array, within: Extent, blockBytes: Bytes): Differences {
  const blocks = Math.ceil(within.lengthBytes / blockBytes);
  const expected = blocks * DIGEST_BYTES;
  assert(source.length === expected, `${blocks} source digests take ${expected} bytes, got ${source.length}`);
  assert(target.length === expected, `${blocks} target digests take ${expected} bytes, got ${target.length}`);
  const [sourceWords, targetWords] = [wordsOf(source), wordsOf(target)];
  return collect(within, blockBytes, (block) =>
    relate(sourceWords, targetWords, block * WORDS_PER_DIGEST, WORDS_PER_DIGEST),
  );
}

function relate(source: Uint32Array, target: Uint32Array, start: number, length: number): Relation {
  let difference = 0;
  let content = 0;
  for (let i = start; i < start + length; i++) {
    const word = source[i] ?? 0;
    difference |= word ^ (target[i] ?? 0);
    content |= word;
    if (difference !== 0 && content !== 0) return 'differing';
  }
  return difference === 0 ? 'equal' : 'zeroed';
}

function collect(within: Extent, blockBytes: Bytes, relationOf: (block: number) => Relation): Differences {
  const found: { differing: Extent[]; zeroed: Extent[] } = { differing: [], zeroed: [] };
  const blocks = Math.ceil(within.lengthBytes / blockBytes);
  for (let block = 0; block < blocks; block++) {
    const relation = relationOf(block);
    if (relation === 'equal') continue;
    const offsetBytes = within.offsetBytes + block * blockBytes;
    addBlock(found[relation], offsetBytes, Math.min(blockBytes, endOf(within) - offsetBytes));
  }
  return found;
}

function addBlock(extents: Extent[], offsetBytes: Bytes, lengthBytes: Bytes): void {
  const last = extents.at(-1);
  if (last && endOf(last) === offsetBytes) {
    extents[extents.length - 1] = { offsetBytes: last.offsetBytes, lengthBytes: last.lengthBytes + lengthBytes };
  } else {
    extents.push({ offsetBytes, lengthBytes });
  }
}

/** The bytes as 32-bit words, in place where they lie on a word's boundary. Byte order does not matter here. */
function wordsOf(bytes: Uint8Array): Uint32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
}
