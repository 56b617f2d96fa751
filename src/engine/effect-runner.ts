import { assert } from '../base/assert.ts';
import { PortError, type FaultReport } from '../core/errors/fault.ts';
import type { Call, Clock } from '../core/ports.ts';
import { Cancellation } from './cancellation.ts';

/** A piece of real work: one logical thread, which makes its requests one after the other. */
export interface Work {
  /** Whose work it is; `<owner>.<number>` is its request id. */
  readonly owner: string;
  /** Tells the owner's pieces of work under way apart. */
  readonly key: string;
  readonly number: number;
  /** Does the work, and answers what is to be done with its outcome at settlement. */
  readonly run: (call: Call) => Promise<() => void>;
  /** The same for a failure. */
  readonly fail: (fault: FaultReport) => void;
}

interface Live {
  readonly work: Work;
  readonly cancellation: Cancellation;
  hasEnded: boolean;
}

/**
 * Runs work, each piece under one hold of the clock, which is given back when the outcome lies
 * in the inbox (docs/decisions.md §1).
 *
 * Aborted work may still be on its way to a service. New work of the same owner waits until the
 * last aborted piece has come to its end, so that a late write can never land on a newer one.
 */
export class EffectRunner {
  readonly #clock: Clock;
  readonly #deliver: (number: number, take: () => void) => void;
  readonly #live = new Map<string, Live>();
  /** Aborted work still running, by owner. */
  readonly #draining = new Map<string, number>();
  /** Work that waits for its owner's draining. */
  readonly #waiting = new Map<string, Work[]>();
  #running = 0;
  readonly #whenIdle: (() => void)[] = [];

  /** `deliver` puts an outcome into the inbox under its command number. */
  constructor(clock: Clock, deliver: (number: number, take: () => void) => void) {
    this.#clock = clock;
    this.#deliver = deliver;
  }

  start(work: Work): void {
    if (!this.#draining.has(work.owner)) {
      this.#launch(work);
      return;
    }
    const queue = this.#waiting.get(work.owner);
    if (queue) queue.push(work);
    else this.#waiting.set(work.owner, [work]);
  }

  /** The outcome, if it still comes, is thrown away. False when there was no such work. */
  abort(owner: string, key: string): boolean {
    const queue = this.#waiting.get(owner) ?? [];
    const place = queue.findIndex((work) => work.key === key);
    if (place >= 0) queue.splice(place, 1);
    const id = idOf(owner, key);
    const live = this.#live.get(id);
    if (!live) return place >= 0;
    this.#live.delete(id);
    if (live.hasEnded) return true;
    this.#draining.set(owner, (this.#draining.get(owner) ?? 0) + 1);
    live.cancellation.cancel();
    return true;
  }

  /** Aborts everything and waits for its end. */
  async stop(): Promise<void> {
    this.#waiting.clear();
    for (const { work } of this.#live.values()) this.abort(work.owner, work.key);
    if (this.#running > 0) await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
  }

  #launch(work: Work): void {
    const id = idOf(work.owner, work.key);
    assert(!this.#live.has(id), `${id} is under way once`);
    const live: Live = { work, cancellation: new Cancellation(), hasEnded: false };
    this.#live.set(id, live);
    this.#running++;
    void this.#run(live, this.#clock.hold());
  }

  async #run(live: Live, release: () => void): Promise<void> {
    const { work, cancellation } = live;
    const call: Call = { requestId: `${work.owner}.${work.number}`, signal: cancellation };
    let take: () => void;
    try {
      take = await work.run(call);
    } catch (error) {
      const fault = faultOf(error);
      take = () => work.fail(fault);
    }
    live.hasEnded = true;
    this.#running--;
    if (cancellation.aborted) this.#drained(work.owner);
    else this.#deliver(work.number, () => this.#claim(live) && take());
    if (this.#running === 0) for (const resolve of this.#whenIdle.splice(0)) resolve();
    release();
  }

  /** Takes an outcome off the books; false when the work was aborted after it had ended. */
  #claim(live: Live): boolean {
    const id = idOf(live.work.owner, live.work.key);
    if (this.#live.get(id) !== live) return false;
    return this.#live.delete(id);
  }

  #drained(owner: string): void {
    const left = (this.#draining.get(owner) ?? 1) - 1;
    if (left > 0) {
      this.#draining.set(owner, left);
      return;
    }
    this.#draining.delete(owner);
    const queue = this.#waiting.get(owner) ?? [];
    this.#waiting.delete(owner);
    for (const work of queue) this.#launch(work);
  }
}

function idOf(owner: string, key: string): string {
  return `${owner}/${key}`;
}

/** Anything but a PortError is a defect of this program: it stops the item, not the engine. */
function faultOf(error: unknown): FaultReport {
  if (error instanceof PortError) return error.report;
  return { code: 'Internal', detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
}
