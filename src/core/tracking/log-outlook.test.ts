import { describe, expect, it } from 'vitest';
import { instant, MINUTE_MS } from '../../base/units.ts';
import { logOutlook } from './log-outlook.ts';

const CYCLE_MS = 5 * MINUTE_MS;
const at = (minute: number) => instant(minute * MINUTE_MS);
const series = (sizes: readonly number[]) => sizes.map((logBytes, minute) => ({ at: at(minute), logBytes }));
const minutes = (count: number, size: (minute: number) => number) =>
  series(Array.from({ length: count }, (_, i) => size(i)));

describe('logOutlook', () => {
  it('tells when a log that nothing empties reaches its limit', () => {
    const outlook = logOutlook(
      minutes(30, (minute) => minute * 600),
      60_000,
      CYCLE_MS,
    );
    expect(outlook.trend).toBe('growing');
    expect(outlook.reachesLimitAt).toEqual([at(100), at(100)]);
    expect(outlook.band[0]).toEqual({ at: at(29), lowBytes: 17_400, likelyBytes: 17_400, highBytes: 17_400 });
    expect(outlook.band.at(-1)?.likelyBytes).toBe(60_000);
  });

  it('widens with the scatter of the samples, and the actual course lies within', () => {
    const noise = (minute: number) => ((minute * 7919) % 13) * 20;
    const outlook = logOutlook(
      minutes(50, (minute) => minute * 600 + noise(minute)),
      60_000,
      CYCLE_MS,
    );
    const [earliest, latest] = outlook.reachesLimitAt ?? [];
    expect(earliest).toBeLessThan(at(100));
    expect(latest).toBeGreaterThan(at(99));
    expect(outlook.hindcasts.map(({ isWithin }) => isWithin)).toEqual([true, true, true]);
    expect(Math.max(...outlook.hindcasts.map(({ errorShare }) => errorShare))).toBeLessThan(0.05);
  });

  it('takes a saw that the cycles empty for steady, however steep its teeth', () => {
    const outlook = logOutlook(
      minutes(60, (minute) => (minute % 5) * 10_000),
      60_000,
      CYCLE_MS,
    );
    expect(outlook).toMatchObject({ trend: 'steady', reachesLimitAt: null, band: [] });
  });

  it('sees cycles that do not keep up by the rising peaks', () => {
    const outlook = logOutlook(
      minutes(60, (minute) => (minute % 5) * 1000 + Math.floor(minute / 5) * 500),
      60_000,
      CYCLE_MS,
    );
    expect(outlook.trend).toBe('growing');
    expect(outlook.growthBytesPerSecond?.[0]).toBeCloseTo(500 / 300, 5);
  });

  it('owns up to a forecast that the end of the fault proved wrong', () => {
    const outlook = logOutlook(
      minutes(50, (minute) => (minute < 48 ? minute * 600 : 0)),
      60_000,
      CYCLE_MS,
    );
    expect(outlook.hindcasts.length).toBeGreaterThan(0);
    for (const { isWithin, errorShare } of outlook.hindcasts) {
      expect(isWithin).toBe(false);
      expect(errorShare).toBe(1);
    }
  });

  it('says nothing of an empty log, and of one too young', () => {
    expect(
      logOutlook(
        minutes(20, () => 0),
        60_000,
        CYCLE_MS,
      ).trend,
    ).toBe('idle');
    expect(logOutlook([], 60_000, CYCLE_MS)).toMatchObject({ trend: 'idle', reachesLimitAt: null });
    expect(logOutlook(series([0, 100]), 60_000, CYCLE_MS).growthBytesPerSecond).toBeNull();
  });
});
