import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endOf, totalLength, type Extent } from '../../base/extent.ts';
import { KIB, MIB } from '../../base/units.ts';
import { COARSE_BLOCK_BYTES, DIGEST_BYTES, FINE_BLOCK_BYTES } from '../limits/limits.ts';
import { comparedBlockBytes, compareDigests } from './compare.ts';
import { digestBlocks } from './testing/digest-blocks.ts';

/** A buffer of fine blocks, each filled with one byte. */
function blocks(...fills: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(fills.length * FINE_BLOCK_BYTES);
  fills.forEach((fill, i) => bytes.fill(fill, i * FINE_BLOCK_BYTES, (i + 1) * FINE_BLOCK_BYTES));
  return bytes;
}
const whole = (bytes: Uint8Array, offsetBytes = 0): Extent => ({ offsetBytes, lengthBytes: bytes.length });
const run = (block: number, count: number, offsetBytes = 0): Extent => ({
  offsetBytes: offsetBytes + block * FINE_BLOCK_BYTES,
  lengthBytes: count * FINE_BLOCK_BYTES,
});

/** Two buffers, mostly alike: per fine block a source and a target fill, and a last block that may be short. */
const twoSides = fc.record({
  fills: fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: 1, maxLength: 80 }),
  tail: fc.constantFrom(512, 1024, FINE_BLOCK_BYTES),
  offset: fc.integer({ min: 0, max: 8 }).map((n) => n * COARSE_BLOCK_BYTES),
});

