/**
 * The last day of the rows in sight. Rows say which they are while they are shown; what is missing is asked for
 * together, a moment later, and again when it has grown old.
 */
import type { HealthStrips } from '../../management/wire-lists.ts';

/** Rows that come into sight within this time are asked for in one request. */
const GATHER_MS = 60;
/** A strip's newest stretch lasts half an hour of the world's time; in a fast world it is gone in seconds. */
const REFRESH_MS = 15_000;
const MOST_AT_ONCE = 200;

type Fetch = (itemIds: readonly string[]) => Promise<HealthStrips>;

export class StripStore {
  readonly #fetch: Fetch;
  readonly #strips = new Map<string, string>();
  /** Listeners of the rows in sight. */
  readonly #shown = new Map<string, Set<() => void>>();
  #wanted = new Set<string>();
  #gatherTimer: ReturnType<typeof setTimeout> | undefined;
  #refreshTimer: ReturnType<typeof setInterval> | undefined;

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  readonly strip = (itemId: string): string | undefined => this.#strips.get(itemId);

  readonly subscribe = (itemId: string, listener: () => void): (() => void) => {
    const listeners = this.#shown.get(itemId) ?? new Set();
    this.#shown.set(itemId, listeners);
    listeners.add(listener);
    if (!this.#strips.has(itemId)) this.#want(itemId);
    this.#refreshTimer ??= setInterval(() => this.#refresh(), REFRESH_MS);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#shown.get(itemId) === listeners) this.#shown.delete(itemId);
      if (this.#shown.size === 0) this.#rest();
    };
  };

  #want(itemId: string): void {
    this.#wanted.add(itemId);
    this.#gatherTimer ??= setTimeout(() => void this.#ask(), GATHER_MS);
  }

  /** Strips of rows out of sight go: when they come back, theirs would be old. */
  #refresh(): void {
    for (const itemId of this.#strips.keys()) if (!this.#shown.has(itemId)) this.#strips.delete(itemId);
    for (const itemId of this.#shown.keys()) this.#want(itemId);
  }

  #rest(): void {
    clearInterval(this.#refreshTimer);
    clearTimeout(this.#gatherTimer);
    this.#refreshTimer = undefined;
    this.#gatherTimer = undefined;
    this.#wanted.clear();
    this.#strips.clear();
  }

  async #ask(): Promise<void> {
    this.#gatherTimer = undefined;
    // Rows that were scrolled through are not asked for.
    const ids = [...this.#wanted].filter((id) => this.#shown.has(id)).slice(0, MOST_AT_ONCE);
    this.#wanted = new Set();
    if (ids.length === 0) return;
    try {
      const { strips } = await this.#fetch(ids);
      for (const [itemId, strip] of Object.entries(strips)) this.#take(itemId, strip);
    } catch {
      // The list's own request shows the failure; the next refresh asks again.
    }
  }

  #take(itemId: string, strip: string): void {
    if (!this.#shown.has(itemId) || this.#strips.get(itemId) === strip) return;
    this.#strips.set(itemId, strip);
    for (const listener of this.#shown.get(itemId) ?? []) listener();
  }
}
