import { useState } from 'react';
import type { ItemRow } from '../../../management/wire.ts';

const FIELDS = ['health', 'stage', 'host', 'policy', 'site'] as const;
type Field = (typeof FIELDS)[number];

/** How many rows have which value; without values that none has. */
export type Counts = ReadonlyMap<string, number>;

/** What the cards count and the filters offer. */
export interface ItemTally {
  readonly rows: readonly ItemRow[];
  /** The same map as before while none of its counts is another. */
  readonly counts: Readonly<Record<Field, Counts>>;
}

/** Counts `rows`. After `before` only rows that are other objects count: a few hundred of 10,000 a second. */
export function tallyOf(rows: readonly ItemRow[], before?: ItemTally): ItemTally {
  const known = before?.rows ?? [];
  const gone: ItemRow[] = [];
  const come: ItemRow[] = [];
  for (let place = 0; place < Math.max(known.length, rows.length); place++) {
    const left = known[place];
    const right = rows[place];
    if (left === right) continue;
    if (left) gone.push(left);
    if (right) come.push(right);
  }
  const count = (field: Field): Counts => recounted(before?.counts[field] ?? new Map(), field, gone, come);
  if (before && gone.length === 0 && come.length === 0) return { rows, counts: before.counts };
  const counts = {
    health: count('health'),
    stage: count('stage'),
    host: count('host'),
    policy: count('policy'),
    site: count('site'),
  };
  return { rows, counts };
}

function recounted(before: Counts, field: Field, gone: readonly ItemRow[], come: readonly ItemRow[]): Counts {
  const changes = new Map<string, number>();
  for (const row of gone) changes.set(row[field], (changes.get(row[field]) ?? 0) - 1);
  for (const row of come) changes.set(row[field], (changes.get(row[field]) ?? 0) + 1);
  const changed = [...changes].filter(([, change]) => change !== 0);
  if (changed.length === 0) return before;
  const after = new Map(before);
  for (const [value, change] of changed) {
    const count = (after.get(value) ?? 0) + change;
    if (count > 0) after.set(value, count);
    else after.delete(value);
  }
  return after;
}

/** The counts of `rows`, kept from one render to the next. */
export function useItemCounts(rows: readonly ItemRow[]): ItemTally['counts'] {
  const [kept, setKept] = useState(() => tallyOf(rows));
  if (kept.rows === rows) return kept.counts;
  const next = tallyOf(rows, kept);
  setKept(next);
  return next.counts;
}
