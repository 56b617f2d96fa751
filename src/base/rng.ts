import type { Brand } from './units.ts';

/** Four 32-bit words: the whole state of a stream. */
export type RngState = Brand<readonly [number, number, number, number], 'RngState'>;

/** A stream of chance with 128 bits of state (xoshiro128**). Same seed and name, same numbers, on every platform. */
export interface Rng {
  /** An integer in [0, 2^32). */
  uint32(): number;
  /** A number in [0, 1). */
  unit(): number;
  /** An integer in [0, bound); `bound` in [1, 2^32]. */
  below(bound: number): number;
  /** A stream of its own, named, so that one more draw here does not shift what is drawn there. */
  fork(name: string): Rng;
  /** The state to journal; {@link resumeRng} continues from it. */
  save(): RngState;
}

/** The stream that belongs to a seed (any string). */
export function createRng(seed: string): Rng {
  return resumeRng(finish(absorb(STARTS, seed)));
}

export function resumeRng(state: RngState): Rng {
  const s: [number, number, number, number] = [state[0], state[1], state[2], state[3]];
  /** The hash of the part that the names of all forks have in common, made with the first of them. */
  let forks: RngState | undefined;
  const uint32 = (): number => {
    const product = Math.imul(s[1], 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = (s[3] << 11) | (s[3] >>> 21);
    return result;
  };
  return {
    uint32,
    unit: () => uint32() / 2 ** 32,
    below: (bound) => Math.floor((uint32() / 2 ** 32) * bound),
    // Drawing from the parent would make the order of forks matter; hashing its state does not.
    fork: (name) => {
      forks ??= absorb(STARTS, `${state.join(',')}/`);
      return resumeRng(finish(absorb(forks, name)));
    },
    save: () => [...s] as unknown as RngState,
  };
}

/** Where the four FNV-1a hashes of a seed begin: seed string → 128 bits. */
const STARTS = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b] as unknown as RngState;

/** The four hashes, each taken on over `text`. */
function absorb(hashes: RngState, text: string): RngState {
  let [a, b, c, d]: readonly [number, number, number, number] = hashes;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x01000193);
    c = Math.imul(c ^ code, 0x01000193);
    d = Math.imul(d ^ code, 0x01000193);
  }
  return [a, b, c, d] as unknown as RngState;
}

/** A finalizer (murmur3's) for each. */
function finish([a, b, c, d]: RngState): RngState {
  const words = [mix(a), mix(b), mix(c), mix(d)];
  // All-zero state is the one from which xoshiro never moves.
  if (!words.some((word) => word > 0)) words[0] = 1;
  return words as unknown as RngState;
}

function mix(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
