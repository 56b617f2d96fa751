import { describe, expect, test } from 'vitest';
import { createStoreMemory } from '../adapters/store-memory/store-memory.ts';
import type { Store } from '../core/ports.ts';
import { engineBench, type EngineBench } from './testing/engine-bench.ts';

/** A store whose power fails: from the given transaction on nothing is written, until it is mended. */
function failingStore(): Store & { failAfter(transactions: number): void; mend(): void; readonly count: number } {
  const store = createStoreMemory();
  let left = Number.POSITIVE_INFINITY;
  let count = 0;
  return {
    ...store,
    transact: (mutations, epoch) => {
      if (left-- <= 0) return Promise.reject(new Error('power cut'));
      count++;
      return store.transact(mutations, epoch);
    },
    failAfter: (transactions) => {
      left = transactions;
    },
    mend: () => {
      left = Number.POSITIVE_INFINITY;
    },
    get count() {
      return count;
    },
  };
}

/** Enables protection, lets two cycles pass, forces a resynchronization, and one more cycle. */
async function live(bench: EngineBench): Promise<void> {
  const { vmId } = bench.machine('DB01');
  if (!bench.engine.item(vmId)) await bench.enable('DB01');
  await bench.until(
    'two cycles',
    () => bench.item('DB01').cycle.number >= 2 && bench.item('DB01').cycle.step === 'idle',
  );
  await bench.expectIdentical('DB01');
  await bench.send({ kind: 'pause', vmId });
  await bench.send({ kind: 'resume', vmId, isResynchronizing: true });
  await bench.until('whole again', () => bench.item('DB01').phase.kind === 'protected');
  await bench.until('a cycle', () => bench.item('DB01').cycle.number >= 3 && bench.item('DB01').cycle.step === 'idle');
  await bench.expectIdentical('DB01');
}

describe('[LC60] a crash at any transaction of the journal loses nothing: the next engine brings the item to the same end', () => {
  for (const transaction of [2, 3, 5, 8, 9, 14, 22, 33, 39, 43, 47, 52, 58]) {
    test(`before transaction ${transaction}`, async () => {
      const store = failingStore();
      let failed = false;
      const bench = await engineBench({
        store,
        onFailure: () => {
          failed = true;
        },
      });
      await bench.enable('DB01');
      store.failAfter(transaction);
      await bench.until('the crash', () => failed);
      store.mend();
      await bench.restart();
      await live(bench);
      expect(bench.item('DB01').trouble).toBeNull();
    });
  }
});

test('[LC61] a crash in the middle of a resynchronization: it goes on from its cursor', async () => {
  const bench = await engineBench();
  await bench.enable('DB01');
  await bench.until('protected', () => bench.item('DB01').phase.kind === 'protected');
  const { vmId } = bench.item('DB01');
  await bench.send({ kind: 'pause', vmId });
  await bench.send({ kind: 'resume', vmId, isResynchronizing: true });
  await bench.until('half way', () => (bench.item('DB01').disks[0]?.transfer?.cursorBytes ?? 0) > 4 * 2 ** 20);
  const { cursorBytes, startedAt } = bench.item('DB01').disks[0]?.transfer ?? {};
  const traced = bench.engine.trace();
  await bench.restart();
  expect(bench.engine.trace().slice(0, traced.length)).toEqual(traced);
  expect(bench.item('DB01').phase.kind).toBe('resynchronizing');
  expect(bench.item('DB01').disks[0]?.transfer?.cursorBytes).toBeGreaterThanOrEqual(cursorBytes ?? 0);
  expect(bench.item('DB01').disks[0]?.transfer?.startedAt).toBe(startedAt);
  await bench.until('protected', () => bench.item('DB01').phase.kind === 'protected');
  await bench.expectIdentical('DB01');
});

test('[LC60] an engine that cannot write its journal stops, and refuses what it has not answered', async () => {
  const store = failingStore();
  const failures: unknown[] = [];
  const bench = await engineBench({ store, onFailure: (error) => failures.push(error) });
  store.failAfter(0);
  const outcome = bench.engine.dispatch({ kind: 'retryNow', vmId: bench.machine('DB01').vmId });
  outcome.catch(() => undefined);
  await bench.clock.runFor(60_000);
  await expect(outcome).rejects.toThrow('stopped');
  await expect(bench.engine.dispatch({ kind: 'retryNow', vmId: bench.machine('DB01').vmId })).rejects.toThrow(
    'stopped',
  );
  expect(failures).toHaveLength(1);
});

test('[LC62] an engine restarted again and again comes to the same end', async () => {
  const bench = await engineBench();
  await bench.enable('DB01');
  for (let steps = 20; steps < 400; steps += 37) {
    for (let step = 0; step < steps; step++) await bench.clock.step();
    await bench.restart();
  }
  await live(bench);
});

test('[LC63] same seed, same actions: the same trace', async () => {
  const digests: string[] = [];
  for (let run = 0; run < 2; run++) {
    const bench = await engineBench({ seed: 'twin' });
    await bench.enable('DB01');
    await bench.enable('IDLE01');
    await bench.until('cycles', () => bench.item('DB01').cycle.number >= 3);
    digests.push(bench.engine.traceDigest().digest);
    expect(bench.engine.traceDigest().count).toBe(bench.engine.trace().length);
  }
  expect(digests[0]).toBe(digests[1]);
});
