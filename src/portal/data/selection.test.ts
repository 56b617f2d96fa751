import { act, renderHook } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { readSelection, useSelection, writeSelection } from './selection.ts';
import type { UrlChange } from './url-state.ts';

const viewOf = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `vm-${index}` }));
const selected = (count: number) => new Set(viewOf(count).map(({ id }) => id));

it('up to fifty rows are in the address by id', () => {
  const view = viewOf(100);
  const text = writeSelection(selected(50), view);
  expect(text?.split('~')).toHaveLength(50);
  expect(readSelection(text ?? '', view)).toEqual(selected(50));
});

it('all rows are one word, however many', () => {
  const view = viewOf(10_000);
  expect(writeSelection(selected(10_000), view)).toBe('all');
  expect(readSelection('all', view).size).toBe(10_000);
});

it('many, and not all, are left to the page', () => {
  expect(writeSelection(selected(51), viewOf(100))).toBeNull();
  expect(writeSelection(new Set(), viewOf(2))).toBeNull();
});

describe('a selection does not grow by itself', () => {
  /** A list whose address and view the test changes. */
  function list(query: string, count: number) {
    const params = new URLSearchParams(query);
    /** The address follows when the page is shown next. */
    let wanted = params.get('selected');
    const change = ({ selected: text = null }: UrlChange): void => {
      wanted = text;
    };
    const views = { current: viewOf(count) };
    const hook = renderHook(() => useSelection(views.current, new URLSearchParams(params), change));
    const show = (rows: number): number => {
      views.current = viewOf(rows);
      if (wanted === null) params.delete('selected');
      else params.set('selected', wanted);
      hook.rerender();
      return hook.result.current.selectedIds.length;
    };
    return { hook, show };
  }

  it('where all of a filtered view were selected and the filter is taken away', () => {
    const { hook, show } = list('', 2);
    act(() => hook.result.current.select(selected(2)));
    expect(show(2)).toBe(2);
    expect(show(10_000)).toBe(2);
  });

  it('where a link said all, and more rows come', () => {
    const { show } = list('selected=all', 0);
    expect(show(0)).toBe(0);
    expect(show(60)).toBe(60);
    expect(show(61)).toBe(60);
  });

  it('and goes with what the address says', () => {
    const { hook, show } = list('', 70);
    act(() => hook.result.current.select(selected(70)));
    expect(show(70)).toBe(70);
    act(() => hook.result.current.select(selected(60)));
    expect(hook.result.current.selectedIds).toHaveLength(60);
    expect(show(70)).toBe(60);
    act(() => hook.result.current.select(new Set()));
    expect(show(70)).toBe(0);
  });
});
