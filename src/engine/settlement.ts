import type { Clock, Mutation } from '../core/ports.ts';

interface Entry {
  readonly order: number;
  readonly take: () => void;
}

/** The journal as one engine writes it: in its own epoch. */
export type Journal = (mutations: readonly Mutation[]) => Promise<void>;

/** What a settlement does between the inbox and the journal. */
export interface SettlementHooks {
  /** After the inbox is taken: decisions that follow from the new state. */
  readonly conclude: () => void;
  readonly takeMutations: () => readonly Mutation[];
  /** The journal could not be written, or taking an entry broke an invariant of the engine itself. */
  readonly fail: (error: unknown) => void;
}

/**
 * The engine's beat (docs/decisions.md §1). When the clock is settled, the inbox is taken in the
 * order of the command numbers; what was decided is written in one transaction; then, and only
 * then, begins what was commanded. Time stands still from the first decision to the last start.
 */
export class Settlement {
  readonly #clock: Clock;
  readonly #journal: Journal;
  readonly #hooks: SettlementHooks;
  #inbox: Entry[] = [];
  #afterCommit: (() => void)[] = [];
  #isAwaited = false;
  #isUnderWay = false;
  #hasStopped = false;
  readonly #whenDone: (() => void)[] = [];

  constructor(clock: Clock, journal: Journal, hooks: SettlementHooks) {
    this.#clock = clock;
    this.#journal = journal;
    this.#hooks = hooks;
  }

  /** Puts an entry into the inbox: outcomes under their command number, all else after them as it came. */
  post(take: () => void, order = Number.POSITIVE_INFINITY): void {
    if (this.#hasStopped) return;
    this.#inbox.push({ order, take });
    this.#await();
  }

  /** Runs when the settlement under way is durable. In the order of the calls. */
  afterCommit(run: () => void): void {
    this.#afterCommit.push(run);
  }

  /** Takes nothing more; resolves when a settlement under way has ended. */
  async stop(): Promise<void> {
    this.#hasStopped = true;
    this.#inbox = [];
    if (this.#isUnderWay) await new Promise<void>((resolve) => this.#whenDone.push(resolve));
  }

  #await(): void {
    if (this.#isAwaited || this.#isUnderWay) return;
    this.#isAwaited = true;
    this.#clock.whenSettled(() => {
      this.#isAwaited = false;
      if (!this.#hasStopped) void this.#settle();
    });
  }

  async #settle(): Promise<void> {
    this.#isUnderWay = true;
    const release = this.#clock.hold();
    try {
      for (const { take } of this.#inbox.splice(0).toSorted(byOrder)) take();
      this.#hooks.conclude();
      const mutations = this.#hooks.takeMutations();
      if (mutations.length > 0) await this.#journal(mutations);
      // A stop in the meantime: what was decided stands in the journal, and the next engine begins it.
      if (!this.#hasStopped) for (const run of this.#afterCommit.splice(0)) run();
    } catch (error) {
      this.#hooks.fail(error);
    } finally {
      this.#isUnderWay = false;
      if (this.#inbox.length > 0) this.#await();
      release();
      for (const resolve of this.#whenDone.splice(0)) resolve();
    }
  }
}

/** Ascending; entries of equal order stay as they came. (Infinity − Infinity would be no number.) */
function byOrder(a: Entry, b: Entry): number {
  return a.order === b.order ? 0 : a.order < b.order ? -1 : 1;
}
