/** Statistics by the clock: cycles missed while none completes, and the turn of the monitoring interval. */
import { after, SECOND_MS, type Instant } from '../../base/units.ts';
import { missedCycles, type CycleInterval } from '../delta/cycle.ts';
import { describeInterval } from '../health/monitoring.ts';
import { countMisses, monitoringEnd, newStatistics, rollStatistics } from '../health/statistics.ts';
import type { CycleState, ReplicatedItem, ReplicationPolicy } from '../model.ts';
import { isSuspended } from './called-for.ts';
import { decide, type Decision } from './cell.ts';
import type { Facts } from './facts.ts';
import { hostEvent } from './host-event.ts';

/** Brings the statistics up to now; the same item when nothing was missed and the interval goes on. */
export function keepStatistics(item: ReplicatedItem, facts: Facts): Decision {
  const { now, policy, offsetAt } = facts;
  const endedAt = monitoringEnd(item.statistics.startedAt, offsetAt);
  if (endedAt > now) return decide(countOverdue(item, now, policy));
  const ended = countOverdue(item, endedAt, policy);
  const statistics = rollStatistics(ended.statistics, now, offsetAt);
  // What was missed in intervals that passed unseen belongs to none that is shown.
  const begun = { ...countOverdue(ended, statistics.startedAt, policy), statistics };
  return decide(countOverdue(begun, now, policy), hostEvent(29174, describeInterval(ended.statistics, endedAt)));
}

/** The administrator's reset: empty statistics from now on, those of the interval so far in the history. */
export function resetStatistics(item: ReplicatedItem, facts: Facts): Decision {
  const { item: kept, notes } = keepStatistics(item, facts);
  const event = hostEvent(29174, describeInterval(kept.statistics, facts.now));
  return decide({ ...kept, statistics: newStatistics(facts.now) }, ...notes, event);
}

/**
 * Cycles missed until `at`, counted once: none while replication is paused, or where no cycle is due. What a cycle under
 * way makes late is counted by the beat that it started with: a shorter one since would have missed what was not due.
 */
function countOverdue(item: ReplicatedItem, at: Instant, policy: ReplicationPolicy): ReplicatedItem {
  const { cycle } = item;
  const from = cycle.missedFrom ?? (cycle.step === 'idle' ? cycle.nextAt : cycle.startedAt);
  if (item.phase.kind !== 'protected' || isSuspended(item) || from === null) return item;
  const beat = beatOf(cycle, policy);
  const missed = missedCycles(from, at, beat);
  if (missed === 0) return item;
  const missedFrom = after(from, missed * beat.replicationIntervalSeconds * SECOND_MS);
  return { ...item, statistics: countMisses(item.statistics, missed), cycle: { ...cycle, missedFrom } };
}

function beatOf({ step, intervalSeconds }: CycleState, policy: ReplicationPolicy): CycleInterval {
  if (step === 'idle' || intervalSeconds === null || intervalSeconds === undefined) return policy;
  return { replicationIntervalSeconds: intervalSeconds };
}
