import { expect, test } from 'vitest';
import { createTaskTimer } from './task-timer.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('without a delay wakes in a later task, in the order of the calls, unless it was cancelled', async () => {
  const setTimer = createTaskTimer();
  const woken: string[] = [];
  setTimer(() => woken.push('first'), 0);
  const cancel = setTimer(() => woken.push('cancelled'), 0);
  const last = new Promise<void>((resolve) => {
    setTimer(() => {
      woken.push('last');
      resolve();
    }, 0);
  });
  cancel();
  await Promise.resolve();
  expect(woken).toEqual([]);
  await last;
  expect(woken).toEqual(['first', 'last']);
});

test('with a delay wakes after it, unless it was cancelled', async () => {
  const setTimer = createTaskTimer();
  const woken: string[] = [];
  setTimer(() => woken.push('cancelled'), 1)();
  await new Promise<void>((resolve) => setTimer(resolve, 5));
  await turn();
  expect(woken).toEqual([]);
});
