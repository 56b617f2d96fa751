import { useMemo, useRef } from 'react';
import type { Identified } from '../../data/row-store.ts';
import type { RowSelection } from '../../data/selection.ts';

export interface GridSelection {
  /** Of the rows of the view. */
  readonly share: 'none' | 'some' | 'all';
  readonly toggle: (rowId: string) => void;
  /** The row, and with it all from the one toggled last to this one. */
  readonly toggleThrough: (rowId: string) => void;
  readonly selectAll: () => void;
  /** All of the view; none where it was all. */
  readonly toggleAll: () => void;
  readonly clear: () => void;
}

export interface GridSelectionOptions {
  readonly rows: readonly Identified[];
  readonly selection: RowSelection;
  readonly onSelectionChange: (selection: RowSelection) => void;
}

/** What keys and clicks do to the selection of a grid. */
export function useGridSelection({ rows, selection, onSelectionChange }: GridSelectionOptions): GridSelection {
  const lastToggled = useRef<string | null>(null);
  // Not with every frame of a scroll.
  const share = useMemo(() => shareOf(rows, selection), [rows, selection]);

  const become = (ids: readonly string[], isSelected: boolean): void => {
    const next = new Set(selection);
    for (const id of ids) {
      if (isSelected) next.add(id);
      else next.delete(id);
    }
    onSelectionChange(next);
  };
  const toggle = (rowId: string): void => {
    lastToggled.current = rowId;
    become([rowId], !selection.has(rowId));
  };
  const selectAll = (): void => onSelectionChange(new Set(rows.map(({ id }) => id)));
  const clear = (): void => onSelectionChange(new Set());

  return {
    share,
    toggle,
    toggleThrough(rowId) {
      const [from, to] = [lastToggled.current, rowId].map((id) => rows.findIndex((row) => row.id === id));
      if (from === undefined || to === undefined || from < 0 || to < 0) return toggle(rowId);
      lastToggled.current = rowId;
      const between = rows.slice(Math.min(from, to), Math.max(from, to) + 1);
      return become(
        between.map(({ id }) => id),
        !selection.has(rowId),
      );
    },
    selectAll,
    toggleAll: () => (share === 'all' ? clear() : selectAll()),
    clear,
  };
}

function shareOf(rows: readonly Identified[], selection: RowSelection): GridSelection['share'] {
  // Most of the time: a look at each of 10,000 rows is too much for that.
  if (selection.size === 0) return 'none';
  let count = 0;
  for (const { id } of rows) if (selection.has(id)) count += 1;
  if (count === 0) return 'none';
  return count === rows.length ? 'all' : 'some';
}
