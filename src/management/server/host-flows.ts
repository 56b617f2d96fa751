import { toIso } from '../../base/units.ts';
import { silencesOf } from '../../core/infrastructure/heartbeats.ts';
import type { EngineApi } from '../../engine/engine-api.ts';
import type { BottleneckWord, HostFlows } from '../wire-insight.ts';

/** What flows from each host now. */
export function hostFlows(engine: EngineApi): HostFlows {
  const now = engine.now();
  const views = [...engine.items()];
  const hosts = engine.inventory().map((host) => {
    const own = views.filter(({ item }) => item.hostId === host.hostId);
    const bottlenecks: Record<BottleneckWord, number> = { source: 0, network: 0, target: 0, none: 0 };
    for (const { item } of own) {
      const cycle = engine.insight.outlook(item.vmId)?.cycle;
      if (cycle) bottlenecks[cycle.bottleneck] += 1;
    }
    const disks = own.flatMap(({ item }) => item.disks);
    return {
      id: host.hostId,
      name: host.name,
      sentBytesPerSecond: Math.round(sum(own.map(({ item }) => engine.insight.sentBytesPerSecond(item.vmId)))),
      sending: own.filter(({ activity }) => activity.kind === 'Sending').length,
      failing: own.filter(({ activity }) => activity.kind === 'Failing').length,
      pendingBytes: sum(disks.map((disk) => disk.activeLogBytes + disk.inFlightLogBytes)),
      // Shipped and not yet applied.
      cacheBytes: sum(own.map(({ item }) => Math.max(0, item.cycle.uploadedBytes - item.cycle.appliedBytes))),
      isSilent: silencesOf(host, now).length > 0,
      bottlenecks,
    };
  });
  return { asOf: toIso(now), hosts };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
