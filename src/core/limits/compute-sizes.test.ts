import { expect, test } from 'vitest';
import { targetChangeError } from '../protection/target-change.ts';
import { COMPUTE_SIZES } from './compute-sizes.ts';

test('[TG1] the sizes proposed are spelled as Azure spells sizes, each once', () => {
  expect(COMPUTE_SIZES.length).toBeGreaterThan(10);
  for (const { name } of COMPUTE_SIZES) expect(targetChangeError({ targetVmSize: name })).toBeNull();
  expect(new Set(COMPUTE_SIZES.map(({ name }) => name)).size).toBe(COMPUTE_SIZES.length);
});

test('[LI2] every number of theirs is positive', () => {
  for (const { name: _name, ...numbers } of COMPUTE_SIZES) {
    expect(Object.values(numbers)).toHaveLength(4);
    for (const value of Object.values(numbers)) expect(Number.isSafeInteger(value) && value > 0).toBe(true);
  }
});
