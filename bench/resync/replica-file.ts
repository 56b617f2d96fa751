/** The replica of a resynchronization as an image file on this machine. */
import { openSync, readSync, writeSync } from 'node:fs';
import { assert } from '../../src/base/assert.ts';
import { KIB, type Bytes } from '../../src/base/units.ts';
import type { StorageApi, WriteReceipt } from '../../src/core/ports.ts';
import { dataExtents, onDemand, within } from './data-extents.ts';

export type ReplicaPort = Pick<StorageApi, 'putPages' | 'clearPages' | 'listPageRanges' | 'readRange' | 'near'>;

/**
 * A file takes the place of the page blob.
 *
 * @param isSparse whether it says where its holes are; else all of it is read
 */
export function openReplica(path: string, isSparse: boolean): ReplicaPort {
  const file = openSync(path, 'r+');
  const data = onDemand(() => dataExtents(path));
  return {
    async putPages(_blob, offsetBytes, body) {
      writeSync(file, body, 0, body.length, offsetBytes);
      return RECEIPT;
    },
    async clearPages(_blob, extent) {
      writeSync(file, new Uint8Array(extent.lengthBytes), 0, extent.lengthBytes, extent.offsetBytes);
      return RECEIPT;
    },
    listPageRanges: async (_blob, part) => (isSparse ? within(data(), part) : [part]),
    async readRange(_blob, extent) {
      const bytes = new Uint8Array(extent.lengthBytes);
      readFully(file, bytes, extent.offsetBytes);
      return bytes;
    },
    near: {
      pieceBytes: PIECE_BYTES,
      readInto: async (_blob, extent, into) => readFully(file, into, extent.offsetBytes),
    },
  };
}

const PIECE_BYTES: Bytes = 256 * KIB;

const RECEIPT: WriteReceipt = { etag: '"file"', sequenceNumber: 0, lastModified: '' };

function readFully(file: number, buffer: Uint8Array, offsetBytes: Bytes): void {
  const bytesRead = readSync(file, buffer, 0, buffer.length, offsetBytes);
  assert(bytesRead === buffer.length, `the image ends at ${offsetBytes + bytesRead}`);
}
