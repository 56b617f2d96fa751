import { expect, it } from 'vitest';
import { fakeItems } from '../../testing/fake-vault.ts';
import { tallyOf } from './item-tally.ts';

const rows = fakeItems(60);

it('counts rows by value', () => {
  const { counts } = tallyOf(rows);
  for (const [host, count] of counts.host) expect(rows.filter((row) => row.host === host)).toHaveLength(count);
  expect([...counts.health.values()].reduce((sum, count) => sum + count, 0)).toBe(60);
});

it('after changes counts as anew, and keeps the counts that are the same', () => {
  const before = tallyOf(rows);
  const sicker = rows.map((row, index) => (index % 7 === 0 ? { ...row, health: 'None' as const } : row));
  const after = tallyOf(sicker, before);
  expect(after.counts).toEqual(tallyOf(sicker).counts);
  expect(after.counts.host).toBe(before.counts.host);
  expect(after.counts.health).not.toBe(before.counts.health);
});

it('follows rows that go, come and stand elsewhere, and forgets values that none has', () => {
  const [first, ...others] = rows;
  if (!first) throw new Error('there are no rows');
  const moved = [...others.toReversed(), { ...first, host: 'new' }];
  const after = tallyOf(moved, tallyOf(rows));
  expect(after.counts).toEqual(tallyOf(moved).counts);
  const few = tallyOf(others.slice(0, 3), after);
  expect(few.counts).toEqual(tallyOf(others.slice(0, 3)).counts);
  expect(few.counts.host.has('new')).toBe(false);
});
