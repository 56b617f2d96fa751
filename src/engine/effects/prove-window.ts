import { alignOutward, endOf, mergeExtents, totalLength, type Extent } from '../../base/extent.ts';
import { COARSE_BLOCK_BYTES, DIGEST_BYTES } from '../../core/limits/limits.ts';
import { PortError } from '../../core/errors/fault.ts';
import type { DiskId, TransferWindow } from '../../core/model.ts';
import type { BlobRef } from '../../core/ports.ts';
import type { WindowFindings } from '../comparison-book.ts';
import { blobContent } from './blob-content.ts';
import type { EffectContext } from './context.ts';
import { digestBlob } from './digest-blob.ts';

/** A window whose differences were sent, with the coarse digests of both sides from before. */
interface SentWindow {
  readonly diskId: DiskId;
  readonly window: TransferWindow;
  /** Sent or cleared; ascending and merged. */
  readonly changed: readonly Extent[];
  /** Where the coarse digests differed: what is known of the target may be older than an attempt that was broken off. */
  readonly doubted: readonly Extent[];
  readonly source: Uint8Array;
  readonly target: Uint8Array;
}

/**
 * Proves that the replica now shows what the source showed: blocks that were written or found to differ are read
 * back and digested; the others were found equal before. Throws `ChecksumMismatch` when what was written is not what is read.
 */
export async function proveWindow(
  context: EffectContext,
  replica: BlobRef,
  { diskId, window, changed, doubted, source, target }: SentWindow,
): Promise<WindowFindings> {
  const digests = target.slice();
  const sent = changed.map((extent) => alignOutward(extent, COARSE_BLOCK_BYTES, endOf(window)));
  const blocks = mergeExtents([...sent, ...doubted]);
  for (const extent of blocks) {
    const index = (extent.offsetBytes - window.offsetBytes) / COARSE_BLOCK_BYTES;
    const read = await digestBlob(context, blobContent(context, replica), extent, COARSE_BLOCK_BYTES);
    digests.set(read, index * DIGEST_BYTES);
  }
  const [sourceSha256, targetSha256] = [await sha256(context, source), await sha256(context, digests)];
  if (sourceSha256 !== targetSha256) {
    const detail = `${replica.name} at ${window.offsetBytes}: what was written is not what is read back.`;
    throw new PortError({ code: 'ChecksumMismatch', detail });
  }
  return { diskId, window, differing: changed, sourceSha256, targetSha256, readBackBytes: totalLength(blocks) };
}

function sha256({ checksums }: EffectContext, bytes: Uint8Array): Promise<string> {
  return checksums.sha256(
    (async function* once() {
      yield bytes;
    })(),
  );
}
