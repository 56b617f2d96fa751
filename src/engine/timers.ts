import type { Instant } from '../base/units.ts';
import type { Clock } from '../core/ports.ts';

/** Named timers on the engine's clock: arming one again replaces it. */
export class Timers {
  readonly #clock: Clock;
  readonly #post: (take: () => void) => void;
  readonly #disarm = new Map<string, () => void>();
  /** Equal times wake in the order of arming. */
  #order = 0;

  /** `post` puts what a timer calls for into the inbox. */
  constructor(clock: Clock, post: (take: () => void) => void) {
    this.#clock = clock;
    this.#post = post;
  }

  arm(owner: string, name: string, at: Instant, take: () => void): void {
    const id = `${owner}/${name}`;
    this.#disarm.get(id)?.();
    const disarm = this.#clock.arm(at, this.#order++, () => {
      if (this.#disarm.get(id) !== disarm) return;
      this.#disarm.delete(id);
      this.#post(take);
    });
    this.#disarm.set(id, disarm);
  }

  disarm(owner: string, name: string): void {
    const id = `${owner}/${name}`;
    this.#disarm.get(id)?.();
    this.#disarm.delete(id);
  }

  clear(): void {
    for (const disarm of this.#disarm.values()) disarm();
    this.#disarm.clear();
  }
}
