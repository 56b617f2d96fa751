/** What an agent on the host does with the snapshot of a disk; here, with an image file. */
import { createHash } from 'node:crypto';
import { openSync, readSync } from 'node:fs';
import { createSlotKernel, type SlotKernel } from '../../src/adapters/checksums-pool/kernel/block-kernel.ts';
import { assert } from '../../src/base/assert.ts';
import type { Extent } from '../../src/base/extent.ts';
import { shortened } from '../../src/base/short-digests.ts';
import { KIB, type Bytes } from '../../src/base/units.ts';
import type { HostApi } from '../../src/core/ports.ts';
import { dataExtents, onDemand, within } from './data-extents.ts';

export type SourcePort = Pick<
  HostApi,
  'listAllocatedExtents' | 'compareExtent' | 'fineDigests' | 'checksumExtent' | 'readExtent'
>;

const COARSE_BLOCK_BYTES: Bytes = 64 * KIB;
const FINE_BLOCK_BYTES: Bytes = 4 * KIB;
/** Stays in the processor's cache until it is digested. A ring of what was read last costs more than it saves: it does not. */
const PIECE_BYTES: Bytes = 256 * KIB;

/** Reads the image into the kernel's memory, piece by piece. */
export async function openAgent(path: string): Promise<SourcePort> {
  const file = openSync(path, 'r');
  const kernel = await createSlotKernel(1, PIECE_BYTES);
  const digest = (extent: Extent, blockBytes: Bytes): Uint8Array => digestPieces(file, kernel, extent, blockBytes);
  const data = onDemand(() => dataExtents(path));
  return {
    listAllocatedExtents: async (_vmId, _diskId, _snapshotId, part) => within(data(), part),
    async compareExtent(_vmId, _diskId, _snapshotId, extent, knownSha256) {
      const digests = digest(extent, COARSE_BLOCK_BYTES);
      const sha256 = createHash('sha256').update(digests).digest('hex');
      return { sha256, digests: sha256 === knownSha256 ? null : shortened(digests) };
    },
    async fineDigests(_vmId, _diskId, _snapshotId, extents) {
      return shortened(Buffer.concat(extents.map((extent) => digest(extent, FINE_BLOCK_BYTES))));
    },
    checksumExtent: async (_vmId, _diskId, _snapshotId, extent, blockBytes) => digest(extent, blockBytes),
    async readExtent(_vmId, _diskId, _snapshotId, { offsetBytes, lengthBytes }) {
      const bytes = Buffer.allocUnsafe(lengthBytes);
      readFully(file, bytes, offsetBytes);
      return bytes;
    },
  };
}

/** Digests of an extent's blocks, which divide a piece. */
function digestPieces(file: number, kernel: SlotKernel, extent: Extent, blockBytes: Bytes): Uint8Array {
  const digests = new Uint8Array(Math.ceil(extent.lengthBytes / blockBytes) * 16);
  for (let done = 0; done < extent.lengthBytes; done += PIECE_BYTES) {
    const lengthBytes = Math.min(PIECE_BYTES, extent.lengthBytes - done);
    readFully(file, kernel.slots[0]?.subarray(0, lengthBytes), extent.offsetBytes + done);
    digests.set(kernel.digest(0, 0, lengthBytes, blockBytes), (done / blockBytes) * 16);
  }
  return digests;
}

function readFully(file: number, buffer: Uint8Array | undefined, offsetBytes: Bytes): void {
  assert(buffer !== undefined, 'a slot takes what is read');
  const bytesRead = readSync(file, buffer, 0, buffer.length, offsetBytes);
  assert(bytesRead === buffer.length, `the image ends at ${offsetBytes + bytesRead}`);
}
