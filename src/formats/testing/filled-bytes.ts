import { createRng } from '../../base/rng.ts';

/** Bytes of chance that belong to a seed. */
export function randomBytes(seed: string, lengthBytes: number): Uint8Array {
  const rng = createRng(seed);
  const words = Uint32Array.from({ length: Math.ceil(lengthBytes / 4) }, () => rng.uint32());
  return new Uint8Array(words.buffer, 0, lengthBytes);
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Whether two byte arrays are equal; Vitest's own comparison goes byte by byte through objects. */
export function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
