import type { Bytes, Instant } from '../../src/base/units.ts';
import { instant } from '../../src/base/units.ts';
import type { AbortSignalLike } from '../../src/core/ports.ts';
import type { VirtualClock } from '../simulation/virtual-clock.ts';

/** Who uses it, and how the use may end before its time. */
export interface UseOptions {
  readonly order: number;
  /** Uses of one sharer have one part among them: a machine with many threads gets no more than one with few. */
  readonly sharer: string;
  readonly signal?: AbortSignalLike;
  readonly reason?: () => Error;
}

interface Use {
  readonly sharer: string;
  remainingBytes: number;
  readonly order: number;
  readonly resume: (failure?: Error) => void;
}

export interface SharedRateModel {
  /** Bytes per millisecond for all uses together, now; 0 = nothing moves. */
  readonly rate: () => number;
  /** When `rate` changes next by itself; null when it does not. */
  readonly changesAt?: () => Instant | null;
  /** Order of the model's own timer. */
  readonly order: number;
}

/**
 * Something that its sharers have in equal parts: a link, a disk, a processor. Within a sharer's part its
 * uses under way are equal again. Whenever a use comes or goes or the rate changes, what the others have
 * left is worked out anew, so a change acts on uses under way.
 *
 * Uses that end at the same instant resume one at a time, in ascending `order`.
 */
export class SharedRate {
  readonly #clock: VirtualClock;
  readonly #model: SharedRateModel;
  readonly #uses = new Set<Use>();
  /** Uses under way of each sharer; those without any are not there. */
  readonly #counts = new Map<string, number>();
  #workedOutAt: Instant;
  #rate = 0;
  #disarm: (() => void) | null = null;

  constructor(clock: VirtualClock, model: SharedRateModel) {
    this.#clock = clock;
    this.#model = model;
    this.#workedOutAt = clock.now();
  }

  /** Uses under way. */
  get active(): number {
    return this.#uses.size;
  }

  /** Waits in the world until `bytes` have gone through. The caller holds the clock. */
  use(bytes: Bytes, { order, sharer, signal, reason }: UseOptions): Promise<void> {
    return this.#clock.suspend(
      (resume) => {
        const use: Use = { sharer, remainingBytes: Math.max(1, bytes), order, resume };
        this.#workOut();
        this.#uses.add(use);
        this.#counts.set(sharer, this.#usesOf(sharer) + 1);
        this.#arm();
        return () => {
          this.#workOut();
          this.#remove(use);
          this.#arm();
        };
      },
      signal,
      reason,
    );
  }

  /** The rate may have changed. */
  changed(): void {
    this.#workOut();
    this.#arm();
  }

  /** Every use under way ends with `reason`. */
  failAll(reason: () => Error): void {
    const failing = [...this.#uses];
    this.#uses.clear();
    this.#counts.clear();
    for (const use of failing) this.#clock.arm(this.#clock.now(), use.order, () => use.resume(reason()));
    this.changed();
  }

  #usesOf(sharer: string): number {
    return this.#counts.get(sharer) ?? 0;
  }

  #remove(use: Use): void {
    if (!this.#uses.delete(use)) return;
    const left = this.#usesOf(use.sharer) - 1;
    if (left > 0) this.#counts.set(use.sharer, left);
    else this.#counts.delete(use.sharer);
  }

  /** Takes off what went through since the last time, at the rate that held then. */
  #workOut(): void {
    const now = this.#clock.now();
    if (this.#uses.size > 0) {
      const part = ((now - this.#workedOutAt) * this.#rate) / this.#counts.size;
      for (const use of this.#uses) use.remainingBytes -= part / this.#usesOf(use.sharer);
    }
    this.#workedOutAt = now;
  }

  #arm(): void {
    this.#disarm?.();
    this.#disarm = null;
    this.#rate = this.#model.rate();
    if (this.#uses.size === 0) return;
    // What a use has left, as if it had its sharer's part to itself.
    let least = Infinity;
    for (const use of this.#uses) least = Math.min(least, use.remainingBytes * this.#usesOf(use.sharer));
    const endsAt =
      this.#rate > 0 ? this.#clock.now() + Math.max(1, Math.ceil((least * this.#counts.size) / this.#rate)) : Infinity;
    const at = Math.min(endsAt, this.#model.changesAt?.() ?? Infinity);
    if (at < Infinity) this.#disarm = this.#clock.arm(instant(at), this.#model.order, () => this.#wake());
  }

  #wake(): void {
    this.#workOut();
    for (const use of this.#uses) {
      if (use.remainingBytes > 1e-6) continue;
      this.#remove(use);
      this.#clock.arm(this.#clock.now(), use.order, () => use.resume());
    }
    this.#arm();
  }
}
