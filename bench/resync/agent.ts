/** What an agent on the host does with the snapshot of a disk. */
import { shortened } from '../../src/base/short-digests.ts';
import type { Extent } from '../../src/base/extent.ts';
import type { Bytes } from '../../src/base/units.ts';
import { COARSE_BLOCK_BYTES, DIGEST_BYTES, FINE_BLOCK_BYTES } from '../../src/core/limits/limits.ts';
import type { Checksums, HostApi } from '../../src/core/ports.ts';
import { digestSum } from '../../src/engine/effects/digest-sum.ts';
import type { ImageFile } from './image-file.ts';

export type SourcePort = Pick<
  HostApi,
  'listAllocatedExtents' | 'compareExtent' | 'fineDigests' | 'checksumExtent' | 'readExtent'
>;

export function openAgent(image: ImageFile, checksums: Checksums): SourcePort {
  const digest = async (extent: Extent, blockBytes: Bytes): Promise<Uint8Array> => {
    const digests = new Uint8Array(Math.ceil(extent.lengthBytes / blockBytes) * DIGEST_BYTES);
    for (let done = 0; done < extent.lengthBytes; done += image.pieceBytes) {
      const lengthBytes = Math.min(image.pieceBytes, extent.lengthBytes - done);
      const made = await checksums.digestRead(lengthBytes, blockBytes, async (into) =>
        image.read(into, extent.offsetBytes + done),
      );
      digests.set(made, (done / blockBytes) * DIGEST_BYTES);
    }
    return digests;
  };
  return {
    listAllocatedExtents: async (_vmId, _diskId, _snapshotId, part) => image.dataWithin(part),
    async compareExtent(_vmId, _diskId, _snapshotId, extent, knownSha256) {
      const digests = await digest(extent, COARSE_BLOCK_BYTES);
      const sha256 = await digestSum(checksums, digests);
      return { sha256, digests: sha256 === knownSha256 ? null : shortened(digests) };
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
    async readExtent(_vmId, _diskId, _snapshotId, { offsetBytes, lengthBytes }) {
      const bytes = new Uint8Array(lengthBytes);
      image.read(bytes, offsetBytes);
      return bytes;
    },
  };
}
