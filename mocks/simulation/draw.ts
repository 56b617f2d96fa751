import type { Rng } from '../../src/base/rng.ts';
import type { Milliseconds } from '../../src/base/units.ts';

/** One of the values; `values` is not empty. */
export function oneOf<T>(rng: Rng, values: readonly T[]): T {
  const value = values[rng.below(values.length)];
  if (value === undefined) throw new RangeError('there is nothing to draw from');
  return value;
}

/** Each of the values with a chance that is drawn first: few, half or most of them. */
export function some<T>(rng: Rng, values: readonly T[]): readonly T[] {
  const chance = rng.unit();
  return values.filter(() => rng.unit() < chance);
}

/** Whole milliseconds in [shortest, longest]. */
export function spanMs(rng: Rng, shortest: Milliseconds, longest: Milliseconds): Milliseconds {
  return Math.round(shortest + (longest - shortest) * rng.unit());
}

/** Time until an event that comes on average every `meanMs`, at least one second. */
export function waitMs(rng: Rng, meanMs: Milliseconds): Milliseconds {
  return Math.max(1000, Math.round(-Math.log(1 - rng.unit()) * meanMs));
}
