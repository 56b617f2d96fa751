/**
 * A test failover, beside the phase: replication goes on.
 *
 *   none ─request─► checkPrerequisites ─► createMachine ─► startMachine ─► running
 *     ▲                  │ cancel              │ cancel         │ cancel      │ clean-up
 *     │                  └─────────────────────┴────────────────┴──────┐      │
 *     └─────────── deleteMachine ◄──────────────────────── stopMachine ◄──────┘
 *
 * Its cells are the same in every phase. What fails for good leaves it standing where it failed;
 * its job is restarted there, or the clean-up leads on. The test counts when both, failover and clean-up, succeeded.
 */
import type { JobId, ReplicatedItem, TestFailover, TestFailoverStep } from '../model.ts';
import { recordFailure } from '../retry/back-off.ts';
import { decide, ignore, type Decision, type SharedCells } from './cell.ts';
import type { Note } from './command.ts';
import type { EventOf } from './event.ts';
import type { Facts } from './facts.ts';
import { TEST_ACTS } from './test-failover-work.ts';

type TestEvent =
  | 'TestMachineActed'
  | 'TestMachineFailed'
  | 'TestRetryDue'
  | 'TestFailoverRequested'
  | 'TestFailoverCleanupRequested'
  | 'TestFailoverCancelRequested'
  | 'TestRetryRequested';

export const TEST_FAILOVER: SharedCells<TestEvent> = {
  TestMachineActed: acted,
  TestMachineFailed: failed,
  TestRetryDue: (item) => {
    const { testFailover: test } = item;
    return test?.trouble && !test.isAttempting ? decide(withTest(item, { ...test, isAttempting: true })) : ignore(item);
  },
  TestFailoverRequested: requested,
  TestFailoverCleanupRequested: cleanupRequested,
  TestFailoverCancelRequested: cancelRequested,
  TestRetryRequested: retryRequested,
};

/** While replication is disabled: the test machine goes with the replica. */
export const NO_TEST_FAILOVER: SharedCells<TestEvent> = {
  TestMachineActed: ignore,
  TestMachineFailed: ignore,
  TestRetryDue: ignore,
  TestFailoverRequested: ignore,
  TestFailoverCleanupRequested: ignore,
  TestFailoverCancelRequested: ignore,
  TestRetryRequested: ignore,
};

function requested(item: ReplicatedItem, event: EventOf<'TestFailoverRequested'>, facts: Facts): Decision {
  if (item.testFailover || item.phase.kind !== 'protected') return ignore(item);
  const jobId = facts.newJobId;
  const test: TestFailover = {
    step: 'checkPrerequisites',
    point: event.point,
    networkId: event.networkId,
    jobId,
    hasSucceeded: false,
    isCancelled: false,
    comments: '',
    trouble: null,
    isAttempting: false,
  };
  return decide(withTest(item, test), { kind: 'StartJob', jobId, scenarioName: 'TestFailover' });
}

function acted(item: ReplicatedItem, { act }: EventOf<'TestMachineActed'>, facts: Facts): Decision {
  const { testFailover: test } = item;
  if (act === 'check' && test?.step === 'checkPrerequisites') {
    // "Starting test failover" has no work of its own.
    return decide(withTest(item, toStep(test, 'createMachine')), ...advance(test), ...advance(test));
  }
  if (act === 'create' && test?.step === 'createMachine') {
    return decide(withTest(item, toStep(test, 'startMachine')), ...advance(test));
  }
  if (act === 'start' && test?.step === 'startMachine') {
    const running: TestFailover = { ...toStep(test, 'running'), jobId: null, hasSucceeded: true };
    return decide(withTest(item, running), ...end(test, 'Succeeded'));
  }
  if (act === 'stop' && test?.step === 'stopMachine') return stopped(item, test);
  if (act === 'delete' && test?.step === 'deleteMachine') return cleanedUp(item, test, facts);
  return ignore(item);
}

function stopped(item: ReplicatedItem, test: TestFailover): Decision {
  // A cancelled job TestFailover is not advanced by its clean-up.
  return decide(withTest(item, toStep(test, 'deleteMachine')), ...(test.isCancelled ? [] : advance(test)));
}

