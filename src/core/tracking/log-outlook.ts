/**
 * Where a replica log is heading, as a band, and what earlier forecasts were worth.
 *
 * A healthy log is a saw: the guest fills it, each cycle empties it. A straight line through a saw says
 * nothing, so the fit goes through the samples since the last fall when the log has outlived its cycles
 * (nothing is being sent), and else through the teeth's peaks, which tell whether cycles keep up.
 */
import {
  after,
  elapsedMs,
  MINUTE_MS,
  SECOND_MS,
  type Bytes,
  type Instant,
  type Milliseconds,
} from '../../base/units.ts';
import { MAX_FORECAST_SAMPLES } from '../limits/limits.ts';

export interface LogSample {
  readonly at: Instant;
  readonly logBytes: Bytes;
}

/** Low and high end. */
type Range = readonly [low: number, high: number];

/** A slope is taken to lie within so many standard errors of the fitted one: 95 % of normal scatter. */
const BAND_ERRORS = 2;
/** Fewer points give no scatter to judge a slope by. */
const MIN_FIT_POINTS = 3;
/** So much longer than a cycle, and the log has missed at least one. */
const MISSED_CYCLES = 2;
/** What lies farther ahead is told as never: the slowest growth of a wide band can be next to nothing. */
const FARTHEST_MS: Milliseconds = 365 * 24 * 60 * MINUTE_MS;
/** How far ahead the band is drawn where the limit is farther, and in how many steps. */
const BAND_HORIZON_MS: Milliseconds = 12 * 60 * MINUTE_MS;
const BAND_STEPS = 12;
/** Ages of the forecasts that are compared with what happened. */
const HINDCAST_AGES_MS: readonly Milliseconds[] = [30 * MINUTE_MS, 15 * MINUTE_MS, 5 * MINUTE_MS];

export type LogTrend = 'growing' | 'steady' | 'idle';

export interface BandPoint {
  readonly at: Instant;
  readonly lowBytes: Bytes;
  readonly likelyBytes: Bytes;
  readonly highBytes: Bytes;
}

export interface Hindcast {
  readonly madeAt: Instant;
  readonly expectedBytes: Range;
  readonly actualBytes: Bytes;
  /** Distance of the likely value from the actual one, as a share of the larger of the two. */
  readonly errorShare: number;
  readonly isWithin: boolean;
}

export interface LogOutlook {
  /** growing: even its slowest growth reaches the limit. steady: cycles keep up. idle: nothing is in the log. */
  readonly trend: LogTrend;
  readonly growthBytesPerSecond: Range | null;
  /**
   * Earliest and latest; the latest is null where the slowest growth takes more than a year, all of it where even
   * the fastest does, or the log is not growing.
   */
  readonly reachesLimitAt: readonly [Instant, Instant | null] | null;
  readonly band: readonly BandPoint[];
  readonly hindcasts: readonly Hindcast[];
}

/** A line through the newest sample. */
interface Fit {
  readonly at: Instant;
  readonly bytes: Bytes;
  readonly slope: number;
  readonly slopeRange: Range;
  /** Half the width of the band where it begins: the scatter of the points. */
  readonly scatterBytes: Bytes;
}

/** Samples ascending in time; `cycleMs` is the copy interval, which empties a healthy log. */
export function logOutlook(samples: readonly LogSample[], limitBytes: Bytes, cycleMs: Milliseconds): LogOutlook {
  const recent = samples.slice(-MAX_FORECAST_SAMPLES);
  const fit = fitOf(recent, cycleMs);
  const hindcasts = hindcastsOf(recent, cycleMs);
  const isEmpty = recent.every(({ logBytes }) => logBytes === 0);
  if (!fit || isEmpty) {
    return {
      trend: isEmpty ? 'idle' : 'steady',
      growthBytesPerSecond: null,
      reachesLimitAt: null,
      band: [],
      hindcasts,
    };
  }
  const growthBytesPerSecond = fit.slopeRange;
  if (growthBytesPerSecond[0] <= 0) {
    return { trend: 'steady', growthBytesPerSecond, reachesLimitAt: null, band: [], hindcasts };
  }
  const reachesLimitAt = reaches(fit, limitBytes);
  return {
    trend: 'growing',
    growthBytesPerSecond,
    reachesLimitAt,
    band: bandOf(fit, reachesLimitAt?.[1] ?? null),
    hindcasts,
  };
}

