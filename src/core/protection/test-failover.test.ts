import { expect, test } from 'vitest';
import type { JobId, ReplicatedItem, TestFailover, TestFailoverStep } from '../model.ts';
import { effectsOf, timersOf } from './called-for.ts';
import { stoppedTestScenario } from './test-failover.ts';
import { testEffects } from './test-failover-work.ts';
import { NOW, POINT, SAMPLES } from './testing/sample-items.ts';

const TROUBLE = {
  fault: { code: 'ComputeUnavailable', detail: 'no capacity' },
  firstAt: NOW,
  lastAt: NOW,
  failures: 1,
  nextAttemptAt: null,
} as const;

function testing(step: TestFailoverStep, change: Partial<TestFailover> = {}): ReplicatedItem {
  const testFailover: TestFailover = {
    step,
    point: POINT,
    networkId: '/net',
    jobId: null,
    hasSucceeded: false,
    isCancelled: false,
    comments: '',
    trouble: null,
    isAttempting: false,
    ...change,
  };
  return { ...SAMPLES.protected, testFailover };
}

test.each([
  ['checkPrerequisites', 'check'],
  ['createMachine', 'create'],
  ['startMachine', 'start'],
  ['running', null],
  ['stopMachine', 'stop'],
  ['deleteMachine', 'delete'],
] as const)('[LC80] at its step %s the test machine calls for: %s', (step, act) => {
  const source = act === 'create' ? { point: POINT, networkId: '/net' } : null;
  const effects = act === null ? [] : [{ kind: 'AzureMachine', role: 'test', act, source }];
  expect(testEffects(testing(step))).toEqual(effects);
});

test.each([
  ['checkPrerequisites', {}, 'TestFailover'],
  ['createMachine', {}, 'TestFailover'],
  ['startMachine', {}, 'TestFailover'],
  ['stopMachine', {}, 'TestFailoverCleanup'],
  ['deleteMachine', {}, 'TestFailoverCleanup'],
  ['deleteMachine', { isCancelled: true }, 'TestFailover'],
  ['createMachine', { jobId: 'job' as JobId }, null],
  ['createMachine', { trouble: null }, null],
] as const)('[LC83] the job of a test failover that stopped at %s (%j) would go on as %s', (step, change, scenario) => {
  expect(stoppedTestScenario(testing(step, { trouble: TROUBLE, ...change }))).toBe(scenario);
});

test('[LC83] where there is no test failover, none has stopped', () => {
  expect(stoppedTestScenario(SAMPLES.protected)).toBeNull();
});

test('[LC85] while replication is disabled nothing more is done to the test machine', () => {
  const { disabling, protected: replicating } = SAMPLES;
  const { testFailover: under } = testing('createMachine');
  const { testFailover: failed } = testing('createMachine', { trouble: { ...TROUBLE, nextAttemptAt: NOW } });
  if (!under || !failed) throw new Error('a test failover is under way');
  const isAtWork = (item: ReplicatedItem) => effectsOf(item).some(({ kind }) => kind === 'AzureMachine');
  expect(isAtWork({ ...replicating, testFailover: under })).toBe(true);
  expect(isAtWork({ ...disabling, testFailover: under })).toBe(false);
  expect(timersOf({ ...replicating, testFailover: failed }).has('testRetry')).toBe(true);
  expect(timersOf({ ...disabling, testFailover: failed }).has('testRetry')).toBe(false);
});
