/**
 * Units of the replication core. Sizes and durations are plain numbers under a
 * name that carries the unit (`lengthBytes`, `delayMs`); a point in time is
 * branded, because adding two of them is the mistake a type can catch.
 */

declare const brand: unique symbol;

/** A type that only its own maker may produce. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** A count of bytes; a non-negative safe integer. */
export type Bytes = number;

/** A duration in milliseconds. */
export type Milliseconds = number;

/** A rate in bits per second, as the agent's throttle and the network models state it. */
export type BitsPerSecond = number;

/** A point in wall time: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = Brand<number, 'Instant'>;

/** The one place where a number becomes an {@link Instant}. */
export function instant(epochMs: number): Instant {
  return epochMs as Instant;
}

/** The instant `durationMs` after (or, negative, before) `from`. */
export function after(from: Instant, durationMs: Milliseconds): Instant {
  return instant(from + durationMs);
}

/** Milliseconds from `earlier` to `later`; negative when they are the other way round. */
export function elapsedMs(earlier: Instant, later: Instant): Milliseconds {
  return later - earlier;
}

/** ISO 8601 in UTC, as the management API writes times. */
export function toIso(at: Instant): string {
  return new Date(at).toISOString();
}

export const KIB: Bytes = 1024;
export const MIB: Bytes = 1024 * KIB;
export const GIB: Bytes = 1024 * MIB;

export const SECOND_MS: Milliseconds = 1000;
export const MINUTE_MS: Milliseconds = 60 * SECOND_MS;
export const HOUR_MS: Milliseconds = 60 * MINUTE_MS;
export const DAY_MS: Milliseconds = 24 * HOUR_MS;

/** The grain of the page-blob service and of a virtual disk's sectors. */
export const PAGE_BYTES: Bytes = 512;
