import { SECOND_MS, toIso, type Instant } from '../../base/units.ts';
import type { ResyncPlans as EnginePlans } from '../../core/resync/plans.ts';
import type { ItemView } from '../../engine/engine-api.ts';
import type { ResyncPlan, ResyncPlans } from '../wire-insight.ts';

/** The ways to mend an item side by side, and what each of them costs. */
export function resyncPlansBody(
  { item }: ItemView,
  { plans, recommended, logLimitBytes }: EnginePlans,
  now: Instant,
): ResyncPlans {
  return {
    asOf: toIso(now),
    plans: plans.map((plan): ResyncPlan => ({
      way: plan.way,
      startsAt: toIso(plan.startsAt),
      sendBytes: plan.sendBytes,
      durationSeconds: inSeconds(plan.durationMs),
      rpoAtEndSeconds: plan.rpoAtEndMs && inSeconds(plan.rpoAtEndMs),
      expectedLogBytes: plan.expectedLogBytes,
      isLoopRisk: plan.isLoopRisk,
    })),
    recommended,
    logLimitBytes,
    deletedPoints: item.recoveryPoints.toReversed().map(({ recoveryPointId, time, consistency }) => ({
      id: recoveryPointId,
      time: toIso(time),
      consistency,
    })),
  };
}

function inSeconds([low, high]: readonly [number, number]): readonly [number, number] {
  return [Math.round(low / SECOND_MS), Math.round(high / SECOND_MS)];
}
