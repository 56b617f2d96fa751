import { alignOutward, endOf, mergeExtents, totalLength, type Extent } from '../../base/extent.ts';
import type { Bytes } from '../../base/units.ts';
import { COARSE_BLOCK_BYTES, DIGEST_BYTES } from '../../core/limits/limits.ts';
import type { TransferWindow } from '../../core/model.ts';
import type { BlobContent } from './blob-content.ts';
import type { EffectContext } from './context.ts';
import { digestBlob } from './digest-blob.ts';
import { digestSum } from './digest-sum.ts';

/** A window of a replica after it was written. */
export interface ReadBack {
  /** Of its coarse blocks, whole. */
  readonly digests: Uint8Array;
  /** SHA-256 over them: the proof, when it is the source's. */
  readonly sha256: string;
  readonly readBackBytes: Bytes;
}

/**
 * What the replica shows now: blocks that were written or found to differ are read back and digested, the
 * others have the digests of `before`.
 *
 * @param doubted where the sides differed: what was known of the replica may be older than an attempt that was broken off
 */
export async function readBack(
  context: EffectContext,
  replica: BlobContent,
  window: TransferWindow,
  before: Uint8Array,
  doubted: readonly Extent[],
): Promise<ReadBack> {
  const digests = before.slice();
  const blocks = mergeExtents(doubted.map((extent) => alignOutward(extent, COARSE_BLOCK_BYTES, endOf(window))));
  for (const extent of blocks) {
    const index = (extent.offsetBytes - window.offsetBytes) / COARSE_BLOCK_BYTES;
    digests.set(await digestBlob(context, replica, extent, COARSE_BLOCK_BYTES), index * DIGEST_BYTES);
  }
  return { digests, sha256: await digestSum(context.checksums, digests), readBackBytes: totalLength(blocks) };
}
