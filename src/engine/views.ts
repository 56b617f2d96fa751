import type { Instant, Milliseconds } from '../base/units.ts';
import { assert } from '../base/assert.ts';
import { rpoMs } from '../core/delta/recovery-points.ts';
import { healthFactsOf } from '../core/health/facts.ts';
import { monitoringOf } from '../core/health/monitoring.ts';
import { judgeHealth, worstHealth } from '../core/health/rules.ts';
import type { ReplicatedItem } from '../core/model.ts';
import type { HostInventory } from '../core/ports.ts';
import { isSuspended } from '../core/protection/called-for.ts';
import { activeLocationOf } from '../core/protection/arm-state.ts';
import { judgeOperations } from '../core/protection/operations.ts';
import { isFailoverHeld } from '../core/protection/plan-hold.ts';
import type { Activity, ItemView } from './engine-api.ts';
import type { EngineState } from './engine-state.ts';

/** An item with all that is derived from it at `now`. */
export function viewOf(state: EngineState, item: ReplicatedItem, now: Instant): ItemView {
  const policy = state.policies.get(item.policyId);
  assert(policy !== undefined, `policy ${item.policyId} exists while machines are replicated under it`);
  const findings = judgeHealth(healthFactsOf(item, now, state.host(item.hostId)));
  const { allowed, refusals } = judgeOperations(item);
  const health = worstHealth(findings);
  return {
    item,
    policy,
    health,
    findings,
    allowedOperations: allowed,
    refusals,
    rpoMs: rpoOf(item, now),
    rpoCalculatedAt: now,
    statistics: monitoringOf(item, health, now),
    activity: activityOf(item),
  };
}

/** As {@link viewOf}. The newest is kept: of one change every listener asks for the same view. */
export function createViews(state: EngineState): (item: ReplicatedItem, now: Instant) => ItemView {
  let newest: ItemView | null = null;
  let madeFor: HostInventory | undefined;
  return (item, now) => {
    const host = state.host(item.hostId);
    const isNewest =
      newest?.item === item &&
      newest.rpoCalculatedAt === now &&
      newest.policy === state.policies.get(item.policyId) &&
      madeFor === host;
    if (newest && isNewest) return newest;
    newest = viewOf(state, item, now);
    madeFor = host;
    return newest;
  };
}

/** In Azure the machine is not replicated: there is no objective to meet. */
export function rpoOf(item: ReplicatedItem, now: Instant): Milliseconds | null {
  return activeLocationOf(item) === 'Primary' ? rpoMs(item, now) : null;
}

/** What the item is doing, in one word and a reason. */
export function activityOf(item: ReplicatedItem): Activity {
  const { phase, trouble, cycle } = item;
  if (isSuspended(item)) return { kind: 'Waiting', reason: 'Replication is paused.', until: null };
  if (trouble) return { kind: 'Failing', nextAttemptAt: item.isAttempting ? null : trouble.nextAttemptAt };
  switch (phase.kind) {
    case 'enabling':
      return { kind: 'Waiting', reason: 'Protection is being enabled.', until: null };
    case 'enablingFailed':
      return { kind: 'Failing', nextAttemptAt: null };
    case 'waitingForInitialReplication':
      return phase.isDue
        ? { kind: 'Waiting', reason: 'Other initial replications go first.', until: null }
        : { kind: 'Waiting', reason: 'Initial replication is scheduled.', until: phase.startsAt };
    case 'initialReplication':
    case 'finalizing':
      return { kind: 'Sending', what: 'initialReplication' };
    case 'protected':
      return cycle.step === 'idle' ? { kind: 'Idle' } : { kind: 'Sending', what: 'delta' };
    case 'resynchronizationRequired':
      return phase.isDue
        ? { kind: 'Waiting', reason: 'Other resynchronizations go first.', until: null }
        : { kind: 'Waiting', reason: 'Resynchronization is required.', until: phase.startsAt };
    case 'resynchronizing':
      return { kind: 'Sending', what: 'resynchronization' };
    case 'failingOver':
      if (isFailoverHeld(item)) {
        return { kind: 'Waiting', reason: 'It waits for its turn in the recovery plan.', until: null };
      }
      return phase.step === 'replicateLastChanges'
        ? { kind: 'Sending', what: 'delta' }
        : { kind: 'Waiting', reason: 'A failover is under way.', until: null };
    case 'failedOver':
      return { kind: 'Waiting', reason: 'The failover waits for its commit.', until: null };
    case 'committingFailover':
      return { kind: 'Waiting', reason: 'The failover is being committed.', until: null };
    case 'cancellingFailover':
      return { kind: 'Waiting', reason: 'The failover is being cancelled.', until: null };
    case 'failingBack':
      return phase.step === 'waitForCompletion'
        ? { kind: 'Waiting', reason: 'The failback waits for its completion.', until: null }
        : { kind: 'Waiting', reason: 'A failback is under way.', until: null };
    case 'cancellingFailback':
      return { kind: 'Waiting', reason: 'The failback is being cancelled.', until: null };
    case 'failedBack':
      return { kind: 'Waiting', reason: 'The failback waits for its commit.', until: null };
    case 'committingFailback':
      return { kind: 'Waiting', reason: 'The failback is being committed.', until: null };
    case 'failbackCommitted':
      return { kind: 'Waiting', reason: 'Replication has to be reversed.', until: null };
    case 'reverseReplicating':
      return { kind: 'Waiting', reason: 'Replication is being reversed.', until: null };
    case 'failoverCommitted':
      return { kind: 'Idle' };
    case 'disabling':
      return { kind: 'Waiting', reason: 'Protection is being disabled.', until: null };
  }
}
