import { useState } from 'react';
import type { ItemRow } from '../../../management/wire.ts';
import type { GridSort } from '../../components/grid/grid-column.ts';
import { matches, type ItemFilters } from './item-filters.ts';
import { inOrder, isSameArray, type RowOrder } from './item-order.ts';

/** What a list shows, with what the next view can be made from. */
export interface ItemView {
  readonly order: RowOrder;
  readonly filters: ItemFilters;
  /** Of each row by its place: whether the filters let it through. */
  readonly shown: readonly boolean[];
  /** The places of the rows shown, in order. */
  readonly places: readonly number[];
  /** These rows. The same array as before while ids and order are the same, so that only cells render. */
  readonly view: readonly ItemRow[];
}

/** The rows that the filters let through, in order. Made from the view `before`, where there is one. */
export function selectView(
  rows: readonly ItemRow[],
  filters: ItemFilters,
  sort: GridSort,
  before?: ItemView,
): ItemView {
  const order = inOrder(rows, sort, before?.order);
  const known = before?.filters === filters && before.order.ranks === order.ranks ? before : undefined;
  const shown = known ? shownAfter(known, rows, filters) : rows.map((row) => matches(row, filters));
  if (known && shown === known.shown && order.places === known.order.places) return { ...known, order };
  const places = order.places.filter((place) => shown[place]);
  const isSame = before?.order.ranks === order.ranks && isSameArray(before.places, places);
  const view = isSame ? before.view : places.map((place) => rows[place]).filter((row) => row !== undefined);
  return { order, filters, shown, places, view };
}

/** Rows that are the same objects are let through as before. The same array where all are. */
function shownAfter({ order, shown }: ItemView, rows: readonly ItemRow[], filters: ItemFilters): readonly boolean[] {
  let next: boolean[] | undefined;
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place];
    if (!row || row === order.rows[place]) continue;
    const isShown = matches(row, filters);
    if (isShown === shown[place]) continue;
    next ??= [...shown];
    next[place] = isShown;
  }
  return next ?? shown;
}

/** The view for the grid, kept from one render to the next. */
export function useItemView(rows: readonly ItemRow[], filters: ItemFilters, sort: GridSort): readonly ItemRow[] {
  const [kept, setKept] = useState(() => selectView(rows, filters, sort));
  if (kept.order.rows === rows && kept.filters === filters && kept.order.sort === sort) return kept.view;
  const next = selectView(rows, filters, sort, kept);
  setKept(next);
  return next.view;
}
