import type { Epoch, Store } from '../../../src/core/ports.ts';
import type { Around } from '../intercepted.ts';
import { LawViolation } from './law.ts';

const LAW = 'one engine per store';

/**
 * Stands below all engines of a site, in front of the journal itself: only the newest of them writes,
 * and one that the journal has refused comes to no port with anything new.
 */
export class OneEnginePerStore {
  #newest: Epoch = 0;
  readonly #refused = new Set<Epoch | undefined>();
  #broken: LawViolation | null = null;

  /** The first violation; null as long as the law holds. */
  get broken(): LawViolation | null {
    return this.#broken;
  }

  journal(store: Store): Store {
    return {
      ...store,
      takeEpoch: async () => (this.#newest = await store.takeEpoch()),
      transact: async (mutations, epoch) => {
        if (this.#refused.has(epoch)) this.#break(`the engine of epoch ${epoch} writes again after it was refused`);
        const { [0]: first, length } = mutations;
        const isNewest = epoch === this.#newest;
        await store.transact(mutations, epoch).catch((error: unknown) => {
          if (!isNewest) this.#refused.add(epoch);
          throw error;
        });
        if (!isNewest)
          this.#break(
            `epoch ${epoch} wrote ${length} records (${first?.table}/${first?.key}) in epoch ${this.#newest}`,
          );
      },
    };
  }

  /** Around a port of an engine: what was under way when it lost its journal is aborted, and nothing else begins. */
  around(hasLostJournal: () => boolean, around: Around): Around {
    return (method, call, go) => {
      if (hasLostJournal() && !call.signal.aborted)
        this.#break(`${method} (${call.requestId}) of an engine that has lost its journal`);
      return around(method, call, go);
    };
  }

  #break(detail: string): void {
    this.#broken ??= new LawViolation(LAW, detail);
  }
}
