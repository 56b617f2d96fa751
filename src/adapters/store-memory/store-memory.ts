import { failIfTaken, PortError } from '../../core/errors/fault.ts';
import type { Epoch, Store } from '../../core/ports.ts';

/**
 * A store that lives as long as its page: for tests, and where the browser gives no storage.
 * Records are cloned on the way in and out, as a database would do, so nobody changes what is stored.
 */
export function createStoreMemory(): Store {
  const tables = new Map<string, Map<string, unknown>>();
  let newestEpoch: Epoch = 0;
  let isClosed = false;

  const tableOf = (name: string): Map<string, unknown> => {
    const table = tables.get(name) ?? new Map<string, unknown>();
    tables.set(name, table);
    return table;
  };

  const failIfClosed = (): void => {
    if (isClosed) throw new PortError({ code: 'Internal', detail: 'the store is closed' });
  };

  return {
    isDurable: false,
    async takeEpoch() {
      failIfClosed();
      return ++newestEpoch;
    },
    async transact(mutations, epoch) {
      failIfClosed();
      failIfTaken(epoch, newestEpoch);
      // All clones are made before the first change: a value that cannot be stored fails the whole transaction.
      const ready = mutations.map((m) => (m.op === 'put' ? { ...m, value: cloned(m.value, m.table, m.key) } : m));
      for (const mutation of ready) {
        if (mutation.op === 'put') tableOf(mutation.table).set(mutation.key, mutation.value);
        else tableOf(mutation.table).delete(mutation.key);
      }
    },
    async readAll(table) {
      failIfClosed();
      const records = [...(tables.get(table) ?? [])].map(([key, value]) => ({ key, value: structuredClone(value) }));
      // By UTF-16 code units, as IndexedDB orders strings.
      return records.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    },
    async close() {
      isClosed = true;
    },
  };
}

function cloned(value: unknown, table: string, key: string): unknown {
  try {
    return structuredClone(value);
  } catch (error) {
    throw new PortError({ code: 'Internal', detail: `${table}/${key} cannot be stored: ${String(error)}` });
  }
}
