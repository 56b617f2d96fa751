import { describe, expect, test } from 'vitest';
import { createStoreMemory } from '../../src/adapters/store-memory/store-memory.ts';
import type { Mutation, Store } from '../../src/core/ports.ts';
import { createUniverseStore } from './universe-store.ts';

const put = (key: string): Mutation => ({ op: 'put', table: 't', key, value: key });

/** A world that changes once per take, and a store whose writing can be held up. */
function bench() {
  const log: string[] = [];
  let takes = 0;
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
    transact: async (mutations) => {
      log.push(`transact ${mutations.map((mutation) => mutation.key).join(', ')}`);
      await new Promise((resolve) => setImmediate(resolve));
      await memory.transact(mutations);
    },
  };
  return { log, universe: createUniverseStore(store, world) };
}

describe('universe store', () => {
  test('takes the world when the engine commits, writes in turn, and flushes blocks before what refers to them', async () => {
    const { log, universe } = bench();
    await Promise.all([universe.transact([put('a')]), universe.transact([put('b')])]);
    expect(log).toEqual([
      'take 1',
      'take 2',
      'flush',
      'transact a, world 1',
      'committed',
      'flush',
      'transact b, world 2',
      'committed',
    ]);
    expect((await universe.readAll('t')).map(({ key }) => key)).toEqual(['a', 'b', 'world 1', 'world 2']);
  });

  test('closing waits for what is being written', async () => {
    const { universe, log } = bench();
    const written = universe.transact([put('a')]);
    await universe.close();
    await written;
    expect(log.at(-1)).toBe('committed');
  });
});
