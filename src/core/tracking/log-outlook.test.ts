import { describe, expect, it } from 'vitest';
import { instant, MINUTE_MS } from '../../base/units.ts';
import { logOutlook } from './log-outlook.ts';

const CYCLE_MS = 5 * MINUTE_MS;
const at = (minute: number) => instant(minute * MINUTE_MS);
const series = (sizes: readonly number[]) => sizes.map((logBytes, minute) => ({ at: at(minute), logBytes }));
const minutes = (count: number, size: (minute: number) => number) =>
  series(Array.from({ length: count }, (_, i) => size(i)));

describe('logOutlook', () => {
  it('[TR4] tells when a log that nothing empties reaches its limit', () => {
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

  it('[TR4] takes a saw that the cycles empty for steady, however steep its teeth', () => {
    const outlook = logOutlook(
      minutes(60, (minute) => (minute % 5) * 10_000),
      60_000,
      CYCLE_MS,
    );
    expect(outlook).toMatchObject({ trend: 'steady', reachesLimitAt: null, band: [] });
  });

  it('[TR4] sees cycles that do not keep up by the rising peaks', () => {
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

  /** 20 bytes a second from 0 on, with deviations of ±100 and ±300 that do not tilt the line. */
  const scattered = [100, 5700, 12_300, 17_900].map((logBytes, i) => ({ at: at(5 * i), logBytes }));

  it('draws the band from twice the standard error of slope and scatter', () => {
    const scatter = Math.sqrt(200_000 / 2);
    const margin = 2 * scatter;
    const slopeMargin = (2 * scatter) / Math.sqrt(450_000);
    const { growthBytesPerSecond, reachesLimitAt, band } = logOutlook(scattered, 60_000, CYCLE_MS);
    expect(growthBytesPerSecond?.[0]).toBeCloseTo(20 - slopeMargin, 9);
    expect(growthBytesPerSecond?.[1]).toBeCloseTo(20 + slopeMargin, 9);
    const earliestMs = ((60_000 - 17_900 - margin) / (20 + slopeMargin)) * 1000;
    const latestMs = ((60_000 - 17_900 + margin) / (20 - slopeMargin)) * 1000;
    expect(reachesLimitAt).toEqual([at(15) + Math.ceil(earliestMs), at(15) + Math.ceil(latestMs)]);
    expect(band).toHaveLength(13);
    expect(band[0]).toEqual({ at: at(15), lowBytes: 17_900, likelyBytes: 17_900, highBytes: 17_900 });
    expect(band.at(-1)?.at).toBe(reachesLimitAt?.[1]);
    const seconds = Math.round(Math.ceil(latestMs) / 12) / 1000;
    expect(band[1]).toEqual({
      at: at(15) + seconds * 1000,
      lowBytes: Math.round(Math.round(17_900 + (20 - slopeMargin) * seconds) - margin),
      likelyBytes: Math.round(17_900 + 20 * seconds),
      highBytes: Math.round(Math.round(17_900 + (20 + slopeMargin) * seconds) + margin),
    });
  });

  it('draws it for twelve hours where the limit is farther, and in steps of a minute where it is reached', () => {
    const far = logOutlook(scattered, 1e12, CYCLE_MS).band;
    expect(far.at(-1)?.at).toBe(at(15 + 12 * 60));
    const near = logOutlook(scattered, 10_000, CYCLE_MS);
    expect(near.reachesLimitAt).toEqual([at(15), at(15)]);
    expect(near.band.at(-1)?.at).toBe(at(15 + 12));
  });

  it('[TR4] tells of no time that is more than a year ahead', () => {
    const yearMs = 365 * 24 * 60 * MINUTE_MS;
    const exact = minutes(30, (minute) => minute * 600);
    const inOneYear = 29 * 600 + (10 * yearMs) / 1000;
    expect(logOutlook(exact, inOneYear - 1000, CYCLE_MS).reachesLimitAt).not.toBeNull();
    const beyond = logOutlook(exact, inOneYear + 1000, CYCLE_MS);
    expect(beyond).toMatchObject({ trend: 'growing', reachesLimitAt: null });
    expect(beyond.band.at(-1)?.at).toBe(at(29 + 12 * 60));
    const within = logOutlook(scattered, 17_900 + (20 * yearMs) / 1000, CYCLE_MS);
    expect(within.reachesLimitAt).toEqual([expect.any(Number), null]);
    expect(within.band.at(-1)?.at).toBe(at(15 + 12 * 60));
  });

  it('needs three points, and a run that is longer than two cycles', () => {
    const growthOf = (...points: readonly (readonly [minute: number, logBytes: number])[]) =>
      logOutlook(
        points.map(([minute, logBytes]) => ({ at: at(minute), logBytes })),
        60_000,
        CYCLE_MS,
      ).growthBytesPerSecond;
    expect(growthOf([0, 0], [5.5, 3300], [11, 6600])?.[0]).toBeCloseTo(10, 9);
    expect(growthOf([0, 0], [11, 6600])).toBeNull();
    expect(growthOf([0, 0], [5, 3000], [10, 6000])).toBeNull();
  });

  it('looks at the newest hour of samples alone', () => {
    const bend = (minute: number) => (minute < 40 ? minute * 6000 : 240_000 + (minute - 40) * 600);
    expect(logOutlook(minutes(100, bend), 1e9, CYCLE_MS).growthBytesPerSecond?.[1]).toBeCloseTo(10, 6);
  });

  it('takes a log that rests for a while for one that nothing empties', () => {
    const outlook = logOutlook(
      minutes(30, (minute) => (minute < 25 ? minute * 600 : 14_400)),
      60_000,
      CYCLE_MS,
    );
    expect(outlook.trend).toBe('growing');
  });

  it('looks back by half an hour, a quarter and five minutes', () => {
    const outlook = logOutlook(
      minutes(50, (minute) => minute * 600),
      60_000,
      CYCLE_MS,
    );
    expect(outlook.hindcasts).toEqual(
      [19, 34, 44].map((minute) => ({
        madeAt: at(minute),
        expectedBytes: [29_400, 29_400],
        actualBytes: 29_400,
        errorShare: 0,
        isWithin: true,
      })),
    );
  });

  it('owns up to a log that grew faster than was forecast', () => {
    const outlook = logOutlook(
      minutes(50, (minute) => minute * 600 + Math.max(0, minute - 44) * 6000),
      60_000,
      CYCLE_MS,
    );
    expect(outlook.hindcasts.map(({ isWithin }) => isWithin)).toEqual([false, false, false]);
  });

  it('looks back on nothing where cycles kept up', () => {
    const outlook = logOutlook(
      minutes(60, (minute) => (minute % 5) * 10_000),
      60_000,
      CYCLE_MS,
    );
    expect(outlook.growthBytesPerSecond).toEqual([0, 0]);
    expect(outlook.hindcasts).toEqual([]);
  });

  it('makes no slope of peaks at one time', () => {
    const outlook = logOutlook(
      [2, 1, 2, 1, 2, 1].map((logBytes) => ({ at: at(0), logBytes })),
      60_000,
      CYCLE_MS,
    );
    expect(outlook.growthBytesPerSecond).toEqual([0, 0]);
  });

  it('says nothing of an empty log, and of one too young', () => {
    expect(
      logOutlook(
        minutes(20, () => 0),
        60_000,
        CYCLE_MS,
      ).trend,
    ).toBe('idle');
    const nothing = { growthBytesPerSecond: null, reachesLimitAt: null, band: [], hindcasts: [] };
    expect(logOutlook([], 60_000, CYCLE_MS)).toEqual({ trend: 'idle', ...nothing });
    expect(logOutlook(series([0, 100]), 60_000, CYCLE_MS)).toEqual({ trend: 'steady', ...nothing });
  });
});
