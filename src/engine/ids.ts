import type { Rng } from '../base/rng.ts';

/** A GUID (version 4's shape) that belongs to a name: same seed and name, same id. */
export function guidOf(rng: Rng, name: string): string {
  const stream = rng.fork(name);
  const hex = Array.from({ length: 4 }, () => stream.uint32().toString(16).padStart(8, '0')).join('');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
