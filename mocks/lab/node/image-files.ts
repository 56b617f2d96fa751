import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { type FileHandle, open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { assertWithin } from '../../../src/formats/byte-source.ts';
import type { ImageStore, KeptImage } from '../image-store.ts';

/** A disk image read where it lies on this machine. Rejects with Node's error, which names the file. */
export async function openImageFile(path: string): Promise<KeptImage> {
  const file = await open(path, 'r');
  const { size: sizeBytes } = await file.stat();
  return {
    source: {
      sizeBytes,
      read: async (extent) => {
        assertWithin(extent, sizeBytes);
        const bytes = new Uint8Array(extent.lengthBytes);
        await readFully(file, bytes, extent.offsetBytes, path);
        return bytes;
      },
    },
    close: () => void file.close().catch(() => undefined),
  };
}

async function readFully(file: FileHandle, bytes: Uint8Array, position: number, path: string): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, position + done);
    if (bytesRead === 0)
      throw new RangeError(`${path} ended ${bytes.length - done} bytes early: it was changed while in use`);
    done += bytesRead;
  }
}

/** Imported images in a temporary folder that `close` removes. */
export function createImageFiles(): ImageStore & { close(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-images-'));
  const pathOf = (name: string): string => join(folder, name);
  return {
    isDurable: false,
    keep: async (name, body) => {
      // The two ReadableStreams are one class; only their declarations differ.
      await pipeline(Readable.fromWeb(body as NodeReadableStream<Uint8Array>), createWriteStream(pathOf(name)));
      return openImageFile(pathOf(name));
    },
    open: async (name) => ((await readdir(folder)).includes(name) ? openImageFile(pathOf(name)) : undefined),
    list: () => readdir(folder),
    remove: (name) => rm(pathOf(name), { force: true }),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
