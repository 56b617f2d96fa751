/**
 * The rows of one list, outside React. A patch wakes the rows it names and nobody
 * else; the list as a whole is told once per frame, so that 500 changed rows cost
 * one new array and not five hundred.
 *
 *   feed ──patch──► Map(id → row) ──► listeners of that id        (a row of the grid)
 *                        └─ next frame ──► listeners of the list  (filters, counts, order)
 */
export interface Identified {
  readonly id: string;
}

/** A list as its readers see it: one object per state, never torn. */
export interface RowsSnapshot<Row> {
  readonly state: 'loading' | 'ready' | 'failed';
  /** In the order in which they were first heard of. Kept when a later fetch fails. */
  readonly rows: readonly Row[];
  /** Why the last fetch failed; null when it did not. */
  readonly error: Error | null;
}

/** Runs its argument once, later: before the next paint where there is one. */
export type Schedule = (run: () => void) => void;

const HIDDEN_TAB_DELAY_MS = 250;

const nextFrame: Schedule = (run) => {
  // A hidden tab has no frames; a timer still fires there.
  if (document.visibilityState === 'hidden') setTimeout(run, HIDDEN_TAB_DELAY_MS);
  else requestAnimationFrame(run);
};

export class RowStore<Row extends Identified> {
  readonly #rows = new Map<string, Row>();
  readonly #rowListeners = new Map<string, Set<() => void>>();
  readonly #listListeners = new Set<() => void>();
  readonly #schedule: Schedule;
  #snapshot: RowsSnapshot<Row> = { state: 'loading', rows: [], error: null };
  #isPublishScheduled = false;

  constructor(schedule: Schedule = nextFrame) {
    this.#schedule = schedule;
  }

  readonly row = (id: string): Row | undefined => this.#rows.get(id);

  readonly snapshot = (): RowsSnapshot<Row> => this.#snapshot;

  readonly subscribeRow = (id: string, listener: () => void): (() => void) => {
    const listeners = this.#rowListeners.get(id) ?? new Set();
    this.#rowListeners.set(id, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#rowListeners.get(id) === listeners) this.#rowListeners.delete(id);
    };
  };

  readonly subscribeList = (listener: () => void): (() => void) => {
    this.#listListeners.add(listener);
    return () => this.#listListeners.delete(listener);
  };

  /** What a full answer holds; told at once. Rows that did not change keep their identity. */
  replace(rows: readonly Row[]): void {
    const gone = new Set(this.#rows.keys());
    const changed: string[] = [];
    for (const row of rows) {
      gone.delete(row.id);
      if (isSameRow(this.#rows.get(row.id), row)) continue;
      this.#rows.set(row.id, row);
      changed.push(row.id);
    }
    for (const id of gone) this.#rows.delete(id);
    this.#publish('ready', null);
    this.#wakeRows([...changed, ...gone]);
  }

  /**
   * Applies patches, the later winning, then removals. A patch for a row that nobody
   * knows must be a whole row, as `isWhole` tells. Answers how many were not.
   */
  patch(
    patches: readonly (Partial<Row> & Identified)[],
    removed: readonly string[],
    isWhole: (patch: Partial<Row> & Identified) => boolean,
  ): number {
    let unknown = 0;
    const touched: string[] = [];
    for (const patch of patches) {
      const known = this.#rows.get(patch.id);
      // The id stays the very same text: comparing it with itself costs nothing.
      if (known) this.#rows.set(known.id, { ...known, ...patch, id: known.id });
      else if (isWhole(patch)) this.#rows.set(patch.id, patch as Row);
      else unknown += 1;
      touched.push(patch.id);
    }
    for (const id of removed) if (this.#rows.delete(id)) touched.push(id);
    if (touched.length > 0) {
      this.#wakeRows(touched);
      this.#publishLater();
    }
    return unknown;
  }

  /** The list could not be fetched. Rows already shown stay. */
  fail(error: Error): void {
    this.#publish(this.#snapshot.state === 'ready' ? 'ready' : 'failed', error);
  }

  #wakeRows(ids: readonly string[]): void {
    for (const id of ids) for (const listener of this.#rowListeners.get(id) ?? []) listener();
  }

  #publish(state: RowsSnapshot<Row>['state'], error: Error | null): void {
    this.#snapshot = { state, rows: [...this.#rows.values()], error };
    for (const listener of this.#listListeners) listener();
  }

  #publishLater(): void {
    if (this.#isPublishScheduled) return;
    this.#isPublishScheduled = true;
    this.#schedule(() => {
      this.#isPublishScheduled = false;
      this.#publish(this.#snapshot.state, this.#snapshot.error);
    });
  }
}

function isSameRow<Row extends object>(known: Row | undefined, next: Row): boolean {
  if (!known) return false;
  const fields = new Map<string, unknown>(Object.entries(known));
  return Object.entries(next).every(([key, value]) => isSameField(fields.get(key), value));
}

function isSameField(known: unknown, next: unknown): boolean {
  if (!Array.isArray(known) || !Array.isArray(next)) return Object.is(known, next);
  return known.length === next.length && known.every((element, index) => Object.is(element, next[index]));
}
