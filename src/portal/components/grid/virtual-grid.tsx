import { Menu, MenuPopover } from '@fluentui/react-components';
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type ReactElement } from 'react';
import { useIsPrinting } from '../../data/printing.ts';
import type { Identified } from '../../data/row-store.ts';
import type { RowSelection } from '../../data/selection.ts';
import type { GridColumn, GridSort, RowSource } from './grid-column.ts';
import { t } from '../../strings/translate.ts';
import { CommandMenuList, type Command } from '../command-bar.tsx';
import { GridHeader } from './grid-header.tsx';
import { useReturnedPlace, type GridPlace } from './grid-place.ts';
import { chosenSort } from './grid-sort.ts';
import { GridRow } from './grid-row.tsx';
import { HEADER_HEIGHT_PX, MARK_WIDTH_PX, ROW_HEIGHT_PX, useGridStyles } from './grid-styles.ts';
import { useGridFocus } from './use-grid-focus.ts';
import { useGridSelection } from './use-grid-selection.ts';
import { useRowsOnScreen } from './use-rows-on-screen.ts';

const OVERSCAN = 6;
/** More rows than these make no report; the exports have them all. */
const MOST_PRINTED = 1000;
/** Before the first measure, and where nothing can be measured (tests): a laptop's list. */
const INITIAL_RECT = { width: 1200, height: 600 };

export interface VirtualGridProps<Row> {
  readonly label: string;
  /** The view: filtered and in order. Keep the array while ids and order stay the same. */
  readonly rows: readonly Identified[];
  readonly columns: readonly GridColumn<Row>[];
  readonly source: RowSource<Row>;
  readonly sort: GridSort;
  readonly onSortChange: (sort: GridSort) => void;
  readonly selection: RowSelection;
  readonly onSelectionChange: (selection: RowSelection) => void;
  readonly onOpen: (rowId: string) => void;
  /** Commands of a row's menu. */
  readonly commandsFor?: (rowId: string) => readonly Command[];
  /** The list of a row's menu, where its commands have to be asked for; instead of `commandsFor`. */
  readonly menuFor?: (rowId: string) => ReactElement;
  /** Called with the places of the first and the last row in sight when they change. */
  readonly onSight?: (first: number, last: number) => void;
}

interface OpenMenu {
  readonly rowId: string;
  readonly target: { readonly getBoundingClientRect: () => DOMRect };
}

/**
 * A list of any length as an ARIA grid: only the rows in sight are in the document,
 * each subscribed to its own data. One tab stop; keys as in `grid-navigation.ts`.
 */
