import { describe, expect, test } from 'vitest';
import type { Failover, ReplicatedItem } from '../model.ts';
import { activeLocationOf, armStateOf, testFailoverStateOf } from './arm-state.ts';
import { itemIn, NOW, POINT } from './testing/sample-items.ts';
import { sampleAt, STEP_SAMPLES, STOPPED } from './testing/step-samples.ts';

const planned: Failover = { kind: 'planned', point: POINT, startedAt: NOW };

/** What fails for a while is still under way. */
const troubled = (item: ReplicatedItem): ReplicatedItem => ({ ...item, trouble: { ...STOPPED, nextAttemptAt: NOW } });

describe('protectionState', () => {
  test.each([
    ['enabling, prerequisites', 'EnablingProtection', 'Enabling protection', 'Primary'],
    ['enabling failed', 'EnablingFailed', 'Enabling protection failed', 'Primary'],
    ['waiting for its time', 'InitialReplicationStatesBegin', 'Waiting for initial replication', 'Primary'],
    ['initial replication, snapshot', 'InitialReplicationInProgress', 'Initial replication', 'Primary'],
    ['finalizing, recovery point', 'InitialReplicationCompletedOnPrimary', 'Finalizing protection', 'Primary'],
    ['protected, at rest', 'Protected', 'Protected', 'Primary'],
    ['required, still tracking', 'Protected', 'Resynchronization required', 'Primary'],
    ['resynchronizing, geometry', 'Protected', 'Resynchronizing', 'Primary'],
    ['planned, prerequisites', 'PlannedFailoverInitiated', 'Planned failover in progress', 'Primary'],
    ['unplanned, shutdown', 'UnplannedFailoverInitiated', 'Failover in progress', 'Primary'],
    ['change of point, delete', 'ChangeRecoveryPointInitiated', 'Changing the recovery point in progress', 'Recovery'],
    ['failed over, planned', 'PlannedFailoverCompleted', 'Planned failover completed, commit pending', 'Recovery'],
    [
      'failed over, unplanned',
      'UnplannedFailoverCommitPendingStatesBegin',
      'Failover completed, commit pending',
      'Recovery',
    ],
    ['commit, relationship', 'CommitFailoverInProgressOnRecovery', 'Commit in progress', 'Recovery'],
    ['cancel, machine', 'CancelFailoverInProgressOnPrimary', 'Cancelling the failover', 'Primary'],
    ['failover committed', 'UnplannedFailoverCommitted', 'Failover committed', 'Recovery'],
    ['failback, prerequisites', 'PlannedFailoverInitiated', 'Failback in progress', 'Recovery'],
    ['failback, waiting', 'PlannedFailoverInitiated', 'Waiting for Complete failover', 'Recovery'],
    ['failback, stop', 'PlannedFailoverCompleting', 'Completing the failback', 'Recovery'],
    ['cancel of failback, start', 'CancelFailoverInProgressOnRecovery', 'Cancelling the failback', 'Recovery'],
    ['failed back', 'PlannedFailoverCompleted', 'Failback completed, commit pending', 'Primary'],
    ['commit of failback', 'CommitFailoverInProgressOnPrimary', 'Commit in progress', 'Primary'],
    ['failback committed', 'CommitFailoverCompleted', 'Failback committed, not replicated', 'Primary'],
    ['reverse, target', 'ReprotectInitiated', 'Reversing replication', 'Primary'],
    ['disabling, relationship', 'DisablingProtection', 'Disabling protection', 'Primary'],
  ])('[LC74] %s: %s, “%s”, running at %s', (name, protectionState, description, location) => {
    const item = sampleAt(name);
    expect(armStateOf(item)).toEqual({ protectionState, description });
    expect(armStateOf(troubled(item))).toEqual({ protectionState, description });
    expect(activeLocationOf(item)).toBe(location);
  });

  test.each([
    ['initial replication, snapshot', 'InitialReplicationFailed', 'Initial replication failed'],
    ['planned, prerequisites', 'PlannedFailoverFailed', 'Planned failover failed'],
    ['unplanned, shutdown', 'UnplannedFailoverFailed', 'Failover failed'],
    ['change of point, delete', 'ChangeRecoveryPointFailed', 'Changing the recovery point failed'],
    ['commit, relationship', 'CommitFailoverFailedOnRecovery', 'Commit failed'],
    ['cancel, machine', 'CancelFailoverFailedOnPrimary', 'Cancelling the failover failed'],
    ['failback, prerequisites', 'PlannedFailoverFailed', 'Failback failed'],
    ['failback, waiting', 'PlannedFailoverFailed', 'Failback failed'],
    ['failback, stop', 'PlannedFailoverFailed', 'Failback failed'],
    ['cancel of failback, start', 'CancelFailoverFailedOnRecovery', 'Cancelling the failback failed'],
    ['commit of failback', 'CommitFailoverFailedOnPrimary', 'Commit failed'],
    ['reverse, target', 'ReprotectFailed', 'Reverse replication failed'],
    ['disabling, relationship', 'DisablingFailed', 'Disabling failed'],
  ])('[LC74] %s, stopped: %s, “%s”', (name, protectionState, description) => {
    expect(armStateOf({ ...sampleAt(name), trouble: STOPPED })).toEqual({ protectionState, description });
  });

  test.each([
    'enabling, prerequisites',
    'enabling failed',
    'waiting for its time',
    'finalizing, recovery point',
    'protected, at rest',
    'required, still tracking',
    'resynchronizing, geometry',
    'failed over, planned',
    'failed over, unplanned',
    'failover committed',
    'failed back',
    'failback committed',
  ])('[LC74] %s, stopped: the state is the same, its health tells the rest', (name) => {
    const item = sampleAt(name);
    expect(armStateOf({ ...item, trouble: STOPPED })).toEqual(armStateOf(item));
  });

  test('[LC74] a planned failover that is committed has a name of its own', () => {
    expect(armStateOf(itemIn({ kind: 'failoverCommitted', failover: planned }))).toEqual({
      protectionState: 'CommitFailoverCompleted',
      description: 'Planned failover committed',
    });
  });

  test.each(['failback, stop', 'failback, rest, last window of all', 'failback, snapshots', 'failback, start'])(
    '[LC74] %s: the machine in Azure is off, the failback is being completed',
    (name) => expect(armStateOf(sampleAt(name)).protectionState).toBe('PlannedFailoverCompleting'),
  );
});

describe('testFailoverState', () => {
  test.each([
    ['test failover, prerequisites', 'TestFailoverInProgress'],
    ['test failover, failed', 'TestFailoverFailed'],
    ['test failover, running', 'WaitingForCleanup'],
    ['test failover, stop', 'TestFailoverCleanupInProgress'],
    ['test failover, delete', 'TestFailoverCleanupInProgress'],
    ['protected, at rest', 'None'],
  ])('[LC74] %s: %s', (name, state) => {
    expect(testFailoverStateOf(sampleAt(name)).protectionState).toBe(state);
  });

  test('[LC74] every sample has a description', () => {
    for (const item of Object.values(STEP_SAMPLES)) expect(testFailoverStateOf(item).description).not.toBe('');
  });
});
