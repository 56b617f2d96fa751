import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { HealthStrips } from '../../management/wire-lists.ts';
import { StripStore } from './health-strips.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function strips() {
  const asked: (readonly string[])[] = [];
  let letter = 'N';
  const store = new StripStore(async (ids): Promise<HealthStrips> => {
    asked.push(ids);
    return { hours: 24, asOf: '', strips: Object.fromEntries(ids.map((id) => [id, letter.repeat(48)])) };
  });
  return { store, asked, become: (next: string) => (letter = next) };
}

it('rows that come into sight together are asked for together', async () => {
  const { store, asked } = strips();
  const woken: string[] = [];
  for (const id of ['a', 'b', 'c']) store.subscribe(id, () => woken.push(id));
  await vi.advanceTimersByTimeAsync(100);
  expect(asked).toEqual([['a', 'b', 'c']]);
  expect(woken).toEqual(['a', 'b', 'c']);
  expect(store.strip('b')).toBe('N'.repeat(48));
});

it('rows that were scrolled past are not asked for', async () => {
  const { store, asked } = strips();
  store.subscribe('stays', () => undefined);
  store.subscribe('passes', () => undefined)();
  await vi.advanceTimersByTimeAsync(100);
  expect(asked).toEqual([['stays']]);
});

it('what is in sight is asked for again, and tells only when it has changed', async () => {
  const { store, asked, become } = strips();
  const listener = vi.fn();
  store.subscribe('a', listener);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(asked).toHaveLength(2);
  expect(listener).toHaveBeenCalledTimes(1);
  become('C');
  await vi.advanceTimersByTimeAsync(15_000);
  expect(store.strip('a')).toBe('C'.repeat(48));
  expect(listener).toHaveBeenCalledTimes(2);
});

it('without rows in sight nothing is asked for, and nothing kept', async () => {
  const { store, asked } = strips();
  const stop = store.subscribe('a', () => undefined);
  await vi.advanceTimersByTimeAsync(100);
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(1);
  expect(store.strip('a')).toBeUndefined();
});
