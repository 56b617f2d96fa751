import { alignOutward, endOf, mergeExtents, totalLength, type Extent } from '../../base/extent.ts';
import type { Bytes } from '../../base/units.ts';
import { COARSE_BLOCK_BYTES } from '../../core/limits/limits.ts';
import type { TransferWindow } from '../../core/model.ts';
import type { BlobContent } from './blob-content.ts';
import type { EffectContext } from './context.ts';
import { digestParts } from './digest-blob.ts';
import { digestSum } from './digest-sum.ts';

/** A window of a replica after it was written. */
export interface ReadBack {
  /** Of the blocks by which it was compared, whole. */
  readonly digests: Uint8Array;
  /** SHA-256 over them: the proof, when it is the source's. */
  readonly sha256: string;
  readonly readBackBytes: Bytes;
}

/**
 * What the replica shows now: blocks that were written or found to differ are read back, and their digests set in
 * `digests`, which has those of before. A replica that is not on this machine is read by coarse blocks at least, as
 * a request costs more than they do.
 *
 * @param doubted where the sides differed: what was known of the replica may be older than an attempt that was broken off
 */
export async function readBack(
  context: EffectContext,
  replica: BlobContent,
  window: TransferWindow,
  blockBytes: Bytes,
  digests: Uint8Array,
  doubted: readonly Extent[],
): Promise<ReadBack> {
  const grainBytes = replica.near ? blockBytes : COARSE_BLOCK_BYTES;
  const blocks = mergeExtents(doubted.map((extent) => alignOutward(extent, grainBytes, endOf(window))));
  await digestParts(context, replica, window, blocks, blockBytes, digests);
  return { digests, sha256: await digestSum(context.checksums, digests), readBackBytes: totalLength(blocks) };
}
