import type { Bytes, Instant } from '../../src/base/units.ts';
import { instant } from '../../src/base/units.ts';
import type { AbortSignalLike } from '../../src/core/ports.ts';
import type { VirtualClock } from '../simulation/virtual-clock.ts';

interface Use {
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
 * Something that all its users share in equal parts: a link, a disk, a processor. Whenever a use
 * comes or goes or the rate changes, what the others have left is worked out anew, so a change
 * acts on uses under way.
 *
 * Uses that end at the same instant resume one at a time, in ascending `order`.
 */
export class SharedRate {
  readonly #clock: VirtualClock;
  readonly #model: SharedRateModel;
  readonly #uses = new Set<Use>();
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
  use(bytes: Bytes, order: number, signal?: AbortSignalLike, reason?: () => Error): Promise<void> {
    return this.#clock.suspend(
      (resume) => {
        const use: Use = { remainingBytes: Math.max(1, bytes), order, resume };
        this.#workOut();
        this.#uses.add(use);
        this.#arm();
        return () => {
          this.#workOut();
          this.#uses.delete(use);
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
    for (const use of failing) this.#clock.arm(this.#clock.now(), use.order, () => use.resume(reason()));
    this.changed();
  }

  /** Takes off what went through since the last time, at the rate that held then. */
  #workOut(): void {
    const now = this.#clock.now();
    if (this.#uses.size > 0) {
      const share = ((now - this.#workedOutAt) * this.#rate) / this.#uses.size;
      for (const use of this.#uses) use.remainingBytes -= share;
    }
    this.#workedOutAt = now;
  }

  #arm(): void {
    this.#disarm?.();
    this.#disarm = null;
    this.#rate = this.#model.rate();
    if (this.#uses.size === 0) return;
    const least = Math.min(...[...this.#uses].map((use) => use.remainingBytes));
    const endsAt =
      this.#rate > 0 ? this.#clock.now() + Math.max(1, Math.ceil((least * this.#uses.size) / this.#rate)) : Infinity;
    const at = Math.min(endsAt, this.#model.changesAt?.() ?? Infinity);
    if (at < Infinity) this.#disarm = this.#clock.arm(instant(at), this.#model.order, () => this.#wake());
  }

  #wake(): void {
    this.#workOut();
    for (const use of this.#uses) {
      if (use.remainingBytes > 1e-6) continue;
      this.#uses.delete(use);
      this.#clock.arm(this.#clock.now(), use.order, () => use.resume());
    }
    this.#arm();
  }
}
