import { useEffect, useReducer } from 'react';
import type { RowSource } from './grid-column.ts';

/**
 * The row as it is now; renders again when that one changes and not otherwise. Not by `useSyncExternalStore`: when a row
 * changes while React draws the list in slices, that would draw all of it anew in one long task. Rows are shown beside
 * each other, not computed from each other, so that one may be a moment newer than the next.
 */
export function useRow<Row>(source: RowSource<Row>, rowId: string): Row | undefined {
  const [, renew] = useReducer((count: number) => count + 1, 0);
  const row = source.row(rowId);
  useEffect(() => source.subscribeRow(rowId, renew), [source, rowId]);
  useEffect(() => {
    // It changed between its render and the subscription.
    if (source.row(rowId) !== row) renew();
  }, [source, rowId, row]);
  return row;
}
