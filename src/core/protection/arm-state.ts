import type { Phase, ReplicatedItem } from '../model.ts';

/** protectionState in ARM's spelling (domain facts §1.5), with its description. */
export interface ArmState {
  readonly protectionState: string;
  readonly description: string;
}

const STATES: Readonly<Record<Phase['kind'], ArmState>> = {
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
  const state = STATES[phase.kind];
  if (!trouble || trouble.nextAttemptAt !== null) return state;
  if (phase.kind === 'initialReplication') {
    return { protectionState: 'InitialReplicationFailed', description: 'Initial replication failed' };
  }
  if (phase.kind === 'disabling') return { protectionState: 'DisablingFailed', description: 'Disabling failed' };
  return state;
}
