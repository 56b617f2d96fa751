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
  return resumeRng(expand(seed));
}

export function resumeRng(state: RngState): Rng {
  const s: [number, number, number, number] = [state[0], state[1], state[2], state[3]];
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
    fork: (name) => createRng(`${state.join(',')}/${name}`),
    save: () => [...s] as unknown as RngState,
  };
}

/** Seed string → 128 bits, by four differently started FNV-1a passes and a finalizer (murmur3's). */
function expand(seed: string): RngState {
  const words: number[] = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b].map((start) => {
    let h = start;
    for (let i = 0; i < seed.length; i++) h = Math.imul(h ^ seed.charCodeAt(i), 0x01000193);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return (h ^ (h >>> 16)) >>> 0;
  });
  // All-zero state is the one from which xoshiro never moves.
  if (!words.some((word) => word > 0)) words[0] = 1;
  return words as unknown as RngState;
}