describe('compare', () => {
  test('[RS6] the two levels are 64 KiB and 4 KiB, a digest 16 bytes', () => {
    expect([COARSE_BLOCK_BYTES, FINE_BLOCK_BYTES, DIGEST_BYTES]).toEqual([64 * KIB, 4 * KIB, 16]);
  });

  test.each([
    [0, 0, COARSE_BLOCK_BYTES],
    [MIB, 0, COARSE_BLOCK_BYTES],
    [MIB, 64 * KIB - FINE_BLOCK_BYTES, COARSE_BLOCK_BYTES],
    [MIB, 64 * KIB, FINE_BLOCK_BYTES],
    [MIB, MIB, FINE_BLOCK_BYTES],
  ])(
    '[RS22] when of %i bytes %i were found to differ, blocks of %i are compared',
    (processedBytes, differingBytes, blockBytes) => {
      expect(comparedBlockBytes({ processedBytes, differingBytes })).toBe(blockBytes);
    },
  );

  test('[RS7] exactly the differing blocks are found, adjacent ones joined', () => {
    const source = blocks(1, 2, 3, 4, 5, 6);
    const target = blocks(1, 9, 9, 4, 9, 6);
    expect(found(source, target)).toEqual({ differing: [run(1, 2), run(4, 1)], zeroed: [] });
  });

  test('[RS7] a single byte is enough, in every place of a block', () => {
    for (const at of [0, 3, 4095, 4096, 8191]) {
      const [source, target] = [blocks(1, 1), blocks(1, 1)];
      source[at] = 2;
      expect(found(source, target).differing).toEqual([run(Math.floor(at / 4096), 1)]);
    }
  });

  test('[RS7] equal sides have no differences', () => {
    const source = blocks(1, 0, 3);
    expect(found(source, source.slice())).toEqual({ differing: [], zeroed: [] });
  });

  test('[RS8] blocks that are zero at the source are cleared, not sent', () => {
    const source = blocks(0, 0, 1, 0);
    const target = blocks(5, 6, 0, 0);
    expect(found(source, target)).toEqual({ differing: [run(2, 1)], zeroed: [run(0, 2)] });
  });

  test('[RS9] offsets are those of the disk, and the last block may be short', () => {
    const [source, target] = [blocks(1, 2).subarray(0, 4608), blocks(1, 3).subarray(0, 4608)];
    expect(found(source, target, 3 * MIB).differing).toEqual([{ offsetBytes: 3 * MIB + 4096, lengthBytes: 512 }]);
  });

  test('[RS7] digests that do not begin on a word are compared as well', () => {
    const shifted = (bytes: Uint8Array): Uint8Array => {
      const room = new Uint8Array(bytes.length + 1);
      room.set(bytes, 1);
      return room.subarray(1);
    };
    const [source, target] = [blocks(1, 2), blocks(1, 3)];
    const [ours, theirs] = [digestBlocks(source, FINE_BLOCK_BYTES), digestBlocks(target, FINE_BLOCK_BYTES)];
    for (const [s, t] of [
      [shifted(ours), theirs],
      [ours, shifted(theirs)],
    ] as const)
      expect(compareDigests(s, t, whole(source), FINE_BLOCK_BYTES).differing).toEqual([run(1, 1)]);
  });

  test('[RS6][RS7][RS8][RS9] both levels together find what the bytes say', () => {
    fc.assert(
      fc.property(twoSides, ({ fills, tail, offset }) => {
        const cut = (side: Uint8Array): Uint8Array => side.subarray(0, side.length - FINE_BLOCK_BYTES + tail);
        const source = cut(blocks(...fills.map(([s]) => s)));
        const target = cut(blocks(...fills.map(([, t]) => t)));
        const within = whole(source, offset);
        const expected = digestsOf(source, target, within, FINE_BLOCK_BYTES);
        const coarse = digestsOf(source, target, within, COARSE_BLOCK_BYTES);
        const fine = coarse.differing.map((region) => {
          const part = (side: Uint8Array) => side.subarray(region.offsetBytes - offset, endOf(region) - offset);
          return digestsOf(part(source), part(target), region, FINE_BLOCK_BYTES);
        });
        expect(fine.flatMap(({ differing }) => differing).reduce(joined, [])).toEqual(expected.differing);
        expect(totalLength(expected.differing) + totalLength(expected.zeroed)).toBe(naiveDifference(source, target));
        // What was cleared as a whole coarse block holds every zeroed fine block, and no source data.
        const zeroed = [...coarse.zeroed, ...fine.flatMap((part) => part.zeroed)];
        for (const { offsetBytes, lengthBytes } of zeroed) {
          const at = offsetBytes - offset;
          expect(source.subarray(at, at + lengthBytes).every((byte) => byte === 0)).toBe(true);
        }
        expect(totalLength(zeroed)).toBeGreaterThanOrEqual(totalLength(expected.zeroed));
      }),
    );
  });

  test('[RS9] digests of the wrong number break an invariant', () => {
    const extent = { offsetBytes: 0, lengthBytes: 2 * FINE_BLOCK_BYTES };
    expect(() => compareDigests(new Uint8Array(16), new Uint8Array(32), extent, FINE_BLOCK_BYTES)).toThrow(
      'source digests',
    );
    expect(() => compareDigests(new Uint8Array(32), new Uint8Array(48), extent, FINE_BLOCK_BYTES)).toThrow(
      'target digests',
    );
  });
});

/** What the fine level alone finds. */
function found(source: Uint8Array, target: Uint8Array, offsetBytes = 0) {
  return digestsOf(source, target, whole(source, offsetBytes), FINE_BLOCK_BYTES);
}

function digestsOf(source: Uint8Array, target: Uint8Array, within: Extent, blockBytes: number) {
  return compareDigests(digestBlocks(source, blockBytes), digestBlocks(target, blockBytes), within, blockBytes);
}

function joined(extents: Extent[], next: Extent): Extent[] {
  const last = extents.at(-1);
  if (!last || endOf(last) !== next.offsetBytes) return [...extents, next];
  return [...extents.slice(0, -1), { offsetBytes: last.offsetBytes, lengthBytes: last.lengthBytes + next.lengthBytes }];
}

function naiveDifference(source: Uint8Array, target: Uint8Array): number {
  let bytes = 0;
  for (let at = 0; at < source.length; at += FINE_BLOCK_BYTES) {
    const [s, t] = [source.subarray(at, at + FINE_BLOCK_BYTES), target.subarray(at, at + FINE_BLOCK_BYTES)];
    if (!s.every((byte, i) => byte === t[i])) bytes += s.length;
  }
  return bytes;
}
