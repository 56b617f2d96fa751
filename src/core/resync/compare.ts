/**
 * Two-level fixed-block compare. Coarse digests (64 KiB) find the regions that differ, fine
 * ones (4 KiB) the blocks in them: granularity decides the bytes on the wire. A block whose
 * source is all zero is cleared on the replica and never sent.
 *
 * A digest is 16 bytes, or shortened to 4; that of an all-zero block is all zero. The last block may be short.
 */
import { assert } from '../../base/assert.ts';
import { endOf, type Extent } from '../../base/extent.ts';
import type { Bytes } from '../../base/units.ts';
import { wordsOf } from '../../base/words.ts';
import { COARSE_BLOCK_BYTES, DIGEST_BYTES, FINE_BLOCK_BYTES } from '../limits/limits.ts';
import type { WindowCounts } from '../model.ts';

/** Whole blocks (the disk's last may be short), adjacent ones joined; ascending, disjoint. */
export interface Differences {
  /** Source has data there and the replica differs. */
  readonly differing: readonly Extent[];
  /** Source is zero there and the replica is not. */
  readonly zeroed: readonly Extent[];
}

/**
 * The blocks by which the next window is compared: coarse ones, whose finding of a region costs a second reading of
 * it, as long as few regions differ. Once one fine block for each coarse one was found, scattered differences leave
 * few regions equal, and fine blocks at once cost one reading.
 *
 * @param done what was compared of the disk so far
 */
export function comparedBlockBytes(done: Pick<WindowCounts, 'processedBytes' | 'differingBytes'>): Bytes {
  const { processedBytes, differingBytes } = done;
  const isDense = processedBytes > 0 && differingBytes * COARSE_BLOCK_BYTES >= processedBytes * FINE_BLOCK_BYTES;
  return isDense ? FINE_BLOCK_BYTES : COARSE_BLOCK_BYTES;
}

/** What two blocks are to each other. */
type Relation = 'equal' | 'differing' | 'zeroed';

/**
 * Compares digests, in order, of the blocks that `within` is cut into. `within` begins at a block's start.
 * Used at both levels, on whole digests and on shortened ones.
 */
export function compareDigests(
  source: Uint8Array,
  target: Uint8Array,
  within: Extent,
  blockBytes: Bytes,
  digestBytes: Bytes = DIGEST_BYTES,
): Differences {
  const blocks = Math.ceil(within.lengthBytes / blockBytes);
  const expected = blocks * digestBytes;
  assert(source.length === expected, `${blocks} source digests take ${expected} bytes, got ${source.length}`);
  assert(target.length === expected, `${blocks} target digests take ${expected} bytes, got ${target.length}`);
  const [sourceWords, targetWords] = [wordsOf(source), wordsOf(target)];
  const wordsPerDigest = digestBytes / 4;
  return collect(within, blockBytes, (block) =>
    relate(sourceWords, targetWords, block * wordsPerDigest, wordsPerDigest),
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
