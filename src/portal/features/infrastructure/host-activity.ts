import type { ActivityWord, ItemRow } from '../../../management/wire.ts';

export type ActivityCounts = Readonly<Record<ActivityWord, number>>;

/** What the machines of each host do now, by the host's name. */
export function countActivity(rows: readonly ItemRow[]): ReadonlyMap<string, ActivityCounts> {
  const counts = new Map<string, Record<ActivityWord, number>>();
  for (const { host, activity } of rows) {
    const known = counts.get(host) ?? { Idle: 0, Sending: 0, Waiting: 0, Failing: 0 };
    known[activity] += 1;
    counts.set(host, known);
  }
  return counts;
}

export const NO_ACTIVITY: ActivityCounts = { Idle: 0, Sending: 0, Waiting: 0, Failing: 0 };
