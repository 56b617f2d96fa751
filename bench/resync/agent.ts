/** What an agent on the host does with the snapshot of a disk. */
import { assert } from '../../src/base/assert.ts';
import { shortened } from '../../src/base/short-digests.ts';
import { totalLength, type Extent } from '../../src/base/extent.ts';
import type { Bytes } from '../../src/base/units.ts';
import { createSlotKernel } from '../../src/adapters/checksums-pool/kernel/block-kernel.ts';
import { putRuns } from '../../src/core/delta/put-runs.ts';
import { COARSE_BLOCK_BYTES, DIGEST_BYTES, FINE_BLOCK_BYTES } from '../../src/core/limits/limits.ts';
import type { Checksums, HostApi } from '../../src/core/ports.ts';
import { digestSum } from '../../src/engine/effects/digest-sum.ts';
import type { ImageFile } from './image-file.ts';

export type SourcePort = Pick<
  HostApi,
  'listAllocatedExtents' | 'compareExtent' | 'compareFinely' | 'fineDigests' | 'checksumExtent' | 'readBlocks'
>;

export async function openAgent(image: ImageFile, checksums: Checksums): Promise<SourcePort> {
  const kernel = await createSlotKernel(1, image.pieceBytes);
  const [slot] = kernel.slots;
  assert(slot !== undefined, 'the kernel has the slot that it was asked for');
  const digest = async (extent: Extent, blockBytes: Bytes): Promise<Uint8Array> => {
    const digests = room(extent, blockBytes);
    for (const piece of piecesOf(image, extent)) {
      const made = await checksums.digestRead(piece.lengthBytes, blockBytes, async (into) =>
        image.read(into, piece.offsetBytes),
      );
      digests.set(made, placeOf(piece, extent, blockBytes));
    }
    return digests;
  };
  /** Given back by those who are done with them: the collector is slow to find digests that lived for a window. */
  const spare: Uint8Array[] = [];
  const fineRoom = (extent: Extent): Uint8Array => {
    const used = spare.pop();
    return used?.length === digestsBytes(extent, FINE_BLOCK_BYTES) ? used.fill(0) : room(extent, FINE_BLOCK_BYTES);
  };
  /** Fine and coarse digests of what is read once. */
  const digestBoth = (extent: Extent): { readonly fine: Uint8Array; readonly coarse: Uint8Array } => {
    const [fine, coarse] = [fineRoom(extent), room(extent, COARSE_BLOCK_BYTES)];
    for (const piece of piecesOf(image, extent)) {
      const { lengthBytes } = piece;
      image.read(slot.subarray(0, lengthBytes), piece.offsetBytes);
      fine.set(kernel.digest(0, 0, lengthBytes, FINE_BLOCK_BYTES), placeOf(piece, extent, FINE_BLOCK_BYTES));
      coarse.set(kernel.digest(0, 0, lengthBytes, COARSE_BLOCK_BYTES), placeOf(piece, extent, COARSE_BLOCK_BYTES));
    }
    return { fine, coarse };
  };
  return {
    listAllocatedExtents: async (_vmId, _diskId, _snapshotId, part) => image.dataWithin(part),
    async compareExtent(_vmId, _diskId, _snapshotId, extent, knownSha256) {
      const digests = await digest(extent, COARSE_BLOCK_BYTES);
      const sha256 = await digestSum(checksums, digests);
      return { sha256, digests: sha256 === knownSha256 ? null : shortened(digests) };
    },
    async compareFinely(_vmId, _diskId, _snapshotId, extent, knownSha256) {
      const { fine, coarse } = digestBoth(extent);
      const sha256 = await digestSum(checksums, fine);
      const digests = sha256 === knownSha256 ? null : shortened(fine);
      spare.push(fine);
      return { sha256, digests, coarseDigests: coarse };
    },
    async fineDigests(_vmId, _diskId, _snapshotId, extents) {
      const counts = extents.map(({ lengthBytes }) => Math.ceil(lengthBytes / FINE_BLOCK_BYTES));
      const digests = new Uint8Array(counts.reduce((sum, count) => sum + count, 0) * DIGEST_BYTES);
      let at = 0;
      for (const extent of extents) {
        const made = await digest(extent, FINE_BLOCK_BYTES);
        digests.set(made, at);
        at += made.length;
      }
      return shortened(digests);
    },
    checksumExtent: (_vmId, _diskId, _snapshotId, extent, blockBytes) => digest(extent, blockBytes),
    async readBlocks(_vmId, _diskId, _snapshotId, extents) {
      const bytes = new Uint8Array(totalLength(extents));
      let at = 0;
      for (const { offsetBytes, lengthBytes } of extents) {
        image.read(bytes.subarray(at, at + lengthBytes), offsetBytes);
        at += lengthBytes;
      }
      return bytes;
    },
  };
}

/** What is read of an extent, piece by piece. A hole is zeros, whose digests are zeros, too. */
function piecesOf(image: ImageFile, extent: Extent): readonly Extent[] {
  return putRuns(image.dataWithin(extent), image.pieceBytes);
}

/** Room for the digests of an extent's blocks. */
function room(extent: Extent, blockBytes: Bytes): Uint8Array {
  return new Uint8Array(digestsBytes(extent, blockBytes));
}

function digestsBytes(extent: Extent, blockBytes: Bytes): Bytes {
  return Math.ceil(extent.lengthBytes / blockBytes) * DIGEST_BYTES;
}

/** Where a piece's digests stand among the extent's. */
function placeOf(piece: Extent, extent: Extent, blockBytes: Bytes): number {
  return ((piece.offsetBytes - extent.offsetBytes) / blockBytes) * DIGEST_BYTES;
}
