/** Which tasks decided how long a job took: the last to end, the one it waited for, and so on back to the start. */
import type { TaskView } from './job-view.ts';

interface Leaf {
  readonly id: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** A task begins a moment after the one it waited for has ended, or at that very instant. */
const TOLERANCE_MS = 1;

/**
 * Ids of the tasks on the critical path, of groups their parts. Empty where every task is on it: one after the other,
 * there is nothing to tell. `now` is the end of what still runs.
 */
export function criticalPath(tasks: readonly TaskView[], now: number): ReadonlySet<string> {
  const leaves = tasks.flatMap((task) => (task.children.length > 0 ? task.children : [task])).flatMap(leafOf(now));
  const path = new Set<string>();
  for (let next = lastToEnd(leaves); next; next = waitedFor(leaves, next)) path.add(next.id);
  return path.size < leaves.length ? path : new Set();
}

function leafOf(now: number): (task: TaskView) => readonly Leaf[] {
  return ({ id, startedAt, endedAt }) => (startedAt === null ? [] : [{ id, startedAt, endedAt: endedAt ?? now }]);
}

function lastToEnd(leaves: readonly Leaf[]): Leaf | undefined {
  return leaves.toSorted((a, b) => b.endedAt - a.endedAt || b.startedAt - a.startedAt)[0];
}

/** The one that ended last before `leaf` began. Each step leads to an earlier start, so the path ends. */
function waitedFor(leaves: readonly Leaf[], leaf: Leaf): Leaf | undefined {
  return lastToEnd(
    leaves.filter(({ startedAt, endedAt }) => endedAt <= leaf.startedAt + TOLERANCE_MS && startedAt < leaf.startedAt),
  );
}
