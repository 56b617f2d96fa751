import { describe, expect, it } from 'vitest';
import { GIB, KIB } from '../../base/units.ts';
import { cellBytesOf, differenceCells, gatheredByCell, MAX_DIFFERENCE_CELLS } from './difference-map.ts';

const BLOCK = 64 * KIB;

describe('differenceCells', () => {
  it('has a cell for each of 64 blocks', () => {
    const disk = 64 * BLOCK;
    const cells = differenceCells(disk, [
      { offsetBytes: 0, lengthBytes: 8 * BLOCK, differing: [{ offsetBytes: 3 * BLOCK - 4096, lengthBytes: 8192 }] },
    ]);
    expect(cells).toHaveLength(64);
    expect(cells.slice(0, 10)).toEqual([0, 0, 4096, 4096, 0, 0, 0, 0, -1, -1]);
  });

  it('has 4,096 cells for four million blocks, and loses no byte', () => {
    const disk = 4_000_000 * BLOCK;
    const differing = Array.from({ length: 500 }, (_, index) => ({
      offsetBytes: index * 997 * BLOCK,
      lengthBytes: 3 * BLOCK,
    }));
    const cells = differenceCells(disk, [{ offsetBytes: 0, lengthBytes: disk, differing }]);
    expect(cells.length).toBeLessThanOrEqual(MAX_DIFFERENCE_CELLS);
    expect(cells.length).toBeGreaterThan(4000);
    expect(cells.reduce((sum, bytes) => sum + bytes, 0)).toBe(500 * 3 * BLOCK);
  });

  it('counts a cell that several windows share together', () => {
    const disk = 512 * GIB;
    const cell = cellBytesOf(disk);
    const half = { lengthBytes: cell / 2, differing: [] };
    expect(differenceCells(disk, [{ offsetBytes: cell / 2, ...half }])[0]).toBe(0);
    const [first] = differenceCells(disk, [
      { offsetBytes: 0, lengthBytes: cell / 2, differing: [{ offsetBytes: 0, lengthBytes: 4096 }] },
      { offsetBytes: cell / 2, lengthBytes: cell / 2, differing: [{ offsetBytes: cell / 2, lengthBytes: 512 }] },
    ]);
    expect(first).toBe(4608);
  });

  it('is asked of stretches of the disk alone', () => {
    const beyond = { offsetBytes: BLOCK, lengthBytes: 2 * BLOCK, differing: [] };
    expect(() => differenceCells(2 * BLOCK, [beyond])).toThrow('within its disk');
    expect(differenceCells(3 * BLOCK, [beyond])).toEqual([-1, 0, 0]);
  });

  it('knows nothing before the first comparison', () => {
    expect(differenceCells(2 * BLOCK, [])).toEqual([-1, -1]);
  });
});

it('draws scattered differences together, a record per cell at most', () => {
  const disk = 512 * GIB;
  const cell = cellBytesOf(disk);
  const scattered = [cell + 4096, 4096, 40_960].map((offsetBytes) => ({ offsetBytes, lengthBytes: 4096 }));
  expect(gatheredByCell(disk, scattered)).toEqual([
    { offsetBytes: 0, lengthBytes: 8192 },
    { offsetBytes: cell, lengthBytes: 4096 },
  ]);
});
