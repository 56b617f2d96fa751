/** The filters of Site Recovery jobs and their form in the URL: a link reproduces the view. */
import type { JobRow } from '../../../management/wire.ts';
import { JOB_SORTS, type JobChoice } from '../../../management/wire-lists.ts';
import { parseSort } from '../../components/grid/grid-sort.ts';
import type { GridSort } from '../../components/grid/grid-column.ts';
import { parseTime } from '../../data/format.ts';
import { scenarioTitle } from '../job/job-view.ts';

export const RANGE_HOURS = [1, 24, 168] as const;
export const HOUR_MS = 3_600_000;

export interface JobFilters {
  /** Empty: any. */
  readonly state: string;
  readonly type: string;
  /** The jobs of this item or recovery plan; null: of all. */
  readonly itemId: string | null;
  /** Started in the last so many hours; null: any time. */
  readonly rangeHours: number | null;
  /** Started within these instants, ms since 1970, half-open; null: any time. It goes before `rangeHours`. */
  readonly span: TimeSpan | null;
  /** Part of the item's or job's name, any case. */
  readonly text: string;
}

export interface TimeSpan {
  readonly from: number;
  /** null: jobs to come belong to it, too. */
  readonly to: number | null;
}

const DEFAULT_SORT: GridSort = { columnId: 'start', isDescending: true };

/** Every filter off. */
export const noFilters = { state: null, type: null, item: null, range: null, from: null, to: null, q: null } as const;

export function readFilters(params: URLSearchParams): JobFilters {
  const hours = Number(params.get('range'));
  const [from, to] = [parseTime(params.get('from')), parseTime(params.get('to'))];
  return {
    state: params.get('state') ?? '',
    type: params.get('type') ?? '',
    itemId: params.get('item'),
    rangeHours: RANGE_HOURS.find((each) => each === hours) ?? null,
    span: from !== null && (to === null || from < to) ? { from, to } : null,
    text: params.get('q') ?? '',
  };
}

/** What to write into the URL for a span of time; null takes it away. */
export function writeSpan(span: TimeSpan | null): { readonly from: string | null; readonly to: string | null } {
  const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
  return { from: iso(span?.from ?? null), to: iso(span?.to ?? null) };
}

export function isFiltered({ state, type, itemId, rangeHours, span, text }: JobFilters): boolean {
  return state + type + text.trim() !== '' || itemId !== null || rangeHours !== null || span !== null;
}

export function readSort(params: URLSearchParams): GridSort {
  return parseSort(params.get('sort'), DEFAULT_SORT);
}

/** What the server is asked for. `now`: the world's time, from which the last hours count. */
export function choiceOf(filters: JobFilters, sort: GridSort, now: number): JobChoice {
  const { state, type, itemId, rangeHours, span, text } = filters;
  const since = rangeHours === null ? null : new Date(now - rangeHours * HOUR_MS).toISOString();
  const { from, to } = writeSpan(span);
  return {
    states: state === '' ? [] : [state],
    types: type === '' ? [] : [type],
    itemId,
    text: text.trim(),
    from: from ?? since,
    to,
    sort: JOB_SORTS.find((each) => each === sort.columnId) ?? 'start',
    isDescending: sort.isDescending,
  };
}

export function titleOf(row: JobRow): string {
  return scenarioTitle(row.scenarioName, row.name);
}

/** Milliseconds from start to end, or to `now` while it runs. */
export function durationOf(row: JobRow, now: number): number {
  const start = parseTime(row.startTime) ?? now;
  return Math.max(0, (parseTime(row.endTime) ?? now) - start);
}
