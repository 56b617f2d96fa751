/**
 * Brings one list and its changes together. The list's answer says which change
 * of the feed it includes; what came later, also while the answer was under way,
 * is applied on top, and what it already includes is not applied twice.
 */
import type { RowsPage } from '../../management/wire.ts';
import type { Identified, RowStore } from './row-store.ts';

interface Patches<Row> {
  readonly sequence: number;
  readonly changed: readonly (Partial<Row> & Identified)[];
  readonly removed: readonly string[];
}

export class ListSync<Row extends Identified> {
  readonly store: RowStore<Row>;
  readonly #fetchPage: () => Promise<RowsPage<Row>>;
  readonly #isWhole: (patch: Partial<Row> & Identified) => boolean;
  #sequence = -1;
  #waiting: Patches<Row>[] = [];
  #isFetching = false;
  #isFetchWanted = false;

  constructor(
    store: RowStore<Row>,
    fetchPage: () => Promise<RowsPage<Row>>,
    isWhole: (patch: Partial<Row> & Identified) => boolean,
  ) {
    this.store = store;
    this.#fetchPage = fetchPage;
    this.#isWhole = isWhole;
  }

  apply(patches: Patches<Row>): void {
    if (this.#isFetching) {
      this.#waiting.push(patches);
      return;
    }
    if (patches.sequence <= this.#sequence) return;
    this.#sequence = patches.sequence;
    const unknown = this.store.patch(patches.changed, patches.removed, this.#isWhole);
    if (unknown > 0) void this.refetch();
  }

  /** Fetches the list. A call during a fetch asks for one more afterwards. Never rejects: the store carries the error. */
  async refetch(): Promise<RowsPage<Row> | null> {
    if (this.#isFetching) {
      this.#isFetchWanted = true;
      return null;
    }
    this.#isFetching = true;
    let page: RowsPage<Row> | null = null;
    try {
      page = await this.#fetchPage();
      this.#sequence = page.sequence;
      this.store.replace(page.rows);
    } catch (error) {
      this.store.fail(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#isFetching = false;
    }
    this.#applyWaiting();
    if (this.#isFetchWanted) {
      this.#isFetchWanted = false;
      return this.refetch();
    }
    return page;
  }

  #applyWaiting(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const patches of waiting) this.apply(patches);
  }
}
