import type { Instant } from '../../base/units.ts';
import type { RecoveryPoint, ReplicatedItem, TestFailoverStep } from '../model.ts';
import type { AzureMachineAct, Effect } from './effect.ts';
import { isTestHeld } from './plan-hold.ts';

/** What each step does with the test machine; null: it waits for the administrator. */
export const TEST_ACTS: Readonly<Record<TestFailoverStep, AzureMachineAct | null>> = {
  checkPrerequisites: 'check',
  createMachine: 'create',
  startMachine: 'start',
  running: null,
  stopMachine: 'stop',
  deleteMachine: 'delete',
};

/** What an item's test failover calls for, whatever the phase does. */
export function testEffects(item: ReplicatedItem): readonly Effect[] {
  const { testFailover } = item;
  if (!testFailover || (testFailover.trouble && !testFailover.isAttempting) || isTestHeld(item)) return [];
  const act = TEST_ACTS[testFailover.step];
  if (act === null) return [];
  const { point, networkId } = testFailover;
  return [{ kind: 'AzureMachine', role: 'test', act, source: act === 'create' ? { point, networkId } : null }];
}

/** When its failed attempt is tried again; null: not at all, or there is none. */
export function testRetryAt({ testFailover }: ReplicatedItem): Instant | null {
  return testFailover && !testFailover.isAttempting ? (testFailover.trouble?.nextAttemptAt ?? null) : null;
}

/** The recovery point of which the test machine is still to be made: its snapshots must stand. */
export function pinnedPoint({ testFailover }: ReplicatedItem): RecoveryPoint | null {
  if (!testFailover) return null;
  const isToBeMade = testFailover.step === 'checkPrerequisites' || testFailover.step === 'createMachine';
  return isToBeMade ? testFailover.point : null;
}