function fitOf(samples: readonly LogSample[], cycleMs: Milliseconds): Fit | null {
  const last = samples.at(-1);
  const basis = basisOf(samples, cycleMs);
  if (!last || basis.length < MIN_FIT_POINTS) return null;
  const { slope, slopeError, scatter } = leastSquares(basis, last.at);
  return {
    at: last.at,
    bytes: last.logBytes,
    slope,
    slopeRange: [slope - BAND_ERRORS * slopeError, slope + BAND_ERRORS * slopeError],
    scatterBytes: BAND_ERRORS * scatter,
  };
}

function basisOf(samples: readonly LogSample[], cycleMs: Milliseconds): readonly LogSample[] {
  const isPeak = (sample: LogSample, index: number): boolean => {
    const next = samples[index + 1];
    return next !== undefined && next.logBytes < sample.logBytes;
  };
  const run = samples.slice(samples.findLastIndex(isPeak) + 1);
  const [first, last] = [run[0], run.at(-1)];
  const hasOutlived = first && last && elapsedMs(first.at, last.at) > MISSED_CYCLES * cycleMs;
  return hasOutlived ? run : samples.filter(isPeak);
}

/** Of a fit whose slowest growth is above 0. */
function reaches({ at, bytes, slopeRange, scatterBytes }: Fit, limitBytes: Bytes): LogOutlook['reachesLimitAt'] {
  const [low, high] = slopeRange;
  const when = (from: Bytes, slope: number): Instant | null => {
    const aheadMs = Math.ceil((Math.max(0, limitBytes - from) / slope) * SECOND_MS);
    return aheadMs > FARTHEST_MS ? null : after(at, aheadMs);
  };
  const earliest = when(bytes + scatterBytes, high);
  return earliest === null ? null : [earliest, when(bytes - scatterBytes, low)];
}

/** To the latest time at which the limit is reached, if that is not far. */
function bandOf(fit: Fit, latest: Instant | null): readonly BandPoint[] {
  const horizonMs = latest === null ? BAND_HORIZON_MS : Math.min(BAND_HORIZON_MS, elapsedMs(fit.at, latest));
  const stepMs = Math.max(MINUTE_MS, horizonMs / BAND_STEPS);
  return Array.from({ length: BAND_STEPS + 1 }, (_, step) => bandAt(fit, Math.round(step * stepMs)));
}

function bandAt({ at, bytes, slope, slopeRange, scatterBytes }: Fit, aheadMs: Milliseconds): BandPoint {
  const seconds = aheadMs / SECOND_MS;
  const grown = (rate: number): Bytes => Math.max(0, Math.round(bytes + rate * seconds));
  const margin = aheadMs === 0 ? 0 : scatterBytes;
  return {
    at: after(at, aheadMs),
    lowBytes: Math.max(0, Math.round(grown(slopeRange[0]) - margin)),
    likelyBytes: grown(slope),
    highBytes: Math.round(grown(slopeRange[1]) + margin),
  };
}

/** What the samples up to then would have said of the newest one. */
function hindcastsOf(samples: readonly LogSample[], cycleMs: Milliseconds): readonly Hindcast[] {
  const actual = samples.at(-1);
  if (!actual) return [];
  return HINDCAST_AGES_MS.flatMap((ageMs) => {
    const fit = fitOf(
      samples.filter(({ at }) => elapsedMs(at, actual.at) >= ageMs),
      cycleMs,
    );
    if (!fit || fit.slopeRange[0] <= 0) return [];
    const expected = bandAt(fit, elapsedMs(fit.at, actual.at));
    const larger = Math.max(1, expected.likelyBytes, actual.logBytes);
    return [
      {
        madeAt: fit.at,
        expectedBytes: [expected.lowBytes, expected.highBytes] as const,
        actualBytes: actual.logBytes,
        errorShare: Math.abs(expected.likelyBytes - actual.logBytes) / larger,
        isWithin: actual.logBytes >= expected.lowBytes && actual.logBytes <= expected.highBytes,
      },
    ];
  });
}

/** Slope in bytes per second, its standard error, and the points' scatter about the line; times count from `origin`. */
function leastSquares(
  samples: readonly LogSample[],
  origin: Instant,
): { slope: number; slopeError: number; scatter: Bytes } {
  const points = samples.map(({ at, logBytes }) => ({ x: elapsedMs(origin, at) / SECOND_MS, y: logBytes }));
  const meanX = mean(points.map(({ x }) => x));
  const meanY = mean(points.map(({ y }) => y));
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  if (spread === 0) return { slope: 0, slopeError: 0, scatter: 0 };
  const slope = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const residual = points.reduce((sum, { x, y }) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  const scatter = Math.sqrt(residual / Math.max(1, points.length - 2));
  return { slope, slopeError: scatter / Math.sqrt(spread), scatter };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