function cleanedUp(item: ReplicatedItem, test: TestFailover, facts: Facts): Decision {
  const { testFailover: _gone, ...rest } = item;
  const lastTestFailoverAt = test.hasSucceeded ? facts.now : item.lastTestFailoverAt;
  return decide({ ...rest, lastTestFailoverAt }, ...end(test, test.isCancelled ? 'Cancelled' : 'Succeeded'));
}

function failed(item: ReplicatedItem, { act, fault }: EventOf<'TestMachineFailed'>, facts: Facts): Decision {
  const { testFailover: test } = item;
  if (!test || (test.trouble && !test.isAttempting) || TEST_ACTS[test.step] !== act) return ignore(item);
  // What was never made, or is gone, need not be stopped.
  if (test.step === 'stopMachine' && fault.code === 'AzureMachineNotFound') return stopped(item, test);
  const trouble = recordFailure(test.trouble, fault, facts.now);
  const isOver = trouble.nextAttemptAt === null;
  const report = noteFor(test.jobId, (jobId) => ({ kind: 'ReportJobError', jobId, fault }));
  const troubled: TestFailover = { ...test, trouble, isAttempting: false, jobId: isOver ? null : test.jobId };
  return decide(withTest(item, troubled), ...report, ...(isOver ? end(test, 'Failed') : []));
}

function cleanupRequested(
  item: ReplicatedItem,
  { comments }: EventOf<'TestFailoverCleanupRequested'>,
  facts: Facts,
): Decision {
  const { testFailover: test } = item;
  if (!test || test.jobId !== null) return ignore(item);
  const jobId = facts.newJobId;
  const cleaning: TestFailover = { ...toStep(test, 'stopMachine'), jobId, comments };
  const start: Note = { kind: 'StartJob', jobId, scenarioName: 'TestFailoverCleanup' };
  // Nothing has to be checked: what stands is known.
  return decide(withTest(item, cleaning), start, ...advance(cleaning));
}

function cancelRequested(item: ReplicatedItem): Decision {
  const { testFailover: test } = item;
  return test && isTestCancellable(test)
    ? decide(withTest(item, { ...toStep(test, 'stopMachine'), isCancelled: true }))
    : ignore(item);
}

/** At the step that failed. The failover's job does not go on once its clean-up has begun. */
function retryRequested(item: ReplicatedItem, { jobId }: EventOf<'TestRetryRequested'>): Decision {
  const { testFailover: test } = item;
  if (!test?.trouble || test.jobId !== null) return ignore(item);
  return decide(withTest(item, { ...test, jobId, isAttempting: true }), { kind: 'RestartJob', jobId });
}

/** The scenario of the job that a test failover standing still would go on with; null: it does not stand still. */
export function stoppedTestScenario({
  testFailover: test,
}: ReplicatedItem): 'TestFailover' | 'TestFailoverCleanup' | null {
  if (!test?.trouble || test.jobId !== null) return null;
  return CANCELLABLE.has(test.step) || test.isCancelled ? 'TestFailover' : 'TestFailoverCleanup';
}

/** Until its machine runs; what is being cleaned up is not cancelled. */
export function isTestCancellable({ jobId, step }: TestFailover): boolean {
  return jobId !== null && CANCELLABLE.has(step);
}

const CANCELLABLE: ReadonlySet<TestFailoverStep> = new Set(['checkPrerequisites', 'createMachine', 'startMachine']);

function toStep(test: TestFailover, step: TestFailoverStep): TestFailover {
  return { ...test, step, trouble: null, isAttempting: false };
}

function withTest(item: ReplicatedItem, testFailover: TestFailover): ReplicatedItem {
  return { ...item, testFailover };
}

function advance(test: TestFailover): readonly Note[] {
  return noteFor(test.jobId, (jobId) => ({ kind: 'AdvanceJob', jobId }));
}

function end(test: TestFailover, how: 'Succeeded' | 'Failed' | 'Cancelled'): readonly Note[] {
  return noteFor(test.jobId, (jobId) => ({ kind: 'EndJob', jobId, end: how }));
}

function noteFor(jobId: JobId | null, make: (jobId: JobId) => Note): readonly Note[] {
  return jobId === null ? [] : [make(jobId)];
}
