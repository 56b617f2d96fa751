import type { Mutation } from '../../src/core/ports.ts';

/** Which records changed since the last take. A record is made when it is taken, however often it changed before. */
export class ChangeLog {
  /** By table and key what makes the record; null: it is deleted. Two levels, because guests change their records every few seconds. */
  readonly #changed = new Map<string, Map<string, (() => unknown) | null>>();

  /** The record of `key` changed; `record` makes it when it is taken, as plain data that nobody changes later. */
  put(table: string, key: string, record: () => unknown): void {
    this.#changesOf(table).set(key, record);
  }

  delete(table: string, key: string): void {
    this.#changesOf(table).set(key, null);
  }

  take(): Mutation[] {
    const mutations: Mutation[] = [];
    for (const [table, changes] of this.#changed) {
      for (const [key, record] of changes)
        mutations.push(record ? { op: 'put', table, key, value: record() } : { op: 'delete', table, key });
      changes.clear();
    }
    return mutations;
  }

  #changesOf(table: string): Map<string, (() => unknown) | null> {
    const known = this.#changed.get(table);
    if (known) return known;
    const changes = new Map<string, (() => unknown) | null>();
    this.#changed.set(table, changes);
    return changes;
  }
}
