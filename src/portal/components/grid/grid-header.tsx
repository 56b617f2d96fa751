import { mergeClasses } from '@fluentui/react-components';
import { ArrowSortDown16Regular, ArrowSortUp16Regular } from '@fluentui/react-icons';
import { useEffect, useRef, type ReactElement } from 'react';
import { t } from '../../strings/translate.ts';
import type { GridColumn, GridSort } from './grid-column.ts';
import { useGridStyles } from './grid-styles.ts';

export interface GridHeaderProps<Row> {
  readonly template: string;
  readonly columns: readonly GridColumn<Row>[];
  readonly sort: GridSort;
  readonly selected: 'none' | 'some' | 'all';
  /** As in a row; −1 when the tab stop is in the body. */
  readonly activeColumn: number;
}

/** The header row. Enter or a click on a sortable column sorts by it. */
export function GridHeader<Row>({
  template,
  columns,
  sort,
  selected,
  activeColumn,
}: GridHeaderProps<Row>): ReactElement {
  const styles = useGridStyles();
  const stop = (column: number) => (column === activeColumn ? 0 : -1);
  return (
    <div className={styles.head}>
      <div role="row" data-row="" aria-rowindex={1} className={styles.header} style={{ gridTemplateColumns: template }}>
        <div
          role="columnheader"
          data-column={0}
          aria-colindex={1}
          tabIndex={stop(0)}
          className={mergeClasses(styles.cell, styles.mark)}
        >
          <SelectAll selected={selected} />
        </div>
        {columns.map(({ id, header, isSortable, isNumeric }, position) => {
          const isSorted = sort.columnId === id;
          return (
            <div
              key={id}
              role="columnheader"
              data-column={position + 1}
              aria-colindex={position + 2}
              {...(isSortable
                ? { 'aria-sort': isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none' }
                : {})}
              tabIndex={stop(position + 1)}
              className={mergeClasses(styles.cell, isSortable && styles.sortable, isNumeric && styles.numeric)}
            >
              <span title={header}>{header}</span>
              {isSorted && (sort.isDescending ? <ArrowSortDown16Regular /> : <ArrowSortUp16Regular />)}
            </div>
          );
        })}
        <div
          role="columnheader"
          data-column={columns.length + 1}
          aria-colindex={columns.length + 2}
          aria-label={t('grid.rowMenu')}
          tabIndex={stop(columns.length + 1)}
          className={mergeClasses(styles.cell, styles.pinned)}
        />
      </div>
    </div>
  );
}

function SelectAll({ selected }: { readonly selected: 'none' | 'some' | 'all' }): ReactElement {
  const styles = useGridStyles();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // "Partly" is a property of the element; there is no attribute for it.
    if (input.current) input.current.indeterminate = selected === 'some';
  }, [selected]);
  return (
    <input
      ref={input}
      type="checkbox"
      tabIndex={-1}
      checked={selected === 'all'}
      readOnly
      className={styles.checkbox}
      aria-label={t('grid.selectAll')}
    />
  );
}
