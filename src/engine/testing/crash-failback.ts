import { expect } from 'vitest';
import { crashPoint } from './crash-point.ts';
import { committedBench, type FailoverBench } from './failover-bench.ts';

/**
 * Lives a failback with its commit and the reversal of replication `crashes` times, each time with a
 * crash at another port call, before and after its effect in turn, and expects the same end.
 */
export async function crashAlongFailback(crashes: number): Promise<void> {
  const calls = await countCalls();
  expect(calls).toBeGreaterThan(100);
  for (let index = 0; index < crashes; index++) {
    const at = 1 + Math.floor((index * calls) / crashes);
    await crashAt(at, index % 2 === 0 ? 'before' : 'after');
  }
}

async function crashAt(at: number, side: 'before' | 'after'): Promise<void> {
  const point = crashPoint();
  const bench = await committedBench({ wrap: point.wrap });
  let hasStopped: Promise<void> = Promise.resolve();
  point.arm(
    () => {
      hasStopped = bench.engine.stop();
    },
    at,
    side,
  );
  await live(bench, () => point.hasStruck);
  expect(point.hasStruck).toBe(true);
  await hasStopped;
  await bench.restart();
  await live(bench, () => false);
  expect(bench.item('DB01').trouble).toBeNull();
  expect(bench.isSourceRunning()).toBe(true);
  expect(bench.world.azureMachines()).toEqual([]);
  await bench.until(
    'a cycle',
    () => bench.item('DB01').cycle.step === 'idle' && bench.item('DB01').cycle.nextAt !== null,
  );
  await bench.expectIdentical('DB01');
}

/** Calls of one whole life, so that the crashes can be spread over it. */
async function countCalls(): Promise<number> {
  const point = crashPoint();
  const bench = await committedBench({ wrap: point.wrap });
  point.arm(() => undefined);
  await live(bench, () => false);
  return point.count;
}

async function live(bench: FailoverBench, hasCrashed: () => boolean): Promise<void> {
  while (bench.phase() !== 'protected' && !hasCrashed()) {
    // The crash may come before an answer.
    await askForNext(bench).catch(() => undefined);
    await bench.until('the next stand', () => hasCrashed() || stands(bench));
  }
}

async function askForNext(bench: FailoverBench): Promise<void> {
  const phase = bench.phase();
  if (phase === 'failoverCommitted')
    await bench.ask({ kind: 'failback', dataSync: 'ForSynchronization', createVmIfNotFound: false });
  else if (isWaiting(bench)) await bench.ask({ kind: 'completeFailback' });
  else if (phase === 'failedBack') await bench.ask({ kind: 'commitFailover' });
  else if (phase === 'failbackCommitted') await bench.ask({ kind: 'reverseReplicate' });
}

const STANDS: ReadonlySet<string> = new Set(['failoverCommitted', 'failedBack', 'failbackCommitted', 'protected']);

function stands(bench: FailoverBench): boolean {
  return STANDS.has(bench.phase()) || isWaiting(bench);
}

function isWaiting(bench: FailoverBench): boolean {
  const { phase } = bench.item('DB01');
  return phase.kind === 'failingBack' && phase.step === 'waitForCompletion';
}
