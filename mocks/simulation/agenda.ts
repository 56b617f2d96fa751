import { after, type Instant, type Milliseconds } from '../../src/base/units.ts';

interface Entry {
  readonly at: Instant;
  readonly number: number;
  readonly act: () => void | Promise<void>;
}

/** What is to happen when, from outside the engine: equal times in the order in which they were noted. */
export class Agenda {
  #entries: Entry[] = [];
  #count = 0;

  get nextAt(): Instant | undefined {
    return this.#entries[0]?.at;
  }

  add(at: Instant, act: Entry['act']): void {
    const entry = { at, number: this.#count++, act };
    const place = this.#entries.findIndex((other) => other.at > at);
    this.#entries.splice(place < 0 ? this.#entries.length : place, 0, entry);
  }

  /** Again and again, first after one wait. Nothing when the wait is null. */
  repeat(from: Instant, wait: () => Milliseconds, act: Entry['act']): void {
    const at = after(from, wait());
    this.add(at, async () => {
      await act();
      this.repeat(at, wait, act);
    });
  }

  async actUntil(now: Instant): Promise<void> {
    for (let next = this.#entries[0]; next && next.at <= now; next = this.#entries[0]) {
      this.#entries.shift();
      await next.act();
    }
  }
}
