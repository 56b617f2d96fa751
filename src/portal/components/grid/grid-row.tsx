import { mergeClasses } from '@fluentui/react-components';
import { MoreHorizontal20Regular } from '@fluentui/react-icons';
import { memo, useCallback, useSyncExternalStore, type CSSProperties, type ReactElement } from 'react';
import { t } from '../../strings/translate.ts';
import type { GridColumn, RowSource } from './grid-column.ts';
import { useGridStyles } from './grid-styles.ts';

export interface GridRowProps<Row> {
  readonly rowId: string;
  /** Position in the view, 0-based. */
  readonly index: number;
  readonly top: number;
  readonly template: string;
  readonly columns: readonly GridColumn<Row>[];
  readonly source: RowSource<Row>;
  readonly isSelected: boolean;
  /** Which of its cells is the grid's tab stop; −1: none. Counts the check mark's cell. */
  readonly activeColumn: number;
}

/** One row, subscribed to its own data: a change of another row does not touch it. */
function GridRowView<Row>({
  rowId,
  index,
  top,
  template,
  columns,
  source,
  isSelected,
  activeColumn,
}: GridRowProps<Row>): ReactElement {
  const styles = useGridStyles();
  const row = useSyncExternalStore(
    useCallback((listener: () => void) => source.subscribeRow(rowId, listener), [source, rowId]),
    useCallback(() => source.row(rowId), [source, rowId]),
  );
  const style: CSSProperties = { transform: `translateY(${top}px)`, gridTemplateColumns: template };
  const stop = (column: number) => (column === activeColumn ? 0 : -1);
  return (
    <div
      role="row"
      data-row={rowId}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={mergeClasses(styles.row, isSelected && styles.selected)}
      style={style}
    >
      <div
        role="gridcell"
        data-column={0}
        aria-colindex={1}
        tabIndex={stop(0)}
        className={mergeClasses(styles.cell, styles.mark)}
      >
        <input
          type="checkbox"
          tabIndex={-1}
          checked={isSelected}
          readOnly
          className={styles.checkbox}
          aria-label={t('grid.selectRow')}
        />
      </div>
      {columns.map((column, position) => (
        <div
          key={column.id}
          role="gridcell"
          data-column={position + 1}
          aria-colindex={position + 2}
          tabIndex={stop(position + 1)}
          className={mergeClasses(styles.cell, column.isNumeric && styles.figure)}
        >
          {row && column.render(row)}
        </div>
      ))}
      <div
        role="gridcell"
        data-column={columns.length + 1}
        aria-colindex={columns.length + 2}
        tabIndex={stop(columns.length + 1)}
        className={mergeClasses(styles.cell, styles.mark, styles.pinned)}
      >
        <button
          type="button"
          tabIndex={-1}
          data-menu=""
          className={styles.menuButton}
          aria-label={t('grid.rowMenu')}
          aria-haspopup="menu"
        >
          <MoreHorizontal20Regular />
        </button>
      </div>
    </div>
  );
}

// `memo` loses the type parameter; the cast gives it back.
export const GridRow = memo(GridRowView) as typeof GridRowView;
