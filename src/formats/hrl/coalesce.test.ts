import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coalesce } from './coalesce.ts';

const SECTORS = 64;
const anyEntries = fc
  .array(fc.record({ sector: fc.nat(SECTORS - 9), sectors: fc.integer({ min: 1, max: 8 }) }), { maxLength: 60 })
  .map((plans) => {
    let dataOffsetBytes = 8192;
    return plans.map(({ sector, sectors }) => {
      const entry = { byteOffset: sector * 512, lengthBytes: sectors * 512, dataOffsetBytes };
      dataOffsetBytes += sectors * 512;
      return entry;
    });
  });

describe('coalesce', () => {
  it('agrees with painting sector by sector', () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        const painted = new Map<number, number>();
        for (const { byteOffset, lengthBytes, dataOffsetBytes } of entries) {
          for (let at = 0; at < lengthBytes; at += 512) painted.set(byteOffset + at, dataOffsetBytes + at);
        }
        const result = new Map<number, number>();
        for (const { offsetBytes, lengthBytes, dataOffsetBytes } of coalesce(entries)) {
          for (let at = 0; at < lengthBytes; at += 512) {
            expect(result.has(offsetBytes + at)).toBe(false);
            result.set(offsetBytes + at, dataOffsetBytes + at);
          }
        }
        expect(result).toEqual(painted);
      }),
    );
  });

  it('is ascending, disjoint, and joins nothing further', () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        coalesce(entries).reduce<ReturnType<typeof coalesce>[number] | undefined>((before, extent) => {
          if (before) {
            const gap = extent.offsetBytes - (before.offsetBytes + before.lengthBytes);
            expect(gap).toBeGreaterThanOrEqual(0);
            const isSameRun = extent.dataOffsetBytes === before.dataOffsetBytes + before.lengthBytes;
            expect(gap === 0 && isSameRun).toBe(false);
          }
          return extent;
        }, undefined);
      }),
    );
  });

  it('keeps both ends of an entry whose middle was written over', () => {
    const entries = [
      { byteOffset: 0, lengthBytes: 1536, dataOffsetBytes: 8192 },
      { byteOffset: 512, lengthBytes: 512, dataOffsetBytes: 9728 },
    ];
    expect(coalesce(entries)).toEqual([
      { offsetBytes: 0, lengthBytes: 512, dataOffsetBytes: 8192, isZero: false },
      { offsetBytes: 512, lengthBytes: 512, dataOffsetBytes: 9728, isZero: false },
      { offsetBytes: 1024, lengthBytes: 512, dataOffsetBytes: 9216, isZero: false },
    ]);
  });

  it('joins sequential writes', () => {
    const entries = [
      { byteOffset: 4096, lengthBytes: 512, dataOffsetBytes: 8192 },
      { byteOffset: 4608, lengthBytes: 1024, dataOffsetBytes: 8704 },
    ];
    expect(coalesce(entries)).toEqual([{ offsetBytes: 4096, lengthBytes: 1536, dataOffsetBytes: 8192, isZero: false }]);
  });

  it('joins zeros with zeros, and never with data', () => {
    const zero = { isZero: true };
    const entries = [
      { byteOffset: 0, lengthBytes: 512, dataOffsetBytes: 8192 },
      { byteOffset: 512, lengthBytes: 512, dataOffsetBytes: 8704, ...zero },
      { byteOffset: 1024, lengthBytes: 512, dataOffsetBytes: 9216, ...zero },
      { byteOffset: 1536, lengthBytes: 512, dataOffsetBytes: 9728, isZero: false },
    ];
    expect(coalesce(entries)).toEqual([
      { offsetBytes: 0, lengthBytes: 512, dataOffsetBytes: 8192, isZero: false },
      { offsetBytes: 512, lengthBytes: 1024, dataOffsetBytes: 8704, isZero: true },
      { offsetBytes: 1536, lengthBytes: 512, dataOffsetBytes: 9728, isZero: false },
    ]);
  });

  it('of a hundred thousand writes over each other does no quadratic work', () => {
    const entries = Array.from({ length: 100_000 }, (_, index) => ({
      byteOffset: (index % 1000) * 512,
      lengthBytes: 512 * 1000,
      dataOffsetBytes: 8192 + index * 512_000,
    }));
    const extents = coalesce(entries);
    expect(extents.length).toBe(1000);
    expect(extents.reduce((sum, extent) => sum + extent.lengthBytes, 0)).toBe(1999 * 512);
  });
});
