import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { after, instant, MINUTE_MS, SECOND_MS } from '../../base/units.ts';
import { missedCycles, nextCycleAt } from './cycle.ts';

const start = instant(1_700_000_000_000);
const every = (replicationIntervalSeconds: 30 | 300 | 900) => ({ replicationIntervalSeconds });
const interval = fc.constantFrom<30 | 300 | 900>(30, 300, 900);

describe('cycle', () => {
  test.each([30, 300, 900] as const)('[DL1] every %i seconds', (seconds) => {
    expect(nextCycleAt(start, after(start, 10 * SECOND_MS), every(seconds))).toBe(after(start, seconds * SECOND_MS));
  });

  test('[DL2] an overrun delays the next cycle, which starts at once', () => {
    const end = after(start, 7 * MINUTE_MS);
    expect(nextCycleAt(start, end, every(300))).toBe(end);
  });

  test.each([
    [0, 0],
    [299, 0],
    [300, 0],
    [301, 1],
    [600, 1],
    [601, 2],
    [3600, 11],
  ])('[DL3] a cycle of 300 s that takes %i s misses %i', (seconds, missed) => {
    expect(missedCycles(start, after(start, seconds * SECOND_MS), every(300))).toBe(missed);
  });

  test('[DL3] a clock set back misses nothing', () => {
    expect(missedCycles(start, after(start, -MINUTE_MS), every(30))).toBe(0);
  });

  test('[DL2][DL3] completed and missed cycles fill the time, whatever the transfers take', () => {
    fc.assert(
      fc.property(
        interval,
        fc.array(fc.nat(4000 * SECOND_MS), { minLength: 1, maxLength: 50 }),
        (seconds, durations) => {
          let at = start;
          let counted = 0;
          for (const durationMs of durations) {
            const end = after(at, durationMs);
            counted += 1 + missedCycles(at, end, every(seconds));
            const next = nextCycleAt(at, end, every(seconds));
            expect(next).toBeGreaterThanOrEqual(end);
            expect(next - at).toBeGreaterThanOrEqual(seconds * SECOND_MS);
            at = next;
          }
          const intervals = (at - start) / (seconds * SECOND_MS);
          expect(counted).toBeGreaterThanOrEqual(intervals);
          expect(counted).toBeLessThan(intervals + durations.length);
        },
      ),
    );
  });
});
