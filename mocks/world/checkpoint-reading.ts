import type { Extent } from '../../src/base/extent.ts';
import { totalLength } from '../../src/base/extent.ts';
import type { Bytes } from '../../src/base/units.ts';
import { KIB, MIB } from '../../src/base/units.ts';
import { shortened } from '../../src/base/short-digests.ts';
import type { DiskId } from '../../src/core/model.ts';
import type { Checksums, DigestSum } from '../../src/core/ports.ts';
import { FAILED, refuse } from './host-refusal.ts';
import type { VirtualFile } from './virtual-file.ts';

/** What a host reads of a disk in one go. */
export const LARGEST_READ_BYTES: Bytes = 4 * MIB;
const DIGEST_BYTES = 16;
/** The blocks of the two levels on which a host compares. */
export const COARSE_BLOCK_BYTES: Bytes = 64 * KIB;
export const FINE_BLOCK_BYTES: Bytes = 4 * KIB;

/** Bytes of the extents that are stored; the rest reads as zeros without touching the disk. */
export function storedBytes(file: VirtualFile, ...extents: readonly Extent[]): Bytes {
  return extents.reduce((sum, extent) => sum + totalLength(file.presentExtents(extent)), 0);
}

/** The bytes of the extents, one after the other. */
export async function bytesOf(file: VirtualFile, extents: readonly Extent[], diskId: DiskId): Promise<Uint8Array> {
  const [only] = extents;
  if (only && extents.length === 1) return read(file, only, diskId);
  const bytes = new Uint8Array(totalLength(extents));
  let at = 0;
  for (const extent of extents) {
    bytes.set(await read(file, extent, diskId), at);
    at += extent.lengthBytes;
  }
  return bytes;
}

/** An imported image can fail under the disk: the file was moved, or its inside is damaged. */
async function read(file: VirtualFile, extent: Extent, diskId: DiskId): Promise<Uint8Array> {
  try {
    return await file.read(extent);
  } catch (error) {
    if (error instanceof Error && error.name === 'InvariantError') throw error;
    throw refuse('BrokenVhdChain', `disk ${diskId} cannot be read: ${String(error)}`, FAILED);
  }
}

/** Digests of the extent's blocks, in order; 16 bytes each. */
export async function digestsOf(
  checksums: Pick<Checksums, 'digest'>,
  file: VirtualFile,
  extent: Extent,
  blockBytes: Bytes,
  diskId: DiskId,
): Promise<Uint8Array> {
  const digests = new Uint8Array(Math.ceil(extent.lengthBytes / blockBytes) * DIGEST_BYTES);
  const stepBytes = Math.max(1, Math.floor(LARGEST_READ_BYTES / blockBytes)) * blockBytes;
  for (let done = 0; done < extent.lengthBytes; done += stepBytes) {
    const step = {
      offsetBytes: extent.offsetBytes + done,
      lengthBytes: Math.min(stepBytes, extent.lengthBytes - done),
    };
    // All-zero blocks have all-zero digests: holes need no work.
    if (storedBytes(file, step) === 0) continue;
    digests.set(await checksums.digest(await read(file, step, diskId), blockBytes), (done / blockBytes) * DIGEST_BYTES);
  }
  return digests;
}

/** The digests of an extent's blocks in one sum, and shortened where the sum is another than the other side's. */
export async function digestSumOf(
  checksums: Pick<Checksums, 'sha256'>,
  digests: Uint8Array,
  knownSha256: string,
): Promise<DigestSum> {
  const sha256 = await checksums.sha256(
    (async function* once() {
      yield digests;
    })(),
  );
  return { sha256, digests: sha256 === knownSha256 ? null : shortened(digests) };
}

/** Short digests of the fine blocks of several extents, in order. */
export async function fineDigestsOf(
  checksums: Pick<Checksums, 'digest'>,
  file: VirtualFile,
  extents: readonly Extent[],
  diskId: DiskId,
): Promise<Uint8Array> {
  const counts = extents.map(({ lengthBytes }) => Math.ceil(lengthBytes / FINE_BLOCK_BYTES));
  const digests = new Uint8Array(counts.reduce((sum, count) => sum + count, 0) * DIGEST_BYTES);
  let at = 0;
  for (const [index, extent] of extents.entries()) {
    digests.set(await digestsOf(checksums, file, extent, FINE_BLOCK_BYTES, diskId), at);
    at += (counts[index] ?? 0) * DIGEST_BYTES;
  }
  return shortened(digests);
}
