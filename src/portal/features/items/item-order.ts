/** The order of Replicated items. Ties go by name, then by id, so that the order is total. */
import type { HealthWord, ItemRow } from '../../../management/wire.ts';
import { parseTime } from '../../data/format.ts';
import type { GridSort } from '../../components/grid/grid-column.ts';

type Key = string | number;

/** Sick first when descending. */
const severity: Readonly<Record<HealthWord, number>> = { None: 0, Normal: 1, Warning: 2, Critical: 3 };

const DIGITS = 10;
const naturalKeys = new Map<string, string>();

/**
 * "web-2" before "web-10": numbers padded, so that plain comparison orders them. Kept by text, because a locale's
 * collator is too slow for 10,000 rows a second; so only for names, of which there are no more than things.
 */
function natural(name: string): string {
  const known = naturalKeys.get(name);
  if (known !== undefined) return known;
  const key = name.toLowerCase().replaceAll(/\d+/g, (digits) => digits.padStart(DIGITS, '0'));
  naturalKeys.set(name, key);
  return key;
}

/** Rows without the figure come last when ascending. */
const figure = (value: number | null): number => value ?? Number.MAX_VALUE;

/** As the column counts it, from the last recovery point: `rpoSeconds` is of the moment at which the row was told. */
function rpoKey({ rpoSeconds, lastRecoveryPoint }: ItemRow): number {
  if (rpoSeconds === null) return figure(null);
  return -(parseTime(lastRecoveryPoint) ?? 0);
}

/** What the rows of a column are compared by; by name they are compared by rank. */
const keys: ReadonlyMap<string, (row: ItemRow) => Key> = new Map<string, (row: ItemRow) => Key>([
  ['health', ({ health }) => severity[health]],
  ['status', ({ phase }) => phase],
  ['activity', ({ activity }) => activity.toLowerCase()],
  ['rpo', rpoKey],
  ['recoveryPoint', ({ lastRecoveryPoint }) => lastRecoveryPoint ?? ''],
  ['log', ({ logBytes, logLimitBytes }) => (logLimitBytes > 0 ? logBytes / logLimitBytes : 0)],
  ['host', ({ host }) => natural(host)],
  ['policy', ({ policy }) => natural(policy)],
  ['site', ({ site }) => natural(site)],
  ['size', ({ sizeBytes }) => figure(sizeBytes)],
  ['error', ({ errorCode }) => errorCode ?? ''],
  ['location', ({ activeLocation }) => activeLocation],
]);

/** The order of a list, with what the next one can be made from. */
export interface RowOrder {
  readonly rows: readonly ItemRow[];
  readonly sort: GridSort;
  /** Of each row by its place: what it is compared by. */
  readonly keys: readonly Key[];
  /** And its rank by name. The same array as before while the rows and their names are. */
  readonly ranks: readonly number[];
  /** The places of the rows, in order. The same array as before while no row moved. */
  readonly places: readonly number[];
}

/**
 * The rows in order; an unknown column orders by name. `before` is the order a moment ago: a second in which a few
 * hundred of 10,000 rows change costs a look at each and one merge of those whose key is another, not a sort.
 */
export function inOrder(rows: readonly ItemRow[], sort: GridSort, before?: RowOrder): RowOrder {
  const ranks = before && hasSameNames(before.rows, rows) ? before.ranks : rankByName(rows);
  const keyOf = keys.get(sort.columnId);
  const keyAt = (row: ItemRow, place: number): Key => (keyOf ? keyOf(row) : (ranks[place] ?? 0));
  const isSameSort = before?.sort.columnId === sort.columnId && before.sort.isDescending === sort.isDescending;
  if (!before || ranks !== before.ranks || !isSameSort) {
    const made = { rows, sort, keys: rows.map(keyAt), ranks };
    return { ...made, places: sorted(made) };
  }
  // By name: the ranks are the same.
  if (!keyOf) return { ...before, rows, sort };
  const next = [...before.keys];
  const moved = new Set<number>();
  for (const [place, row] of rows.entries()) {
    if (row === before.rows[place]) continue;
    const key = keyOf(row);
    if (key === next[place]) continue;
    next[place] = key;
    moved.add(place);
  }
  const made = { rows, sort, keys: next, ranks };
  return { ...made, places: moved.size === 0 ? before.places : merged(before.places, moved, made) };
}

type Comparable = Pick<RowOrder, 'keys' | 'ranks' | 'sort'>;

function sorted({ keys: values, ranks, sort }: Comparable): readonly number[] {
  const byName: number[] = [];
  for (const [place, rank] of ranks.entries()) byName[rank] = place;
  const sign = sort.isDescending ? -1 : 1;
  // The sort is stable: what is equal stays in the order of the names.
  return byName.toSorted((left, right) => sign * compare(values[left] ?? 0, values[right] ?? 0));
}

/** `places` with those that `moved` where they belong now. */
function merged(
  places: readonly number[],
  moved: ReadonlySet<number>,
  { keys: values, ranks, sort }: Comparable,
): readonly number[] {
  const sign = sort.isDescending ? -1 : 1;
  const compareAt = (left: number, right: number): number =>
    sign * compare(values[left] ?? 0, values[right] ?? 0) || compare(ranks[left] ?? 0, ranks[right] ?? 0);
  const arriving = [...moved].toSorted(compareAt).values();
  let next = arriving.next();
  const result: number[] = [];
  for (const place of places) {
    if (moved.has(place)) continue;
    for (; !next.done && compareAt(next.value, place) < 0; next = arriving.next()) result.push(next.value);
    result.push(place);
  }
  for (; !next.done; next = arriving.next()) result.push(next.value);
  return isSameArray(places, result) ? places : result;
}

function hasSameNames(before: readonly ItemRow[], rows: readonly ItemRow[]): boolean {
  return (
    before === rows ||
    (before.length === rows.length &&
      rows.every((row, place) => {
        const known = before[place];
        return row === known || (row.id === known?.id && row.name === known.name);
      }))
  );
}

function rankByName(rows: readonly ItemRow[]): readonly number[] {
  const named = rows.map(({ name, id }, place) => ({ name: natural(name), id, place }));
  named.sort((left, right) => compare(left.name, right.name) || compare(left.id, right.id));
  const ranks: number[] = rows.map(() => 0);
  for (const [rank, { place }] of named.entries()) ranks[place] = rank;
  return ranks;
}

export function isSameArray<Value>(left: readonly Value[], right: readonly Value[]): boolean {
  return left === right || (left.length === right.length && left.every((value, index) => value === right[index]));
}

function compare(left: Key, right: Key): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
