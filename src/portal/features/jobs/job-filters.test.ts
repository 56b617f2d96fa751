import { expect, test } from 'vitest';
import type { JobRow } from '../../../management/wire.ts';
import { formatSort } from '../../components/grid/grid-sort.ts';
import { choiceOf, durationOf, isFiltered, noFilters, readFilters, readSort, writeSpan } from './job-filters.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

function choose(query: string) {
  const params = new URLSearchParams(query);
  return choiceOf(readFilters(params), readSort(params), NOW);
}

test('without filters all jobs, newest first', () => {
  expect(choose('')).toEqual({
    states: [],
    types: [],
    itemId: null,
    text: '',
    from: null,
    to: null,
    sort: 'start',
    isDescending: true,
  });
  expect(isFiltered(readFilters(new URLSearchParams('sort=item&cols=name')))).toBe(false);
});

test.each([
  ['state=Failed', { states: ['Failed'] }],
  ['type=RepairReplication', { types: ['RepairReplication'] }],
  ['item=vm-1', { itemId: 'vm-1' }],
  ['q=%20sql%20', { text: 'sql' }],
  ['range=24', { from: '2026-02-28T12:00:00.000Z', to: null }],
  ['range=5', { from: null }],
  [
    'from=2026-03-01T10:00:00Z&to=2026-03-01T11:00:00Z&range=1',
    { from: '2026-03-01T10:00:00.000Z', to: '2026-03-01T11:00:00.000Z' },
  ],
  ['from=2026-03-01T11:00:00Z&to=2026-03-01T10:00:00Z', { from: null, to: null }],
  ['sort=-duration', { sort: 'duration', isDescending: true }],
  ['sort=nonsense', { sort: 'start', isDescending: false }],
])('%s asks for %j', (query, part) => {
  expect(choose(query)).toMatchObject(part);
});

test.each([NOW, null])('a span of time is written as it is read, until %j', (end) => {
  const span = { from: NOW - 3_600_000, to: end };
  const { from, to } = writeSpan(span);
  expect(readFilters(new URLSearchParams({ from: from ?? '', to: to ?? '' })).span).toEqual(span);
  expect(writeSpan(null)).toEqual({ from: null, to: null });
});

test('every filter can be switched off', () => {
  const params = new URLSearchParams(
    'state=a&type=b&item=c&range=1&from=2026-03-01T10:00:00Z&to=2026-03-01T11:00:00Z&q=d',
  );
  for (const name of Object.keys(noFilters)) params.delete(name);
  expect(isFiltered(readFilters(params))).toBe(false);
});

test('the sort is written as it is read', () => {
  for (const text of ['-start', 'item', '-duration'])
    expect(formatSort(readSort(new URLSearchParams({ sort: text })))).toBe(text);
});

test('a running job’s duration counts to now', () => {
  const row = { startTime: '2026-03-01T11:30:00Z', endTime: null } as JobRow;
  expect(durationOf(row, NOW)).toBe(30 * 60_000);
});
