import type { Rng } from '../../src/base/rng.ts';

/** A version-4 GUID drawn from a stream, in lower case. */
export function drawGuid(rng: Rng): string {
  const words = [
    rng.uint32(),
    (rng.uint32() & 0xffff0fff) | 0x4000,
    (rng.uint32() & 0x3fffffff) | 0x80000000,
    rng.uint32(),
  ];
  const hex = words.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
