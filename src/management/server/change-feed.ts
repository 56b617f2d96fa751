/**
 * The change feed: what moved since the last batch, as patches of the flat rows. Changes are
 * gathered and sent every 100 ms; of several changes to one field the latest wins. Values that
 * change with time alone (RPO, health) are looked at once a second.
 *
 *   engine ──changed ids──► dirty sets ──every 100 ms──► row now − row last sent = patch ──► listeners
 *
 * Nothing is kept for a listener that is slow: it finds a gap in the sequence and fetches again.
 */
import { toIso, type Instant, type Milliseconds } from '../../base/units.ts';
import type { JobId, VmId } from '../../core/model.ts';
import type { EngineApi, EngineChange } from '../../engine/engine-api.ts';
import type { ChangeBatch, ItemRow, JobRow } from '../wire.ts';
import { itemRow } from './item-row.ts';
import { jobRow } from './job-resource.ts';
import { arrangeSites } from './sites.ts';

export const BATCH_INTERVAL_MS: Milliseconds = 100;
/** Every so many batches items are looked at that nothing happened to: their RPO grows without any event. */
const BATCHES_PER_REFRESH = 10;
/** Items looked at then, in turns: of a fleet of 10,000 one in twenty each second, of a small site all. */
const ROWS_PER_REFRESH = 500;
/** Rows of one batch; what is beyond waits for the next, the longest wait first. */
export const ROWS_PER_BATCH = 250;

/** Calls `tick` again and again, in real time, until the returned function is called. */
export type Every = (intervalMs: Milliseconds, tick: () => void) => () => void;

export interface ChangeFeed {
  /** Sequence number of the last batch; rows read now include it. */
  readonly sequence: number;
  /** `onClose` is called when the feed is closed, at once where it is already; not by the way out that this answers. */
  subscribe(listener: (batch: ChangeBatch) => void, onClose?: () => void): () => void;
  /** For what changes outside the engine. */
  invalidate(kind: ChangeBatch['invalidated'][number]): void;
  close(): void;
}

type Patch<Row> = Partial<Row> & { readonly id: string };

