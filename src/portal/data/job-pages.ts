/**
 * The jobs of a view, of which only those in sight are here. The server chooses, orders and counts; the rows come by
 * pages, and again when the feed tells of jobs.
 *
 *   grid ──show(first, last)──► pages wanted ──► getJobWindow ──► rows of the page, counts, density
 *   feed ──changed()──────────► the pages in sight again, the others forgotten; at most once a second
 */
import type { ManagementClient } from '../../management/client/client-api.ts';
import type { JobRow } from '../../management/wire.ts';
import type { JobChoice, JobWindow } from '../../management/wire-lists.ts';
import type { Identified } from './row-store.ts';

export const PAGE_ROWS = 100;
const REFRESH_INTERVAL_MS = 1000;

export interface JobPagesSnapshot {
  readonly state: 'loading' | 'ready' | 'failed';
  /** One per job of the view, in order; of those not here yet only a place (`@123`). */
  readonly rows: readonly Identified[];
  /** Of the newest answer; null before the first. */
  readonly window: JobWindow | null;
  readonly error: Error | null;
}

export class JobPages {
  readonly #client: Pick<ManagementClient, 'getJobWindow'>;
  readonly #choice: () => JobChoice;
  readonly #jobs = new Map<string, JobRow>();
  readonly #pages = new Map<number, readonly string[]>();
  readonly #underWay = new Set<number>();
  /** Asked for again while it was under way: its answer may be of before. */
  readonly #outdated = new Set<number>();
  readonly #rowListeners = new Map<string, Set<() => void>>();
  readonly #listeners = new Set<() => void>();
  #snapshot: JobPagesSnapshot = { state: 'loading', rows: [], window: null, error: null };
  #sight = { first: 0, last: PAGE_ROWS - 1 };
  #refreshTimer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  /** `choice` is asked with every request: the last hour is another one by then. */
  constructor(client: Pick<ManagementClient, 'getJobWindow'>, choice: () => JobChoice) {
    this.#client = client;
    this.#choice = choice;
  }

  readonly snapshot = (): JobPagesSnapshot => this.#snapshot;

  /** While somebody listens the view is fetched. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#isClosed = false;
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#fetchSight();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#isClosed = true;
      clearTimeout(this.#refreshTimer);
      this.#refreshTimer = undefined;
    };
  };

  readonly row = (id: string): JobRow | undefined => this.#jobs.get(id);

  readonly subscribeRow = (id: string, listener: () => void): (() => void) => {
    const listeners = this.#rowListeners.get(id) ?? new Set();
    this.#rowListeners.set(id, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#rowListeners.get(id) === listeners) this.#rowListeners.delete(id);
    };
  };

  /** Places of the rows in sight, both included. */
  readonly show = (first: number, last: number): void => {
    this.#sight = { first, last };
    this.#fetchSight();
  };

  /** Jobs changed: what is in sight is fetched again, soon. */
  readonly changed = (): void => {
    this.#refreshTimer ??= setTimeout(() => {
      this.#refreshTimer = undefined;
      this.refresh();
    }, REFRESH_INTERVAL_MS);
  };

  readonly refresh = (): void => {
    if (this.#isClosed) return;
    const inSight = new Set(this.#pagesInSight());
    // What is out of sight may have moved: it is fetched when it is looked at.
    for (const page of this.#pages.keys()) if (!inSight.has(page)) this.#pages.delete(page);
    for (const page of inSight) {
      if (this.#underWay.has(page)) this.#outdated.add(page);
      else void this.#fetch(page);
    }
  };

  #pagesInSight(): readonly number[] {
    const first = Math.floor(Math.max(0, this.#sight.first) / PAGE_ROWS);
    const last = Math.floor(Math.max(0, this.#sight.last) / PAGE_ROWS);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  }

  #fetchSight(): void {
    for (const page of this.#pagesInSight()) if (!this.#pages.has(page)) void this.#fetch(page);
  }

  async #fetch(page: number): Promise<void> {
    if (this.#underWay.has(page) || this.#isClosed) return;
    this.#underWay.add(page);
    try {
      const query = { ...this.#choice(), offset: page * PAGE_ROWS, limit: PAGE_ROWS };
      const window = await this.#client.getJobWindow(query);
      if (!this.#isClosed) this.#take(page, window);
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error));
      this.#publish({ ...this.#snapshot, state: this.#snapshot.window ? 'ready' : 'failed', error: reason });
    } finally {
      this.#underWay.delete(page);
      if (this.#outdated.delete(page)) void this.#fetch(page);
    }
  }

  #take(page: number, window: JobWindow): void {
    this.#pages.set(
      page,
      window.rows.map(({ id }) => id),
    );
    const woken: string[] = [];
    for (const row of window.rows) {
      if (this.#jobs.get(row.id)?.revision === row.revision) continue;
      this.#jobs.set(row.id, row);
      woken.push(row.id);
    }
    this.#publish({ state: 'ready', rows: this.#places(window.count), window, error: null });
    for (const id of woken) for (const listener of this.#rowListeners.get(id) ?? []) listener();
  }

  /** The same array as before while it holds the same ids, so that only cells render. */
  #places(count: number): readonly Identified[] {
    const seen = new Set<string>();
    const rows = Array.from({ length: count }, (_, place): Identified => {
      const id = this.#pages.get(Math.floor(place / PAGE_ROWS))?.[place % PAGE_ROWS];
      // Pages of two moments may overlap for a moment: a job stands where it came first.
      if (id === undefined || seen.has(id)) return { id: placeholder(place) };
      seen.add(id);
      return { id };
    });
    const known = this.#snapshot.rows;
    return rows.length === known.length && rows.every(({ id }, index) => id === known[index]?.id) ? known : rows;
  }

  #publish(snapshot: JobPagesSnapshot): void {
    this.#snapshot = snapshot;
    for (const listener of this.#listeners) listener();
  }
}

function placeholder(place: number): string {
  return `@${place}`;
}
