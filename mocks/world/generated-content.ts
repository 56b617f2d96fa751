/**
 * Bytes that are a pure function of (disk seed, block, version). The first four words
 * name the function and its arguments, so that whoever holds the bytes can find the
 * reference again: read the words, generate, compare all 4,096 bytes.
 *
 * Words are written in the machine's byte order; every platform that runs a browser
 * or Node is little-endian.
 */
import { BLOCK_BYTES } from './block-ref.ts';

/** "LSBK" in a hex dump. */
const MARK = 0x4b42534c;
const HEADER_WORDS = 4;
export const BLOCK_WORDS = BLOCK_BYTES / 4;

/** The three arguments, each an unsigned 32-bit number. */
export interface ContentKey {
  readonly diskSeed: number;
  readonly block: number;
  readonly version: number;
}

/** Blocks made last, 8 MiB of them: a block is read, sent, stored and compared within moments. */
const KEPT_BLOCKS = 2048;
const kept = new Uint32Array(KEPT_BLOCKS * BLOCK_WORDS);

/** Writes one block's bytes at `words[at]`…`words[at + 1023]`. */
export function generateBlock(words: Uint32Array, at: number, diskSeed: number, block: number, version: number): void {
  const start = keptAt(diskSeed, block, version);
  words.set(kept.subarray(start, start + BLOCK_WORDS), at);
}

/** The key whose block lies at `words[at]`, or undefined when no key generates exactly these bytes. */
export function recognizeBlock(words: Uint32Array, at: number): ContentKey | undefined {
  if (words[at] !== MARK) return undefined;
  const diskSeed = words[at + 1] ?? 0;
  const block = words[at + 2] ?? 0;
  const version = words[at + 3] ?? 0;
  const start = keptAt(diskSeed, block, version);
  for (let i = HEADER_WORDS; i < BLOCK_WORDS; i++) if (kept[start + i] !== words[at + i]) return undefined;
  return { diskSeed, block, version };
}

/** Where the block lies in {@link kept}, made there if another one was. Its first words tell which one it is. */
function keptAt(diskSeed: number, block: number, version: number): number {
  const key = mixKey(diskSeed, block, version);
  const start = ((key >>> 0) % KEPT_BLOCKS) * BLOCK_WORDS;
  const isKept =
    kept[start] === MARK && kept[start + 1] === diskSeed && kept[start + 2] === block && kept[start + 3] === version;
  if (isKept) return start;
  kept[start] = MARK;
  kept[start + 1] = diskSeed;
  kept[start + 2] = block;
  kept[start + 3] = version;
  for (let i = HEADER_WORDS; i < BLOCK_WORDS; i++) {
    // A hash of the counter and not a chain: neighbouring words do not wait for each other.
    const h = Math.imul(key ^ i, 0x9e3779b1);
    kept[start + i] = Math.imul(h ^ (h >>> 15), 0x85ebca77) ^ key;
  }
  return start;
}

function mixKey(diskSeed: number, block: number, version: number): number {
  let h = Math.imul(diskSeed ^ 0x27d4eb2f, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13) ^ block, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16) ^ version, 0x9e3779b1);
  return h ^ (h >>> 15);
}
