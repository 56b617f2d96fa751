import { expect, test } from 'vitest';
import { isValidMachineName, machineNameFrom } from './machine-name.ts';

test.each([
  ['SQL01', true],
  ['a', true],
  ['my-disk-2', true],
  ['', false],
  ['-a', false],
  ['a-', false],
  ['=cmd|calc', false],
  ['a'.repeat(63), true],
  ['a'.repeat(64), false],
])('%s valid: %s', (name, isValid) => {
  expect(isValidMachineName(name)).toBe(isValid);
});

test.each([
  ['web server (2).vhdx', 'web-server-2'],
  ['DISK.VHD', 'DISK'],
  ['_.raw', 'imported-disk'],
  ['archive.tar.img', 'archive-tar'],
  [`${'x'.repeat(62)}--y.raw`, 'x'.repeat(62)],
])('%s becomes %s', (fileName, name) => {
  expect(machineNameFrom(fileName)).toBe(name);
  expect(isValidMachineName(machineNameFrom(fileName))).toBe(true);
});
