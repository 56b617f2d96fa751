/** When a log will reach its limit if the guest goes on writing as it does. */
import { after, elapsedMs, SECOND_MS, type Bytes, type Instant } from '../../base/units.ts';
import { MAX_FORECAST_SAMPLES } from '../limits/limits.ts';

export interface LogSample {
  readonly at: Instant;
  readonly logBytes: Bytes;
}

export interface LogForecast {
  /** Slope of the straight line that fits the samples best; 0 when the log does not grow. */
  readonly growthBytesPerSecond: number;
  /** null when it does not grow, or nothing can be said yet. */
  readonly reachesLimitAt: Instant | null;
}

const NO_FORECAST: LogForecast = { growthBytesPerSecond: 0, reachesLimitAt: null };

/**
 * Fits the samples (ascending in time) taken since the log was last emptied: a log that was
 * swapped or deleted begins anew, and its earlier growth says nothing.
 */
export function forecastLogLimit(samples: readonly LogSample[], limitBytes: Bytes): LogForecast {
  const recent = sinceLastFall(samples.slice(-MAX_FORECAST_SAMPLES));
  const last = recent.at(-1);
  const growth = slope(recent);
  if (!last || growth <= 0) return NO_FORECAST;
  const secondsLeft = Math.max(0, limitBytes - last.logBytes) / growth;
  return { growthBytesPerSecond: growth, reachesLimitAt: after(last.at, Math.ceil(secondsLeft * SECOND_MS)) };
}

function sinceLastFall(samples: readonly LogSample[]): readonly LogSample[] {
  for (let i = samples.length - 1; i > 0; i--) {
    const [earlier, later] = [samples[i - 1], samples[i]];
    if (earlier && later && later.logBytes < earlier.logBytes) return samples.slice(i);
  }
  return samples;
}

/** Least squares, in bytes per second; 0 with fewer than two different times. */
function slope(samples: readonly LogSample[]): number {
  const first = samples[0];
  if (!first) return 0;
  const points = samples.map(({ at, logBytes }) => ({ x: elapsedMs(first.at, at) / SECOND_MS, y: logBytes }));
  const meanX = points.reduce((sum, p) => sum + p.x, 0) / points.length;
  const meanY = points.reduce((sum, p) => sum + p.y, 0) / points.length;
  const spread = points.reduce((sum, p) => sum + (p.x - meanX) ** 2, 0);
  const shared = points.reduce((sum, p) => sum + (p.x - meanX) * (p.y - meanY), 0);
  return spread === 0 ? 0 : shared / spread;
}
