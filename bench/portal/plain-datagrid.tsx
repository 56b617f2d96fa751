/**
 * What the list of replicated items is measured against: the same columns in Fluent's own DataGrid, all rows in the
 * document. `window.bench` mounts it and changes a twentieth of its rows; both resolve after the next paint.
 */
import {
  createTableColumn,
  DataGrid,
  DataGridBody,
  DataGridCell,
  DataGridHeader,
  DataGridHeaderCell,
  DataGridRow,
  FluentProvider,
  webLightTheme,
} from '@fluentui/react-components';
import { createElement, type ReactElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';

interface Row {
  readonly id: string;
  readonly rpoSeconds: number;
}

const WORDS = ['Name', 'Health', 'Status', 'Last 24 hours', 'Activity', 'RPO', 'Recovery point', 'Log size', 'Host'];
const columns = WORDS.map((word) =>
  createTableColumn<Row>({
    columnId: word,
    compare: (a, b) => (a.id < b.id ? -1 : 1),
    renderHeaderCell: () => word,
    renderCell: ({ id, rpoSeconds }) => (word === 'RPO' ? `${rpoSeconds} s` : `${word} ${id}`),
  }),
);

function Grid({ rows }: { readonly rows: Row[] }): ReactElement {
  return (
    <FluentProvider theme={webLightTheme}>
      <DataGrid items={rows} columns={columns} sortable selectionMode="multiselect" getRowId={({ id }: Row) => id}>
        <DataGridHeader>
          <DataGridRow>
            {({ renderHeaderCell }) => <DataGridHeaderCell>{renderHeaderCell()}</DataGridHeaderCell>}
          </DataGridRow>
        </DataGridHeader>
        <DataGridBody<Row>>
          {({ item, rowId }) => (
            <DataGridRow<Row> key={rowId}>
              {({ renderCell }) => <DataGridCell>{renderCell(item)}</DataGridCell>}
            </DataGridRow>
          )}
        </DataGridBody>
      </DataGrid>
    </FluentProvider>
  );
}

const root = createRoot(document.getElementById('root') ?? document.body);
let rows: Row[] = [];

async function show(next: Row[]): Promise<number> {
  const start = performance.now();
  rows = next;
  flushSync(() => root.render(createElement(Grid, { rows })));
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  return performance.now() - start;
}

Object.assign(window, {
  bench: {
    mount: (count: number) =>
      show(Array.from({ length: count }, (_, index) => ({ id: `vm-${index}`, rpoSeconds: 30 }))),
    change: (turn: number) =>
      show(rows.map((row, index) => ((index + turn) % 20 === 0 ? { ...row, rpoSeconds: turn } : row))),
  },
});
