import { describe, expect, test } from 'vitest';
import { createChecksumsInline } from '../../src/adapters/checksums-pool/checksums-inline.ts';
import { runWithCrash } from './crash-anywhere.ts';

const checksums = await createChecksumsInline();
const reference = await runWithCrash(null, checksums);

test('the reference run comes to its end, and makes calls of every kind on its way', () => {
  expect(reference.failure).toBeNull();
  expect(reference.calls).toBeGreaterThan(350);
});

/** Every so many calls one is tried here; all of them by `npm run sim -- --crash-anywhere`. */
const STRIDE = 19;

describe('[LC62] an engine that crashes at a port call is followed by one that comes to the same end', () => {
  for (const moment of ['before', 'after'] as const) {
    test(`a sample of the calls, ${moment} their effect`, async () => {
      const failures: string[] = [];
      for (let call = moment === 'before' ? 1 : 10; call <= reference.calls; call += STRIDE) {
        const { failure, method } = await runWithCrash({ call, moment }, checksums);
        if (failure !== null) failures.push(`call ${call} (${method}): ${failure}`);
      }
      expect(failures).toEqual([]);
    });
  }
});

describe('regressions', () => {
  test('a restart while prerequisites are checked: the machine is asked for, as no host has reported yet', async () => {
    const outcomes = [
      await runWithCrash({ call: 4, moment: 'after' }, checksums),
      await runWithCrash({ call: 5, moment: 'before' }, checksums),
    ];
    expect(outcomes.map(({ failure }) => failure)).toEqual([null, null]);
  });
});
