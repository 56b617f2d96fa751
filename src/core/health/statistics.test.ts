import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at } from '../../base/testing/at.ts';
import { after, HOUR_MS, MINUTE_MS } from '../../base/units.ts';
import { localMinute } from '../policy/local-time.ts';
import { berlin, utc } from '../policy/testing/offsets.ts';
import {
  averageLatencyMs,
  countCycle,
  countFailure,
  countMisses,
  missShare,
  monitoringEnd,
  newStatistics,
  rollStatistics,
} from './statistics.ts';

const empty = newStatistics(at('2026-03-10T08:00:00Z'));

describe('statistics', () => {
  test('[HE14] an interval ends at 09:00 and at 21:00 of the host', () => {
    expect(monitoringEnd(at('2026-03-10T08:59:59Z'), utc)).toBe(at('2026-03-10T09:00:00Z'));
    expect(monitoringEnd(at('2026-03-10T09:00:00Z'), utc)).toBe(at('2026-03-10T21:00:00Z'));
    expect(monitoringEnd(at('2026-03-10T23:00:00Z'), utc)).toBe(at('2026-03-11T09:00:00Z'));
    expect(monitoringEnd(at('2026-03-10T08:30:00Z'), berlin)).toBe(at('2026-03-10T20:00:00Z'));
  });

  test('[HE14] the night of a daylight-saving change has 11 or 13 hours', () => {
    expect(monitoringEnd(at('2026-03-28T20:00:00Z'), berlin)).toBe(at('2026-03-29T07:00:00Z'));
    expect(monitoringEnd(at('2026-10-24T19:00:00Z'), berlin)).toBe(at('2026-10-25T08:00:00Z'));
  });

  test('[HE15] statistics last for their interval and begin anew after it', () => {
    const busy = countMisses(empty, 3);
    expect(rollStatistics(busy, at('2026-03-10T08:59:59Z'), utc)).toBe(busy);
    expect(rollStatistics(busy, at('2026-03-10T09:00:00Z'), utc)).toEqual(newStatistics(at('2026-03-10T09:00:00Z')));
  });

  test('[HE15] after a long sleep the present interval counts', () => {
    const start = fc.integer({ min: 0, max: 400 * 24 * 60 }).map((m) => after(empty.startedAt, m * MINUTE_MS));
    fc.assert(
      fc.property(start, (now) => {
        const { startedAt } = rollStatistics(empty, now, berlin);
        expect(startedAt).toBeLessThanOrEqual(now);
        expect(monitoringEnd(startedAt, berlin)).toBeGreaterThan(now);
        if (startedAt !== empty.startedAt) expect([540, 1260]).toContain(localMinute(startedAt, berlin));
      }),
    );
  });

  test('[HE16] a completed cycle adds bytes and latency', () => {
    const two = countCycle(countCycle(empty, 100, 5000), 40, 9000);
    expect(two).toEqual({
      ...empty,
      successCount: 2,
      totalBytes: 140,
      maxBytes: 100,
      totalLatencyMs: 14_000,
      maxLatencyMs: 9000,
    });
    expect(averageLatencyMs(two)).toBe(7000);
    expect(averageLatencyMs(empty)).toBeNull();
  });

  test('[HE17] a failure counts once', () => {
    const count = (code: 'NetworkTimeout' | 'VssFailure' | 'LowMemory' | 'StorageFull') => {
      const { networkFailureCount, applicationConsistentFailureCount, failureCount } = countFailure(empty, {
        code,
        detail: '',
      });
      return [networkFailureCount, applicationConsistentFailureCount, failureCount];
    };
    expect(count('NetworkTimeout')).toEqual([1, 0, 0]);
    expect(count('VssFailure')).toEqual([0, 1, 0]);
    expect(count('LowMemory')).toEqual([0, 0, 1]);
    expect(count('StorageFull')).toEqual([0, 0, 1]);
  });

  test('[HE5] the share of missed cycles is that of those due', () => {
    expect(missShare(empty)).toBe(0);
    expect(missShare(countMisses(countCycle(empty, 1, 1), 3))).toBe(0.75);
    expect(countMisses(empty, 0)).toBe(empty);
  });

  test('[HE15] a reset makes empty statistics', () => {
    expect(newStatistics(after(empty.startedAt, HOUR_MS))).toEqual({
      ...empty,
      startedAt: after(empty.startedAt, HOUR_MS),
    });
  });
});
