/** The filters of Site Recovery jobs and their form in the URL: a link reproduces the view. */
import type { JobRow } from '../../../management/wire.ts';
import type { GridSort } from '../../components/grid/grid-column.ts';
import { parseSort } from '../../components/grid/grid-sort.ts';
import { parseTime } from '../../data/format.ts';
import { scenarioTitle } from '../job/job-view.ts';

export const RANGE_HOURS = [1, 24, 168] as const;

export interface JobFilters {
  /** Empty: any. */
  readonly state: string;
  readonly type: string;
  /** Started in the last so many hours; null: any time. */
  readonly rangeHours: number | null;
  /** Part of the item's or job's name, any case. */
  readonly text: string;
}

const DEFAULT_SORT: GridSort = { columnId: 'start', isDescending: true };

/** Every filter off. */
export const noFilters = { state: null, type: null, range: null, q: null } as const;

export function readFilters(params: URLSearchParams): JobFilters {
  const hours = Number(params.get('range'));
  return {
    state: params.get('state') ?? '',
    type: params.get('type') ?? '',
    rangeHours: RANGE_HOURS.find((each) => each === hours) ?? null,
    text: params.get('q') ?? '',
  };
}

export function readSort(params: URLSearchParams): GridSort {
  return parseSort(params.get('sort'), DEFAULT_SORT);
}

export function titleOf(row: JobRow): string {
  return scenarioTitle(row.scenarioName, row.name);
}

/** Milliseconds from start to end, or to `now` while it runs. */
export function durationOf(row: JobRow, now: number): number {
  const start = parseTime(row.startTime) ?? now;
  return Math.max(0, (parseTime(row.endTime) ?? now) - start);
}

/** The jobs that the filters let through, in order; equal ones newest first. */
export function selectJobs(
  rows: readonly JobRow[],
  filters: JobFilters,
  sort: GridSort,
  now: number,
): readonly JobRow[] {
  const needle = filters.text.trim().toLowerCase();
  const since = filters.rangeHours === null ? null : now - filters.rangeHours * 3_600_000;
  const direction = sort.isDescending ? -1 : 1;
  const key = keyOf(sort.columnId, now);
  return rows
    .filter(
      (row) =>
        (filters.state === '' || row.state === filters.state) &&
        (filters.type === '' || row.scenarioName === filters.type) &&
        (since === null || (parseTime(row.startTime) ?? 0) >= since) &&
        (needle === '' || row.itemName.toLowerCase().includes(needle) || titleOf(row).toLowerCase().includes(needle)),
    )
    .toSorted((a, b) => direction * compare(key(a), key(b)) || compare(b.startTime, a.startTime));
}

type Key = string | number;

function keyOf(columnId: string, now: number): (row: JobRow) => Key {
  switch (columnId) {
    case 'name':
      return titleOf;
    case 'state':
      return (row) => row.state;
    case 'item':
      return (row) => row.itemName;
    case 'duration':
      return (row) => durationOf(row, now);
    case 'error':
      return (row) => row.errorCode ?? '';
    default:
      return (row) => row.startTime;
  }
}

function compare(a: Key, b: Key): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
