import { expect, test } from 'vitest';
import type { JobId } from '../../core/model.ts';
import { crashPoint, type CrashPoint } from '../testing/crash-point.ts';
import { planBench, type PlanBench } from './testing/plan-bench.ts';

/** Crashes spread over the run's port calls, before and after their effect in turn. */
const CRASHES = 20;

test('[RP11] a crash at any port call of a run leads to the same end', async () => {
  const counted = crashPoint();
  const reference = await planBench({ wrap: counted.wrap });
  counted.arm(() => undefined);
  const story = await endOf(reference, await reference.run({ operation: 'PlannedFailover' }));
  expect(counted.count).toBeGreaterThan(20);
  for (let index = 0; index < CRASHES; index++) {
    const at = 1 + Math.floor((index * counted.count) / CRASHES);
    expect(await crashAt(crashPoint(), at, index % 2 === 0 ? 'before' : 'after')).toBe(story);
  }
});

async function crashAt(point: CrashPoint, at: number, side: 'before' | 'after'): Promise<string> {
  const bench = await planBench({ wrap: point.wrap });
  let hasStopped: Promise<void> = Promise.resolve();
  point.arm(
    () => {
      hasStopped = bench.engine.stop();
    },
    at,
    side,
  );
  const jobId = await bench.run({ operation: 'PlannedFailover' });
  await bench.until('the crash', () => point.hasStruck);
  await hasStopped;
  await bench.restart();
  return endOf(bench, jobId);
}

/** How the run ended; each machine in Azure is the source as it stopped, byte for byte. */
async function endOf(bench: PlanBench, jobId: JobId): Promise<string> {
  await bench.ended(jobId);
  const machines = bench.world.azureMachines();
  expect(machines.map(({ state }) => state)).toEqual(['Running', 'Running']);
  for (const name of ['DB01', 'IDLE01']) expect(bench.item(name).planHold).toBeUndefined();
  // The first group's machine runs on while the second one starts; what has just started is what stopped at home.
  const last = machines.find(({ vmId }) => vmId === bench.second);
  const time = bench.item('IDLE01').recoveryPoints.at(-1)?.time ?? null;
  for (const { diskId, blob } of last?.disks ?? []) {
    expect(bench.world.firstDifference(blob, bench.second, diskId, time)).toBeNull();
  }
  for (const name of ['DB01', 'IDLE01']) await bench.expectIdentical(name);
  return bench.story(jobId);
}
