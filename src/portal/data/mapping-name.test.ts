import { expect, test } from 'vitest';
import { resourceNameError } from '../../core/vault/validate-vault.ts';
import { mappingName } from './mapping-name.ts';

test('a name says what is mapped, and the vault takes it', () => {
  expect(mappingName('vSwitch Production (10 GbE)')).toBe('vSwitch-Production-10-GbE');
  for (const name of ['Gold 30 s', '  ', '網路', '-_.', `${'x'.repeat(63)}. y`]) {
    expect(resourceNameError(mappingName(name)), name).toBeNull();
  }
});

test('a taken name gets a number', () => {
  expect(mappingName('Gold 30 s', ['GOLD-30-S'])).toBe('Gold-30-s-2');
  const long = mappingName('x'.repeat(80), ['x'.repeat(64), `${'x'.repeat(62)}-2`]);
  expect(long).toBe(`${'x'.repeat(62)}-3`);
});
