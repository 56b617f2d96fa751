import { expect, it } from 'vitest';
import { criticalPath } from './critical-path.ts';
import type { TaskView } from './job-view.ts';

function task(
  id: string,
  startedAt: number | null,
  endedAt: number | null,
  children: readonly TaskView[] = [],
): TaskView {
  return {
    id,
    name: id,
    state: 'Succeeded',
    stateDescription: 'Completed',
    startedAt,
    endedAt,
    children,
    itemId: null,
    jobId: null,
    skippedReason: null,
    instructions: null,
    observation: null,
  };
}

it('is the slowest part of each group', () => {
  const tasks = [
    task('check', 0, 10),
    task('group 1', 10, 50, [task('slow', 10, 50), task('quick', 10, 20)]),
    task('group 2', 50, 90, [task('short', 50, 60), task('long', 50, 90)]),
  ];
  expect([...criticalPath(tasks, 100)]).toEqual(['long', 'slow', 'check']);
});

it('tells nothing of tasks one after the other, nor of those that have not begun', () => {
  expect(criticalPath([task('a', 0, 10), task('b', 10, 20), task('c', null, null)], 100).size).toBe(0);
  expect(criticalPath([], 100).size).toBe(0);
});

it('takes what still runs to end now', () => {
  const group = task('group', 0, null, [task('done', 0, 80), task('running', 0, null)]);
  expect([...criticalPath([group], 90)]).toEqual(['running']);
});

it('ends, also where tasks began at one instant', () => {
  const group = task('group', 0, 0, [task('a', 0, 0), task('b', 0, 0)]);
  expect(criticalPath([group], 0).size).toBe(1);
});
