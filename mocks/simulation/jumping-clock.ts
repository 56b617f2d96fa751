import { after, type Instant, type Milliseconds } from '../../src/base/units.ts';
import type { Clock } from '../../src/core/ports.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** The engine's own wall clock: it runs as the world's does, and somebody sets it forward or back. */
export class JumpingClock implements Clock {
  readonly #clock: VirtualClock;
  #aheadMs: Milliseconds = 0;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  /** How far it is ahead of the world's. */
  get aheadMs(): Milliseconds {
    return this.#aheadMs;
  }

  jump(byMs: Milliseconds): void {
    this.#aheadMs += byMs;
  }

  now(): Instant {
    return after(this.#clock.now(), this.#aheadMs);
  }

  /** Timers sleep as long as the clock said when they were armed; one that wakes too early sleeps on. */
  arm(at: Instant, order: number, wake: () => void): () => void {
    let disarm = (): void => undefined;
    const sleep = (): void => {
      disarm = this.#clock.arm(after(at, -this.#aheadMs), order, () => (this.now() < at ? sleep() : wake()));
    };
    sleep();
    return () => disarm();
  }

  hold(): () => void {
    return this.#clock.hold();
  }

  whenSettled(callback: () => void): void {
    this.#clock.whenSettled(callback);
  }
}
