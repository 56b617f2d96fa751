/** Export of the jobs as shown: the rows the filters choose, the columns in sight; times in ISO 8601 with their zone. */
import type { ManagementClient } from '../../../management/client/client-api.ts';
import type { JobRow } from '../../../management/wire.ts';
import { MAX_WINDOW_ROWS, type JobChoice } from '../../../management/wire-lists.ts';
import { toCsv, type CsvColumn } from '../../data/csv.ts';
import { t, tOr } from '../../strings/translate.ts';
import { titleOf } from './job-filters.ts';

interface ExportColumn {
  readonly csv: readonly CsvColumn<JobRow>[];
  /** Names on the wire. */
  readonly json: readonly (keyof JobRow)[];
}

const columns: Readonly<Record<string, ExportColumn>> = {
  name: { csv: [{ header: t('jobs.column.name'), value: titleOf }], json: ['name', 'scenarioName'] },
  state: {
    csv: [{ header: t('jobs.column.state'), value: ({ state }) => tOr(`jobState.${state}`, state) }],
    json: ['state', 'stateDescription'],
  },
  item: { csv: [{ header: t('jobs.column.item'), value: ({ itemName }) => itemName }], json: ['itemId', 'itemName'] },
  start: { csv: [{ header: t('jobs.column.start'), value: ({ startTime }) => startTime }], json: ['startTime'] },
  duration: { csv: [{ header: t('job.ended'), value: ({ endTime }) => endTime }], json: ['endTime'] },
  error: { csv: [{ header: t('jobs.column.error'), value: ({ errorCode }) => errorCode }], json: ['errorCode'] },
};

/** All jobs of the choice, window by window. */
export async function fetchJobs(
  client: Pick<ManagementClient, 'getJobWindow'>,
  choice: JobChoice,
): Promise<readonly JobRow[]> {
  const rows = new Map<string, JobRow>();
  for (let offset = 0, count = 1; offset < count; offset += MAX_WINDOW_ROWS) {
    const window = await client.getJobWindow({ ...choice, offset, limit: MAX_WINDOW_ROWS });
    for (const row of window.rows) rows.set(row.id, row);
    ({ count } = window);
  }
  return [...rows.values()];
}

/** `columnIds`: as shown, in order. */
export function jobsToCsv(rows: readonly JobRow[], columnIds: readonly string[]): string {
  return toCsv(
    columnIds.flatMap((id) => columns[id]?.csv ?? []),
    rows,
  );
}

/** The same under the names of the wire; the id comes first, whatever is shown. */
export function jobsToJson(rows: readonly JobRow[], columnIds: readonly string[]): string {
  const fields = ['id' as const, ...columnIds.flatMap((id) => columns[id]?.json ?? [])];
  const objects = rows.map((row) => Object.fromEntries(fields.map((field) => [field, row[field]])));
  return `${JSON.stringify(objects, null, 2)}\n`;
}
