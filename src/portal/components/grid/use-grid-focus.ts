import {
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
} from 'react';
import type { Identified } from '../../data/row-store.ts';
import { moveInGrid } from './grid-navigation.ts';
import { useKeptPlace, type ActiveCell, type GridPlace } from './grid-place.ts';
import { HEADER_HEIGHT_PX, ROW_HEIGHT_PX } from './grid-styles.ts';
import type { GridSelection } from './use-grid-selection.ts';

interface MenuTarget {
  readonly getBoundingClientRect: () => DOMRect;
}

export interface GridFocusOptions {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly rows: readonly Identified[];
  /** Where the tab stop is at first, and whether the focus comes with it; null: at the first row, without. */
  readonly returned: GridPlace | null;
  /** With the check mark's column and the menu's. */
  readonly columnCount: number;
  readonly selection: GridSelection;
  /** Called with the place of a column whose header was chosen, counted without the check mark's. */
  readonly onSort: (column: number) => void;
  readonly onOpen: (rowId: string) => void;
  readonly onMenu: (rowId: string, target: MenuTarget) => void;
}

/** Keyboard and mouse of a grid: where the tab stop is, and what keys and clicks do. */
export function useGridFocus({
  scroller,
  rows,
  returned,
  columnCount,
  selection,
  onSort,
  onOpen,
  onMenu,
}: GridFocusOptions) {
  const [chosen, setChosen] = useState<ActiveCell | null>(returned?.cell ?? null);
  const wantsFocus = useRef(returned?.hadFocus ?? false);
  const hasFocus = useRef(false);
  const scrollTo = useRef<(index: number) => void>(() => undefined);

  const firstCell: ActiveCell = { rowId: rows[0]?.id ?? null, index: 0, column: 1 };
  const wanted = chosen ?? firstCell;
  const { rowId, index } = wanted;
  const found = useMemo(() => (rowId === null ? -1 : placeOfRow(rows, rowId, index)), [rows, rowId, index]);
  // A machine that left the view gives the tab stop to the one that took its place.
  const activeIndex = wanted.rowId !== null && found < 0 ? Math.min(wanted.index, rows.length - 1) : found;
  const activeRow = rows[activeIndex]?.id ?? null;
  const activeColumn = Math.min(wanted.column, columnCount - 1);

  useKeptPlace(scroller, chosen);
  useLayoutEffect(() => {
    // The row that had the focus may have left the document with it: its heir in the grid gets it.
    const isLost = hasFocus.current && document.activeElement === document.body;
    if (!wantsFocus.current && !isLost) return;
    wantsFocus.current = false;
    cellOf(scroller.current, activeRow, activeColumn)?.focus({ preventScroll: true });
  }, [scroller, activeRow, activeColumn]);

  const moveTo = (row: number, column: number) => {
    wantsFocus.current = true;
    if (row >= 0) scrollTo.current(row);
    setChosen({ rowId: rows[row]?.id ?? null, index: Math.max(0, row), column });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const isCtrl = event.ctrlKey || event.metaKey;
    const pageRows = Math.max(
      1,
      Math.floor(((scroller.current?.clientHeight ?? 0) - HEADER_HEIGHT_PX) / ROW_HEIGHT_PX) - 1,
    );
    const next =
      event.altKey || event.shiftKey
        ? null
        : moveInGrid({ row: activeIndex, column: activeColumn }, event.key, isCtrl, {
            rowCount: rows.length,
            columnCount,
            pageRows,
          });
    if (next) moveTo(next.row, next.column);
    else if (!act(event, isCtrl)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** True when the key meant something. */
  const act = (event: KeyboardEvent<HTMLElement>, isCtrl: boolean): boolean => {
    if (isCtrl && event.key.toLowerCase() === 'a') selection.selectAll();
    else if (event.key === 'Escape' && selection.share !== 'none') selection.clear();
    else if (activeRow === null) return actOnHeader(event.key);
    else if (event.key === ' ' && (event.shiftKey || activeColumn === 0)) selection.toggle(activeRow);
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey))
      onMenu(activeRow, event.target as HTMLElement);
    else if (event.key === 'Enter' || event.key === ' ') activate(activeRow, event.target as HTMLElement);
    else return false;
    return true;
  };

  const actOnHeader = (key: string): boolean => {
    if (key !== 'Enter' && key !== ' ') return false;
    sortOrSelectAll(activeColumn);
    return true;
  };

  const sortOrSelectAll = (column: number) => {
    if (column === 0) selection.toggleAll();
    else onSort(column - 1);
  };

  const activate = (rowId: string, cell: HTMLElement) => {
    if (activeColumn === columnCount - 1) onMenu(rowId, cell);
    else if (activeColumn === 0) selection.toggle(rowId);
    else onOpen(rowId);
  };

  /** By pointer: the browser has moved the focus already. */
  const choose = (rowId: string | null, column: number) =>
    setChosen({
      rowId,
      index: Math.max(
        0,
        rows.findIndex(({ id }) => id === rowId),
      ),
      column,
    });

  const onClick = (event: MouseEvent<HTMLElement>) => {
    const at = placeOf(event.target as HTMLElement);
    if (!at) return;
    const { rowId, column, cell } = at;
    choose(rowId, column);
    if (rowId === null) sortOrSelectAll(column);
    else if (column === 0) (event.shiftKey ? selection.toggleThrough : selection.toggle)(rowId);
    else if ((event.target as HTMLElement).closest('[data-menu]')) onMenu(rowId, cell);
  };

  const onDoubleClick = (event: MouseEvent<HTMLElement>) => {
    const at = placeOf(event.target as HTMLElement);
    if (at?.rowId && at.column > 0) onOpen(at.rowId);
  };

  const onFocus = () => {
    hasFocus.current = true;
  };

  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
    hasFocus.current = relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
  };

  const onContextMenu = (event: MouseEvent<HTMLElement>) => {
    const at = placeOf(event.target as HTMLElement);
    if (!at?.rowId) return;
    event.preventDefault();
    choose(at.rowId, at.column);
    onMenu(at.rowId, { getBoundingClientRect: () => new DOMRect(event.clientX, event.clientY, 0, 0) });
  };

  return {
    activeRow,
    activeIndex,
    activeColumn,
    scrollTo,
    handlers: { onKeyDown, onClick, onDoubleClick, onContextMenu, onFocus, onBlur },
  };
}

/** Looked for from where it was outwards: it mostly stands near, and there may be 10,000. −1: nowhere. */
function placeOfRow(rows: readonly Identified[], rowId: string, expected: number): number {
  for (let distance = 0; distance < Math.max(rows.length, expected + 1); distance++) {
    if (rows[expected - distance]?.id === rowId) return expected - distance;
    if (rows[expected + distance]?.id === rowId) return expected + distance;
  }
  return -1;
}

function cellOf(scroller: HTMLElement | null, rowId: string | null, column: number): HTMLElement | null {
  const row = scroller?.querySelector(`[data-row="${CSS.escape(rowId ?? '')}"]`);
  return row?.querySelector<HTMLElement>(`[data-column="${column}"]`) ?? null;
}

function placeOf(
  target: HTMLElement,
): { readonly rowId: string | null; readonly column: number; readonly cell: HTMLElement } | null {
  const cell = target.closest<HTMLElement>('[data-column]');
  const rowId = cell?.closest<HTMLElement>('[data-row]')?.dataset['row'];
  if (!cell || rowId === undefined) return null;
  return { rowId: rowId === '' ? null : rowId, column: Number(cell.dataset['column']), cell };
}
