import { describe, expect, test } from 'vitest';
import { createStoreMemory } from '../../src/adapters/store-memory/store-memory.ts';
import { expectFault } from '../../src/adapters/testing/fault-matcher.ts';
import type { Mutation, Store } from '../../src/core/ports.ts';
import { createUniverseStore, type SavedWorld, withoutRecords } from './universe-store.ts';

const put = (key: string, value = key): Mutation => ({ op: 'put', table: 't', key, value });

/** A world that changes once per take, and a store whose writing can be held up. */
function bench(saved: (world: SavedWorld) => SavedWorld = (world) => world) {
  const log: string[] = [];
  let takes = 0;
  let failure: Error | null = null;
  const world = {
    takeMutations: () => {
      takes++;
      log.push(`take ${takes}`);
      return [put(`world ${takes}`)];
    },
    flushBlocks: () => {
      log.push('flush');
      return Promise.resolve();
    },
    committed: () => void log.push('committed'),
  };
  const memory = createStoreMemory();
  const store: Store = {
    ...memory,
    transact: async (mutations, epoch) => {
      log.push(`transact ${mutations.map((mutation) => mutation.key).join(', ')}`);
      await new Promise((resolve) => setImmediate(resolve));
      if (failure) throw failure;
      await memory.transact(mutations, epoch);
    },
  };
  /** The store's one timer, rung by the test. */
  let ring: (() => void) | null = null;
  const universe = createUniverseStore(store, saved(world), (wake) => {
    ring = wake;
    return () => void (ring = null);
  });
  return { log, memory, universe, ring: () => ring?.(), fail: (error: Error) => void (failure = error) };
}

describe('universe store', () => {
  test('[OE1] an engine that was taken over in here moves nothing, and the world goes on with the next', async () => {
    const { log, universe } = bench();
    const first = await universe.takeEpoch();
    await universe.behind.transact([put('a')], first);
    const taking = universe.behind.takeEpoch();
    await expectFault(universe.behind.transact([put('meanwhile')], first), 'JournalTaken');
    const second = await taking;
    for (const store of [universe, universe.behind])
      await expectFault(store.transact([put('late')], first), 'JournalTaken');
    await universe.transact([put('b')], second);
    expect(log).toEqual(['take 1', 'take 2', 'flush', 'transact a, world 1, b, world 2', 'committed', 'committed']);
  });

  test('[OE1] a universe beside which another has taken the store writes no byte more, neither engine nor world', async () => {
    const { memory, universe } = bench();
    const epoch = await universe.takeEpoch();
    await universe.transact([put('a')], epoch);
    await memory.takeEpoch();
    await universe.behind.transact([put('late')], epoch);
    await expectFault(universe.saved(), 'JournalTaken');
    await expectFault(universe.behind.transact([put('late')], epoch), 'JournalTaken');
    await expectFault(universe.transact([put('lab')]), 'JournalTaken');
    expect((await memory.readAll('t')).map(({ key }) => key)).toEqual(['a', 'world 1']);
  });

  test('takes the world when the engine commits, and flushes blocks before what refers to them', async () => {
    const { log, universe } = bench();
    await universe.transact([put('a')]);
    expect(log).toEqual(['take 1', 'flush', 'transact a, world 1', 'committed']);
  });

  test('gathers what is accepted while it writes, of each record the latest, and writes it as one', async () => {
    const { log, universe } = bench();
    const first = universe.transact([put('a')]);
    await Promise.resolve();
    await Promise.all([first, universe.transact([put('b'), put('c')]), universe.transact([put('b', 'newer')])]);
    expect(log).toEqual([
      'take 1',
      'flush',
      'take 2',
      'take 3',
      'transact a, world 1',
      'committed',
      'flush',
      'transact b, c, world 2, world 3',
      'committed',
      'committed',
    ]);
    const records = await universe.readAll('t');
    expect(records.map(({ key }) => key)).toEqual(['a', 'b', 'c', 'world 1', 'world 2', 'world 3']);
    expect(records[1]?.value).toBe('newer');
  });

  test('from inside, a transaction is done when it is accepted; from outside, when it is saved', async () => {
    const { log, universe } = bench();
    await universe.behind.transact([put('a')]);
    await universe.behind.transact([put('b')]);
    expect(log).toEqual(['take 1', 'take 2']);
    await universe.saved();
    expect(log.at(-1)).toBe('committed');
    await universe.behind.transact([put('c')]);
    expect((await universe.behind.readAll('t')).map(({ key }) => key)).toContain('c');
  });

  test('what was accepted from inside is written after a while, or with what is written from outside', async () => {
    const { log, universe, ring } = bench();
    await universe.behind.transact([put('a')]);
    ring();
    await universe.saved();
    expect(log).toContain('transact a, world 1');
    await universe.behind.transact([put('b')]);
    await universe.transact([put('c')]);
    expect(log.at(-2)).toBe('committed');
    expect(log).toContain('transact b, world 2, c, world 3');
    ring();
    await universe.saved();
    expect(log.filter((line) => line.startsWith('transact'))).toHaveLength(2);
  });

  test('from inside, a write that failed fails every later transaction', async () => {
    const { universe, fail } = bench();
    fail(new Error('disk full'));
    await universe.behind.transact([put('a')]);
    await expect(universe.saved()).rejects.toThrow('disk full');
    await expect(universe.behind.transact([put('b')])).rejects.toThrow('disk full');
    await expect(universe.behind.transact([put('b')])).rejects.toThrow('disk full');
  });

  test('from inside, who runs far ahead of the writing waits for it', async () => {
    const { log, universe } = bench();
    await universe.behind.transact(Array.from({ length: 5_000 }, (_, index) => put(String(index))));
    expect(log.at(-1)).toBe('committed');
  });

  test('of a world that is made anew with each start nothing is written, but its changes are taken', async () => {
    const { log, universe } = bench(withoutRecords);
    await universe.transact([put('a')]);
    expect(log).toEqual(['take 1', 'flush', 'transact a', 'committed']);
  });

  test('closing waits for what is being written', async () => {
    const { universe, log } = bench();
    const written = universe.transact([put('a')]);
    await universe.close();
    await written;
    expect(log.at(-1)).toBe('committed');
  });
});
