import type { Rng } from '../../src/base/rng.ts';
import { failIfTaken, PortError } from '../../src/core/errors/fault.ts';
import type { Epoch, Mutation, Store } from '../../src/core/ports.ts';
import type { Tally } from './tally.ts';

/** The journal of a simulation. It outlives every engine. */
export interface SimulationStore extends Store {
  /** All that is in it, for whoever reads it beside the engine. */
  copy(): Store;
}

/**
 * A journal in memory with transactions. Values are kept as they are given (records are immutable)
 * and leave as a database would bring them back.
 */
export function createSimulationStore(): SimulationStore {
  const tables = new Map<string, Map<string, unknown>>();
  let newestEpoch: Epoch = 0;
  const takeEpoch = async (): Promise<Epoch> => ++newestEpoch;
  const transact = async (mutations: readonly Mutation[], epoch?: Epoch): Promise<void> => {
    failIfTaken(epoch, newestEpoch);
    for (const mutation of mutations) {
      const table = tables.get(mutation.table) ?? new Map<string, unknown>();
      tables.set(mutation.table, table);
      if (mutation.op === 'put') table.set(mutation.key, mutation.value);
      else table.delete(mutation.key);
    }
  };
  const readAll: Store['readAll'] = async (name) =>
    [...(tables.get(name) ?? [])]
      .map(([key, value]) => ({ key, value: structuredClone(value) }))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const store: Store = { isDurable: false, takeEpoch, transact, readAll, close: async () => undefined };
  return {
    ...store,
    copy: () => ({
      ...store,
      takeEpoch: async () => 0,
      transact: () => Promise.reject(new Error('a copy is only read')),
    }),
  };
}

export interface FaultyStoreOptions {
  readonly rng: Rng;
  /** Per transaction. */
  readonly chance: number;
  readonly isStormy: () => boolean;
  readonly tally: Pick<Tally, 'note'>;
}

/** A journal that sometimes cannot be written, or says so although it was: either ends the engine. */
export function createFaultyStore(store: Store, { rng, chance, isStormy, tally }: FaultyStoreOptions): Store {
  return {
    isDurable: store.isDurable,
    readAll: (table) => store.readAll(table),
    close: () => store.close(),
    takeEpoch: () => store.takeEpoch(),
    async transact(mutations, epoch) {
      const draw = isStormy() ? rng.unit() : 1;
      if (draw < chance)
        tally.note(draw < chance / 2 ? 'journal: not written' : 'journal: written, and no answer', true);
      if (draw < chance / 2) throw new PortError({ code: 'Internal', detail: 'the journal is full' });
      await store.transact(mutations, epoch);
      if (draw < chance) throw new PortError({ code: 'Internal', detail: 'the journal does not answer' });
    },
  };
}
