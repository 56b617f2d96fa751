import { expect, test } from 'vitest';
import { createStoreMemory } from '../adapters/store-memory/store-memory.ts';
import { PortError } from '../core/errors/fault.ts';
import type { StorageApi, Store } from '../core/ports.ts';
import { createChecksumsInline } from '../adapters/checksums-pool/checksums-inline.ts';
import { createRng } from '../base/rng.ts';
import { MINUTE_MS, SECOND_MS, type Milliseconds } from '../base/units.ts';
import { intercepted } from '../../mocks/simulation/intercepted.ts';
import type { VirtualClock } from '../../mocks/simulation/virtual-clock.ts';
import { orderOf } from '../../mocks/world/call-order.ts';
import type { EnginePorts } from './engine-ports.ts';
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

/** The first call of a storage method once `isArmed` reaches the account late; `isCut`: also when its caller has given it up. */
function delayed(name: keyof StorageApi, delayMs: Milliseconds, isCut: boolean) {
  const late = { isArmed: false, outcome: undefined as unknown };
  const wrap = (ports: EnginePorts): EnginePorts => ({
    ...ports,
    storage: intercepted(ports.storage, async (method, call, go) => {
      if (method !== name || !late.isArmed) return go();
      late.isArmed = false;
      await (ports.clock as VirtualClock).sleep(delayMs, orderOf(call));
      if (isCut) Object.assign(call, { signal: new AbortController().signal });
      late.outcome = await go().catch((error: unknown) => error);
      if (late.outcome instanceof Error) throw late.outcome;
      return late.outcome;
    }),
  });
  return { late, wrap };
}

test('[WR4] a write that an older engine left on the wire is refused when it arrives', async () => {
  const { late, wrap } = delayed('putPages', 25 * MINUTE_MS, true);
  const bench = await engineBench({ onFailure: () => undefined, wrap });
  await bench.enable('DB01');
  await bench.until('applying', () => bench.item('DB01').cycle.step === 'applying');
  late.isArmed = true;
  await bench.until('on the wire', () => !late.isArmed);
  const { number } = bench.item('DB01').cycle;
  bench.engine = await startAnother(bench);
  await bench.until('cycles', () => bench.item('DB01').cycle.number > number + 2);
  expect(late.outcome).toBeUndefined();
  await bench.until('it arrives', () => late.outcome !== undefined);
  expect(late.outcome).toMatchObject({ report: { code: 'LeaseLost' } });
  expect(bench.item('DB01').trouble).toBeNull();
  await bench.until('a point', () => bench.item('DB01').cycle.step === 'releasing');
  await bench.expectIdentical('DB01');
});

test('[WR5] an older engine takes no snapshot of its successor for an orphan', async () => {
  const { late, wrap } = delayed('listSnapshots', 5 * SECOND_MS, false);
  const bench = await engineBench({ onFailure: () => undefined, wrap });
  await bench.enable('DB01');
  await bench.until('a point', () => bench.item('DB01').recoveryPoints.length > 0);
  late.isArmed = true;
  await bench.until('on the wire', () => !late.isArmed);
  const before = bench.item('DB01').recoveryPoints.length;
  bench.engine = await startAnother(bench);
  await bench.until('its own point', () => bench.item('DB01').recoveryPoints.length > before);
  expect(late.outcome).toBeUndefined();
  await bench.until('the list arrives', () => late.outcome !== undefined);
  await bench.clock.runFor(10 * SECOND_MS);
  for (const { recoveryPointId } of bench.item('DB01').recoveryPoints)
    await bench.expectIdentical('DB01', recoveryPointId);
});

test('[WR6] an engine that died before it had changed the leases is passed over by the next one', async () => {
  let isDying = false;
  const bench = await engineBench({
    wrap: (ports) => ({
      ...ports,
      storage: intercepted(ports.storage, (method, _call, go) =>
        isDying && method === 'changeLease'
          ? Promise.reject(new PortError({ code: 'StorageUnavailable', detail: 'down' }))
          : go(),
      ),
    }),
  });
  await bench.enable('DB01');
  await bench.until('a cycle', () => bench.item('DB01').cycle.number >= 1 && bench.item('DB01').cycle.step === 'idle');
  const first = await bench.leaseId('DB01');
  isDying = true;
  for (let died = 0; died < 2; died++) {
    await bench.restart();
    await bench.until('trouble', () => bench.item('DB01').trouble !== null);
  }
  expect(await bench.leaseId('DB01')).not.toBe(first);
  isDying = false;
  await bench.restart();
  const { number } = bench.item('DB01').cycle;
  await bench.until('it goes on', () => bench.item('DB01').cycle.number > number);
  await bench.until('a point', () => bench.item('DB01').cycle.step === 'releasing');
  await bench.expectIdentical('DB01');
});
