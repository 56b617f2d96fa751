import { expect, test } from 'vitest';
import { armName } from './arm-name.ts';

test('the name of a resource is the last part of its ARM id', () => {
  expect(armName('/subscriptions/s/resourceGroups/rg')).toBe('rg');
  expect(armName('rg')).toBe('rg');
  expect(armName(null)).toBe('');
});
