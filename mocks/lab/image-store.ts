import type { ByteSource } from '../../src/formats/byte-source.ts';

/** An image file that was kept, read in place. */
export interface KeptImage {
  readonly source: ByteSource;
  /** Closes the file; it stays kept. */
  close(): void;
}

/** Where imported disk images lie: streamed in once, then read by ranges, found again after a reload where that is possible. */
export interface ImageStore {
  /** False when a reload loses the images. */
  readonly isDurable: boolean;
  /** Streams `body` in under a name (letters, digits, hyphens and dots); an older image of that name is replaced. */
  keep(name: string, body: ReadableStream<Uint8Array>): Promise<KeptImage>;
  /** Opens a kept image; undefined when there is none. */
  open(name: string): Promise<KeptImage | undefined>;
  /** Names of the images kept. */
  list(): Promise<readonly string[]>;
  remove(name: string): Promise<void>;
}

/** Images held by the browser as Blobs (on disk or in memory, as it sees fit), for as long as this worker lives. */
export function createBlobImageStore(): ImageStore {
  const blobs = new Map<string, Blob>();
  return {
    isDurable: false,
    keep: async (name, body) => {
      const blob = await new Response(body).blob();
      blobs.set(name, blob);
      return { source: blobSource(blob), close: () => undefined };
    },
    open: async (name) => {
      const blob = blobs.get(name);
      return blob && { source: blobSource(blob), close: () => undefined };
    },
    list: async () => [...blobs.keys()],
    remove: async (name) => void blobs.delete(name),
  };
}

function blobSource(blob: Blob): ByteSource {
  return {
    sizeBytes: blob.size,
    read: async ({ offsetBytes, lengthBytes }) =>
      new Uint8Array(await blob.slice(offsetBytes, offsetBytes + lengthBytes).arrayBuffer()),
  };
}
