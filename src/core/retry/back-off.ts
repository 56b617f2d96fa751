/**
 * When a failed attempt is tried again: a printable ladder, then a steady beat.
 * The ladder's numbers are waits after a failure, not offsets from the first one:
 * as offsets the waits would be 1, 1, 2, 4, 2, 30 minutes, which is no back-off.
 */
import { assert } from '../../base/assert.ts';
import { after, MINUTE_MS, type Instant, type Milliseconds } from '../../base/units.ts';
import { classOf } from '../errors/catalogue.ts';
import type { FaultReport } from '../errors/fault.ts';
import { MAX_RETRY_AFTER_MS } from '../limits/limits.ts';
import type { Trouble } from '../model.ts';

/** Waits after the first, second, … failure in a row, in minutes. */
export const LADDER_MINUTES: readonly number[] = [1, 2, 4, 8, 10];

/** Wait after every failure beyond the ladder, in minutes. */
export const STEADY_MINUTES = 30;

/** The wait after the `failures`-th failure in a row (1-based). */
export function backOffMs(failures: number): Milliseconds {
  assert(Number.isInteger(failures) && failures >= 1, `failures are counted from 1, got ${failures}`);
  return (LADDER_MINUTES[failures - 1] ?? STEADY_MINUTES) * MINUTE_MS;
}

/**
 * When to try again after the `failures`-th failure in a row, noticed at `now`.
 * null: not at all, the administrator (or a resynchronization) is needed.
 */
export function nextAttempt(failures: number, now: Instant, fault: FaultReport): Instant | null {
  if (classOf(fault.code) !== 'recoverable') return null;
  const askedMs = Math.min(Math.max(0, fault.retryAfterMs ?? 0), MAX_RETRY_AFTER_MS);
  return after(now, Math.max(backOffMs(failures), askedMs));
}

/** The item's trouble after one more failure. A success resets it: the caller sets null. */
export function recordFailure(trouble: Trouble | null, fault: FaultReport, now: Instant): Trouble {
  const failures = (trouble?.failures ?? 0) + 1;
  return {
    fault,
    firstAt: trouble?.firstAt ?? now,
    lastAt: now,
    failures,
    nextAttemptAt: nextAttempt(failures, now, fault),
  };
}
