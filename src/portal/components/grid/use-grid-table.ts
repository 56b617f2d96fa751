import {
  createColumnHelper,
  rowSelectionFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type RowSelectionState,
  type SortingState,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import type { Identified } from '../../data/row-store.ts';
import type { GridColumn, GridSort } from './grid-column.ts';

/** Filtering and ordering are the page's (by its URL); the table holds columns, sort cycle and selection. */
const features = tableFeatures({ rowSelectionFeature, rowSortingFeature });
const helper = createColumnHelper<typeof features, Identified>();

export interface GridTableOptions<Row> {
  readonly rows: readonly Identified[];
  readonly columns: readonly GridColumn<Row>[];
  readonly sort: GridSort;
  readonly onSortChange: (sort: GridSort) => void;
  readonly selection: RowSelectionState;
  readonly onSelectionChange: (selection: RowSelectionState) => void;
}

/** The headless table behind a grid. Rows are known by id only; their cells read the row store. */
export function useGridTable<Row>({
  rows,
  columns,
  sort,
  onSortChange,
  selection,
  onSelectionChange,
}: GridTableOptions<Row>) {
  const definitions = useMemo(
    () =>
      helper.columns(
        columns.map(({ id, header, isSortable }) =>
          // The table wants an accessor before it lets a column sort; the order itself is the page's.
          helper.accessor((row) => row.id, { id, header, enableSorting: isSortable ?? false, sortDescFirst: false }),
        ),
      ),
    [columns],
  );
  const sorting = useMemo<SortingState>(() => [{ id: sort.columnId, desc: sort.isDescending }], [sort]);
  return useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: (row) => row.id,
    manualSorting: true,
    enableSortingRemoval: false,
    state: { sorting, rowSelection: selection },
    onSortingChange: (updater) => {
      const [next] = typeof updater === 'function' ? updater(sorting) : updater;
      if (next) onSortChange({ columnId: next.id, isDescending: next.desc });
    },
    onRowSelectionChange: (updater) => onSelectionChange(typeof updater === 'function' ? updater(selection) : updater),
  });
}
