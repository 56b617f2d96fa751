import { elapsedMs, type BitsPerSecond, type Bytes, type Instant } from '../base/units.ts';
import type { BandwidthSchedule, ReplicatedItem } from '../core/model.ts';
import { rateAt, sendingMs } from '../core/policy/bandwidth.ts';
import { nextWindowStart } from '../core/policy/window.ts';
import { adviseResync } from '../core/resync/advice.ts';
import { planResync, type PlanFacts, type ResyncPlans } from '../core/resync/plans.ts';
import type { ResyncAdvice } from './engine-api.ts';
import type { EngineState } from './engine-state.ts';

/** How fast both sides are read and compared where nothing was measured: a few GB a minute [hyper-v-azure-failback]. */
const COMPARE_BYTES_PER_SECOND = 50_000_000;

/** What a resynchronization of the item would cost, as far as it can be known now. */
export function adviceFor(
  state: EngineState,
  item: ReplicatedItem,
  now: Instant,
  bandwidthBitsPerSecond?: BitsPerSecond,
): ResyncAdvice {
  const facts = planFactsFor(state, item, now, bandwidthBitsPerSecond);
  const { sendingFrom } = facts;
  return adviseResync(sendingFrom ? { ...facts, sendingMs: (bytes) => sendingFrom(bytes, now) } : facts);
}

/** The ways to mend the item, side by side. */
export function plansFor(
  state: EngineState,
  item: ReplicatedItem,
  now: Instant,
  bandwidthBitsPerSecond?: BitsPerSecond,
): ResyncPlans {
  return planResync(planFactsFor(state, item, now, bandwidthBitsPerSecond));
}

/** The ways to mend the item, were its host throttled by `schedule`. */
export function plansUnder(
  state: EngineState,
  item: ReplicatedItem,
  now: Instant,
  schedule: BandwidthSchedule | null,
): ResyncPlans {
  return planResync(planFactsFor(state, item, now, undefined, schedule));
}

function planFactsFor(
  state: EngineState,
  item: ReplicatedItem,
  now: Instant,
  bandwidthBitsPerSecond?: BitsPerSecond,
  schedule: BandwidthSchedule | null = state.bandwidth.get(item.hostId)?.schedule ?? null,
): PlanFacts {
  const { phase } = item;
  const policy = state.policies.get(item.policyId);
  const offsetAt = state.offsetAt(item.hostId);
  const required = phase.kind === 'resynchronizationRequired' ? phase : undefined;
  return {
    disks: item.disks,
    loggedBytes: required
      ? required.loggedBytes
      : item.disks.reduce((sum, disk) => sum + disk.activeLogBytes + disk.inFlightLogBytes, 0),
    untrackedMs: required ? Math.max(0, elapsedMs(required.since, now)) : 0,
    churnBytesPerSecond: state.series.averageChurn(item.vmId),
    bandwidthBitsPerSecond: bandwidthBitsPerSecond ?? rateAt(schedule, now, offsetAt),
    // A rate that is only supposed holds all the time.
    ...(bandwidthBitsPerSecond === undefined
      ? { sendingFrom: (bytes: Bytes, from: Instant) => sendingMs(bytes, schedule, from, offsetAt) }
      : {}),
    compareBytesPerSecond: COMPARE_BYTES_PER_SECOND,
    recoveryPointCount: item.recoveryPoints.length,
    now,
    windowOpensAt: policy ? nextWindowStart(policy.resyncWindow, now, offsetAt) : null,
    newestPointAt: item.lastRecoveryPointAt,
  };
}
