import { failIfTaken } from '../../src/core/errors/fault.ts';
import type { Milliseconds } from '../../src/base/units.ts';
import type { Epoch, Mutation, Store } from '../../src/core/ports.ts';
import type { World } from './world.ts';

/** Calls `wake` in a later task of the event loop, `delayMs` or more of real time from now; returns the way to cancel it. */
type SetTimer = (wake: () => void, delayMs: Milliseconds) => () => void;

/** Records that may be accepted and not yet written; beyond, whoever writes behind waits. About 4 MB. */
const MOST_UNSAVED = 4_000;
/** How long what was accepted from inside may gather: what a crash takes back, in real time. */
const GATHER_MS: Milliseconds = 200;

/** What the store needs of a world. */
export type SavedWorld = Pick<World, 'takeMutations' | 'flushBlocks' | 'committed'>;

export interface UniverseStore extends Store {
  /**
   * The same store for who lives inside the universe: resolves when a transaction is accepted. Nobody in
   * there can tell, as a crash takes world, clock and engine back together; an answer that leaves the
   * universe waits for {@link saved}. Once a write failed every later transaction fails with it.
   */
  readonly behind: Store;
  /** Resolves when all that was accepted so far is durable; rejects when it could not be written. */
  saved(): Promise<void>;
}

/**
 * The engine's store in demo mode: each of its transactions also carries what changed in the world
 * since the last one, so that a reload takes world, clock and engine back to one commit
 * (docs/decisions.md §2). Raw blocks are made durable before the transaction that refers to them.
 *
 * One write is under way at a time. What is accepted meanwhile gathers, of several changes to one
 * record the latest, and goes into the next write as a whole: the engine commits up to a thousand
 * times a second in a fast world, and a durable transaction of a browser takes milliseconds. What is accepted from inside gathers for a
 * while first: logs and their blocks come and go within it and are never written.
 *
 * Once an engine has begun an epoch in here, every write carries it, the world's changes too: when
 * another universe has taken over the store, this one writes nothing more.
 */
export function createUniverseStore(store: Store, world: SavedWorld, setTimer: SetTimer): UniverseStore {
  let gathered = new Map<string, Mutation>();
  /** How often the world was asked for what is in `gathered`. */
  let takes = 0;
  let last: Promise<void> = Promise.resolve();
  /** The write that will carry `gathered`; null when none was called for. */
  let next: Promise<void> | null = null;
  let cancelTimer: (() => void) | null = null;
  /** Of the newest engine in here; undefined before the first. */
  let newestEpoch: Epoch | undefined;
  /** Engines that are about to take the next epoch: that of the others ends with their call. */
  let takers = 0;
  let failure: { readonly error: unknown } | null = null;

  const write = async (): Promise<void> => {
    const [batch, takesOfBatch] = [gathered, takes];
    [gathered, takes, next] = [new Map(), 0, null];
    try {
      await world.flushBlocks();
      await store.transact([...batch.values()], newestEpoch);
    } catch (error) {
      // The next write carries it, below what has changed since.
      gathered = new Map([...batch, ...gathered]);
      takes += takesOfBatch;
      throw error;
    }
    for (let i = 0; i < takesOfBatch; i++) world.committed();
  };

  /** Writes what was gathered, after the write under way. */
  const writeNow = (): Promise<void> => {
    cancelTimer?.();
    cancelTimer = null;
    if (!next) {
      next = last.then(write);
      last = next.catch(() => undefined);
    }
    return next;
  };

  const writeBehind = (): void => {
    cancelTimer = null;
    writeNow().catch((error: unknown) => (failure ??= { error }));
  };

  const accept = (mutations: readonly Mutation[]): void => {
    // Taken at once: the world as it is when the engine decided.
    for (const mutation of [...mutations, ...world.takeMutations()])
      gathered.set(`${mutation.table}\n${mutation.key}`, mutation);
    takes++;
  };

  /** Until nothing that was accepted waits for its write, be it done or failed. */
  const settle = async (): Promise<void> => {
    if (cancelTimer) writeBehind();
    await last;
  };

  const saved = async (): Promise<void> => {
    await settle();
    if (failure) throw failure.error;
  };

  /** An engine in here was followed by another: nothing of it is accepted, the world goes on with the other. */
  const failIfOver = (epoch: Epoch | undefined): void => {
    if (newestEpoch !== undefined) failIfTaken(epoch, newestEpoch + takers);
  };

  const universe: Store = {
    isDurable: store.isDurable,
    takeEpoch() {
      // After the write under way, which belongs to the epoch before.
      takers++;
      const taken = last.then(async () => (newestEpoch = await store.takeEpoch())).finally(() => takers--);
      last = taken.then(ignore, ignore);
      return taken;
    },
    async transact(mutations, epoch) {
      failIfOver(epoch);
      accept(mutations);
      await writeNow();
    },
    readAll: async (table) => {
      await settle();
      return store.readAll(table);
    },
    async close() {
      await settle();
      await store.close();
    },
  };
  return {
    ...universe,
    behind: {
      ...universe,
      async transact(mutations, epoch) {
        if (failure) throw failure.error;
        failIfOver(epoch);
        accept(mutations);
        if (!next) cancelTimer ??= setTimer(writeBehind, GATHER_MS);
        if (gathered.size > MOST_UNSAVED) await saved();
      },
    },
    saved,
  };
}

/**
 * A world that is made anew with each start: its changes are taken, so that blocks which it has freed are used again,
 * and kept nowhere a second time.
 */
export function withoutRecords(world: SavedWorld): SavedWorld {
  return {
    takeMutations: () => {
      world.takeMutations();
      return [];
    },
    flushBlocks: () => world.flushBlocks(),
    committed: () => world.committed(),
  };
}

function ignore(): void {
  // What became of it is told elsewhere.
}
