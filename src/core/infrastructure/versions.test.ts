import { expect, test } from 'vitest';
import { compareVersions, versionStateOf } from './versions.ts';

test.each([
  ['provider', '5.1.6900.0', 'Supported'],
  ['provider', '5.1.6300.0', 'Supported'],
  ['provider', '5.1.6299.9', 'UpdateRequired'],
  ['provider', '5.1.5299.0', 'Deprecated'],
  ['provider', '4.9.9999.0', 'NotSupported'],
  ['provider', 'unknown', 'NotSupported'],
  ['agent', '2.0.9260.0', 'Supported'],
  ['agent', '2.0.9202.0', 'UpdateRequired'],
  ['agent', '2.0.9190.0', 'SecurityUpdateRequired'],
  ['agent', '2.0.9160', 'Deprecated'],
  ['agent', '1.9', 'NotSupported'],
  ['agent', '10', 'Supported'],
  ['agent', 'v9.0', 'NotSupported'],
  ['agent', '9.0-beta', 'NotSupported'],
  ['agent', '9..0', 'NotSupported'],
] as const)('[IN4] %s %s is %s', (product, version, state) => expect(versionStateOf(product, version)).toBe(state));

test('[IN4] versions are compared part by part, as numbers', () => {
  expect(compareVersions('5.1.10', '5.1.9')).toBeGreaterThan(0);
  expect(compareVersions('5.1', '5.1.0.0')).toBe(0);
  expect(compareVersions('5', '5.0.1')).toBeLessThan(0);
});
