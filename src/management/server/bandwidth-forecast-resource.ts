import { SECOND_MS, toIso, type Instant } from '../../base/units.ts';
import type { RateForecast as EngineRate } from '../../core/policy/bandwidth-forecast.ts';
import type { BandwidthForecast as EngineForecast } from '../../engine/insight-api.ts';
import type { BandwidthForecast, RateForecast } from '../wire-insight.ts';

/** What a throttle would do, and the machine that would be resynchronized longest. */
export function bandwidthForecastBody(forecast: EngineForecast, now: Instant): BandwidthForecast {
  const { machineCount, logBytes, churnBytesPerSecond, workHours, otherHours, resyncs } = forecast;
  const [longest] = resyncs.toSorted((a, b) => b.durationMs[1] - a.durationMs[1]);
  return {
    asOf: toIso(now),
    machineCount,
    logBytes,
    churnBytesPerSecond: Math.round(churnBytesPerSecond),
    workHours: rateBody(workHours),
    otherHours: rateBody(otherHours),
    longestResync: longest
      ? {
          itemId: longest.vmId,
          name: longest.vmName,
          durationSeconds: [inSeconds(longest.durationMs[0]), inSeconds(longest.durationMs[1])],
        }
      : null,
    loopRiskCount: resyncs.filter(({ isLoopRisk }) => isLoopRisk).length,
  };
}

function rateBody({ keepsUp, drainMs, rpoMs, limitMs }: EngineRate): RateForecast {
  return {
    keepsUp,
    drainSeconds: drainMs === null ? null : inSeconds(drainMs),
    rpoSeconds: rpoMs === null ? null : inSeconds(rpoMs),
    limitSeconds: limitMs === null ? null : inSeconds(limitMs),
  };
}

function inSeconds(ms: number): number {
  return Math.round(ms / SECOND_MS);
}
