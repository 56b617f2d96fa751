import { MINUTE_MS, SECOND_MS } from '../base/units.ts';
import type { Clock } from '../core/ports.ts';
import { bottleneckOf } from '../core/delta/bottleneck.ts';
import { silencesOf } from '../core/infrastructure/heartbeats.ts';
import { rootCauses, type CauseFacts } from '../core/infrastructure/root-causes.ts';
import { SEND_AGE_LIMIT_MS } from '../core/health/rules.ts';
import type { ReplicatedItem } from '../core/model.ts';
import { judgeLogSize } from '../core/tracking/log-size.ts';
import { logOutlook } from '../core/tracking/log-outlook.ts';
import { bandwidthForecast } from './bandwidth-forecast.ts';
import type { EngineInsight, ItemOutlook } from './insight-api.ts';
import type { EngineState } from './engine-state.ts';
import { plansFor } from './resync-advice.ts';
import { viewOf } from './views.ts';

/** Answers from the engine's state; nothing is kept here. */
export function createInsight(state: EngineState, clock: Pick<Clock, 'now'>): EngineInsight {
  return {
    outlook(vmId) {
      const item = state.items.get(vmId);
      return item && outlookOf(state, item);
    },
    rpoBand: () => state.rpoHistory.points(),
    rootCauses: () => rootCauses(causeFacts(state, clock), clock.now()),
    resyncPlans(vmId, bandwidthBitsPerSecond) {
      const item = state.items.get(vmId);
      return item && plansFor(state, item, clock.now(), bandwidthBitsPerSecond);
    },
    bandwidthForecast: (hostId, schedule) => bandwidthForecast(state, hostId, schedule, clock.now()),
    comparisons(vmId) {
      const isUnderWay = state.items.get(vmId)?.phase.kind === 'resynchronizing';
      const completedAt = isUnderWay ? null : (state.comparisons.completions.get(vmId) ?? null);
      return (state.items.get(vmId)?.disks ?? []).map(({ diskId }) => ({
        diskId,
        windows: state.comparisons.windows(vmId, diskId),
        completedAt,
      }));
    },
    sentBytesPerSecond: (vmId) => {
      const newest = state.series.samples(vmId).at(-1);
      return newest ? newest.sentBytes / (MINUTE_MS / SECOND_MS) : 0;
    },
    offsetAt: (hostId) => state.offsetAt(hostId),
  };
}

function outlookOf(state: EngineState, item: ReplicatedItem): ItemOutlook {
  const { vmId } = item;
  const samples = state.series.samples(vmId);
  const { logBytes, limitBytes } = judgeLogSize(item.disks).machine;
  const intervalMs = (state.policies.get(item.policyId)?.replicationIntervalSeconds ?? 0) * SECOND_MS;
  const churnBytesPerSecond = state.series.averageChurn(vmId);
  const measured = state.cycles.newest(vmId);
  const sendingMs = measured ? measured.sourceMs + measured.networkMs : 0;
  const sendBytesPerSecond = measured && sendingMs > 0 ? (measured.sentBytes / sendingMs) * SECOND_MS : null;
  const netBytesPerSecond = (sendBytesPerSecond ?? 0) - churnBytesPerSecond;
  const known = samples.flatMap(({ rpoMs }) => rpoMs ?? []);
  return {
    log: logOutlook(samples, limitBytes, intervalMs),
    logBytes,
    limitBytes,
    churnBytesPerSecond,
    headroomMs: churnBytesPerSecond > 0 ? (Math.max(0, limitBytes - logBytes) / churnBytesPerSecond) * SECOND_MS : null,
    sendBytesPerSecond,
    drainMs: netBytesPerSecond > 0 ? (logBytes / netBytesPerSecond) * SECOND_MS : null,
    rpoSamples: { observed: known.length, breached: known.filter((rpoMs) => rpoMs > SEND_AGE_LIMIT_MS).length },
    cycle: measured ? { ...measured, intervalMs, bottleneck: bottleneckOf(measured, intervalMs) } : null,
  };
}

function causeFacts(state: EngineState, clock: Pick<Clock, 'now'>): readonly CauseFacts[] {
  const now = clock.now();
  const hosts = new Map(state.inventory.map((host) => [host.hostId, host]));
  return Array.from(state.items.values(), (item) => {
    const host = hosts.get(item.hostId);
    return {
      vmId: item.vmId,
      vmName: item.vmName,
      hostId: item.hostId,
      hostName: item.hostName,
      siteName: host?.siteName ?? item.hostName,
      storageAccountId: item.choices.storageAccountId,
      isCritical: viewOf(state, item, now).health === 'Critical',
      trouble: item.trouble ?? item.quiesceTrouble ?? null,
      resync:
        item.phase.kind === 'resynchronizationRequired' ? { cause: item.phase.cause, since: item.phase.since } : null,
      silence: (host && silencesOf(host, now)[0]) ?? null,
    };
  });
}
