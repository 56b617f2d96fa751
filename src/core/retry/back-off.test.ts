import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { elapsedMs, HOUR_MS, instant, MINUTE_MS, SECOND_MS } from '../../base/units.ts';
import type { FaultReport } from '../errors/fault.ts';
import type { Trouble } from '../model.ts';
import { backOffMs, LADDER_MINUTES, nextAttempt, recordFailure, STEADY_MINUTES } from './back-off.ts';

const now = instant(1_700_000_000_000);
const linkDown: FaultReport = { code: 'NetworkUnreachable', detail: 'no route' };

/** The trouble after a series of faults, one a minute. */
function troubleAfter(...faults: readonly FaultReport[]): Trouble {
  let trouble: Trouble | null = null;
  faults.forEach((fault, i) => (trouble = recordFailure(trouble, fault, instant(now + i * MINUTE_MS))));
  if (!trouble) throw new Error('at least one fault');
  return trouble;
}

describe('back-off', () => {
  test('[RT1] the first five failures wait 1, 2, 4, 8 and 10 minutes', () => {
    expect([1, 2, 3, 4, 5].map((n) => backOffMs(n) / MINUTE_MS)).toEqual([1, 2, 4, 8, 10]);
    expect(LADDER_MINUTES).toEqual([1, 2, 4, 8, 10]);
  });

  test('[RT2] a wait is counted from the failure, wherever the first attempt began', () => {
    const late = instant(now + 5 * HOUR_MS);
    expect(nextAttempt(3, late, linkDown)).toBe(late + 4 * MINUTE_MS);
  });

  test('[RT2] no wait is shorter than the one before', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1000 }), (n) => backOffMs(n + 1) >= backOffMs(n)));
  });

  test('[RT3] the sixth failure waits 30 minutes, and so does every one after it', () => {
    expect(STEADY_MINUTES).toBe(30);
    fc.assert(fc.property(fc.integer({ min: 6, max: 100_000 }), (n) => backOffMs(n) === 30 * MINUTE_MS));
  });

  test('[RT4] non-recoverable faults and those that need a resynchronization are not retried', () => {
    expect(nextAttempt(1, now, { code: 'BrokenVhdChain', detail: '' })).toBeNull();
    expect(nextAttempt(1, now, { code: 'LogInvalid', detail: '' })).toBeNull();
    expect(nextAttempt(1, now, { code: 'HostAuthorization', detail: '', retryAfterMs: 1000 })).toBeNull();
  });

  test('[RT5] the later of Retry-After and ladder counts', () => {
    expect(nextAttempt(1, now, { ...linkDown, retryAfterMs: 90 * SECOND_MS })).toBe(now + 90 * SECOND_MS);
    expect(nextAttempt(3, now, { ...linkDown, retryAfterMs: 90 * SECOND_MS })).toBe(now + 4 * MINUTE_MS);
    expect(nextAttempt(1, now, { ...linkDown, retryAfterMs: -5 })).toBe(now + MINUTE_MS);
  });

  test('[RT6] a Retry-After counts for at most 24 hours', () => {
    expect(nextAttempt(1, now, { ...linkDown, retryAfterMs: 1000 * HOUR_MS })).toBe(now + 24 * HOUR_MS);
  });

  test('[RT7] failures count on across different faults', () => {
    const trouble = troubleAfter(linkDown, { code: 'StorageThrottled', detail: '' }, { code: 'LowMemory', detail: '' });
    expect(trouble.failures).toBe(3);
    expect(trouble.fault.code).toBe('LowMemory');
    expect(trouble.firstAt).toBe(now);
    expect(trouble.lastAt).toBe(now + 2 * MINUTE_MS);
    expect(trouble.nextAttemptAt).toBe(now + 2 * MINUTE_MS + 4 * MINUTE_MS);
  });

  test('[RT8] after a success the ladder begins anew', () => {
    expect(recordFailure(null, linkDown, now)).toMatchObject({ failures: 1, nextAttemptAt: now + MINUTE_MS });
  });

  test('[RT6] every wait is bounded', () => {
    const failures = fc.integer({ min: 1, max: 10_000 });
    fc.assert(
      fc.property(failures, fc.nat(), (n, retryAfterMs) => {
        const next = nextAttempt(n, now, { ...linkDown, retryAfterMs });
        const waitMs = next === null ? Number.NaN : elapsedMs(now, next);
        return waitMs >= MINUTE_MS && waitMs <= 24 * HOUR_MS;
      }),
    );
  });

  test('failures are counted from 1', () => {
    expect(() => backOffMs(0)).toThrow('counted from 1');
    expect(() => backOffMs(1.5)).toThrow('counted from 1');
  });
});
