import { describe, expect, test } from 'vitest';
import { createChecksumsInline } from '../../src/adapters/checksums-pool/checksums-inline.ts';
import { createRememberedMd5 } from '../../src/adapters/md5/remembered-md5.ts';
import { drawPlan } from './plan.ts';
import { simulate } from './simulation.ts';

const [checksums, md5] = await Promise.all([createChecksumsInline(), createRememberedMd5()]);

/** Seeds whose plans differ: every copy interval, worlds with and without crashes, jumps and storms. */
const SEEDS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'];

describe('chaos, then healing, under all laws', () => {
  for (const seed of SEEDS) {
    test(`seed ${seed}`, async () => {
      const outcome = await simulate(seed, { checksums, md5 });
      expect(outcome.failure).toBeNull();
      expect(outcome.virtualMs).toBeGreaterThan(drawPlan(seed).chaosMs);
    });
  }

  test('the seeds cover what the simulation is for', () => {
    const plans = SEEDS.map(drawPlan);
    expect(new Set(plans.map((plan) => plan.policy.replicationIntervalSeconds))).toEqual(new Set([30, 300, 900]));
    for (const chance of ['crashChance', 'jumpEveryMs', 'adminEveryMs', 'natureEveryMs'] as const)
      expect(plans.some((plan) => plan[chance] > 0)).toBe(true);
    for (const chance of ['lostRequest', 'lostAnswer', 'duplicate', 'refusal'] as const)
      expect(plans.some((plan) => plan.chances[chance] > 0)).toBe(true);
  });
});

test('the same seed gives the same run, to the last decision and the last block', async () => {
  const first = await simulate('50', { checksums, md5, isDigested: true });
  const second = await simulate('50', { checksums, md5, isDigested: true });
  expect(first.failure).toBeNull();
  expect(second.digest).toBe(first.digest);
  expect(second.trace).toEqual(first.trace);
  const other = await simulate('51', { checksums, md5, isDigested: true });
  expect(other.digest).not.toBe(first.digest);
});
