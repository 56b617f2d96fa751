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
  /**
   * The same of bytes that `fill` puts into the kernel's own memory, which saves a copy: it is called for one
   * piece after the other, with the buffer to fill and the piece's offset. The buffer is the kernel's again afterwards.
   */
  digestFilled(
    digests: Uint8Array,
    lengthBytes: Bytes,
    blockBytes: Bytes,
    fill: (buffer: Uint8Array, offsetBytes: Bytes) => void,
  ): void;
}

export async function createBlockKernel(): Promise<BlockKernel> {
  const { instance } = await WebAssembly.instantiate(codeBytes());
  // What the module exports is what its source says; the compiler checks neither.
  const kernel = instance.exports as unknown as KernelExports;
  const digestsAt = Math.ceil(kernel.firstFreeByte() / DIGEST_BYTES) * DIGEST_BYTES;

  const digestFilled: BlockKernel['digestFilled'] = (digests, lengthBytes, blockBytes, fill) => {
    const shortestBlock = Math.min(blockBytes, ((lengthBytes - 1) % blockBytes) + 1);
    assert(lengthBytes === 0 || shortestBlock >= SHORTEST_KERNEL_BLOCK, 'a block is too short for the kernel');
    const blocksAtOnce = Math.max(1, Math.floor(PIECE_BYTES / blockBytes));
    const inputAt = digestsAt + blocksAtOnce * DIGEST_BYTES;
    const pieceBytes = blocksAtOnce * blockBytes;
    reserve(kernel.memory, inputAt + Math.min(lengthBytes, pieceBytes));
    const memory = new Uint8Array(kernel.memory.buffer);
    for (let offset = 0; offset < lengthBytes; offset += pieceBytes) {
      const length = Math.min(pieceBytes, lengthBytes - offset);
      fill(memory.subarray(inputAt, inputAt + length), offset);
      kernel.digestBlocks(inputAt, length, blockBytes, digestsAt);
      const digestBytes = Math.ceil(length / blockBytes) * DIGEST_BYTES;
      digests.set(memory.subarray(digestsAt, digestsAt + digestBytes), (offset / blockBytes) * DIGEST_BYTES);
    }
  };

  return {
    digestFilled,
    digestInto: (digests, bytes, blockBytes) =>
      digestFilled(digests, bytes.length, blockBytes, (buffer, offset) => {
        buffer.set(bytes.subarray(offset, offset + buffer.length));
      }),
  };
}

function reserve(memory: WebAssembly.Memory, bytes: Bytes): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / WASM_PAGE_BYTES));
}

function codeBytes(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(BLOCK_KERNEL_CODE), (character) => character.charCodeAt(0));
}
