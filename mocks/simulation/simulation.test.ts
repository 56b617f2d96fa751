import { describe, expect, test } from 'vitest';
import { createChecksumsInline } from '../../src/adapters/checksums-pool/checksums-inline.ts';
import { KIB } from '../../src/base/units.ts';
import { intercepted } from './intercepted.ts';
import { drawPlan } from './plan.ts';
import { simulate, type SabotagedPorts } from './simulation.ts';

const checksums = await createChecksumsInline();

/** Seeds whose plans differ: every copy interval, worlds with and without crashes, jumps and storms. */
const SEEDS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'];

describe('chaos, then healing, under all laws', () => {
  for (const seed of SEEDS) {
    test(`seed ${seed}`, async () => {
      const outcome = await simulate(seed, { checksums });
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
  const first = await simulate('50', { checksums, isDigested: true });
  const second = await simulate('50', { checksums, isDigested: true });
  expect(first.failure).toBeNull();
  expect(second.digest).toBe(first.digest);
  expect(second.trace).toEqual(first.trace);
  const other = await simulate('51', { checksums, isDigested: true });
  expect(other.digest).not.toBe(first.digest);
});

describe('the laws notice', () => {
  /** A world with little trouble of its own, whose guests write all the time. */
  const quiet = Array.from({ length: 500 }, (_, seed) => drawPlan(String(seed))).find(
    ({ crashChance, natureEveryMs, churn }) =>
      crashChance + natureEveryMs === 0 && churn.every((share) => share >= 0.1 && share < 0.3),
  );
  if (!quiet) throw new Error('no such seed');
  const lawBroken = async (sabotage: (ports: SabotagedPorts) => SabotagedPorts): Promise<string | undefined> =>
    (await simulate(quiet.seed, { checksums, sabotage })).failure?.law;

  test('nothing where nothing is wrong', async () => {
    expect(await lawBroken((ports) => ports)).toBeUndefined();
  });

  test('a write that is acknowledged and not made', async () => {
    let count = 0;
    let receipt: unknown;
    const law = await lawBroken((ports) => ({
      ...ports,
      storage: intercepted(ports.storage, async (method, _call, go) => {
        if (method === 'putPages' && receipt !== undefined && ++count % 5 === 0) return receipt;
        const answer = await go();
        if (method === 'putPages') receipt = answer;
        return answer;
      }),
    }));
    expect(law).toBe('a recovery point equals the source at its instant');
  });

  test('a snapshot that is another one', async () => {
    let first: unknown;
    const law = await lawBroken((ports) => ({
      ...ports,
      storage: intercepted(ports.storage, async (method, _call, go) => {
        const answer = await go();
        if (method !== 'snapshotBlob') return answer;
        first ??= answer;
        return first;
      }),
    }));
    expect(law).toBe('a recovery point equals the source at its instant');
  });

  test('a byte that turns in a log, which has no checksums of its data', async () => {
    const law = await lawBroken((ports) => ({
      ...ports,
      host: intercepted(ports.host, async (method, _call, go) => {
        const answer = await go();
        if (method !== 'readLog' || !(answer instanceof Uint8Array) || answer.length < 64 * KIB) return answer;
        // Most of a log is data: its middle is.
        return answer.with(answer.length >> 1, 1 ^ (answer[answer.length >> 1] ?? 0));
      }),
    }));
    expect(law).toBe('a recovery point equals the source at its instant');
  });
});
