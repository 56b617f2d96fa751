import { SECOND_MS, type BitsPerSecond, type Instant } from '../base/units.ts';
import type { BandwidthSchedule, HostId, ReplicatedItem } from '../core/model.ts';
import { rateAt } from '../core/policy/bandwidth.ts';
import { forecastRate, type SendingMachine } from '../core/policy/bandwidth-forecast.ts';
import { judgeLogSize } from '../core/tracking/log-size.ts';
import type { EngineState } from './engine-state.ts';
import type { BandwidthForecast } from './insight-api.ts';
import { plansUnder } from './resync-advice.ts';

/** What a schedule would do to the machines of a host. Nothing is changed by it. */
export function bandwidthForecast(
  state: EngineState,
  hostId: HostId,
  schedule: BandwidthSchedule | null,
  now: Instant,
): BandwidthForecast {
  const items = [...state.items.values()].filter((item) => item.hostId === hostId);
  const machines = items.map((item) => sendingMachine(state, item));
  const line = measuredLine(state, hostId, items, now);
  const forecast = (rate: BitsPerSecond | null) => forecastRate(machines, atMost(rate, line));
  return {
    machineCount: items.length,
    logBytes: sum(machines.map((machine) => machine.logBytes)),
    churnBytesPerSecond: sum(machines.map((machine) => machine.churnBytesPerSecond)),
    workHours: forecast(schedule?.workHoursBitsPerSecond ?? null),
    otherHours: forecast(schedule?.otherHoursBitsPerSecond ?? null),
    resyncs: items.flatMap((item) => {
      const plan = plansUnder(state, item, now, schedule).plans.find(({ way }) => way === 'now');
      return plan
        ? [{ vmId: item.vmId, vmName: item.vmName, durationMs: plan.durationMs, isLoopRisk: plan.isLoopRisk }]
        : [];
    }),
  };
}

function sendingMachine(state: EngineState, item: ReplicatedItem): SendingMachine {
  const { logBytes, limitBytes } = judgeLogSize(item.disks).machine;
  return {
    logBytes,
    logLimitBytes: limitBytes,
    churnBytesPerSecond: state.series.averageChurn(item.vmId),
    intervalMs: (state.policies.get(item.policyId)?.replicationIntervalSeconds ?? 0) * SECOND_MS,
  };
}

/** The fastest of the newest cycles, where no throttle held it back; null: nothing was measured. */
function measuredLine(
  state: EngineState,
  hostId: HostId,
  items: readonly ReplicatedItem[],
  now: Instant,
): BitsPerSecond | null {
  const inForce = rateAt(state.bandwidth.get(hostId)?.schedule ?? null, now, state.offsetAt(hostId));
  if (inForce !== null) return null;
  const rates = items.flatMap(({ vmId }) => {
    const cycle = state.cycles.newest(vmId);
    return cycle && cycle.sentBytes > 0 && cycle.networkMs > 0
      ? [(cycle.sentBytes * 8 * SECOND_MS) / cycle.networkMs]
      : [];
  });
  return rates.length === 0 ? null : Math.max(...rates);
}

function atMost(rate: BitsPerSecond | null, line: BitsPerSecond | null): BitsPerSecond | null {
  if (rate === null || line === null) return rate ?? line;
  return Math.min(rate, line);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
