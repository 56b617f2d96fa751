/**
 * Digests as they cross the wire to find what differs: 4 of their 16 bytes. That two different blocks look
 * equal is so rare that sending more would cost more than it saves; a sum over the whole digests notices it.
 */
import { assert } from './assert.ts';
import { wordsOf } from './words.ts';

const WORDS_PER_DIGEST = 4;

/** The first of each digest's four words that is not zero: zero for an all-zero block and only for such. */
export function shortened(digests: Uint8Array): Uint8Array {
  assert(digests.length % (4 * WORDS_PER_DIGEST) === 0, `digests have 16 bytes each, got ${digests.length} in all`);
  const words = wordsOf(digests);
  const short = new Uint32Array(words.length / WORDS_PER_DIGEST);
  for (let block = 0; block < short.length; block++) {
    const at = block * WORDS_PER_DIGEST;
    short[block] = words[at] || words[at + 1] || words[at + 2] || words[at + 3] || 0;
  }
  return new Uint8Array(short.buffer);
}
