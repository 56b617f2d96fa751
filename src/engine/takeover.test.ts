import { expect, test } from 'vitest';
import { createStoreMemory } from '../adapters/store-memory/store-memory.ts';
import type { PortError } from '../core/errors/fault.ts';
import type { Store } from '../core/ports.ts';
import { createChecksumsInline } from '../adapters/checksums-pool/checksums-inline.ts';
import { createRng } from '../base/rng.ts';
import { MINUTE_MS } from '../base/units.ts';
import { startEngine, type Engine } from './engine.ts';
import { engineBench, type EngineBench } from './testing/engine-bench.ts';

const checksums = await createChecksumsInline();

const startAnother = ({ world, clock, store }: EngineBench): Promise<Engine> =>
  startEngine({
    host: world.hostApi,
    storage: world.storageApi,
    compute: world.computeApi,
    clock,
    store,
    checksums,
    rng: createRng('engine/1'),
  });

/** Tells which epoch each transaction that was made had. */
function recordingStore(): Store & { readonly epochs: (number | undefined)[] } {
  const store = createStoreMemory();
  const epochs: (number | undefined)[] = [];
  return {
    ...store,
    epochs,
    transact: async (mutations, epoch) => {
      await store.transact(mutations, epoch);
      epochs.push(epoch);
    },
  };
}

test('[OE1] [OE2] an engine whose journal was taken writes nothing more, begins nothing more, and says why', async () => {
  const store = recordingStore();
  const failures: unknown[] = [];
  const requested: string[] = [];
  const bench = await engineBench({
    store,
    onFailure: (error) => failures.push(error),
    wrap: (ports) => ({
      ...ports,
      host: new Proxy(ports.host, {
        get(target, name) {
          const method = Reflect.get(target, name) as (...args: unknown[]) => unknown;
          return (...args: unknown[]) => {
            requested.push(String(name));
            return method.apply(target, args);
          };
        },
      }),
    }),
  });
  await bench.enable('DB01');
  await bench.until('protected', () => bench.item('DB01').phase.kind === 'protected');
  const old = bench.engine;
  const second = await startAnother(bench);
  const outcome = old.dispatch({ kind: 'retryNow', vmId: bench.machine('DB01').vmId });
  outcome.catch(() => undefined);
  await bench.clock.runFor(MINUTE_MS);
  await expect(outcome).rejects.toThrow('stopped');
  expect(failures).toHaveLength(1);
  expect((failures[0] as PortError).report.code).toBe('JournalTaken');
  const [requests, written] = [requested.length, store.epochs.lastIndexOf(1)];
  await bench.clock.runFor(30 * MINUTE_MS);
  expect(requested).toHaveLength(requests);
  expect(written).toBeLessThan(store.epochs.indexOf(2));
  expect(store.epochs.lastIndexOf(1)).toBe(written);
  // What it knows can still be read.
  expect(old.item(bench.machine('DB01').vmId)?.item.phase.kind).toBe('protected');
  bench.engine = second;
  expect(bench.item('DB01').trouble).toBeNull();
  await bench.expectIdentical('DB01');
});

test('[OE1] an engine that was taken over in the middle of a copy leaves it to the next one', async () => {
  const bench = await engineBench({ onFailure: () => undefined });
  await bench.enable('DB01');
  await bench.until('half way', () => (bench.item('DB01').disks[0]?.transfer?.cursorBytes ?? 0) > 4 * 2 ** 20);
  bench.engine = await startAnother(bench);
  await bench.until('a cycle', () => bench.item('DB01').cycle.number >= 2 && bench.item('DB01').cycle.step === 'idle');
  await bench.expectIdentical('DB01');
});
