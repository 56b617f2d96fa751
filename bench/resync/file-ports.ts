/** The ports of a resynchronization over two image files on this machine: the source as a host shows it, and the replica. */
import { openSync, readSync, writeSync } from 'node:fs';
import { createBlockKernel } from '../../src/adapters/checksums-pool/kernel/block-kernel.ts';
import { assert } from '../../src/base/assert.ts';
import type { Bytes } from '../../src/base/units.ts';
import type { HostApi, StorageApi, WriteReceipt } from '../../src/core/ports.ts';

export type SourcePort = Pick<HostApi, 'checksumExtent' | 'readExtent'>;
export type ReplicaPort = Pick<StorageApi, 'putPages' | 'clearPages' | 'listPageRanges' | 'readRange'>;

/** What an agent on the host does with the snapshot of a disk. The image is read straight into the kernel's memory. */
export async function openSource(path: string): Promise<SourcePort> {
  const kernel = await createBlockKernel();
  const file = openSync(path, 'r');
  return {
    async checksumExtent(_vmId, _diskId, _snapshotId, extent, blockBytes) {
      const digests = new Uint8Array(Math.ceil(extent.lengthBytes / blockBytes) * 16);
      kernel.digestFilled(digests, extent.lengthBytes, blockBytes, (buffer, at) => {
        readFully(file, buffer, extent.offsetBytes + at);
      });
      return digests;
    },
    readExtent: async (_vmId, _diskId, _snapshotId, extent) => readAnew(file, extent.offsetBytes, extent.lengthBytes),
  };
}

/** A file takes the place of the page blob. It does not say where its holes are: all of it is read. */
export function openReplica(path: string): ReplicaPort {
  const file = openSync(path, 'r+');
  return {
    async putPages(_blob, offsetBytes, body) {
      writeSync(file, body, 0, body.length, offsetBytes);
      return RECEIPT;
    },
    async clearPages(_blob, extent) {
      writeSync(file, new Uint8Array(extent.lengthBytes), 0, extent.lengthBytes, extent.offsetBytes);
      return RECEIPT;
    },
    listPageRanges: async (_blob, within) => [within],
    readRange: async (_blob, extent) => readAnew(file, extent.offsetBytes, extent.lengthBytes),
  };
}

const RECEIPT: WriteReceipt = { etag: '"file"', sequenceNumber: 0, lastModified: '' };

function readAnew(file: number, offsetBytes: Bytes, lengthBytes: Bytes): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(lengthBytes);
  readFully(file, bytes, offsetBytes);
  return bytes;
}

function readFully(file: number, buffer: Uint8Array, offsetBytes: Bytes): void {
  const bytesRead = readSync(file, buffer, 0, buffer.length, offsetBytes);
  assert(bytesRead === buffer.length, `the image ends at ${offsetBytes + bytesRead}`);
}
