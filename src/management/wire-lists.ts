/**
 * The wire of long lists: windows of the jobs, chosen and ordered by the server, and the last day of many items'
 * health. All times are ISO 8601 UTC.
 */
import type { JobRow, RowsPage } from './wire.ts';

export const JOB_SORTS = ['name', 'state', 'item', 'start', 'duration', 'error'] as const;
export type JobSort = (typeof JOB_SORTS)[number];

/** Most rows of one window. */
export const MAX_WINDOW_ROWS = 1000;

/** Which jobs, in which order. Empty lists and nulls choose all. */
export interface JobChoice {
  readonly states: readonly string[];
  readonly types: readonly string[];
  readonly itemId: string | null;
  /** Part of the job's or item's name, any case. */
  readonly text: string;
  /** Started at this time or later; before `to`. */
  readonly from: string | null;
  readonly to: string | null;
  readonly sort: JobSort;
  readonly isDescending: boolean;
}

/** The newest first. */
export const ALL_JOBS: JobChoice = {
  states: [],
  types: [],
  itemId: null,
  text: '',
  from: null,
  to: null,
  sort: 'start',
  isDescending: true,
};

export interface JobQuery extends JobChoice {
  /** Position of the first row wanted, 0-based. */
  readonly offset: number;
  /** At most {@link MAX_WINDOW_ROWS}. */
  readonly limit: number;
}

/** `GET {V}/jobWindow`: rows [offset, offset + rows.length) of those chosen. */
export interface JobWindow extends RowsPage<JobRow> {
  readonly offset: number;
  /** Chosen in all. */
  readonly count: number;
  /** Jobs of the vault. */
  readonly total: number;
  /** What there is to choose from, with the number of the vault's jobs. */
  readonly states: readonly { readonly state: string; readonly count: number }[];
  readonly types: readonly { readonly scenarioName: string; readonly name: string; readonly count: number }[];
  /** Of those chosen, whenever they started. */
  readonly density: JobDensity;
}

/** Jobs by when they started, in stretches of equal length from `from` to `to`. No bins: no jobs. */
export interface JobDensity {
  readonly from: string;
  readonly to: string;
  readonly bins: readonly { readonly count: number; readonly failed: number }[];
}

/** `GET {V}/healthStrips?ids=…,…`: at most {@link MAX_STRIP_ITEMS} items. */
export interface HealthStrips {
  readonly hours: number;
  /**
   * By item: one letter per stretch of {@link hours} / length, oldest first, the worst health of each:
   * N(ormal), W(arning), C(ritical), `-` nothing known. Unknown items are left out.
   */
  readonly strips: Readonly<Record<string, string>>;
  readonly asOf: string;
}

export const MAX_STRIP_ITEMS = 200;
