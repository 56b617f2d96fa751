/**
 * The one bridge from the change feed to what the pages show.
 *
 *   feed ─┬─ rows ──────────► ListSync → RowStore (items, jobs)
 *         ├─ changed ids ───► invalidates the open item's / job's queries, at most once a second
 *         ├─ invalidated ───► invalidates policies, inventory, events, world
 *         └─ as of ─────────► WorldClock
 */
import type { QueryClient } from '@tanstack/react-query';
import type { ManagementClient } from '../../management/client/client-api.ts';
import type { ChangeBatch, ItemRow, JobRow } from '../../management/wire.ts';
import { MAX_WINDOW_ROWS, type JobQuery } from '../../management/wire-lists.ts';
import { ExternalStore } from './external-store.ts';
import { INSIGHT } from './insight-queries.ts';
import { invalidate } from './invalidation.ts';
import { ListSync } from './list-sync.ts';
import { RowStore, type Schedule } from './row-store.ts';
import { WorldClock } from './world-clock.ts';

/** Full shapes of an open item are fetched again at most this often, however fast it changes. */
const INVALIDATION_INTERVAL_MS = 1000;

/** What pages other than the list of jobs show of them. */
const NEWEST_JOBS: JobQuery = {
  states: [],
  types: [],
  itemId: null,
  text: '',
  from: null,
  to: null,
  sort: 'start',
  isDescending: true,
  offset: 0,
  limit: MAX_WINDOW_ROWS,
};

/** One row whose health became another one. */
export interface HealthTransition {
  readonly row: ItemRow;
  readonly from: ItemRow['health'];
}

export interface LiveDataOptions {
  readonly schedule?: Schedule;
  readonly clock?: WorldClock;
}

export class LiveData {
  readonly items: RowStore<ItemRow>;
  /** The newest ones; the jobs page has all, by windows. */
  readonly jobs: RowStore<JobRow>;
  readonly clock: WorldClock;
  /** True while the reader holds live updates; the world goes on. */
  readonly isPaused = new ExternalStore(false);
  readonly #client: ManagementClient;
  readonly #queries: QueryClient;
  readonly #itemSync: ListSync<ItemRow>;
  readonly #jobSync: ListSync<JobRow>;
  readonly #transitionListeners = new Set<(transitions: readonly HealthTransition[]) => void>();
  #changedItems = new Set<string>();
  #changedJobs = new Set<string>();
  #areInsightsOld = false;
  #insightMinute: number | null = null;
  #invalidationTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: ManagementClient, queries: QueryClient, options: LiveDataOptions = {}) {
    this.#client = client;
    this.#queries = queries;
    this.clock = options.clock ?? new WorldClock();
    this.items = new RowStore<ItemRow>(options.schedule);
    this.jobs = new RowStore<JobRow>(options.schedule);
    this.#itemSync = new ListSync(
      this.items,
      () => client.listItems(),
      (patch) => patch.name !== undefined && patch.allowedOperations !== undefined,
    );
    this.#jobSync = new ListSync(
      this.jobs,
      () => client.getJobWindow(NEWEST_JOBS),
      (patch) => patch.scenarioName !== undefined && patch.startTime !== undefined,
      { isPart: true },
    );
  }

  /** Listens and fetches until the returned function is called. */
  start(): () => void {
    const stop = this.#client.subscribe(
      (batch) => this.#take(batch),
      () => this.refetch(),
    );
    this.refetch();
    return () => {
      stop();
      clearTimeout(this.#invalidationTimer);
      this.#invalidationTimer = undefined;
    };
  }

  /** Everything again: after a gap in the feed, a restart of the engine, or a pause. */
  readonly refetch = (): void => {
    if (this.isPaused.get()) return;
    for (const sync of [this.#itemSync, this.#jobSync]) {
      void sync.refetch().then((page) => {
        if (page) this.clock.set(Date.parse(page.asOf));
      });
    }
    invalidate(this.#queries);
  };

  setPaused(isPaused: boolean): void {
    if (isPaused === this.isPaused.get()) return;
    this.isPaused.set(isPaused);
    // What came meanwhile was not kept (a pause may be long): one full answer replaces it.
    if (!isPaused) this.refetch();
  }

  onHealthTransitions(listener: (transitions: readonly HealthTransition[]) => void): () => void {
    this.#transitionListeners.add(listener);
    return () => this.#transitionListeners.delete(listener);
  }

  #take(batch: ChangeBatch): void {
    if (this.isPaused.get()) return;
    this.clock.set(Date.parse(batch.asOf));
    const transitions = this.#transitionsIn(batch);
    this.#itemSync.apply({ sequence: batch.sequence, changed: batch.items, removed: batch.removedItems });
    this.#jobSync.apply({ sequence: batch.sequence, changed: batch.jobs, removed: [] });
    if (transitions.length > 0) for (const listener of this.#transitionListeners) listener(transitions);
    for (const { id } of batch.items) this.#changedItems.add(id);
    if (this.#makesInsightsOld(batch)) this.#areInsightsOld = true;
    for (const { id } of batch.jobs) this.#changedJobs.add(id);
    for (const kind of batch.invalidated) invalidate(this.#queries, { queryKey: [kind] });
    if (this.#changedItems.size + this.#changedJobs.size > 0 || this.#areInsightsOld) {
      this.#invalidationTimer ??= setTimeout(() => this.#invalidate(), INVALIDATION_INTERVAL_MS);
    }
  }

  #transitionsIn(batch: ChangeBatch): HealthTransition[] {
    return batch.items.flatMap((patch) => {
      const row = this.items.row(patch.id);
      return row && patch.health && patch.health !== row.health
        ? [{ row: { ...row, ...patch }, from: row.health }]
        : [];
    });
  }

  /** What is told of all items follows their health at once, and everything else once a minute of the world. */
  #makesInsightsOld({ asOf, items, removedItems }: ChangeBatch): boolean {
    const minute = Math.floor(Date.parse(asOf) / 60_000);
    const isNewMinute = minute !== this.#insightMinute;
    this.#insightMinute = minute;
    return isNewMinute || removedItems.length > 0 || items.some((patch) => 'health' in patch || 'stage' in patch);
  }

  #invalidate(): void {
    this.#invalidationTimer = undefined;
    const [items, jobs] = [this.#changedItems, this.#changedJobs];
    if (this.#areInsightsOld) invalidate(this.#queries, { queryKey: [INSIGHT] });
    this.#areInsightsOld = false;
    this.#changedItems = new Set();
    this.#changedJobs = new Set();
    invalidate(this.#queries, {
      predicate: ({ queryKey: [kind, id] }) =>
        typeof id === 'string' && ((kind === 'item' && items.has(id)) || (kind === 'job' && jobs.has(id))),
    });
  }
}
