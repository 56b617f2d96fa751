import { BLOCK_BYTES } from './block-ref.ts';

/**
 * Where raw blocks lie: an array of 4 KiB slots. Who uses which slot is the slot table's
 * business ({@link ./slot-table.ts}); this is only the medium. Calls are synchronous, as
 * OPFS sync access handles and Node's file functions are.
 */
export interface BlockFile {
  /** Reads consecutive slots from `slot` on, as many as `into` (whole blocks) holds. */
  read(slot: number, into: Uint8Array): void;
  /** Writes consecutive slots from `slot` on; the file grows as needed. */
  write(slot: number, bytes: Uint8Array): void;
  /** Resolves when everything written is durable. */
  flush(): Promise<void>;
  close(): void;
}

const SLOTS_PER_CHUNK = 256;

/** Raw blocks in memory: for tests and for browsers without private storage. */
export function createMemoryBlockFile(): BlockFile {
  const chunks: Uint8Array[] = [];

  const eachSlot = (slot: number, bytes: Uint8Array, visit: (stored: Uint8Array, given: Uint8Array) => void): void => {
    for (let offset = 0; offset < bytes.length; offset += BLOCK_BYTES) {
      const at = slot + offset / BLOCK_BYTES;
      const chunkIndex = Math.floor(at / SLOTS_PER_CHUNK);
      const chunk = (chunks[chunkIndex] ??= new Uint8Array(SLOTS_PER_CHUNK * BLOCK_BYTES));
      const start = (at % SLOTS_PER_CHUNK) * BLOCK_BYTES;
      visit(chunk.subarray(start, start + BLOCK_BYTES), bytes.subarray(offset, offset + BLOCK_BYTES));
    }
  };

  return {
    read: (slot, into) => eachSlot(slot, into, (stored, given) => given.set(stored)),
    write: (slot, bytes) => eachSlot(slot, bytes, (stored, given) => stored.set(given)),
    flush: () => Promise.resolve(),
    close: () => void (chunks.length = 0),
  };
}
