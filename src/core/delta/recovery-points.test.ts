import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at } from '../../base/testing/at.ts';
import { after, HOUR_MS, instant, MINUTE_MS, type Instant } from '../../base/units.ts';
import type { Consistency, RecoveryPoint, RecoveryPointId } from '../model.ts';
import { nextApplicationConsistentAt, retainRecoveryPoints, rpoMs } from './recovery-points.ts';

/** A full hour, so that minutes after it are minutes of the hour. */
const start = instant(472_222 * HOUR_MS);
const minute = (minutes: number): Instant => after(start, minutes * MINUTE_MS);
const keep = (recoveryPointHistoryHours: number) => ({ recoveryPointHistoryHours });

function point(minutes: number, consistency: Consistency = 'CrashConsistent'): RecoveryPoint {
  return { recoveryPointId: `${minutes}` as RecoveryPointId, time: minute(minutes), consistency, snapshots: [] };
}
const minutesOf = (points: readonly RecoveryPoint[]) => points.map((p) => (p.time - start) / MINUTE_MS);

describe('retention', () => {
  test('[DL8] with no history only the latest stays', () => {
    const { kept, expired } = retainRecoveryPoints([point(0), point(5), point(10)], minute(11), keep(0));
    expect([minutesOf(kept), minutesOf(expired)]).toEqual([[10], [0, 5]]);
  });

  test('[DL8] the latest stays however old it is', () => {
    expect(minutesOf(retainRecoveryPoints([point(0)], minute(99_999), keep(1)).kept)).toEqual([0]);
    expect(retainRecoveryPoints([], minute(0), keep(1))).toEqual({ kept: [], expired: [] });
  });

  test('[DL9] of each hour the last crash-consistent and the last application-consistent point stay', () => {
    const points = [point(5), point(50), point(20, 'ApplicationConsistent'), point(55), point(70), point(80)];
    const { kept, expired } = retainRecoveryPoints(points, minute(81), keep(24));
    expect([minutesOf(kept), minutesOf(expired)]).toEqual([
      [20, 55, 80],
      [5, 50, 70],
    ]);
  });

  test('[DL9] an hour begins with its first minute, whatever order the points come in', () => {
    const points = [point(119), point(60), point(0), point(59), point(5)];
    expect(minutesOf(retainRecoveryPoints(points, minute(120), keep(24)).kept)).toEqual([59, 119]);
    expect(minutesOf(retainRecoveryPoints([point(0), point(5)], minute(6), keep(24)).kept)).toEqual([5]);
  });

  test('[DL8] with no history not even a point of this very instant stays beside the latest', () => {
    const points = [point(7, 'ApplicationConsistent'), point(7)];
    expect(retainRecoveryPoints(points, minute(7), keep(0)).kept).toEqual([point(7)]);
  });

  test('[DL9] beyond the retention all expire; exactly at its edge they stay', () => {
    const points = [point(59), point(60 + 59), point(200)];
    expect(minutesOf(retainRecoveryPoints(points, minute(59 + 120), keep(2)).kept)).toEqual([59, 119, 200]);
    expect(minutesOf(retainRecoveryPoints(points, minute(59 + 121), keep(2)).kept)).toEqual([119, 200]);
  });

  test('[DL10] expiring point by point leaves the same as all at once', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.boolean()), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 24 }), (draws, hours) => {
        let elapsed = 0;
        let kept: readonly RecoveryPoint[] = [];
        const all = draws.map(([gap, isApplication]) => {
          elapsed += gap;
          const made = point(elapsed, isApplication ? 'ApplicationConsistent' : 'CrashConsistent');
          kept = retainRecoveryPoints([...kept, made], made.time, keep(hours)).kept;
          return made;
        });
        expect(kept).toEqual(retainRecoveryPoints(all, minute(elapsed), keep(hours)).kept);
        expect(kept.at(-1)).toBe(all.at(-1));
      }),
    );
  });

  test('[DL9][LI2] a day of points every half minute stays within the limit of 50', () => {
    const day = Array.from({ length: 2 * 1440 + 10 }, (_, i) =>
      point(i / 2 + 30, i % 3 === 0 ? 'ApplicationConsistent' : 'CrashConsistent'),
    );
    const { kept } = retainRecoveryPoints(day, day.at(-1)?.time ?? start, keep(24));
    expect(kept).toHaveLength(50);
  });
});

describe('application-consistent snapshots', () => {
  const everyHours = (applicationConsistentFrequencyHours: number) => ({ applicationConsistentFrequencyHours });

  test('[DL11] are due the policy’s hours after the last, at once without one, never when off', () => {
    expect(nextApplicationConsistentAt(minute(7), minute(30), everyHours(1))).toBe(minute(67));
    expect(nextApplicationConsistentAt(minute(7), minute(999), everyHours(12))).toBe(minute(727));
    expect(nextApplicationConsistentAt(null, minute(30), everyHours(4))).toBe(minute(30));
    expect(nextApplicationConsistentAt(minute(7), minute(30), everyHours(0))).toBeNull();
  });
});

describe('RPO', () => {
  test('[DL12] of the recorded item is 396 s: from the recovery point received, not from the data’s instant', () => {
    const lastRecoveryPointAt = at('2024-10-29T14:06:10.800Z');
    const calculatedAt = at('2024-10-29T14:12:47.130Z');
    expect(Math.floor((rpoMs({ lastRecoveryPointAt }, calculatedAt) ?? 0) / 1000)).toBe(396);
  });

  test('[DL13] is unknown before the first point and never negative', () => {
    expect(rpoMs({ lastRecoveryPointAt: null }, start)).toBeNull();
    expect(rpoMs({ lastRecoveryPointAt: minute(5) }, start)).toBe(0);
  });
});
