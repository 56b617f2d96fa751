import { useCallback, useMemo } from 'react';
import { storeValue, useStoredValue } from '../../data/stored-value.ts';
import type { ChangeUrl } from '../../data/url-state.ts';
import { applyLayout, defaultLayout, formatLayout, parseLayout, type ColumnChoice } from './column-layout.ts';
import type { GridColumn } from './grid-column.ts';

export interface ColumnLayout<Row> {
  /** To be shown, in order. The same array while the layout is the same. */
  readonly columns: readonly GridColumn<Row>[];
  readonly choices: readonly ColumnChoice[];
  /** null: as they were at first. */
  readonly change: (choices: readonly ColumnChoice[] | null) => void;
}

/** The columns of a list: what the address says, else what was chosen last in this browser, else the usual ones. */
export function useColumnLayout<Row>(
  list: string,
  columns: readonly GridColumn<Row>[],
  params: URLSearchParams,
  changeUrl: ChangeUrl,
): ColumnLayout<Row> {
  const key = `lockstep.columns.${list}`;
  const remembered = useStoredValue(key);
  const text = params.get('cols') ?? remembered;
  const choices = useMemo(() => parseLayout(text, columns) ?? defaultLayout(columns), [text, columns]);
  const change = useCallback(
    (next: readonly ColumnChoice[] | null) => {
      const layout = next && formatLayout(next);
      storeValue(key, layout);
      changeUrl({ cols: layout });
    },
    [key, changeUrl],
  );
  return { columns: useMemo(() => applyLayout(columns, choices), [columns, choices]), choices, change };
}
