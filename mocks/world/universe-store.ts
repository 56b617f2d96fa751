import type { Mutation, Store } from '../../src/core/ports.ts';
import type { World } from './world.ts';

/**
 * The engine's store in demo mode: each of its transactions also carries what changed in the world
 * since the last one, so that a reload takes world, clock and engine back to one commit
 * (docs/decisions.md §2). Raw blocks are made durable before the transaction that refers to them.
 */
export function createUniverseStore(
  store: Store,
  world: Pick<World, 'takeMutations' | 'flushBlocks' | 'committed'>,
): Store {
  /** Taken from the world by a transaction that failed: the next one carries them. */
  let unsaved: Mutation[] = [];
  let takesUnsaved = 0;
  let last: Promise<void> = Promise.resolve();

  const commit = async (mutations: readonly Mutation[], ofWorld: readonly Mutation[]): Promise<void> => {
    const all = [...unsaved, ...ofWorld];
    const takes = takesUnsaved + 1;
    unsaved = all;
    takesUnsaved = takes;
    await world.flushBlocks();
    await store.transact([...mutations, ...all]);
    unsaved = [];
    takesUnsaved = 0;
    for (let i = 0; i < takes; i++) world.committed();
  };

  return {
    isDurable: store.isDurable,
    transact(mutations) {
      // Taken at once: the world as it is when the engine decided. Written in turn.
      const ofWorld = world.takeMutations();
      const done = last.then(() => commit(mutations, ofWorld));
      last = done.catch(() => undefined);
      return done;
    },
    readAll: (table) => store.readAll(table),
    async close() {
      await last;
      await store.close();
    },
  };
}
