import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shortened } from './short-digests.ts';

const digest = fc.uint8Array({ minLength: 16, maxLength: 16 });

test('[RS19] a shortened digest is zero for an all-zero block and only for such', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(digest, fc.nat(15).map(onlyByte), fc.constant(new Uint8Array(16)))), (digests) => {
      const short = shortened(Uint8Array.from(digests.flatMap((each) => [...each])));
      expect(short).toHaveLength(digests.length * 4);
      digests.forEach((each, block) => {
        const isZero = short.subarray(block * 4, block * 4 + 4).every((byte) => byte === 0);
        expect(isZero).toBe(each.every((byte) => byte === 0));
      });
    }),
  );
});

test('[RS19] what is shortened is part of the digest, whatever its alignment', () => {
  const digests = Uint8Array.from({ length: 33 }, (_, i) => i);
  expect([...shortened(digests.subarray(1))]).toEqual([1, 2, 3, 4, 17, 18, 19, 20]);
});

test('digests that are not whole are refused', () => {
  expect(() => shortened(new Uint8Array(15))).toThrow('16 bytes each');
});

function onlyByte(at: number): Uint8Array {
  const bytes = new Uint8Array(16);
  bytes[at] = 7;
  return bytes;
}
