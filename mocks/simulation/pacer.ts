import { after, instant } from '../../src/base/units.ts';
import type { Instant, Milliseconds } from '../../src/base/units.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** World seconds per real second that the controls offer. */
export const SPEEDS = [1, 10, 60, 600] as const;
export type Speed = (typeof SPEEDS)[number];

/** A slice of work after which messages are served. */
const SLICE_MS: Milliseconds = 20;
/** Rest between slices that kept up. */
const REST_MS: Milliseconds = 25;
/**
 * Real time that the world may lag behind and still catch up with: work comes in bursts. What lies
 * further back is dropped, so a slow machine falls behind and never spirals.
 */
const CATCH_UP_MS: Milliseconds = 250;

export interface PacerParts {
  readonly clock: VirtualClock;
  /** Monotonic real time. */
  readonly wallNow: () => Milliseconds;
  /** Calls `wake` in a later task of the event loop, `delayMs` or more from now; returns the way to cancel it. */
  readonly setTimer: (wake: () => void, delayMs: Milliseconds) => () => void;
  /** Called when a run of the clock throws: a defect. The pacer stands paused afterwards. */
  readonly onFailure: (error: unknown) => void;
}

/** Paces a virtual clock against real time: slices of work with the event loop served in between. */
export class Pacer {
  readonly #parts: PacerParts;
  #speed: Speed = 1;
  #isPaused = true;
  /** While a step runs, where it ends. */
  #stepTarget: Instant | null = null;
  #stepDone: (() => void)[] = [];
  #isSlicing = false;
  #cancelTimer: (() => void) | null = null;
  #lastWallMs = 0;
  /** The world's time that earlier slices did not reach. */
  #lagMs: Milliseconds = 0;

  constructor(parts: PacerParts) {
    this.#parts = parts;
  }

  get speed(): Speed {
    return this.#speed;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Throws `RangeError` for a speed that is not on offer. */
  setSpeed(speed: number): void {
    const known = SPEEDS.find((each) => each === speed);
    if (known === undefined) throw new RangeError(`speed must be one of ${SPEEDS.join(', ')}, got ${speed}`);
    this.#speed = known;
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#lastWallMs = this.#parts.wallNow();
    this.#lagMs = 0;
    this.#schedule(0);
  }

  /** Time stands from the end of the wake under way. A step under way ends there too. */
  pause(): void {
    this.#isPaused = true;
    this.#endStep();
    if (!this.#isSlicing) this.#cancel();
  }

  /** Pauses and lets exactly `durationMs` of the world's time pass, as fast as the machine can. Resolves when it has. */
  step(durationMs: Milliseconds): Promise<void> {
    this.#isPaused = true;
    this.#stepTarget = after(this.#stepTarget ?? this.#parts.clock.now(), durationMs);
    return new Promise((resolve) => {
      this.#stepDone.push(resolve);
      this.#schedule(0);
    });
  }

  #schedule(delayMs: Milliseconds): void {
    if (this.#isSlicing) return;
    this.#cancel();
    this.#cancelTimer = this.#parts.setTimer(() => void this.#slice(), delayMs);
  }

  #cancel(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  async #slice(): Promise<void> {
    const { clock, wallNow, onFailure } = this.#parts;
    this.#cancelTimer = null;
    this.#isSlicing = true;
    const startedMs = wallNow();
    const isStep = this.#stepTarget !== null;
    let outcome: 'reached' | 'stopped' = 'stopped';
    try {
      const isSpent = (): boolean =>
        wallNow() - startedMs >= SLICE_MS || (this.#stepTarget === null) === isStep || (!isStep && this.#isPaused);
      const target = this.#stepTarget ?? this.#targetAt(startedMs);
      outcome = await clock.runUntil(target, isSpent);
      this.#lagMs = isStep ? 0 : target - clock.now();
    } catch (error) {
      this.#isPaused = true;
      this.#endStep();
      onFailure(error);
    } finally {
      this.#isSlicing = false;
    }
    if (this.#stepTarget !== null && clock.now() >= this.#stepTarget) this.#endStep();
    if (this.#stepTarget !== null) this.#schedule(0);
    else if (!this.#isPaused) this.#schedule(outcome === 'reached' && !isStep ? REST_MS : 0);
  }

  /** Where the clock should stand at `wallMs`. */
  #targetAt(wallMs: Milliseconds): Instant {
    const dueMs = this.#lagMs + (wallMs - this.#lastWallMs) * this.#speed;
    this.#lastWallMs = wallMs;
    return instant(this.#parts.clock.now() + Math.round(Math.min(dueMs, CATCH_UP_MS * this.#speed)));
  }

  #endStep(): void {
    this.#stepTarget = null;
    const waiting = this.#stepDone;
    this.#stepDone = [];
    for (const resolve of waiting) resolve();
  }
}
