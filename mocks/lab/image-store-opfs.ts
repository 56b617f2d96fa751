import { assertWithin } from '../../src/formats/byte-source.ts';
import type { ImageStore, KeptImage } from './image-store.ts';

/** Writes go to the file in runs of at least this size: small ones cost as much. */
const WRITE_RUN_BYTES = 1024 * 1024;

/**
 * Images in a folder of the origin's private file system, for a dedicated worker. A file that is open
 * has a lock: one engine per world keeps it from being opened twice. Rejects where there is no such
 * file system (private mode), and with QuotaExceededError when it is full.
 */
export async function openOpfsImageStore(folderName: string): Promise<ImageStore> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(folderName, { create: true });

  const openHandle = async (name: string, isNew: boolean): Promise<FileSystemSyncAccessHandle> => {
    const file = await folder.getFileHandle(name, { create: isNew });
    return file.createSyncAccessHandle();
  };

  return {
    isDurable: true,
    keep: async (name, body) => {
      const handle = await openHandle(name, true);
      try {
        await fill(handle, body);
      } catch (error) {
        handle.close();
        await folder.removeEntry(name);
        throw error;
      }
      return keptImage(handle, name);
    },
    open: async (name) => {
      try {
        return keptImage(await openHandle(name, false), name);
      } catch (error) {
        if (error instanceof DOMException && error.name === 'NotFoundError') return undefined;
        throw error;
      }
    },
    list: async () => {
      const names: string[] = [];
      for await (const name of folder.keys()) names.push(name);
      return names;
    },
    remove: async (name) => {
      await folder.removeEntry(name).catch((error: unknown) => {
        if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
      });
    },
  };
}

async function fill(handle: FileSystemSyncAccessHandle, body: ReadableStream<Uint8Array>): Promise<void> {
  handle.truncate(0);
  const run = new Uint8Array(WRITE_RUN_BYTES);
  let filled = 0;
  let at = 0;
  const flushRun = (): void => {
    if (filled === 0) return;
    const written = handle.write(run.subarray(0, filled), { at });
    if (written !== filled) throw new DOMException('The browser has no more room for the image.', 'QuotaExceededError');
    at += filled;
    filled = 0;
  };
  // Not every browser can iterate a stream.
  const reader = body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const chunk = next.value;
    for (let offset = 0; offset < chunk.byteLength;) {
      const part = chunk.subarray(offset, offset + WRITE_RUN_BYTES - filled);
      run.set(part, filled);
      filled += part.byteLength;
      offset += part.byteLength;
      if (filled === WRITE_RUN_BYTES) flushRun();
    }
  }
  flushRun();
  handle.flush();
}

function keptImage(handle: FileSystemSyncAccessHandle, name: string): KeptImage {
  const sizeBytes = handle.getSize();
  return {
    source: {
      sizeBytes,
      read: async (extent) => {
        assertWithin(extent, sizeBytes);
        const bytes = new Uint8Array(extent.lengthBytes);
        const length = handle.read(bytes, { at: extent.offsetBytes });
        if (length !== bytes.length)
          throw new RangeError(`${name}: ${length} of ${bytes.length} bytes read at ${extent.offsetBytes}`);
        return bytes;
      },
    },
    close: () => handle.close(),
  };
}
