import { expect, test } from 'vitest';
import type { JobRow } from '../../../management/wire.ts';
import { formatSort } from '../../components/grid/grid-sort.ts';
import { durationOf, readFilters, readSort, selectJobs } from './job-filters.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

function job(id: string, change: Partial<JobRow> = {}): JobRow {
  return {
    id,
    scenarioName: 'EnableDr',
    name: 'Enable replication',
    state: 'Succeeded',
    stateDescription: 'Completed',
    itemId: 'vm',
    itemName: 'SQL01',
    startTime: '2026-03-01T11:00:00Z',
    endTime: '2026-03-01T11:01:00Z',
    allowedActions: [],
    errorCode: null,
    revision: 1,
    ...change,
  };
}

const rows = [
  job('a'),
  job('b', { state: 'Failed', scenarioName: 'RepairReplication', startTime: '2026-03-01T11:30:00Z', endTime: null }),
  job('c', { itemName: 'WEB01', startTime: '2026-02-20T00:00:00Z', endTime: '2026-02-20T08:00:00Z' }),
];

function select(query: string): string[] {
  const params = new URLSearchParams(query);
  return selectJobs(rows, readFilters(params), readSort(params), NOW).map(({ id }) => id);
}

test('without filters all jobs, newest first', () => {
  expect(select('')).toEqual(['b', 'a', 'c']);
});

test.each([
  ['state=Failed', ['b']],
  ['type=RepairReplication', ['b']],
  ['range=24', ['b', 'a']],
  ['q=web', ['c']],
  ['q=resync', ['b']],
  ['state=Failed&q=web', []],
  ['range=7', ['b', 'a', 'c']],
])('%s selects %j', (query, ids) => {
  expect(select(query)).toEqual(ids);
});

test('the sort is written as it is read', () => {
  for (const text of ['-start', 'item', '-duration']) {
    expect(formatSort(readSort(new URLSearchParams({ sort: text })))).toBe(text);
  }
  expect(select('sort=-duration')).toEqual(['c', 'b', 'a']);
});

test('a running job’s duration counts to now', () => {
  expect(durationOf(rows[1] ?? job('x'), NOW)).toBe(30 * 60_000);
});
