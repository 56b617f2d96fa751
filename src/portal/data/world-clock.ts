/**
 * The world's time as the portal knows it: the newest "as of" that an answer
 * carried, run on at the world's speed between answers. It is shown in steps of a
 * second of the reader's time, whatever the world's speed, by one timer for all
 * figures, which stops when nobody looks. What answers tell may thus be newer than the time shown, by up to
 * that second: `formatAge` words what has happened so that it does not lie ahead.
 */
const TICK_MS = 1000;

export class WorldClock {
  readonly #monotonic: () => number;
  readonly #listeners = new Set<() => void>();
  #worldMs: number;
  #readAtMs: number;
  /** World milliseconds per millisecond of the page; 0 while paused. */
  #speed = 1;
  #shownMs: number;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(monotonic: () => number = () => performance.now(), initialMs: number = Date.now()) {
    this.#monotonic = monotonic;
    this.#worldMs = initialMs;
    this.#readAtMs = monotonic();
    this.#shownMs = initialMs;
  }

  /** ms since 1970, as of this call. */
  now(): number {
    return this.#worldMs + (this.#monotonic() - this.#readAtMs) * this.#speed;
  }

  /** {@link now} at the last tick: stable between ticks, as React's stores must be. */
  readonly shown = (): number => this.#shownMs;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#timer ??= setInterval(() => this.#show(), TICK_MS);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  };

  /** What the engine stated. A jump (a step of the world, a reload) shows at once. */
  set(worldMs: number): void {
    const isJump = Math.abs(worldMs - this.now()) > 2 * TICK_MS * Math.max(1, this.#speed);
    this.#worldMs = worldMs;
    this.#readAtMs = this.#monotonic();
    if (isJump || this.#listeners.size === 0) this.#show();
  }

  setSpeed(speed: number): void {
    this.#worldMs = this.now();
    this.#readAtMs = this.#monotonic();
    this.#speed = speed;
  }

  #show(): void {
    const now = Math.floor(this.now() / TICK_MS) * TICK_MS;
    if (now === this.#shownMs) return;
    this.#shownMs = now;
    for (const listener of this.#listeners) listener();
  }
}
