import { describe, expect, it } from 'vitest';
import { moveInGrid } from './grid-navigation.ts';

const extent = { rowCount: 100, columnCount: 5, pageRows: 10 };
const from = { row: 50, column: 2 };

describe('moveInGrid', () => {
  it.each([
    ['ArrowUp', false, 49, 2],
    ['ArrowDown', false, 51, 2],
    ['ArrowLeft', false, 50, 1],
    ['ArrowRight', false, 50, 3],
    ['Home', false, 50, 0],
    ['End', false, 50, 4],
    ['Home', true, 0, 0],
    ['End', true, 99, 4],
    ['PageUp', false, 40, 2],
    ['PageDown', false, 60, 2],
  ])('%s (Ctrl %s) leads to %d, %d', (key, isCtrl, row, column) => {
    expect(moveInGrid(from, key, isCtrl, extent)).toEqual({ row, column });
  });

  it('does not wrap', () => {
    expect(moveInGrid({ row: 99, column: 4 }, 'ArrowRight', false, extent)).toEqual({ row: 99, column: 4 });
    expect(moveInGrid({ row: 99, column: 4 }, 'ArrowDown', false, extent)).toEqual({ row: 99, column: 4 });
    expect(moveInGrid({ row: -1, column: 0 }, 'ArrowUp', false, extent)).toEqual({ row: -1, column: 0 });
  });

  it('reaches the header by arrow and not by page', () => {
    expect(moveInGrid({ row: 0, column: 2 }, 'ArrowUp', false, extent)).toEqual({ row: -1, column: 2 });
    expect(moveInGrid({ row: 3, column: 2 }, 'PageUp', false, extent)).toEqual({ row: 0, column: 2 });
  });

  it('leaves other keys alone', () => {
    expect(moveInGrid(from, 'a', true, extent)).toBeNull();
  });

  it('stays in the header of an empty grid', () => {
    expect(moveInGrid({ row: -1, column: 1 }, 'ArrowDown', false, { ...extent, rowCount: 0 })).toEqual({
      row: -1,
      column: 1,
    });
  });
});
