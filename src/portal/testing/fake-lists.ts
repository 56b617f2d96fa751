/** What a server answers about long lists, made of the fake vault's rows. */
import type { JobRow } from '../../management/wire.ts';
import type { HealthStrips, JobQuery, JobWindow } from '../../management/wire-lists.ts';
import { FAKE_NOW } from './fake-vault.ts';

const DAY_MS = 24 * 3_600_000;
const BINS = 60;

const KEYS: Readonly<Record<JobQuery['sort'], (row: JobRow) => string | number>> = {
  name: (row) => row.name,
  state: (row) => row.state,
  item: (row) => row.itemName,
  start: (row) => row.startTime,
  duration: (row) => Date.parse(row.endTime ?? new Date(FAKE_NOW).toISOString()) - Date.parse(row.startTime),
  error: (row) => row.errorCode ?? '',
};

export function fakeJobWindow(vault: readonly JobRow[], query: JobQuery, sequence: number): JobWindow {
  const needle = query.text.toLowerCase();
  const chosen = vault.filter(
    (row) =>
      (query.states.length === 0 || query.states.includes(row.state)) &&
      (query.types.length === 0 || query.types.includes(row.scenarioName)) &&
      (query.itemId === null || query.itemId === row.itemId) &&
      `${row.name} ${row.itemName}`.toLowerCase().includes(needle),
  );
  const inRange = chosen.filter(
    ({ startTime }) => (query.from === null || startTime >= query.from) && (query.to === null || startTime < query.to),
  );
  const key = KEYS[query.sort];
  const direction = query.isDescending ? -1 : 1;
  const sorted = inRange.toSorted(
    (a, b) => direction * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0) || (a.startTime < b.startTime ? 1 : -1),
  );
  const start = FAKE_NOW - DAY_MS;
  const bins = Array.from({ length: BINS }, () => ({ count: 0, failed: 0 }));
  for (const { startTime, state } of chosen) {
    const bin = bins[Math.min(BINS - 1, Math.floor(((Date.parse(startTime) - start) / DAY_MS) * BINS))];
    if (!bin) continue;
    bin.count += 1;
    bin.failed += state === 'Failed' ? 1 : 0;
  }
  const types = new Map(vault.map((row) => [row.scenarioName, row.name]));
  return {
    rows: sorted.slice(query.offset, query.offset + query.limit),
    sequence,
    asOf: new Date(FAKE_NOW).toISOString(),
    offset: query.offset,
    count: sorted.length,
    total: vault.length,
    states: [...new Set(vault.map(({ state }) => state))]
      .toSorted()
      .map((state) => ({ state, count: vault.filter((row) => row.state === state).length })),
    types: [...types].map(([scenarioName, name]) => ({
      scenarioName,
      name,
      count: vault.filter((row) => row.scenarioName === scenarioName).length,
    })),
    density: { from: new Date(start).toISOString(), to: new Date(FAKE_NOW).toISOString(), bins },
  };
}

/** A healthy day with a bad hour, and nothing known of its first stretch. */
export function fakeHealthStrips(itemIds: readonly string[]): HealthStrips {
  const strip = `-${'N'.repeat(29)}WWCC${'N'.repeat(14)}`;
  return {
    hours: 24,
    strips: Object.fromEntries(itemIds.map((id) => [id, strip])),
    asOf: new Date(FAKE_NOW).toISOString(),
  };
}
