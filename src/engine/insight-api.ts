/** What the engine can tell beyond its records: where things are heading, and what they have in common. */
import type { BitsPerSecond, Bytes, Instant, Milliseconds } from '../base/units.ts';
import type { Bottleneck } from '../core/delta/bottleneck.ts';
import type { RootCause } from '../core/infrastructure/root-causes.ts';
import type { BandwidthSchedule, DiskId, HostId, VmId } from '../core/model.ts';
import type { RateForecast } from '../core/policy/bandwidth-forecast.ts';
import type { OffsetAt } from '../core/policy/local-time.ts';
import type { ResyncPlan, ResyncPlans } from '../core/resync/plans.ts';
import type { LogOutlook } from '../core/tracking/log-outlook.ts';
import type { ComparedWindow } from './comparison-book.ts';
import type { MeasuredCycle } from './cycle-meter.ts';

/** RPOs over all items at one instant. */
export interface RpoBandPoint {
  readonly at: Instant;
  readonly minMs: Milliseconds;
  readonly medianMs: Milliseconds;
  readonly maxMs: Milliseconds;
  readonly itemCount: number;
}

export interface ItemOutlook {
  readonly log: LogOutlook;
  readonly logBytes: Bytes;
  readonly limitBytes: Bytes;
  /** Mean over the last hour. */
  readonly churnBytesPerSecond: number;
  /** How long the log could grow at that churn before it reaches its limit; null: nothing is written. */
  readonly headroomMs: Milliseconds | null;
  /** As fast as the newest cycle went; null: none was measured. */
  readonly sendBytesPerSecond: number | null;
  /** Until the log is empty; null: writes come faster than they go, or nothing is known. */
  readonly drainMs: Milliseconds | null;
  /** Samples of the last 24 hours with an RPO, and those of them above the limit; a minute each. */
  readonly rpoSamples: { readonly observed: number; readonly breached: number };
  readonly cycle: (MeasuredCycle & { readonly bottleneck: Bottleneck; readonly intervalMs: Milliseconds }) | null;
}

/** A disk's newest comparison. */
export interface DiskComparison {
  readonly diskId: DiskId;
  /** Ascending by offset; empty before the first. */
  readonly windows: readonly ComparedWindow[];
  /** null: none has gone through, or one is under way. */
  readonly completedAt: Instant | null;
}

/** What a throttle would do to a host's machines. */
export interface BandwidthForecast {
  readonly machineCount: number;
  readonly logBytes: Bytes;
  /** Mean over the last hour, of all machines together. */
  readonly churnBytesPerSecond: number;
  /** At the lower of the throttle and the line, as far as that was measured. */
  readonly workHours: RateForecast;
  readonly otherHours: RateForecast;
  /** Each machine's, begun now, over the rates to come. */
  readonly resyncs: readonly {
    readonly vmId: VmId;
    readonly vmName: string;
    readonly durationMs: ResyncPlan['durationMs'];
    readonly isLoopRisk: boolean;
  }[];
}

export interface EngineInsight {
  outlook(vmId: VmId): ItemOutlook | undefined;
  /** Over the last 24 hours; at most 360 points. */
  rpoBand(): readonly RpoBandPoint[];
  rootCauses(): readonly RootCause[];
  /** At the rate in force, or at `bandwidthBitsPerSecond` (above 0). */
  resyncPlans(vmId: VmId, bandwidthBitsPerSecond?: BitsPerSecond): ResyncPlans | undefined;
  /** Were the host throttled so; null: not at all. */
  bandwidthForecast(hostId: HostId, schedule: BandwidthSchedule | null): BandwidthForecast;
  comparisons(vmId: VmId): readonly DiskComparison[];
  /** Over the last minute. */
  sentBytesPerSecond(vmId: VmId): number;
  /** The host's clocks, with the changes it has announced. */
  offsetAt(hostId: HostId): OffsetAt;
}
