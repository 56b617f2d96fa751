import { act, renderHook } from '@testing-library/react';
import { useState } from 'react';
import { expect, it } from 'vitest';
import type { RowSelection } from '../../data/selection.ts';
import { useGridSelection } from './use-grid-selection.ts';

const rows = ['a', 'b', 'c', 'd'].map((id) => ({ id }));

function gridWith(...selected: readonly string[]) {
  const { result } = renderHook(() => {
    const [selection, onSelectionChange] = useState<RowSelection>(new Set(selected));
    return { selection, grid: useGridSelection({ rows, selection, onSelectionChange }) };
  });
  return {
    selected: () => [...result.current.selection].toSorted(),
    share: () => result.current.grid.share,
    do: (change: (grid: ReturnType<typeof useGridSelection>) => void) => act(() => change(result.current.grid)),
  };
}

it('tells none, some and all of the view; what left the view counts for neither', () => {
  expect(gridWith().share()).toBe('none');
  expect(gridWith('gone').share()).toBe('none');
  expect(gridWith('a', 'gone').share()).toBe('some');
  expect(gridWith('a', 'b', 'c', 'd', 'gone').share()).toBe('all');
});

it('toggles one row and keeps the others', () => {
  const grid = gridWith('a');
  grid.do(({ toggle }) => toggle('c'));
  expect(grid.selected()).toEqual(['a', 'c']);
  grid.do(({ toggle }) => toggle('a'));
  expect(grid.selected()).toEqual(['c']);
});

it('toggles a range from the row toggled last, upwards as well', () => {
  const grid = gridWith();
  grid.do(({ toggle }) => toggle('d'));
  grid.do(({ toggleThrough }) => toggleThrough('b'));
  expect(grid.selected()).toEqual(['b', 'c', 'd']);
  grid.do(({ toggleThrough }) => toggleThrough('c'));
  expect(grid.selected()).toEqual(['d']);
});

it('a range without a beginning is its row', () => {
  const grid = gridWith();
  grid.do(({ toggleThrough }) => toggleThrough('c'));
  expect(grid.selected()).toEqual(['c']);
});

it('all, and from all none', () => {
  const grid = gridWith('a');
  grid.do(({ toggleAll }) => toggleAll());
  expect(grid.selected()).toEqual(['a', 'b', 'c', 'd']);
  grid.do(({ toggleAll }) => toggleAll());
  expect(grid.selected()).toEqual([]);
});
