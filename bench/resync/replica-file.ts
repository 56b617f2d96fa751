/** The replica of a resynchronization as an image on this machine, in the place of a page blob. */
import type { StorageApi, WriteReceipt } from '../../src/core/ports.ts';
import type { ImageFile } from './image-file.ts';

export type ReplicaPort = Pick<StorageApi, 'putPages' | 'clearPages' | 'listPageRanges' | 'readRange' | 'near'>;

const RECEIPT: WriteReceipt = { etag: '"file"', sequenceNumber: 0, lastModified: '' };

export function openReplica(image: ImageFile): ReplicaPort {
  return {
    async putPages(_blob, offsetBytes, body) {
      image.write(body, offsetBytes);
      return RECEIPT;
    },
    async clearPages(_blob, { offsetBytes, lengthBytes }) {
      image.write(new Uint8Array(lengthBytes), offsetBytes);
      return RECEIPT;
    },
    listPageRanges: async (_blob, part) => image.dataWithin(part),
    async readRange(_blob, { offsetBytes, lengthBytes }) {
      const bytes = new Uint8Array(lengthBytes);
      image.read(bytes, offsetBytes);
      return bytes;
    },
    near: {
      pieceBytes: image.pieceBytes,
      readInto: async (_blob, extent, into) => image.read(into, extent.offsetBytes),
    },
  };
}
