import type { ReactNode } from 'react';

/** One column of a {@link VirtualGrid}. */
export interface GridColumn<Row> {
  readonly id: string;
  readonly header: string;
  readonly minWidthPx: number;
  /** Share of the width that is left over; 0 keeps the minimum. */
  readonly grow: number;
  readonly isSortable?: boolean;
  /** Shown only when somebody chooses it. */
  readonly isOptional?: boolean;
  /** Cannot be hidden. */
  readonly isRequired?: boolean;
  /** Numbers stand right. */
  readonly isNumeric?: boolean;
  /** What it shows is fetched of the rows in sight: on paper, which has all rows, it is left out. */
  readonly isOfSight?: boolean;
  /** Called when its row changed, and only then. */
  readonly render: (row: Row) => ReactNode;
}

export interface GridSort {
  readonly columnId: string;
  readonly isDescending: boolean;
}

/** Where rows are read, one by one: a listener hears of its own row alone. `RowStore` is one. */
export interface RowSource<Row> {
  readonly row: (rowId: string) => Row | undefined;
  readonly subscribeRow: (rowId: string, listener: () => void) => () => void;
}
