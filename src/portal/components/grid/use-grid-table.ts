import {
  createColumnHelper,
  rowSelectionFeature,
  tableFeatures,
  useTable,
  type RowSelectionState,
} from '@tanstack/react-table';
import type { Identified } from '../../data/row-store.ts';

/** Filtering and ordering are the page's (by its URL), and cells render themselves; the table knows which rows are selected. */
const features = tableFeatures({ rowSelectionFeature });
const columns = createColumnHelper<typeof features, Identified>().columns([]);

export interface GridTableOptions {
  readonly rows: readonly Identified[];
  readonly selection: RowSelectionState;
  readonly onSelectionChange: (selection: RowSelectionState) => void;
}

/** The headless table behind a grid. Rows are known by id only; their cells read the row store. */
export function useGridTable({ rows, selection, onSelectionChange }: GridTableOptions) {
  return useTable({
    features,
    columns,
    data: rows,
    getRowId: (row) => row.id,
    state: { rowSelection: selection },
    onRowSelectionChange: (updater) => onSelectionChange(typeof updater === 'function' ? updater(selection) : updater),
  });
}
