/** Export of the jobs as shown, times in ISO 8601 with their zone. */
import type { JobRow } from '../../../management/wire.ts';
import { toCsv, type CsvColumn } from '../../data/csv.ts';
import { t, tOr } from '../../strings/translate.ts';
import { titleOf } from './job-filters.ts';

const columns: readonly CsvColumn<JobRow>[] = [
  { header: t('jobs.column.name'), value: titleOf },
  { header: t('jobs.column.state'), value: ({ state }) => tOr(`jobState.${state}`, state) },
  { header: t('jobs.column.item'), value: ({ itemName }) => itemName },
  { header: t('jobs.column.start'), value: ({ startTime }) => startTime },
  { header: t('job.ended'), value: ({ endTime }) => endTime },
  { header: t('jobs.column.error'), value: ({ errorCode }) => errorCode },
];

export function jobsToCsv(rows: readonly JobRow[]): string {
  return toCsv(columns, rows);
}

export function jobsToJson(rows: readonly JobRow[]): string {
  return `${JSON.stringify(rows, null, 2)}\n`;
}
