import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { after, instant, MINUTE_MS } from '../../base/units.ts';
import { forecastLogLimit, type LogSample } from './log-forecast.ts';

const start = instant(1_700_000_000_000);
/** One sample a minute. */
const samples = (...sizes: readonly number[]): LogSample[] =>
  sizes.map((logBytes, i) => ({ at: after(start, i * MINUTE_MS), logBytes }));

describe('log forecast', () => {
  test('[TR4] steady growth reaches the limit when it must', () => {
    const forecast = forecastLogLimit(samples(0, 600, 1200), 6000);
    expect(forecast.growthBytesPerSecond).toBeCloseTo(10);
    expect(forecast.reachesLimitAt).toBe(after(start, 10 * MINUTE_MS));
  });

  test('[TR4] a limit that falls between two milliseconds is reached at the later one', () => {
    expect(forecastLogLimit(samples(0, 180_000), 180_001).reachesLimitAt).toBe(after(start, MINUTE_MS + 1));
  });

  test('[TR4] a line is fitted through uneven samples', () => {
    expect(forecastLogLimit(samples(0, 1200, 1200, 2400), 1e9).growthBytesPerSecond).toBeCloseTo(12);
  });

  test('[TR4] growth before the log was last emptied does not count', () => {
    const forecast = forecastLogLimit(samples(0, 90_000, 180_000, 0, 60), 600);
    expect(forecast.growthBytesPerSecond).toBeCloseTo(1);
    expect(forecast.reachesLimitAt).toBe(after(start, 4 * MINUTE_MS + 9 * MINUTE_MS));
  });

  test('[TR4] only the newest samples count', () => {
    const flat = Array.from({ length: 500 }, () => 0);
    const growing = Array.from({ length: 60 }, (_, i) => i * 60);
    expect(forecastLogLimit(samples(...flat, ...growing), 1e9).growthBytesPerSecond).toBeCloseTo(1);
  });

  test.each([
    ['no sample', []],
    ['one sample', [50]],
    ['no growth', [50, 50, 50]],
    ['a log just emptied', [50, 60, 0]],
  ])('[TR4] with %s there is no forecast', (_, sizes) => {
    expect(forecastLogLimit(samples(...sizes), 1000)).toEqual({ growthBytesPerSecond: 0, reachesLimitAt: null });
  });

  test('[TR4] two samples of one instant say nothing', () => {
    const twice = [
      { at: start, logBytes: 1 },
      { at: start, logBytes: 9 },
    ];
    expect(forecastLogLimit(twice, 100).reachesLimitAt).toBeNull();
  });

  test('[TR4] a limit already passed is reached at the last sample', () => {
    expect(forecastLogLimit(samples(500, 600), 550).reachesLimitAt).toBe(after(start, MINUTE_MS));
  });

  test('[TR4] the limit is never reached in the past', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { maxLength: 100 }), fc.nat(10_000_000), (sizes, limit) => {
        const taken = samples(...sizes);
        const { reachesLimitAt } = forecastLogLimit(taken, limit);
        if (reachesLimitAt !== null) expect(reachesLimitAt).toBeGreaterThanOrEqual(taken.at(-1)?.at ?? Infinity);
      }),
    );
  });
});
