import { expect, test } from 'vitest';
import type { JobId, ReplicatedItem } from '../model.ts';
import { SAMPLES } from '../protection/testing/sample-items.ts';
import { HOLDS, reached, type MachineFacts } from './machine-progress.ts';
import { DB, failingOver, SampleVault } from './testing/sample-plans.ts';

const FAULT = { code: 'BrokenVhdChain', detail: 'chain' } as const;

function factsIn(phase: ReplicatedItem['phase'], change: Partial<ReplicatedItem> = {}): MachineFacts {
  const vault = new SampleVault([DB]);
  vault.set(DB, phase, change);
  return vault.factsOf(DB, vault.setJob(DB));
}

function testing(step: string, jobId: string): Partial<ReplicatedItem> {
  return { testFailover: { step, jobId: jobId as JobId } as NonNullable<ReplicatedItem['testFailover']> };
}

const backAt = (step: 'synchronize' | 'waitForCompletion'): ReplicatedItem['phase'] => {
  const { phase } = SAMPLES.failingBack;
  return phase.kind === 'failingBack' ? { ...phase, step } : phase;
};

test.each([
  ['shutDown', factsIn(failingOver('checkPrerequisites')), 'underWay'],
  ['shutDown', factsIn(failingOver('shutDownSource')), 'underWay'],
  ['shutDown', factsIn(failingOver('createMachine')), 'succeeded'],
  ['shutDown', factsIn(SAMPLES.protected.phase), 'underWay'],
  ['failOver', factsIn(failingOver('createMachine')), 'underWay'],
  ['failOver', factsIn(failingOver('startMachine')), 'succeeded'],
  ['failOver', factsIn(SAMPLES.failedOver.phase), 'underWay'],
  ['failOver', factsIn({ ...SAMPLES.cancellingFailback.phase }), 'underWay'],
  ['failOver', factsIn(SAMPLES.protected.phase, testing('createMachine', 'job-db')), 'underWay'],
  ['failOver', factsIn(SAMPLES.protected.phase, testing('startMachine', 'job-db')), 'succeeded'],
  ['failOver', factsIn(SAMPLES.protected.phase, testing('startMachine', 'another')), 'underWay'],
  ['synchronize', factsIn(backAt('synchronize')), 'underWay'],
  ['synchronize', factsIn(backAt('waitForCompletion')), 'succeeded'],
  ['synchronize', factsIn(SAMPLES.failedBack.phase), 'underWay'],
  ['start', factsIn(failingOver('startMachine')), 'underWay'],
  ['complete', factsIn(backAt('waitForCompletion')), 'underWay'],
  ['whole', factsIn(SAMPLES.failedOver.phase), 'underWay'],
] as const)('[RP9] [RP16] %s, its job going on: case %#', (act, facts, state) => {
  expect(reached(act, facts)).toEqual({ state });
});

test('[RP9] a machine that is off waits before it is made, one that is made before it is started', () => {
  expect(Object.entries(HOLDS).filter(([, before]) => before !== null)).toEqual([
    ['shutDown', 'createMachine'],
    ['failOver', 'startMachine'],
  ]);
});

test('[RP11] what has become of its job decides where that has ended', () => {
  const vault = new SampleVault([DB]);
  const after = (change: Parameters<SampleVault['setJob']>[1]) =>
    reached('start', vault.factsOf(DB, vault.setJob(DB, change)));
  expect(after({ state: 'Succeeded' })).toEqual({ state: 'succeeded' });
  expect(after({ state: 'Cancelled' })).toEqual({ state: 'cancelled' });
  const earlier = { fault: { ...FAULT, detail: 'earlier' }, taskId: null, at: 0 as never };
  expect(after({ state: 'Failed', errors: [earlier, { ...earlier, fault: FAULT }] })).toEqual({
    state: 'failed',
    reason: 'Its job failed.',
    fault: FAULT,
  });
  expect(after({ state: 'Failed', errors: [] })).toEqual({ state: 'failed', reason: 'Its job failed.' });
  expect(reached('start', { item: vault.itemOf(DB), job: undefined })).toEqual({
    state: 'failed',
    reason: 'Its job is no longer listed.',
  });
});
