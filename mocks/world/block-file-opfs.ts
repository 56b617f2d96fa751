import type { BlockFile } from './block-file.ts';
import { BLOCK_BYTES } from './block-ref.ts';

/**
 * Raw blocks in a file of the origin's private file system, for a dedicated worker.
 * The file keeps its content: a restored world finds its raw blocks where it left them.
 * Rejects with the browser's DOMException when there is no private file system or another
 * context has the file open.
 */
export async function openOpfsBlockFile(fileName: string): Promise<BlockFile> {
  const directory = await navigator.storage.getDirectory();
  const file = await directory.getFileHandle(fileName, { create: true });
  const handle = await file.createSyncAccessHandle();
  return {
    read(slot, into) {
      const length = handle.read(into, { at: slot * BLOCK_BYTES });
      if (length !== into.length)
        throw new RangeError(`${fileName}: slot ${slot} lies past the end (${length} of ${into.length} bytes read)`);
    },
    write(slot, bytes) {
      const length = handle.write(bytes, { at: slot * BLOCK_BYTES });
      if (length === bytes.length) return;
      const detail = `${fileName}: no room for slot ${slot} (${length} of ${bytes.length} bytes written)`;
      throw new DOMException(detail, 'QuotaExceededError');
    },
    flush() {
      handle.flush();
      return Promise.resolve();
    },
    close: () => handle.close(),
  };
}
