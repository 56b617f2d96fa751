import type { Mutation } from '../../src/core/ports.ts';

/** Which records changed since the last take. A record is made when it is taken, however often it changed before. */
export class ChangeLog {
  readonly #changed = new Map<string, () => Mutation>();

  /** The record of `key` changed; `record` makes it when it is taken, as plain data that nobody changes later. */
  put(table: string, key: string, record: () => unknown): void {
    this.#changed.set(`${table}\n${key}`, () => ({ op: 'put', table, key, value: record() }));
  }

  delete(table: string, key: string): void {
    this.#changed.set(`${table}\n${key}`, () => ({ op: 'delete', table, key }));
  }

  take(): Mutation[] {
    const mutations = [...this.#changed.values()].map((make) => make());
    this.#changed.clear();
    return mutations;
  }
}
