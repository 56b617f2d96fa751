import { unreachable } from '../../base/assert.ts';
import type { Phase, ReplicatedItem } from '../model.ts';

/** protectionState in ARM's spelling (domain facts §1.5), with its description. */
export interface ArmState {
  readonly protectionState: string;
  readonly description: string;
}

type FailoverPhase = Extract<Phase, { readonly failover: unknown }>;

const STATES: Readonly<Record<Exclude<Phase, FailoverPhase>['kind'], ArmState>> = {
  enabling: { protectionState: 'EnablingProtection', description: 'Enabling protection' },
  enablingFailed: { protectionState: 'EnablingFailed', description: 'Enabling protection failed' },
  waitingForInitialReplication: {
    protectionState: 'InitialReplicationStatesBegin',
    description: 'Waiting for initial replication',
  },
  initialReplication: { protectionState: 'InitialReplicationInProgress', description: 'Initial replication' },
  finalizing: { protectionState: 'InitialReplicationCompletedOnPrimary', description: 'Finalizing protection' },
  protected: { protectionState: 'Protected', description: 'Protected' },
  // v1 has no resynchronization state for Hyper-V: the item stays Protected, its health tells the rest.
  resynchronizationRequired: { protectionState: 'Protected', description: 'Resynchronization required' },
  resynchronizing: { protectionState: 'Protected', description: 'Resynchronizing' },
  disabling: { protectionState: 'DisablingProtection', description: 'Disabling protection' },
};

/** What ARM calls the item's state. A stopped copy or removal has failed until it is tried again. */
export function armStateOf({ phase, trouble }: ReplicatedItem): ArmState {
  if ('failover' in phase) return failoverState(phase, trouble !== null && trouble.nextAttemptAt === null);
  const state = STATES[phase.kind];
  if (!trouble || trouble.nextAttemptAt !== null) return state;
  if (phase.kind === 'initialReplication') {
    return { protectionState: 'InitialReplicationFailed', description: 'Initial replication failed' };
  }
  if (phase.kind === 'disabling') return { protectionState: 'DisablingFailed', description: 'Disabling failed' };
  return state;
}

/** Names of the successor service where the classic one publishes none; the commit that is pending, as observed. */
function failoverState(phase: FailoverPhase, hasStopped: boolean): ArmState {
  const name = phase.failover.kind === 'planned' ? 'PlannedFailover' : 'UnplannedFailover';
  const word = phase.failover.kind === 'planned' ? 'Planned failover' : 'Failover';
  switch (phase.kind) {
    case 'failingOver': {
      const [subject, what] = phase.isChangingPoint
        ? ['ChangeRecoveryPoint', 'Changing the recovery point']
        : [name, word];
      return hasStopped
        ? { protectionState: `${subject}Failed`, description: `${what} failed` }
        : { protectionState: `${subject}Initiated`, description: `${what} in progress` };
    }
    case 'failedOver':
      return {
        protectionState:
          name === 'PlannedFailover' ? 'PlannedFailoverCompleted' : 'UnplannedFailoverCommitPendingStatesBegin',
        description: `${word} completed, commit pending`,
      };
    case 'committingFailover':
      return hasStopped
        ? { protectionState: 'CommitFailoverFailedOnRecovery', description: 'Commit failed' }
        : { protectionState: 'CommitFailoverInProgressOnRecovery', description: 'Commit in progress' };
    case 'cancellingFailover':
      return hasStopped
        ? { protectionState: 'CancelFailoverFailedOnPrimary', description: 'Cancelling the failover failed' }
        : { protectionState: 'CancelFailoverInProgressOnPrimary', description: 'Cancelling the failover' };
    case 'failoverCommitted':
      return {
        protectionState: name === 'PlannedFailover' ? 'CommitFailoverCompleted' : 'UnplannedFailoverCommitted',
        description: `${word} committed`,
      };
    case 'failingBack': {
      if (hasStopped) return { protectionState: 'PlannedFailoverFailed', description: 'Failback failed' };
      if (phase.step === 'waitForCompletion')
        return { protectionState: 'PlannedFailoverInitiated', description: 'Waiting for Complete failover' };
      return FINAL_STEPS.has(phase.step)
        ? { protectionState: 'PlannedFailoverCompleting', description: 'Completing the failback' }
        : { protectionState: 'PlannedFailoverInitiated', description: 'Failback in progress' };
    }
    case 'cancellingFailback':
      return hasStopped
        ? { protectionState: 'CancelFailoverFailedOnRecovery', description: 'Cancelling the failback failed' }
        : { protectionState: 'CancelFailoverInProgressOnRecovery', description: 'Cancelling the failback' };
    case 'failedBack':
      return { protectionState: 'PlannedFailoverCompleted', description: 'Failback completed, commit pending' };
    case 'committingFailback':
      return hasStopped
        ? { protectionState: 'CommitFailoverFailedOnPrimary', description: 'Commit failed' }
        : { protectionState: 'CommitFailoverInProgressOnPrimary', description: 'Commit in progress' };
    case 'failbackCommitted':
      return { protectionState: 'CommitFailoverCompleted', description: 'Failback committed, not replicated' };
    case 'reverseReplicating':
      return hasStopped
        ? { protectionState: 'ReprotectFailed', description: 'Reverse replication failed' }
        : { protectionState: 'ReprotectInitiated', description: 'Reversing replication' };
    default:
      return unreachable(phase);
  }
}

/** From then on the machine in Azure is off. */
const FINAL_STEPS: ReadonlySet<string> = new Set(['stopMachine', 'transferRest', 'deleteSnapshots', 'startSource']);

/** activeLocation in ARM's spelling: where the machine runs now. */
export function activeLocationOf({ phase }: Pick<ReplicatedItem, 'phase'>): 'Primary' | 'Recovery' {
  switch (phase.kind) {
    case 'failedOver':
    case 'committingFailover':
    case 'failoverCommitted':
    case 'failingBack':
    case 'cancellingFailback':
      return 'Recovery';
    case 'failingOver':
      return phase.isChangingPoint ? 'Recovery' : 'Primary';
    default:
      return 'Primary';
  }
}

/** testFailoverState; only None is recorded, the other words are ours. */
export function testFailoverStateOf({ testFailover }: Pick<ReplicatedItem, 'testFailover'>): ArmState {
  if (!testFailover) return { protectionState: 'None', description: 'None' };
  if (testFailover.trouble?.nextAttemptAt === null)
    return { protectionState: 'TestFailoverFailed', description: 'Test failover failed, clean-up required' };
  if (testFailover.step === 'running')
    return { protectionState: 'WaitingForCleanup', description: 'Test failover completed, clean-up pending' };
  const isCleaning = testFailover.step === 'stopMachine' || testFailover.step === 'deleteMachine';
  return isCleaning
    ? { protectionState: 'TestFailoverCleanupInProgress', description: 'Cleaning up the test failover' }
    : { protectionState: 'TestFailoverInProgress', description: 'Test failover in progress' };
}
