import type { Rng } from '../base/rng.ts';

/** A GUID (version 4's shape) that belongs to a name: same seed and name, same id. */
export function guidOf(rng: Rng, name: string): string {
  const stream = rng.fork(name);
  const [a, b, c, d] = [stream.uint32(), stream.uint32(), stream.uint32(), stream.uint32()];
  const version = 0x4000 | (b & 0x0fff);
  const variant = 0x8000 | ((c >>> 16) & 0x3fff);
  return `${hex(a, 8)}-${hex(b >>> 16, 4)}-${hex(version, 4)}-${hex(variant, 4)}-${hex(c & 0xffff, 4)}${hex(d, 8)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
