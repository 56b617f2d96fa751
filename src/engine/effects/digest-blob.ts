import { alignOutward, endOf, mergeExtents, type Extent } from '../../base/extent.ts';
import type { Bytes } from '../../base/units.ts';
import { putRuns } from '../../core/delta/put-runs.ts';
import { DIGEST_BYTES } from '../../core/limits/limits.ts';
import type { BlobContent } from './blob-content.ts';
import { CLOUD, type EffectContext } from './context.ts';

/** Digests of a blob's blocks, read inside the cloud. Pages never written are zero and not read. */
export async function digestBlob(
  { checksums }: EffectContext,
  blob: BlobContent,
  within: Extent,
  blockBytes: Bytes,
): Promise<Uint8Array> {
  const digests = new Uint8Array(Math.ceil(within.lengthBytes / blockBytes) * DIGEST_BYTES);
  const written = await blob.listWritten(within);
  const blocks = mergeExtents(written.map((range) => alignOutward(range, blockBytes, endOf(within))));
  const { near } = blob;
  for (const run of putRuns(blocks, near?.pieceBytes)) {
    const index = (run.offsetBytes - within.offsetBytes) / blockBytes;
    const made = near
      ? await checksums.digestRead(run.lengthBytes, blockBytes, (into) => near.readInto(run, into))
      : await checksums.digest(await blob.read(run, CLOUD), blockBytes);
    digests.set(made, index * DIGEST_BYTES);
  }
  return digests;
}
