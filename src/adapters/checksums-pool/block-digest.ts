import { createSHA256, createXXHash128, type IHasher } from 'hash-wasm';
import { assert } from '../../base/assert.ts';
import type { Bytes } from '../../base/units.ts';
import { createBlockKernel, SHORTEST_KERNEL_BLOCK } from './kernel/block-kernel.ts';

/** Length of one digest: XXH3-128, canonical (big-endian) form. */
export const DIGEST_BYTES: Bytes = 16;

/** Digests the blocks of `bytes` in order; the last one may be short. An all-zero block is 16 zero bytes. */
export type BlockDigest = (bytes: Uint8Array, blockBytes: Bytes) => Uint8Array;

/** The kernel takes what it can; a block that is too short for it goes to the library. */
export async function createBlockDigest(): Promise<BlockDigest> {
  const [kernel, library] = await Promise.all([createBlockKernel(), createXXHash128()]);
  return (bytes, blockBytes) => {
    assert(Number.isSafeInteger(blockBytes) && blockBytes > 0, `block size must be positive, got ${blockBytes}`);
    const digests = new Uint8Array(Math.ceil(bytes.length / blockBytes) * DIGEST_BYTES);
    const kernelBytes = lengthForKernel(bytes.length, blockBytes);
    kernel.digestInto(digests, bytes.subarray(0, kernelBytes), blockBytes);
    let at = Math.ceil(kernelBytes / blockBytes) * DIGEST_BYTES;
    for (let offset = kernelBytes; offset < bytes.length; offset += blockBytes) {
      const block = bytes.subarray(offset, offset + blockBytes);
      if (!isAllZero(block)) digests.set(library.init().update(block).digest('binary'), at);
      at += DIGEST_BYTES;
    }
    return digests;
  };
}

/** Bytes up to the end of the last block that is long enough for the kernel. */
function lengthForKernel(lengthBytes: Bytes, blockBytes: Bytes): Bytes {
  if (blockBytes < SHORTEST_KERNEL_BLOCK) return 0;
  const lastBlockBytes = lengthBytes % blockBytes;
  return lastBlockBytes < SHORTEST_KERNEL_BLOCK ? lengthBytes - lastBlockBytes : lengthBytes;
}

function isAllZero(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

/** SHA-256 that takes its input in pieces, which WebCrypto cannot. */
export interface StreamDigest {
  update(bytes: Uint8Array): void;
  /** Lower-case hex; the stream is over. */
  finish(): string;
}

/** Makes streams. One that is finished lends its hasher to the next: many are short, and a hasher is a WebAssembly instance. */
export function createStreamDigests(): () => Promise<StreamDigest> {
  const free: IHasher[] = [];
  return async () => {
    const hasher = free.pop() ?? (await createSHA256());
    hasher.init();
    return {
      update: (bytes) => void hasher.update(bytes),
      finish() {
        const hex = hasher.digest();
        free.push(hasher);
        return hex;
      },
    };
  };
}