export function VirtualGrid<Row>(props: VirtualGridProps<Row>): ReactElement {
  const { label, rows, source, sort, onOpen } = props;
  const isPrinting = useIsPrinting();
  const columns = isPrinting ? props.columns.filter(({ isOfSight }) => !isOfSight) : props.columns;
  const styles = useGridStyles();
  const scroller = useRef<HTMLDivElement>(null);
  const selection = useGridSelection(props);
  const [menu, setMenu] = useState<OpenMenu | null>(null);

  const openMenu = useCallback((rowId: string, target: OpenMenu['target']) => setMenu({ rowId, target }), []);
  const returned = useReturnedPlace();
  const focus = useGridFocus({
    scroller,
    rows,
    returned,
    columnCount: columns.length + 2,
    selection,
    onSort: (column) => {
      const chosen = columns[column];
      if (chosen?.isSortable) props.onSortChange(chosenSort(chosen, sort));
    },
    onOpen,
    onMenu: openMenu,
  });
  const { activeRow, activeIndex } = focus;

  // The row with the tab stop stays in the document when scrolled out, and keeps the focus with it.
  const rangeExtractor = useCallback(
    (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      return activeIndex < 0 || indexes.includes(activeIndex)
        ? indexes
        : [...indexes, activeIndex].toSorted((a, b) => a - b);
    },
    [activeIndex],
  );
  // Another function would make the virtualizer measure every row anew.
  const getItemKey = useCallback((index: number) => rows[index]?.id ?? index, [rows]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    getItemKey,
    initialRect: INITIAL_RECT,
    initialOffset: returned?.scrollTop ?? 0,
    scrollMargin: HEADER_HEIGHT_PX,
    scrollPaddingStart: HEADER_HEIGHT_PX,
    overscan: OVERSCAN,
    useFlushSync: false,
    rangeExtractor,
  });
  const { scrollTo } = focus;
  useLayoutEffect(() => {
    scrollTo.current = (index) => virtualizer.scrollToIndex(index, { align: 'auto' });
  }, [scrollTo, virtualizer]);
  const showReturned = useEffectEvent(({ scrollLeft, hadFocus }: GridPlace) => {
    if (scroller.current) scroller.current.scrollLeft = scrollLeft;
    // The order may be another by now.
    if (hadFocus && activeIndex >= 0) scrollTo.current(activeIndex);
  });
  useLayoutEffect(() => {
    if (returned) showReturned(returned);
  }, [returned]);

  const onScreen = useRowsOnScreen(virtualizer, activeIndex);
  const items = isPrinting ? printedItems(rows, source) : onScreen;
  const { onSight } = props;
  const { startIndex, endIndex } = virtualizer.range ?? { startIndex: 0, endIndex: 0 };
  useEffect(() => onSight?.(startIndex, endIndex), [onSight, startIndex, endIndex]);

  const template = isPrinting ? paperTemplate(columns) : screenTemplate(columns);
  const minWidthPx = columns.reduce((sum, column) => sum + column.minWidthPx, 2 * MARK_WIDTH_PX);
  return (
    <div ref={scroller} className={styles.scroller}>
      {isPrinting && items.length < rows.length && (
        <p className={styles.cut}>{t('grid.printed', { shown: items.length, count: rows.length })}</p>
      )}
      <div
        role="grid"
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length + 2}
        aria-multiselectable="true"
        className={styles.grid}
        style={isPrinting ? {} : { minWidth: minWidthPx }}
        {...focus.handlers}
      >
        <GridHeader
          template={template}
          columns={columns}
          sort={sort}
          selected={selection.share}
          activeColumn={activeRow === null ? focus.activeColumn : -1}
        />
        <div role="rowgroup" className={styles.body} style={isPrinting ? {} : { height: virtualizer.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const rowId = rows[index]?.id;
            return (
              rowId !== undefined && (
                <GridRow
                  key={rowId}
                  rowId={rowId}
                  index={index}
                  top={start - HEADER_HEIGHT_PX}
                  template={template}
                  columns={columns}
                  source={source}
                  isSelected={props.selection.has(rowId)}
                  activeColumn={rowId === activeRow ? focus.activeColumn : -1}
                />
              )
            );
          })}
        </div>
      </div>
      {menu && (
        <Menu
          open
          positioning={{ target: menu.target, position: 'below', align: 'start' }}
          onOpenChange={() => setMenu(null)}
        >
          <MenuPopover>
            {props.menuFor?.(menu.rowId) ?? <CommandMenuList commands={props.commandsFor?.(menu.rowId) ?? []} />}
          </MenuPopover>
        </Menu>
      )}
    </div>
  );
}

/** The places of the rows that go on paper: of those that are here as many as make a report. */
function printedItems<Row>(
  rows: readonly Identified[],
  source: RowSource<Row>,
): readonly { readonly index: number; readonly start: number }[] {
  return rows
    .flatMap(({ id }, index) => (source.row(id) === undefined ? [] : { index, start: HEADER_HEIGHT_PX }))
    .slice(0, MOST_PRINTED);
}

type Track = Pick<GridColumn<never>, 'minWidthPx' | 'grow'>;

function screenTemplate(columns: readonly Track[]): string {
  const tracks = columns.map(({ minWidthPx, grow }) => `minmax(${minWidthPx}px, ${grow}fr)`);
  return `${MARK_WIDTH_PX}px ${tracks.join(' ')} ${MARK_WIDTH_PX}px`;
}

/** A sheet cannot be scrolled: all columns share its width, and there is nothing to mark or to open. */
function paperTemplate(columns: readonly Track[]): string {
  return columns.map(({ minWidthPx }) => `minmax(0, ${minWidthPx}fr)`).join(' ');
}
