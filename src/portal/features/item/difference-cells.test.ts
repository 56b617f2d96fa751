import { describe, expect, it } from 'vitest';
import { levelOf, mapGeometry, regionsOf, summarize } from './difference-cells.ts';

describe('difference cells', () => {
  it('tell what was not compared from what is equal, some from many', () => {
    expect([-1, 0, 1, 512, 513].map((bytes) => levelOf(bytes, 1024))).toEqual([
      'unknown',
      'same',
      'some',
      'some',
      'many',
    ]);
  });

  it.each([1, 64, 1000, 4096])('fit the width, %i of them', (count) => {
    const { columns, rows, cellPx } = mapGeometry(count);
    expect(columns * rows).toBeGreaterThanOrEqual(count);
    expect(columns * cellPx).toBeLessThanOrEqual(1024);
    expect(cellPx).toBeGreaterThanOrEqual(8);
  });

  it('are counted, and drawn together to regions that lose nothing', () => {
    const cells = Array.from({ length: 100 }, (_, index) => (index >= 80 ? -1 : index % 10 === 0 ? 7 : 0));
    expect(summarize(cells)).toEqual({ compared: 80, differing: 8, differingBytes: 56 });
    const regions = regionsOf({ cells, cellBytes: 10, sizeBytes: 995 }, 16);
    expect(regions.length).toBeLessThanOrEqual(16);
    expect(regions.reduce((sum, { differingBytes }) => sum + differingBytes, 0)).toBe(56);
    expect(regions.at(-1)).toMatchObject({ toBytes: 995, comparedShare: 0 });
  });
});
