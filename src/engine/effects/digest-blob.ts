import { alignOutward, commonTo, endOf, mergeExtents, totalLength, type Extent } from '../../base/extent.ts';
import type { Bytes } from '../../base/units.ts';
import { batchesOf, putRuns } from '../../core/delta/put-runs.ts';
import { DIGEST_BYTES } from '../../core/limits/limits.ts';
import type { BlobContent } from './blob-content.ts';
import { CLOUD, type EffectContext } from './context.ts';

/** Digests of a blob's blocks, read inside the cloud. Pages never written are zero and not read. */
export async function digestBlob(
  context: EffectContext,
  blob: BlobContent,
  within: Extent,
  blockBytes: Bytes,
): Promise<Uint8Array> {
  const digests = new Uint8Array(Math.ceil(within.lengthBytes / blockBytes) * DIGEST_BYTES);
  await digestParts(context, blob, within, [within], blockBytes, digests);
  return digests;
}

/**
 * Makes digests of some of the blocks that `within` is cut into anew.
 *
 * @param parts whole blocks, ascending and disjoint
 * @param digests of all blocks of `within`, in order
 */
export async function digestParts(
  { checksums }: EffectContext,
  blob: BlobContent,
  within: Extent,
  parts: readonly Extent[],
  blockBytes: Bytes,
  digests: Uint8Array,
): Promise<void> {
  const [first, last] = [parts[0], parts.at(-1)];
  if (!first || !last) return;
  const digestsOf = ({ offsetBytes, lengthBytes }: Extent): Uint8Array => {
    const from = (offsetBytes - within.offsetBytes) / blockBytes;
    return digests.subarray(from * DIGEST_BYTES, (from + Math.ceil(lengthBytes / blockBytes)) * DIGEST_BYTES);
  };
  for (const part of parts) digestsOf(part).fill(0);
  const hull = { offsetBytes: first.offsetBytes, lengthBytes: endOf(last) - first.offsetBytes };
  const written = (await blob.listWritten(hull)).map((range) => alignOutward(range, blockBytes, endOf(within)));
  const runs = putRuns(commonTo(parts, mergeExtents(written)), blob.near?.pieceBytes);
  if (!blob.near) {
    for (const run of runs) digestsOf(run).set(await checksums.digest(await blob.read(run, CLOUD), blockBytes));
    return;
  }
  const { pieceBytes, readInto } = blob.near;
  for (const batch of batchesOf(runs, pieceBytes)) {
    const made = await checksums.digestRead(totalLength(batch), blockBytes, (into) => readAll(readInto, batch, into));
    let at = 0;
    for (const place of batch.map(digestsOf)) {
      place.set(made.subarray(at, at + place.length));
      at += place.length;
    }
  }
}

/** One after the other. A single run gets the buffer itself, which the checksums may know again. */
async function readAll(
  readInto: (extent: Extent, into: Uint8Array) => Promise<void>,
  runs: readonly Extent[],
  into: Uint8Array,
): Promise<void> {
  let at = 0;
  for (const run of runs) {
    await readInto(run, runs.length === 1 ? into : into.subarray(at, at + run.lengthBytes));
    at += run.lengthBytes;
  }
}
