import { expect, test } from 'vitest';
import type { ScenarioName } from '../jobs/job-model.ts';
import type { JobId, ReplicatedItem } from '../model.ts';
import type { Request } from './event.ts';
import { isJobCancellable } from './job-cancel.ts';
import { transition } from './machine.ts';
import { FACTS } from './testing/sample-items.ts';
import { STEP_SAMPLES } from './testing/step-samples.ts';

/** What the item is told when a job is cancelled; other jobs never are. */
const REQUESTS: Partial<Record<ScenarioName, Request>> = {
  EnableDr: { kind: 'EnableCancelRequested' },
  RepairReplication: { kind: 'ResyncCancelRequested' },
  PlannedFailover: { kind: 'FailoverCancelRequested' },
  Failback: { kind: 'FailoverCancelRequested' },
};

/** The job that holds the item; null: none does. */
function scenarioOf({ phase, activeJobId }: ReplicatedItem): ScenarioName | null {
  if (activeJobId === null) return null;
  switch (phase.kind) {
    case 'enabling':
    case 'waitingForInitialReplication':
    case 'initialReplication':
      return 'EnableDr';
    case 'finalizing':
      return 'IrCompletion';
    case 'resynchronizationRequired':
    case 'resynchronizing':
      return 'RepairReplication';
    case 'failingOver':
      if (phase.isChangingPoint) return 'ChangeRecoveryPoint';
      return phase.failover.kind === 'planned' ? 'PlannedFailover' : 'UnplannedFailover';
    case 'committingFailover':
    case 'committingFailback':
      return 'CommitFailover';
    case 'cancellingFailover':
      return phase.isRollback ? 'PlannedFailover' : 'CancelFailover';
    case 'failingBack':
      return 'Failback';
    case 'cancellingFailback':
      return phase.isRollback ? 'Failback' : 'CancelFailover';
    case 'reverseReplicating':
      return 'ReprotectReplicationGroup';
    case 'disabling':
      return phase.isRollback ? 'EnableDr' : 'DisableDr';
    default:
      return null;
  }
}

test.each(Object.entries(STEP_SAMPLES))(
  '[JB8] %s: a job offers its cancel where that has its effect',
  (_name, item) => {
    const scenarioName = scenarioOf(item);
    if (item.activeJobId !== null && scenarioName !== null) {
      const request = REQUESTS[scenarioName];
      const isEffective = request !== undefined && transition(item, request, FACTS).item !== item;
      expect(isJobCancellable(item, { jobId: item.activeJobId, scenarioName })).toBe(isEffective);
    }
    const testJobId = item.testFailover?.jobId;
    if (testJobId) {
      const isEffective = transition(item, { kind: 'TestFailoverCancelRequested' }, FACTS).item !== item;
      expect(isJobCancellable(item, { jobId: testJobId, scenarioName: 'TestFailover' })).toBe(isEffective);
    }
    const another = { jobId: 'another' as JobId, scenarioName: 'EnableDr' as const };
    expect(isJobCancellable(item, another)).toBe(false);
  },
);

test('[JB8] a clean-up, a commit and a failover that is to its end are not cancelled', () => {
  const offered = Object.entries(STEP_SAMPLES).flatMap(([name, item]) => {
    const scenarioName = scenarioOf(item);
    const isOffered =
      scenarioName && item.activeJobId && isJobCancellable(item, { jobId: item.activeJobId, scenarioName });
    return isOffered ? [name.split(',')[0]] : [];
  });
  expect([...new Set(offered)]).toEqual([
    'enabling',
    'waiting for its turn',
    'initial replication',
    'required',
    'resynchronizing',
    'planned',
    'failback',
  ]);
});
