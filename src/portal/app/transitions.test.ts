import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { HealthTransition } from '../data/live-data.ts';
import { announce, clearNotifications, useNotifications, useStatusLine } from '../data/notifications.ts';
import { fakeItems } from '../testing/fake-vault.ts';
import { announceTransitions } from './transitions.ts';

type Health = HealthTransition['from'];

const rows = fakeItems(2);
let tell: (transitions: readonly HealthTransition[]) => void;
let stop: () => void;

/** A machine, by its place, went from one health to another. */
function goes(place: number, from: Health, to: Health): void {
  const row = rows[place] ?? expect.fail('a fake vault of two machines');
  tell([{ row: { ...row, health: to }, from }]);
}

/** What the status line says once those of three seconds are said. */
async function said(): Promise<string> {
  const { result } = renderHook(useStatusLine);
  await act(() => vi.advanceTimersByTimeAsync(3000));
  return result.current;
}

beforeEach(() => {
  vi.useFakeTimers();
  announce('');
  clearNotifications();
  stop = announceTransitions(
    {
      onHealthTransitions(listener) {
        tell = listener;
        return () => {};
      },
    },
    { getRootCauses: async () => ({ asOf: '2026-03-01T00:00:00Z', causes: [] }) },
  );
});
afterEach(() => {
  stop();
  cleanup();
  vi.useRealTimers();
});

it('a change of health is said by name', async () => {
  goes(0, 'Critical', 'Normal');
  expect(await said()).toBe(`${rows[0]?.name} is now Healthy`);
});

it('those of several machines are said together', async () => {
  goes(0, 'Critical', 'Normal');
  goes(1, 'Critical', 'Warning');
  expect(await said()).toBe('2 machines changed health');
});

it('a machine that changed twice is one machine, and what it is now is said', async () => {
  goes(0, 'Normal', 'Warning');
  goes(0, 'Warning', 'Critical');
  expect(await said()).toBe(`${rows[0]?.name} is now Critical`);
  expect(renderHook(useNotifications).result.current).toHaveLength(1);
});

it('of a machine that is again as it was nothing is said', async () => {
  goes(0, 'Normal', 'Critical');
  goes(0, 'Critical', 'Normal');
  expect(await said()).toBe('');
  expect(renderHook(useNotifications).result.current).toEqual([]);
});
