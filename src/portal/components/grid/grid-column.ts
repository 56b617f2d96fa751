import type { ReactNode } from 'react';

/** One column of a {@link VirtualGrid}. */
export interface GridColumn<Row> {
  readonly id: string;
  readonly header: string;
  /** A track of CSS grid: 'minmax(160px, 2fr)', '96px'. */
  readonly width: string;
  readonly isSortable?: boolean;
  /** Numbers stand right. */
  readonly isNumeric?: boolean;
  /** Called when its row changed, and only then. */
  readonly render: (row: Row) => ReactNode;
}

export interface GridSort {
  readonly columnId: string;
  readonly isDescending: boolean;
}
