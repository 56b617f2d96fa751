import { createHash } from 'node:crypto';
import { DIGEST_BYTES } from '../../limits/limits.ts';

/** Digests as the Checksums port gives them, by MD5 in place of XXH3: an all-zero block is 16 zero bytes. */
export function digestBlocks(bytes: Uint8Array, blockBytes: number): Uint8Array {
  const digests = new Uint8Array(Math.ceil(bytes.length / blockBytes) * DIGEST_BYTES);
  for (let at = 0, to = 0; at < bytes.length; at += blockBytes, to += DIGEST_BYTES) {
    const block = bytes.subarray(at, at + blockBytes);
    if (block.some((byte) => byte !== 0)) digests.set(createHash('md5').update(block).digest(), to);
  }
  return digests;
}
