import type { Mutation, Store } from '../core/ports.ts';

/**
 * A table of the journal, held in memory. Changes gather until the next transaction takes
 * them; of several changes to one key the latest is written.
 */
export class JournalledMap<K extends string, V> {
  readonly #table: string;
  readonly #values = new Map<K, V>();
  readonly #changed = new Set<K>();
  #newest: K | undefined;

  constructor(table: string) {
    this.#table = table;
  }

  /** Reads the table; to be called before any change. The journal's values are taken as they stand. */
  async load(store: Store): Promise<void> {
    for (const { key, value } of await store.readAll(this.#table)) this.#values.set(key as K, value as V);
  }

  get size(): number {
    return this.#values.size;
  }

  get(key: K): V | undefined {
    return this.#values.get(key);
  }

  values(): IterableIterator<V> {
    return this.#values.values();
  }

  keys(): IterableIterator<K> {
    return this.#values.keys();
  }

  /** The key that was added last; undefined when none was since the start. */
  newestKey(): K | undefined {
    return this.#newest;
  }

  put(key: K, value: V): void {
    const old = this.#values.get(key);
    if (old === value) return;
    if (old === undefined) this.#newest = key;
    this.#values.set(key, value);
    this.#changed.add(key);
  }

  delete(key: K): void {
    if (this.#values.delete(key)) this.#changed.add(key);
  }

  /** What changed since the last call. */
  takeMutations(): readonly Mutation[] {
    if (this.#changed.size === 0) return NOTHING;
    const mutations = [...this.#changed].map((key): Mutation => {
      const value = this.#values.get(key);
      return value === undefined
        ? { op: 'delete', table: this.#table, key }
        : { op: 'put', table: this.#table, key, value };
    });
    this.#changed.clear();
    return mutations;
  }
}

/** Most tables have nothing new at most settlements. */
const NOTHING: readonly Mutation[] = [];

/** A number as a key that sorts as the number does. */
export function numberKey(value: number): string {
  return value.toString().padStart(12, '0');
}
