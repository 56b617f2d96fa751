import { startTransition, useEffect, useState } from 'react';
import type { ItemRow } from '../../../management/wire.ts';
import type { GridSort } from '../../components/grid/grid-column.ts';
import { useLiveData } from '../../data/live-context.ts';
import type { RowsSnapshot } from '../../data/row-store.ts';
import { matches, type ItemFilters } from './item-filters.ts';
import { inOrder } from './item-order.ts';

/** Filters and order follow live changes at most this often; the rows themselves follow at once. */
const VIEW_INTERVAL_MS = 1000;

/** The rows that the filters let through, in order. `before` as in {@link inOrder}, whose answer is `order`. */
export function selectView(
  rows: readonly ItemRow[],
  filters: ItemFilters,
  sort: GridSort,
  before?: readonly number[],
): { readonly view: readonly ItemRow[]; readonly order: readonly number[] } {
  const order = inOrder(rows, sort, before);
  const view = order
    .map((place) => rows[place])
    .filter((row): row is ItemRow => row !== undefined && matches(row, filters));
  return { view, order };
}

/** All items, renewed at most once per interval: for counts and order, not for cells. */
export function useCalmItemRows(): RowsSnapshot<ItemRow> {
  const { items } = useLiveData();
  const [snapshot, setSnapshot] = useState(items.snapshot);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isFirst = true;
    let lastAt = Number.NEGATIVE_INFINITY;
    const renew = () => {
      timer = undefined;
      lastAt = performance.now();
      const next = items.snapshot();
      // What somebody types or clicks goes first; but the first answer replaces nothing but grey bars, and everybody waits for it.
      if (isFirst) setSnapshot(next);
      else startTransition(() => setSnapshot(next));
      isFirst &&= next.state === 'loading';
    };
    const onChange = () => {
      const wait = lastAt + VIEW_INTERVAL_MS - performance.now();
      if (wait <= 0) renew();
      else timer ??= setTimeout(renew, wait);
    };
    const stop = items.subscribeList(onChange);
    renew();
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [items]);
  return snapshot;
}

/** The view for the grid: the same array as before while ids and order are the same, so that only cells render. */
export function useItemView(rows: readonly ItemRow[], filters: ItemFilters, sort: GridSort): readonly ItemRow[] {
  const [kept, setKept] = useState(() => ({ rows, filters, sort, ...selectView(rows, filters, sort) }));
  if (kept.rows === rows && kept.filters === filters && kept.sort === sort) return kept.view;
  const next = selectView(rows, filters, sort, kept.order);
  const view = hasSameOrder(kept.view, next.view) ? kept.view : next.view;
  setKept({ rows, filters, sort, order: next.order, view });
  return view;
}

function hasSameOrder(left: readonly ItemRow[], right: readonly ItemRow[]): boolean {
  return left === right || (left.length === right.length && left.every(({ id }, index) => id === right[index]?.id));
}
