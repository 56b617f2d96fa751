/**
 * Where a key leads in a grid (ARIA grid pattern): arrows do not wrap, Home and
 * End stay in the row, with Ctrl they reach the corners. Row −1 is the header.
 */
export interface GridPosition {
  readonly row: number;
  readonly column: number;
}

export interface GridExtent {
  readonly rowCount: number;
  readonly columnCount: number;
  /** Rows that PageUp and PageDown leap over, at least 1. */
  readonly pageRows: number;
}

const HEADER_ROW = -1;

/** The position that `key` leads to from `from`, or null when the key does not move. */
export function moveInGrid(from: GridPosition, key: string, isCtrl: boolean, extent: GridExtent): GridPosition | null {
  const lastRow = extent.rowCount - 1;
  const lastColumn = extent.columnCount - 1;
  const at = (row: number, column: number): GridPosition => ({
    row: clamp(row, HEADER_ROW, lastRow),
    column: clamp(column, 0, lastColumn),
  });
  switch (key) {
    case 'ArrowUp':
      return at(from.row - 1, from.column);
    case 'ArrowDown':
      return at(from.row + 1, from.column);
    case 'ArrowLeft':
      return at(from.row, from.column - 1);
    case 'ArrowRight':
      return at(from.row, from.column + 1);
    case 'Home':
      return isCtrl ? at(0, 0) : at(from.row, 0);
    case 'End':
      return isCtrl ? at(lastRow, lastColumn) : at(from.row, lastColumn);
    case 'PageUp':
      return at(Math.max(Math.min(0, lastRow), from.row - extent.pageRows), from.column);
    case 'PageDown':
      return at(from.row + extent.pageRows, from.column);
    default:
      return null;
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), Math.max(low, high));
}
