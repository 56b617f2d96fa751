import { assert } from '../../../base/assert.ts';
import type { Bytes } from '../../../base/units.ts';
import { BLOCK_KERNEL_CODE } from './block-kernel-code.ts';

/** The kernel has the hash's form for long input only; a shorter block is not for it. */
export const SHORTEST_KERNEL_BLOCK: Bytes = 241;

/** Length of one digest. */
const DIGEST_BYTES: Bytes = 16;

const WASM_PAGE_BYTES: Bytes = 64 * 1024;

/** What is worked on at once: large enough that the calls cost nothing, small enough to stay in the processor's cache. */
const PIECE_BYTES: Bytes = 1024 * 1024;

/** The compiled module's exports (block-kernel.as.ts). Addresses are offsets into `memory`. */
interface KernelExports {
  readonly memory: WebAssembly.Memory;
  firstFreeByte(): number;
  digestBlocks(input: number, lengthBytes: Bytes, blockBytes: Bytes, output: number): void;
}

/** XXH3-128 of blocks in WebAssembly with SIMD: an instance with memory of its own. */
export interface BlockKernel {
  /**
   * Writes 16 bytes per block of `bytes` into `digests`; an all-zero block is 16 zero bytes. No block is
   * shorter than {@link SHORTEST_KERNEL_BLOCK}, the last included.
   */
  digestInto(digests: Uint8Array, bytes: Uint8Array, blockBytes: Bytes): void;
}

/** A kernel with slots in its memory that others read into, so that no copy is needed. */
export interface SlotKernel {
  /** Views of the slots; they stay what they are. */
  readonly slots: readonly Uint8Array[];
  /** Digests of the blocks of a slot's bytes [from, from + length). None is shorter than {@link SHORTEST_SLOT_BLOCK}. */
  digest(slot: number, fromBytes: Bytes, lengthBytes: Bytes, blockBytes: Bytes): Uint8Array;
}

/** What a slot is digested in: as many digests as there are pages have room. */
export const SHORTEST_SLOT_BLOCK: Bytes = 512;

export async function createBlockKernel(): Promise<BlockKernel> {
  const { kernel, digestsAt } = await instantiate();
  return {
    digestInto(digests, bytes, blockBytes) {
      failOnShortBlock(bytes.length, blockBytes, SHORTEST_KERNEL_BLOCK);
      const blocksAtOnce = Math.max(1, Math.floor(PIECE_BYTES / blockBytes));
      const inputAt = digestsAt + blocksAtOnce * DIGEST_BYTES;
      const pieceBytes = blocksAtOnce * blockBytes;
      reserve(kernel.memory, inputAt + Math.min(bytes.length, pieceBytes));
      const memory = new Uint8Array(kernel.memory.buffer);
      for (let offset = 0; offset < bytes.length; offset += pieceBytes) {
        const piece = bytes.subarray(offset, offset + pieceBytes);
        memory.set(piece, inputAt);
        kernel.digestBlocks(inputAt, piece.length, blockBytes, digestsAt);
        const digestBytes = Math.ceil(piece.length / blockBytes) * DIGEST_BYTES;
        digests.set(memory.subarray(digestsAt, digestsAt + digestBytes), (offset / blockBytes) * DIGEST_BYTES);
      }
    },
  };
}

/** All memory is reserved at once, so that the views last; the system gives it when it is touched. */
export async function createSlotKernel(count: number, slotBytes: Bytes): Promise<SlotKernel> {
  const { kernel, digestsAt } = await instantiate();
  const slotsAt = digestsAt + Math.ceil(slotBytes / SHORTEST_SLOT_BLOCK) * DIGEST_BYTES;
  reserve(kernel.memory, slotsAt + count * slotBytes);
  const { buffer } = kernel.memory;
  return {
    slots: Array.from({ length: count }, (_, slot) => new Uint8Array(buffer, slotsAt + slot * slotBytes, slotBytes)),
    digest(slot, fromBytes, lengthBytes, blockBytes) {
      assert(slot < count && fromBytes + lengthBytes <= slotBytes, `no ${lengthBytes} bytes in slot ${slot}`);
      failOnShortBlock(lengthBytes, blockBytes, SHORTEST_SLOT_BLOCK);
      kernel.digestBlocks(slotsAt + slot * slotBytes + fromBytes, lengthBytes, blockBytes, digestsAt);
      return new Uint8Array(buffer).slice(digestsAt, digestsAt + Math.ceil(lengthBytes / blockBytes) * DIGEST_BYTES);
    },
  };
}

async function instantiate(): Promise<{ readonly kernel: KernelExports; readonly digestsAt: number }> {
  const { instance } = await WebAssembly.instantiate(codeBytes());
  // What the module exports is what its source says; the compiler checks neither.
  const kernel = instance.exports as unknown as KernelExports;
  return { kernel, digestsAt: Math.ceil(kernel.firstFreeByte() / DIGEST_BYTES) * DIGEST_BYTES };
}

function failOnShortBlock(lengthBytes: Bytes, blockBytes: Bytes, shortest: Bytes): void {
  const shortestBlock = Math.min(blockBytes, ((lengthBytes - 1) % blockBytes) + 1);
  assert(lengthBytes === 0 || shortestBlock >= shortest, 'a block is too short for the kernel');
}

function reserve(memory: WebAssembly.Memory, bytes: Bytes): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / WASM_PAGE_BYTES));
}

function codeBytes(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(BLOCK_KERNEL_CODE), (character) => character.charCodeAt(0));
}
