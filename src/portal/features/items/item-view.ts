import { startTransition, useEffect, useState } from 'react';
import type { ItemRow } from '../../../management/wire.ts';
import type { GridSort } from '../../components/grid/grid-column.ts';
import { useLiveData } from '../../data/live-context.ts';
import type { RowsSnapshot } from '../../data/row-store.ts';
import { matches, type ItemFilters } from './item-filters.ts';
import { inOrder } from './item-order.ts';

/** Filters and order follow live changes at most this often; the rows themselves follow at once. */
const VIEW_INTERVAL_MS = 1000;

/**
 * The rows that the filters let through, in order. `before` is the view as it stood, if there is one: the sort starts
 * from its order, so that a second in which nothing moved costs one pass and not a sort of 10,000.
 */
export function selectView(
  rows: readonly ItemRow[],
  filters: ItemFilters,
  sort: GridSort,
  before: readonly ItemRow[] = [],
): readonly ItemRow[] {
  return inOrder(
    asBefore(
      rows.filter((row) => matches(row, filters)),
      before,
    ),
    sort,
  );
}

/** The rows in the order in which they stood, newcomers last. */
function asBefore(rows: readonly ItemRow[], before: readonly ItemRow[]): readonly ItemRow[] {
  const left = new Map(rows.map((row) => [row.id, row]));
  const standing: ItemRow[] = [];
  for (const { id } of before) {
    const row = left.get(id);
    if (!row) continue;
    standing.push(row);
    left.delete(id);
  }
  return [...standing, ...left.values()];
}

/** All items, renewed at most once per interval: for counts and order, not for cells. */
export function useCalmItemRows(): RowsSnapshot<ItemRow> {
  const { items } = useLiveData();
  const [snapshot, setSnapshot] = useState(items.snapshot);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lastAt = Number.NEGATIVE_INFINITY;
    const renew = () => {
      timer = undefined;
      lastAt = performance.now();
      // What somebody types or clicks goes first.
      startTransition(() => setSnapshot(items.snapshot()));
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
  const [kept, setKept] = useState(() => ({ rows, filters, sort, view: selectView(rows, filters, sort) }));
  if (kept.rows === rows && kept.filters === filters && kept.sort === sort) return kept.view;
  const next = selectView(rows, filters, sort, kept.view);
  const view = hasSameOrder(kept.view, next) ? kept.view : next;
  setKept({ rows, filters, sort, view });
  return view;
}

function hasSameOrder(left: readonly ItemRow[], right: readonly ItemRow[]): boolean {
  return left === right || (left.length === right.length && left.every(({ id }, index) => id === right[index]?.id));
}
