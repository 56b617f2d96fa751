import { describe, expect, it } from 'vitest';
import type { ItemRow } from '../../../management/wire.ts';
import { fakeItem, fakeItems } from '../../testing/fake-vault.ts';
import { matches, readFilters, readSort, writeList, writeSort } from './item-filters.ts';
import { inOrder } from './item-order.ts';
import { selectView } from './item-view.ts';

const filtersOf = (query: string) => readFilters(new URLSearchParams(query));

describe('filters in the URL', () => {
  it('reads health words in any case and drops what is none', () => {
    expect(filtersOf('health=critical|WARNING|nonsense').health).toEqual(['Warning', 'Critical']);
  });

  it('writes what it reads', () => {
    const policies = ['30 seconds', '5 minutes, standard'];
    const params = new URLSearchParams({ policy: writeList(policies) ?? '' });
    expect(readFilters(params).policy).toEqual(policies);
    expect(writeList([])).toBeNull();
  });

  it('leaves the default sort out of the URL', () => {
    expect(writeSort({ columnId: 'name', isDescending: false })).toBeNull();
    const sort = { columnId: 'rpo', isDescending: true };
    expect(readSort(new URLSearchParams({ sort: writeSort(sort) ?? '' }))).toEqual(sort);
  });
});

describe('matches', () => {
  const row = { ...fakeItem(0), name: 'SQL-01', host: 'HV-FRA-01', health: 'Warning' as const };
  it.each([
    ['q=sql', true],
    ['q=fra', true],
    ['q=web', false],
    ['health=warning', true],
    ['health=critical', false],
    ['host=HV-FRA-01|HV-MUC-01', true],
    ['host=HV-MUC-01', false],
    ['health=warning&q=web', false],
    ['cause=link:HV-FRA-01', true],
  ])('%s → %s', (query, isShown) => {
    expect(matches(row, filtersOf(query))).toBe(isShown);
  });
});

describe('order', () => {
  const named = (name: string, change = {}) => ({ ...fakeItem(0), id: name, name, ...change });
  const namesInOrder = (rows: readonly ItemRow[], columnId: string, isDescending = false) =>
    selectView(rows, filtersOf(''), { columnId, isDescending }).view.map(({ name }) => name);

  it('counts in names as people do', () => {
    expect(namesInOrder([named('web-10'), named('web-2'), named('Web-1')], 'name')).toEqual([
      'Web-1',
      'web-2',
      'web-10',
    ]);
  });

  it('puts the sick first when health descends, ties by name', () => {
    const rows = [named('b'), named('a'), named('c', { health: 'Critical' })];
    expect(namesInOrder(rows, 'health', true)).toEqual(['c', 'a', 'b']);
  });

  it('puts items without RPO last when RPO ascends', () => {
    // Of b the newest news are older: what counts is how long ago the point is by now.
    const rows = [
      named('a', { rpoSeconds: null }),
      named('b', { rpoSeconds: 3, lastRecoveryPoint: '2026-03-01T11:00:00Z' }),
      named('c', { rpoSeconds: 9, lastRecoveryPoint: '2026-03-01T11:59:00Z' }),
    ];
    expect(namesInOrder(rows, 'rpo')).toEqual(['c', 'b', 'a']);
  });

  it('keeps every row that no filter excludes', () => {
    expect(namesInOrder(fakeItems(500), 'log', true)).toHaveLength(500);
  });

  describe.each(['name', 'rpo', 'health', 'recoveryPoint'])('by %s, made from the one before', (columnId) => {
    const sort = { columnId, isDescending: columnId !== 'health' };
    const [rows, others] = [fakeItems(200), fakeItems(400).slice(200)];
    const change = (row: ItemRow, place: number): ItemRow => {
      const other = others[place];
      return place % 7 > 0 || !other ? row : { ...other, id: row.id, name: row.name };
    };
    it.each([
      ['rows that changed', rows.map(change)],
      ['a row more', [...rows, ...others.slice(0, 1)]],
      ['a row fewer', rows.slice(1)],
      ['a name that changed', rows.with(3, { ...fakeItem(3), id: rows[3]?.id ?? '', name: 'aaa' })],
    ])('is the same with %s', (_, next) => {
      const before = inOrder(rows, sort);
      expect(inOrder(next, sort, before).places).toEqual(inOrder(next, sort).places);
    });

    it('keeps its array while no row moves', () => {
      const before = inOrder(rows, sort);
      const copies = rows.map((row) => ({ ...row }));
      expect(inOrder(copies, sort, before).places).toBe(before.places);
    });
  });
});

describe('a view made from the one before', () => {
  const sort = { columnId: 'name', isDescending: false };
  const rows = fakeItems(60);

  it('takes in a row that the filters let through now, and keeps its array while ids and order are the same', () => {
    const filters = filtersOf('health=critical');
    const before = selectView(rows, filters, sort);
    const place = rows.findIndex(({ health }) => health !== 'Critical');
    const sicker = rows.map((row, index) => (index === place ? { ...row, health: 'Critical' as const } : row));
    const after = selectView(sicker, filters, sort, before);
    expect(after.view).toEqual(selectView(sicker, filters, sort).view);
    expect(after.view).toHaveLength(before.view.length + 1);
    const same = sicker.map((row) => ({ ...row, logBytes: row.logBytes + 1 }));
    expect(selectView(same, filters, sort, after).view).toBe(after.view);
  });

  it('follows other filters', () => {
    const before = selectView(rows, filtersOf('health=critical'), sort);
    expect(selectView(rows, filtersOf(''), sort, before).view).toHaveLength(60);
  });
});
