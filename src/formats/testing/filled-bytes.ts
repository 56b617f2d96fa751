import { createRng } from '../../base/rng.ts';

/** Bytes of chance that belong to a seed. */
export function randomBytes(seed: string, lengthBytes: number): Uint8Array {
  const rng = createRng(seed);
  const words = Uint32Array.from({ length: Math.ceil(lengthBytes / 4) }, () => rng.uint32());
  return new Uint8Array(words.buffer, 0, lengthBytes);
}
