import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Extent } from '../../base/extent.ts';
import { GIB, KIB } from '../../base/units.ts';
import { COARSE_BLOCK_BYTES, DIGEST_BYTES } from '../limits/limits.ts';
import {
  bindManifest,
  blockCount,
  digestsWithin,
  forgetDigests,
  growManifest,
  isBoundTo,
  newManifest,
  recordDigests,
  type ChecksumManifest,
} from './manifest.ts';

const BLOCK = COARSE_BLOCK_BYTES;
const blocks = (first: number, count: number): Extent => ({ offsetBytes: first * BLOCK, lengthBytes: count * BLOCK });
const digests = (count: number, fill: number): Uint8Array => new Uint8Array(count * DIGEST_BYTES).fill(fill);
const fresh = newManifest(GIB, 'zero');

describe('checksum manifest', () => {
  test('[RS16] counts only for the ETag to which it is bound', () => {
    const bound = bindManifest(fresh, '"0x1"');
    expect([isBoundTo(bound, '"0x1"'), isBoundTo(bound, '"0x2"'), isBoundTo(fresh, '')]).toEqual([true, false, false]);
  });

  test('[RS17] a new replica is all zero and known, one of unknown content is not', () => {
    expect(digestsWithin(fresh, blocks(0, 3))).toEqual({ digests: digests(3, 0), unknown: [] });
    expect(digestsWithin(newManifest(GIB, 'unknown'), blocks(5, 3))).toEqual({
      digests: digests(3, 0),
      unknown: [blocks(5, 3)],
    });
  });

  test('[RS17] what is recorded is known, what is written to is not', () => {
    const recorded = recordDigests(fresh, blocks(1022, 4), digests(4, 7));
    expect(digestsWithin(recorded, blocks(1021, 6)).digests).toEqual(
      new Uint8Array([...digests(1, 0), ...digests(4, 7), ...digests(1, 0)]),
    );
    const written = forgetDigests(recorded, [{ offsetBytes: 1023 * BLOCK + 4096, lengthBytes: BLOCK }]);
    expect(digestsWithin(written, blocks(1022, 4))).toEqual({
      digests: new Uint8Array([...digests(1, 7), ...digests(2, 0), ...digests(1, 7)]),
      unknown: [blocks(1023, 2)],
    });
    expect(digestsWithin(recordDigests(written, blocks(1023, 2), digests(2, 3)), blocks(1022, 4)).unknown).toEqual([]);
  });

  test('[RS17] each block has its own digest', () => {
    const mixed = Uint8Array.from({ length: 5 * DIGEST_BYTES }, (_, i) => i + 1);
    const recorded = recordDigests(fresh, blocks(1022, 5), mixed);
    expect(digestsWithin(recorded, blocks(1022, 5)).digests).toEqual(mixed);
    expect(digestsWithin(recorded, blocks(1025, 1)).digests).toEqual(mixed.slice(3 * DIGEST_BYTES, 4 * DIGEST_BYTES));
  });

  test('[RS17] in an unknown replica only what is recorded is known', () => {
    const recorded = recordDigests(newManifest(GIB, 'unknown'), blocks(2, 1), digests(1, 7));
    expect(digestsWithin(recorded, blocks(0, 4)).unknown).toEqual([blocks(0, 2), blocks(3, 1)]);
    expect(digestsWithin(recorded, blocks(1024, 1)).unknown).toEqual([blocks(1024, 1)]);
  });

  test('[RS17] a group takes 16 bytes and one bit a block', () => {
    const group = recordDigests(fresh, blocks(0, 1), digests(1, 7)).groups.get(0);
    expect([group?.digests.length, group?.known.length]).toEqual([1024 * 16, 1024 / 8]);
  });

  test('[RS17] an earlier value stays as it was', () => {
    const recorded = recordDigests(fresh, blocks(0, 1), digests(1, 7));
    forgetDigests(recorded, [blocks(0, 1)]);
    expect(digestsWithin(recorded, blocks(0, 1))).toEqual({ digests: digests(1, 7), unknown: [] });
    recordDigests(recorded, blocks(0, 1), digests(1, 9));
    expect(digestsWithin(recorded, blocks(0, 1))).toEqual({ digests: digests(1, 7), unknown: [] });
    expect(digestsWithin(fresh, blocks(0, 1)).digests).toEqual(digests(1, 0));
  });

  test('[RS17] the last block of a disk may be short', () => {
    const odd = newManifest(100 * KIB, 'unknown');
    expect(blockCount(odd)).toBe(2);
    const tail = { offsetBytes: BLOCK, lengthBytes: 36 * KIB };
    expect(digestsWithin(odd, tail).unknown).toEqual([tail]);
    expect(digestsWithin(recordDigests(odd, tail, digests(1, 1)), tail).unknown).toEqual([]);
  });

  test('[RS17] digests of half blocks, in the wrong number or off the disk break an invariant', () => {
    expect(() => recordDigests(fresh, { offsetBytes: 512, lengthBytes: BLOCK - 512 }, digests(1, 1))).toThrow(
      'whole blocks',
    );
    expect(() => recordDigests(fresh, { offsetBytes: 0, lengthBytes: 512 }, digests(1, 1))).toThrow('whole blocks');
    expect(() => recordDigests(fresh, blocks(0, 2), digests(1, 1))).toThrow('2 digests take 32 bytes');
    expect(() => recordDigests(fresh, blocks(3, 2), digests(1, 1))).toThrow('2 digests take 32 bytes');
    expect(() => digestsWithin(fresh, { offsetBytes: GIB, lengthBytes: 512 })).toThrow('lies on the disk');
    expect(() => digestsWithin(fresh, { offsetBytes: -512, lengthBytes: 1024 })).toThrow('lies on the disk');
    expect(() => forgetDigests(fresh, [{ offsetBytes: 0, lengthBytes: 0 }])).toThrow('lies on the disk');
    expect(() => newManifest(0, 'zero')).toThrow('holds bytes');
  });

  test('[RS17] behaves as an array of digests, whatever is recorded and forgotten', () => {
    const size = 5000;
    const range = fc.tuple(fc.nat(size - 1), fc.integer({ min: 1, max: 1500 }), fc.nat(255));
    const steps = fc.array(fc.tuple(range, fc.boolean()), { maxLength: 20 });
    fc.assert(
      fc.property(steps, fc.constantFrom('zero' as const, 'unknown' as const), (all, content) => {
        let manifest = newManifest(size * BLOCK, content);
        const model: (number | undefined)[] = Array.from({ length: size }, () => (content === 'zero' ? 0 : undefined));
        for (const [[first, wanted, fill], isRecorded] of all) {
          const count = Math.min(wanted, size - first);
          manifest = isRecorded
            ? recordDigests(manifest, blocks(first, count), digests(count, fill))
            : forgetDigests(manifest, [blocks(first, count)]);
          model.fill(isRecorded ? fill : undefined, first, first + count);
        }
        expect(modelOf(manifest, size)).toEqual(model);
        expect(modelOf(manifest, size)).toEqual(model);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a replica that grows', () => {
  test('[DS6] goes on by zeros that are known; its short last block is known no more', () => {
    const short = recordDigests(
      newManifest(3 * BLOCK + 4096, 'zero'),
      { offsetBytes: 2 * BLOCK, lengthBytes: BLOCK + 4096 },
      digests(2, 7),
    );
    const grown = growManifest(short, 6 * BLOCK);
    expect(digestsWithin(grown, blocks(0, 6))).toEqual({
      digests: new Uint8Array([...digests(2, 0), ...digests(1, 7), ...digests(3, 0)]),
      unknown: [blocks(3, 1)],
    });
    const whole = recordDigests(newManifest(2 * BLOCK, 'zero'), blocks(1, 1), digests(1, 7));
    expect(digestsWithin(growManifest(whole, 4 * BLOCK), blocks(0, 4)).unknown).toEqual([]);
    expect(growManifest(short, short.sizeBytes)).toEqual(short);
    const little = growManifest(short, short.sizeBytes + 512);
    expect(digestsWithin(little, { offsetBytes: 2 * BLOCK, lengthBytes: BLOCK + 4608 }).unknown).toEqual([
      { offsetBytes: 3 * BLOCK, lengthBytes: 4608 },
    ]);
    expect(() => growManifest(short, short.sizeBytes - 512)).toThrow('no less than');
  });
});

/** First byte of each block's digest; undefined where it is not known. */
function modelOf(manifest: ChecksumManifest, size: number): (number | undefined)[] {
  const found = digestsWithin(manifest, { offsetBytes: 0, lengthBytes: size * BLOCK });
  const model: (number | undefined)[] = Array.from({ length: size }, (_, i) => found.digests[i * DIGEST_BYTES]);
  for (const { offsetBytes, lengthBytes } of found.unknown) {
    model.fill(undefined, offsetBytes / BLOCK, (offsetBytes + lengthBytes) / BLOCK);
  }
  return model;
}
