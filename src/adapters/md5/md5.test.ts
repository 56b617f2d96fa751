import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createMd5 } from './md5.ts';

test('MD5 in base64, of calls at once too', async () => {
  const md5 = await createMd5();
  const inputs = [new Uint8Array(0), new Uint8Array([1, 2, 3]), new Uint8Array(100_000).fill(9)];
  const expected = inputs.map((input) => createHash('md5').update(input).digest('base64'));
  expect(await Promise.all(inputs.map(md5))).toEqual(expected);
});
