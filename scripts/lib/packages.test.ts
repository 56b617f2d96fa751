import { expect, test } from 'vitest';
import { isSatisfied } from './packages.mjs';

const wanted = {
  '': { version: '0.1.0' },
  'node_modules/a': { version: '1.2.3', integrity: 'sha512-a' },
  'node_modules/a-win32': { version: '1.2.3', integrity: 'sha512-w', optional: true },
};

test('satisfied when every package is there; other platforms may be absent', () => {
  expect(isSatisfied(wanted, { 'node_modules/a': { version: '1.2.3', integrity: 'sha512-a' } })).toBe(true);
});

test.each([
  ['missing', {}],
  ['of another version', { 'node_modules/a': { version: '1.2.2', integrity: 'sha512-a' } }],
  ['of another content', { 'node_modules/a': { version: '1.2.3', integrity: 'sha512-b' } }],
])('not satisfied when a package is %s', (_what, installed) => {
  expect(isSatisfied(wanted, installed)).toBe(false);
});

test('an optional package that is there must be the right one', () => {
  const installed = {
    'node_modules/a': { version: '1.2.3', integrity: 'sha512-a' },
    'node_modules/a-win32': { version: '1.0.0', integrity: 'sha512-w' },
  };
  expect(isSatisfied(wanted, installed)).toBe(false);
});
