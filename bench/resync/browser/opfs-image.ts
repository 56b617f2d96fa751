import { assert } from '../../../src/base/assert.ts';
import { CACHED_PIECE_BYTES, type ImageFile } from '../image-file.ts';

/** Of a dedicated worker: the types of a page, which the benchmarks are compiled with, do not have it. */
interface SyncFile {
  getSize(): number;
  read(into: Uint8Array, options: { readonly at: number }): number;
  write(bytes: Uint8Array, options: { readonly at: number }): number;
}

/** An image in the origin's private file system. */
export async function openOpfsImage(name: string): Promise<ImageFile> {
  const folder = await navigator.storage.getDirectory();
  const entry = await folder.getFileHandle(name, { create: true });
  const handle = await (entry as unknown as { createSyncAccessHandle(): Promise<SyncFile> }).createSyncAccessHandle();
  return {
    get sizeBytes() {
      return handle.getSize();
    },
    pieceBytes: CACHED_PIECE_BYTES,
    read(into, offsetBytes) {
      const bytesRead = handle.read(into, { at: offsetBytes });
      assert(bytesRead === into.length, `the image ends at ${offsetBytes + bytesRead}`);
    },
    write: (bytes, offsetBytes) => void handle.write(bytes, { at: offsetBytes }),
    dataWithin: (part) => [part],
  };
}
