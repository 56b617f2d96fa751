import { assert } from '../../src/base/assert.ts';
import { after, instant } from '../../src/base/units.ts';
import type { Instant, Milliseconds } from '../../src/base/units.ts';
import type { AbortSignalLike, Clock } from '../../src/core/ports.ts';
import { TimerHeap } from './timer-heap.ts';

/** Says whether a run should stop after the timer just woken; see {@link VirtualClock.runUntil}. */
export type StopRule = () => boolean;

/** Why a run came back: it reached its target, or its stop rule spoke. */
export type RunOutcome = 'reached' | 'stopped';

/**
 * Time that moves only while nobody works (docs/decisions.md §1).
 *
 *   holds > 0 ──release──► holds = 0 ──► whenSettled callbacks, in order of arrival
 *       ▲                                     │ none took a hold
 *       └── callback or wake takes a hold ◄── one timer wakes: earliest, then lowest order, then first armed
 *
 * Waiting in the world ({@link suspend}, {@link sleep}) gives the caller's hold back and
 * takes it again before the promise resolves, so that a waiting thread does not stop time
 * and a woken one does.
 */
export class VirtualClock implements Clock {
  #now: Instant;
  #holds = 0;
  #isRunning = false;
  #isDraining = false;
  #isDrainDue = false;
  readonly #timers = new TimerHeap();
  readonly #callbacks: (() => void)[] = [];
  #whenIdle: (() => void)[] = [];
  /** Made once, for each time that the clock may be settled. */
  readonly #drain = (): void => {
    this.#isDrainDue = false;
    if (this.#settle()) this.#releaseIdle();
  };

  constructor(startAt: Instant) {
    this.#now = startAt;
  }

  now(): Instant {
    return this.#now;
  }

  /** Holds open now. */
  get holds(): number {
    return this.#holds;
  }

  /** When the next timer wakes; undefined when none is armed. */
  get nextAt(): Instant | undefined {
    const next = this.#timers.peekAt();
    return next === undefined ? undefined : instant(next);
  }

  arm(at: Instant, order: number, wake: () => void): () => void {
    return this.#timers.push(Math.max(at, this.#now), order, wake);
  }

  hold(): () => void {
    this.#holds++;
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      this.#giveBack();
    };
  }

  whenSettled(callback: () => void): void {
    this.#callbacks.push(callback);
    this.#drainSoon();
  }

  /**
   * Waits in the world: gives the caller's hold back, and takes it again when `start`'s `resume`
   * is called, before the promise resolves. An abort resumes at once and rejects with `reason`.
   * `start` returns what disarms it. The caller must hold the clock.
   */
  suspend(
    start: (resume: (failure?: Error) => void) => () => void,
    signal?: AbortSignalLike,
    reason: () => Error = () => new Error('aborted while waiting in the world'),
  ): Promise<void> {
    assert(this.#holds > 0, 'waiting in the world needs a hold: take one before calling into it');
    if (signal?.aborted) return Promise.reject(reason());
    return new Promise((resolve, reject) => {
      let isWaiting = true;
      const resume = (failure?: Error): void => {
        if (!isWaiting) return;
        isWaiting = false;
        signal?.removeEventListener('abort', onAbort);
        this.#holds++;
        if (failure) reject(failure);
        else resolve();
      };
      const onAbort = (): void => {
        disarm();
        resume(reason());
      };
      const disarm = start(resume);
      if (isWaiting) signal?.addEventListener('abort', onAbort);
      this.#giveBack();
    });
  }

  /** Waits `durationMs` of the world's time; see {@link suspend}. */
  sleep(durationMs: Milliseconds, order: number, signal?: AbortSignalLike, reason?: () => Error): Promise<void> {
    return this.sleepUntil(after(this.#now, durationMs), order, signal, reason);
  }

  /** Waits until `at`; see {@link suspend}. */
  sleepUntil(at: Instant, order: number, signal?: AbortSignalLike, reason?: () => Error): Promise<void> {
    return this.suspend((resume) => this.arm(at, order, () => resume()), signal, reason);
  }

  /**
   * Lets time pass until `target`, waking what is due on the way. `isEnough` is asked after each
   * wake; when it says so the run comes back early, settled, with time standing at the last wake.
   * One run at a time.
   */
  async runUntil(target: Instant, isEnough?: StopRule): Promise<RunOutcome> {
    assert(!this.#isRunning, 'the clock is already running');
    this.#isRunning = true;
    try {
      for (;;) {
        if (!this.#settle()) await this.#idle();
        else if (!this.#wakeNext(target)) {
          this.#now = instant(Math.max(this.#now, target));
          return 'reached';
        } else if (isEnough?.()) {
          while (!this.#settle()) await this.#idle();
          return 'stopped';
        }
      }
    } finally {
      this.#isRunning = false;
    }
  }

  /** Lets `durationMs` pass. */
  runFor(durationMs: Milliseconds): Promise<RunOutcome> {
    return this.runUntil(after(this.#now, durationMs));
  }

  /** Wakes the next timer and waits for settlement. False when none is armed. */
  async step(): Promise<boolean> {
    const next = this.nextAt;
    if (next === undefined) return false;
    await this.runUntil(next, () => true);
    return true;
  }

  /** Sets time without waking anyone: for restoring a saved world, before anything is armed. */
  restore(now: Instant): void {
    assert(this.#timers.size === 0 && this.#holds === 0, 'restore the clock before anything runs on it');
    this.#now = now;
  }

  #giveBack(): void {
    assert(this.#holds > 0, 'a hold was given back twice');
    this.#holds--;
    if (this.#holds === 0) this.#drainSoon();
  }

  /** Settlement is looked for in a microtask: whoever gave the last hold back is let finish its turn. */
  #drainSoon(): void {
    if (this.#isDrainDue || this.#holds > 0) return;
    this.#isDrainDue = true;
    void NEXT.then(this.#drain);
  }

  /** Runs the settled callbacks; true when nobody holds the clock afterwards. */
  #settle(): boolean {
    if (this.#isDraining) return false;
    this.#isDraining = true;
    try {
      while (this.#holds === 0) {
        const callback = this.#callbacks.shift();
        if (!callback) return true;
        callback();
      }
      return false;
    } finally {
      this.#isDraining = false;
    }
  }

  #wakeNext(target: Instant): boolean {
    const next = this.#timers.peekAt();
    if (next === undefined || next > target) return false;
    this.#now = instant(Math.max(this.#now, next));
    this.#timers.pop()?.();
    return true;
  }

  #idle(): Promise<void> {
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  #releaseIdle(): void {
    const waiting = this.#whenIdle;
    this.#whenIdle = [];
    for (const resolve of waiting) resolve();
  }
}

/** A microtask of its own for whoever hangs on it; Node's queueMicrotask keeps books of each besides. */
const NEXT = Promise.resolve();
