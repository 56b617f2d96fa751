import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createRememberedMd5 } from './remembered-md5.ts';

const md5Of = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('base64');

test('the same bytes, and bytes that changed in place, have their own MD5', async () => {
  const md5 = await createRememberedMd5();
  const bytes = new Uint8Array(100_000).fill(9);
  expect(await md5(bytes)).toBe(md5Of(bytes));
  expect(await md5(bytes.slice())).toBe(md5Of(bytes));
  bytes[50_000] = 8;
  expect(await md5(bytes)).toBe(md5Of(bytes));
});

test('what was forgotten is made again', async () => {
  const md5 = await createRememberedMd5();
  const inputs = Array.from({ length: 100 }, (_, index) => new Uint8Array(16).fill(index));
  for (const input of [...inputs, ...inputs]) expect(await md5(input)).toBe(md5Of(input));
});