export function createChangeFeed(engine: EngineApi, every: Every): ChangeFeed {
  /** With what each is told at the end. */
  const listeners = new Map<(batch: ChangeBatch) => void, () => void>();
  const dirtyItems = new Set<VmId>();
  const dirtyJobs = new Set<JobId>();
  const invalidated = new Set<ChangeBatch['invalidated'][number]>();
  const items = createRowMemory<ItemRow>();
  const jobs = createRowMemory<JobRow>();
  let sequence = 0;
  let batchesToRefresh = BATCHES_PER_REFRESH;
  let lastAsOf: Instant | null = null;
  let stopTicking: (() => void) | null = null;
  let isClosed = false;

  const note = (change: EngineChange): void => {
    if (change.kind === 'item') dirtyItems.add(change.vmId);
    else if (change.kind === 'job') dirtyJobs.add(change.jobId);
    else if (change.kind === 'policy') invalidated.add('policies');
    else if (change.kind === 'plan') invalidated.add('recoveryPlans');
    else if (change.kind === 'vault') invalidated.add('vault');
    else if (change.kind === 'inventory') invalidated.add('inventory');
    else invalidated.add('events');
  };

  const itemPatches = (): { patches: Patch<ItemRow>[]; removed: string[] } => {
    const sites = arrangeSites(engine.inventory());
    const patches: Patch<ItemRow>[] = [];
    const removed: string[] = [];
    for (const vmId of firstOf(dirtyItems)) {
      dirtyItems.delete(vmId);
      const view = engine.item(vmId);
      if (view) {
        pushDefined(patches, items.change(itemRow(view, sites)));
        // What may be asked of a job follows from where its machine stands.
        const { activeJobId, testFailover } = view.item;
        for (const jobId of [activeJobId, testFailover?.jobId]) if (jobId) dirtyJobs.add(jobId);
      } else if (items.forget(vmId)) removed.push(vmId);
    }
    return { patches, removed };
  };

  const jobPatches = (): Patch<JobRow>[] => {
    const patches: Patch<JobRow>[] = [];
    for (const jobId of firstOf(dirtyJobs)) {
      dirtyJobs.delete(jobId);
      const job = engine.job(jobId);
      if (job) pushDefined(patches, jobs.change(jobRow(job, engine.item(job.vmId)?.item)));
      else jobs.forget(jobId);
    }
    return patches;
  };

  const tick = (): void => {
    batchesToRefresh -= 1;
    const isRefresh = batchesToRefresh <= 0;
    if (isRefresh) {
      batchesToRefresh = BATCHES_PER_REFRESH;
      for (const id of items.nextInTurn(ROWS_PER_REFRESH)) dirtyItems.add(id as VmId);
    }
    if (!isRefresh && dirtyItems.size + dirtyJobs.size + invalidated.size === 0) return;
    const { patches, removed } = itemPatches();
    const changedJobs = jobPatches();
    const asOf = engine.now();
    const hasNews = patches.length + removed.length + changedJobs.length + invalidated.size > 0 || asOf !== lastAsOf;
    if (!hasNews) return;
    lastAsOf = asOf;
    sequence += 1;
    const batch = {
      sequence,
      asOf: toIso(asOf),
      items: patches,
      removedItems: removed,
      jobs: changedJobs,
      invalidated: [...invalidated],
    };
    invalidated.clear();
    for (const listener of listeners.keys()) listener(batch);
  };

  /** What a new listener fetches after subscribing is at least as new as these rows. */
  const remember = (): void => {
    const sites = arrangeSites(engine.inventory());
    for (const view of engine.items()) items.change(itemRow(view, sites));
    for (const job of engine.jobs()) jobs.change(jobRow(job, engine.item(job.vmId)?.item));
  };

  const forgetAll = (): void => {
    stopTicking?.();
    stopTicking = null;
    items.clear();
    jobs.clear();
    dirtyItems.clear();
    dirtyJobs.clear();
    invalidated.clear();
  };

  const unsubscribe = engine.subscribe((change) => {
    if (stopTicking) note(change);
  });

  return {
    get sequence() {
      return sequence;
    },
    subscribe: (listener, onClose = () => undefined) => {
      if (isClosed) {
        onClose();
        return () => undefined;
      }
      listeners.set(listener, onClose);
      if (!stopTicking) {
        remember();
        stopTicking = every(BATCH_INTERVAL_MS, tick);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) forgetAll();
      };
    },
    invalidate: (kind) => {
      if (stopTicking) invalidated.add(kind);
    },
    close: () => {
      isClosed = true;
      unsubscribe();
      const ends = [...listeners.values()];
      listeners.clear();
      forgetAll();
      for (const end of ends) end();
    },
  };
}

/** The rows as last sent, and what differs from them. Bounded by what the engine lists. */
function createRowMemory<Row extends { readonly id: string }>(): {
  change(row: Row): Patch<Row> | undefined;
  forget(id: string): boolean;
  /** The next so many ids in turn, each at most once. */
  nextInTurn(count: number): readonly string[];
  clear(): void;
} {
  const rows = new Map<string, Row>();
  let turn = rows.keys();
  return {
    nextInTurn: (count) => {
      const ids: string[] = [];
      while (ids.length < Math.min(count, rows.size)) {
        const { done, value } = turn.next();
        if (done) turn = rows.keys();
        else ids.push(value);
      }
      return ids;
    },
    change: (row) => {
      const before = rows.get(row.id);
      rows.set(row.id, row);
      return before ? difference(before, row) : row;
    },
    forget: (id) => rows.delete(id),
    clear: () => rows.clear(),
  };
}

/** The fields of `after` that are not as in `before`, with the id; undefined when all are. */
function difference<Row extends { readonly id: string }>(before: Row, after: Row): Patch<Row> | undefined {
  const changed = (Object.keys(after) as (keyof Row)[]).filter((key) => !isSame(before[key], after[key]));
  if (changed.length === 0) return undefined;
  const patch = Object.fromEntries(changed.map((key) => [key, after[key]]));
  return { ...(patch as Partial<Row>), id: after.id };
}

function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, index) => each === b[index]);
  return a === b;
}

/** The {@link ROWS_PER_BATCH} that have waited longest. */
function firstOf<T>(set: ReadonlySet<T>): readonly T[] {
  const first: T[] = [];
  for (const each of set) {
    if (first.length === ROWS_PER_BATCH) break;
    first.push(each);
  }
  return first;
}

function pushDefined<T>(list: T[], element: T | undefined): void {
  if (element !== undefined) list.push(element);
}
