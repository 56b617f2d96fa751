/** The filters of Replicated items and their form in the URL: a link reproduces the view. */
import type { HealthWord, ItemRow, ItemStage } from '../../../management/wire.ts';
import type { RootCause } from '../../../management/wire-insight.ts';
import { STAGES } from './item-stage.ts';
import type { GridSort } from '../../components/grid/grid-column.ts';
import { formatSort, parseSort } from '../../components/grid/grid-sort.ts';

export interface ItemFilters {
  /** Empty: any. */
  readonly health: readonly HealthWord[];
  readonly state: readonly ItemStage[];
  readonly host: readonly string[];
  readonly policy: readonly string[];
  readonly site: readonly string[];
  readonly error: string | null;
  /** Id of the root cause that holds the items up. */
  readonly cause: string | null;
  /** The items that it reaches; null while the causes are not known. */
  readonly reached: ReadonlySet<string> | null;
  /** Part of the name or host, any case. */
  readonly text: string;
}

export type ListFilter = 'health' | 'state' | 'host' | 'policy' | 'site';
export const LIST_FILTERS: readonly ListFilter[] = ['health', 'state', 'host', 'policy', 'site'];

const HEALTH_WORDS: readonly HealthWord[] = ['Normal', 'Warning', 'Critical', 'None'];
const DEFAULT_SORT: GridSort = { columnId: 'name', isDescending: false };

/** Values are joined by `|`, which no host or policy name may contain in Hyper-V. */
const SEPARATOR = '|';

/** `causes`: as far as they are known. */
export function readFilters(params: URLSearchParams, causes?: readonly RootCause[]): ItemFilters {
  const cause = params.get('cause');
  const list = (name: string) => (params.get(name) ?? '').split(SEPARATOR).filter(Boolean);
  return {
    health: HEALTH_WORDS.filter((word) => list('health').some((wanted) => wanted.toLowerCase() === word.toLowerCase())),
    state: STAGES.filter((stage) => list('state').includes(stage)),
    host: list('host'),
    policy: list('policy'),
    site: list('site'),
    error: params.get('error'),
    cause,
    reached: cause !== null && causes ? new Set(causes.find(({ id }) => id === cause)?.itemIds) : null,
    text: params.get('q') ?? '',
  };
}

/** What to write into the URL for a list filter; null takes it away. */
export function writeList(values: readonly string[]): string | null {
  return values.length > 0 ? values.join(SEPARATOR) : null;
}

/** Every filter off. */
export const noFilters = {
  health: null,
  state: null,
  host: null,
  policy: null,
  site: null,
  error: null,
  cause: null,
  q: null,
} as const;

export function isFiltered(filters: ItemFilters): boolean {
  const { error, cause, text } = filters;
  return (
    LIST_FILTERS.some((list) => filters[list].length > 0) || error !== null || cause !== null || text.trim() !== ''
  );
}

/** `sort=-rpo`: by RPO, descending. */
export function readSort(params: URLSearchParams): GridSort {
  return parseSort(params.get('sort'), DEFAULT_SORT);
}

export function writeSort(sort: GridSort): string | null {
  const text = formatSort(sort);
  return text === formatSort(DEFAULT_SORT) ? null : text;
}

export function matches(row: ItemRow, filters: ItemFilters): boolean {
  const { health, state, host, policy, site, error, reached, text } = filters;
  if (health.length > 0 && !health.includes(row.health)) return false;
  if (state.length > 0 && !state.includes(row.stage)) return false;
  if (host.length > 0 && !host.includes(row.host)) return false;
  if (policy.length > 0 && !policy.includes(row.policy)) return false;
  if (site.length > 0 && !site.includes(row.site)) return false;
  if (error !== null && row.errorCode !== error) return false;
  if (reached !== null && !reached.has(row.id)) return false;
  const needle = text.trim().toLowerCase();
  return needle === '' || row.name.toLowerCase().includes(needle) || row.host.toLowerCase().includes(needle);
}
