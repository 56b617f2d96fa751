import { act, cleanup, renderHook } from '@testing-library/react';
import { useLayoutEffect } from 'react';
import { afterEach, expect, it } from 'vitest';
import { RowStore } from '../../data/row-store.ts';
import { useRow } from './use-row.ts';

interface Row {
  readonly id: string;
  readonly count: number;
}

const storeOf = (...ids: readonly string[]) => {
  const store = new RowStore<Row>((run) => run());
  store.replace(ids.map((id) => ({ id, count: 0 })));
  return store;
};
const set = (store: RowStore<Row>, id: string, count: number) => store.patch([{ id, count }], [], () => true);

afterEach(() => cleanup());

it('follows its row and no other, also when it becomes another', () => {
  const store = storeOf('a', 'b');
  let renders = 0;
  const { result, rerender } = renderHook(
    ({ id }) => {
      renders += 1;
      return useRow(store, id);
    },
    { initialProps: { id: 'a' } },
  );
  act(() => void set(store, 'a', 1));
  expect(result.current).toEqual({ id: 'a', count: 1 });
  rerender({ id: 'b' });
  expect(result.current).toEqual({ id: 'b', count: 0 });
  const before = renders;
  act(() => void set(store, 'a', 2));
  expect(renders).toBe(before);
  act(() => void set(store, 'b', 3));
  expect(result.current).toEqual({ id: 'b', count: 3 });
});

it('misses no change between render and subscription', () => {
  const store = storeOf('a');
  const { result } = renderHook(() => {
    useLayoutEffect(() => void set(store, 'a', 7), []);
    return useRow(store, 'a');
  });
  expect(result.current?.count).toBe(7);
});
