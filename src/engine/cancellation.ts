import type { AbortSignalLike } from '../core/ports.ts';

/**
 * The end of a piece of work that is no longer wanted, told to whoever does it. An AbortController does the same with
 * DOM events, an exception and a stack trace; with one for every effect that was a twentieth of a decision's cost.
 */
export class Cancellation implements AbortSignalLike {
  #isCancelled = false;
  #listeners: Set<() => void> | null = null;

  get aborted(): boolean {
    return this.#isCancelled;
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    if (!this.#isCancelled) (this.#listeners ??= new Set()).add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners?.delete(listener);
  }

  /** Tells all listeners, once. */
  cancel(): void {
    if (this.#isCancelled) return;
    this.#isCancelled = true;
    const told = this.#listeners;
    this.#listeners = null;
    for (const listener of told ?? []) listener();
  }
}
