import { expect, test } from 'vitest';
import { imageExtensionOf, machineNameOf } from './machine-name.ts';

test.each([
  ['disk.vhdx', 'disk'],
  ['File Server (old).VHD', 'File-Server-old'],
  ['/tmp/images/web_01.img', 'web-01'],
  ['C:\\VMs\\sql.avhdx', 'sql'],
  ['archive.tar', 'archive-tar'],
  ['Müller.raw', 'Mu-ller'],
  ['日本.vhdx', 'imported'],
  ['.vhdx', 'imported'],
])('%s becomes %s', (fileName, name) => {
  expect(machineNameOf(fileName, [])).toBe(name);
});

test('a name is at most 63 characters, ends with none that may not stand there, and is never taken', () => {
  const long = `${'a'.repeat(62)}-b.vhdx`;
  expect(machineNameOf(long, [])).toBe('a'.repeat(62));
  expect(machineNameOf('disk.vhdx', ['DISK', 'disk-2'])).toBe('disk-3');
  const taken = 'a'.repeat(63);
  expect(machineNameOf(`${taken}.vhdx`, [taken])).toBe(`${'a'.repeat(61)}-2`);
});

test('the extension is kept in lower case; a name without one is a raw image', () => {
  expect(imageExtensionOf('a.VHDX')).toBe('vhdx');
  expect(imageExtensionOf('a')).toBe('img');
});
