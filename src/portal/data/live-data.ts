/**
 * The one bridge from the change feed to what the pages show.
 *
 *   feed ─┬─ items' rows ──► ListSync → RowStore
 *         ├─ jobs ──────────► whoever listens (a window of the jobs fetches again)
 *         ├─ changed ids ───► invalidates the open item's / job's queries and counts of jobs, at most once a second
 *         ├─ invalidated ───► invalidates policies, inventory, events, world
 *         └─ as of ─────────► WorldClock
 */
import type { QueryClient } from '@tanstack/react-query';
import type { ManagementClient } from '../../management/client/client-api.ts';
import type { ChangeBatch, ItemRow } from '../../management/wire.ts';
import { ExternalStore } from './external-store.ts';
import { invalidate } from './invalidation.ts';
import { ListSync } from './list-sync.ts';
import { INSIGHT, JOBS } from './query-keys.ts';
import { RowStore, type Schedule } from './row-store.ts';
import { WorldClock } from './world-clock.ts';

/** Full shapes of an open item are fetched again at most this often, however fast it changes. */
const INVALIDATION_INTERVAL_MS = 1000;

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
  readonly clock: WorldClock;
  /** True while the reader holds live updates; the world goes on. */
  readonly isPaused = new ExternalStore(false);
  /** The world's time (ms since 1970) of the newest news: how old is what is shown while no more comes. */
  readonly heardAt = new ExternalStore<number | null>(null);
  readonly #client: ManagementClient;
  readonly #queries: QueryClient;
  readonly #itemSync: ListSync<ItemRow>;
  readonly #jobListeners = new Set<() => void>();
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
    this.#itemSync = new ListSync(
      this.items,
      () => client.listItems(),
      (patch) => patch.name !== undefined && patch.allowedOperations !== undefined,
    );
  }

  /** Listens and fetches until the returned function is called. */
  start(): () => void {
    const stop = this.#client.subscribe(
      (batch) => this.#take(batch),
      () => {
        if (!this.isPaused.get()) this.refetch();
      },
    );
    this.refetch();
    return () => {
      stop();
      clearTimeout(this.#invalidationTimer);
      this.#invalidationTimer = undefined;
    };
  }

  /** Everything again: after a gap in the feed, a restart of the engine, a pause; or because the reader asks for it. */
  readonly refetch = (): void => {
    void this.#itemSync.refetch().then((page) => {
      if (page) this.#hear(page.asOf);
    });
    invalidate(this.#queries);
    for (const listener of this.#jobListeners) listener();
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

  /** Some job is new or another one than before. Not told while updates are held. */
  readonly onJobsChanged = (listener: () => void): (() => void) => {
    this.#jobListeners.add(listener);
    return () => this.#jobListeners.delete(listener);
  };

  #hear(asOf: string): void {
    const worldMs = Date.parse(asOf);
    this.clock.set(worldMs);
    this.heardAt.set(worldMs);
  }

  #take(batch: ChangeBatch): void {
    if (this.isPaused.get()) return;
    this.#hear(batch.asOf);
    const transitions = this.#transitionsIn(batch);
    this.#itemSync.apply({ sequence: batch.sequence, changed: batch.items, removed: batch.removedItems });
    if (batch.jobs.length > 0) for (const listener of this.#jobListeners) listener();
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
    // What is counted over the last day changes with the time as well.
    if (this.#areInsightsOld || jobs.size > 0) invalidate(this.#queries, { queryKey: [JOBS] });
    this.#areInsightsOld = false;
    this.#changedItems = new Set();
    this.#changedJobs = new Set();
    invalidate(this.#queries, {
      predicate: ({ queryKey: [kind, id] }) =>
        typeof id === 'string' && ((kind === 'item' && items.has(id)) || (kind === 'job' && jobs.has(id))),
    });
  }
}
