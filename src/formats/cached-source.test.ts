import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ByteSource, bytesSource } from './byte-source.ts';
import { cachedSource } from './cached-source.ts';
import { countingSource } from './testing/counting-source.ts';
import { areEqual, randomBytes } from './testing/filled-bytes.ts';

describe('cachedSource', () => {
  it('answers any sequence of reads as the source would', async () => {
    const bytes = randomBytes('cache', 1000);
    const cached = cachedSource(bytesSource(bytes), 64, 3);
    await fc.assert(
      fc.asyncProperty(fc.nat(1000), fc.nat(1000), async (a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        const read = await cached.read({ offsetBytes: start, lengthBytes: end - start });
        expect(areEqual(read, bytes.subarray(start, end))).toBe(true);
      }),
    );
  });

  it('reads a page once, and again only after it was not asked for longest', async () => {
    const source = countingSource(bytesSource(new Uint8Array(400)));
    const cached = cachedSource(source, 100, 2);
    const pagesRead = async (page: number) => {
      const before = source.totalBytes();
      await cached.read({ offsetBytes: page * 100, lengthBytes: 1 });
      return (source.totalBytes() - before) / 100;
    };
    const reads: number[] = [];
    for (const page of [0, 1, 0, 2, 0, 1]) reads.push(await pagesRead(page));
    expect(reads).toEqual([1, 1, 0, 1, 0, 1]);
  });

  it('shares a read under way, and forgets one that failed', async () => {
    let attempts = 0;
    const failingOnce: ByteSource = {
      sizeBytes: 10,
      read: async () => {
        attempts++;
        if (attempts === 1) throw new Error('unplugged');
        return new Uint8Array(10);
      },
    };
    const cached = cachedSource(failingOnce, 10, 2);
    const both = await Promise.allSettled([0, 5].map((at) => cached.read({ offsetBytes: at, lengthBytes: 1 })));
    expect(both.map((one) => one.status)).toEqual(['rejected', 'rejected']);
    expect(attempts).toBe(1);
    expect(await cached.read({ offsetBytes: 0, lengthBytes: 1 })).toEqual(new Uint8Array(1));
  });
});
