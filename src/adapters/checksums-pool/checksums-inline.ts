import { KIB, type Bytes } from '../../base/units.ts';
import type { Checksums } from '../../core/ports.ts';
import { createBlockDigest, createStreamDigests } from './block-digest.ts';
import { createSlotKernel, SHORTEST_SLOT_BLOCK } from './kernel/block-kernel.ts';

/** What is read at once goes straight into the kernel's memory, where there is room for it. */
const SLOT_BYTES: Bytes = 512 * KIB;

/** One for each upload thread of two disks; who finds none free reads into a buffer of its own. */
const SLOTS = 8;

/** Checksums on the calling thread: in Node, in tests, and where no worker can be had. */
export async function createChecksumsInline(): Promise<Checksums> {
  const [digestBlocks, kernel] = await Promise.all([createBlockDigest(), createSlotKernel(SLOTS, SLOT_BYTES)]);
  const createStreamDigest = createStreamDigests();
  const free = kernel.slots.map((_, slot) => slot);

  return {
    digest: async (bytes, blockBytes) => digestBlocks(bytes, blockBytes),

    async digestRead(lengthBytes, blockBytes, read) {
      const shortestBlock = Math.min(blockBytes, lengthBytes % blockBytes || blockBytes);
      const isForSlot = lengthBytes <= SLOT_BYTES && shortestBlock >= SHORTEST_SLOT_BLOCK;
      const slot = isForSlot ? free.pop() : undefined;
      const into = slot === undefined ? undefined : kernel.slots[slot]?.subarray(0, lengthBytes);
      if (slot === undefined || into === undefined) {
        const bytes = new Uint8Array(lengthBytes);
        await read(bytes);
        return digestBlocks(bytes, blockBytes);
      }
      try {
        await read(into);
        return kernel.digest(slot, 0, lengthBytes, blockBytes);
      } finally {
        free.push(slot);
      }
    },

    async sha256(chunks) {
      const stream = await createStreamDigest();
      for await (const chunk of chunks) stream.update(chunk);
      return stream.finish();
    },
  };
}
