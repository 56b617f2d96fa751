import { MAX_PARALLEL_INITIAL_REPLICATIONS, MAX_PARALLEL_RESYNCHRONIZATIONS } from '../core/limits/limits.ts';
import type { ReplicatedItem, VmId } from '../core/model.ts';
import { heldSlot, wantedSlot } from '../core/protection/called-for.ts';
import type { ResyncTerms } from './resync-terms.ts';

type QueueName = NonNullable<ReturnType<typeof wantedSlot>>;

const LIMITS: Readonly<Record<QueueName, number>> = {
  initialReplication: MAX_PARALLEL_INITIAL_REPLICATIONS,
  resynchronization: MAX_PARALLEL_RESYNCHRONIZATIONS,
};

/**
 * Room for the long copies. Who waits and who has room follows from the items' states, so there is
 * nothing to journal; first come, first served, and by id after a restart.
 */
export class Slots {
  readonly #waiting: Readonly<Record<QueueName, Set<VmId>>> = {
    initialReplication: new Set(),
    resynchronization: new Set(),
  };
  readonly #held: Readonly<Record<QueueName, Set<VmId>>> = {
    initialReplication: new Set(),
    resynchronization: new Set(),
  };

  readonly #termsOf: (vmId: VmId) => ResyncTerms | undefined;

  /** `termsOf` tells on what terms an item is resynchronized, where an administrator gave any. */
  constructor(termsOf: (vmId: VmId) => ResyncTerms | undefined = () => undefined) {
    this.#termsOf = termsOf;
  }

  /** Takes note of an item's state; undefined when it is gone. */
  update(vmId: VmId, item: ReplicatedItem | undefined): void {
    const wanted = item ? wantedSlot(item) : null;
    const held = item ? heldSlot(item) : null;
    for (const queue of Object.keys(LIMITS) as QueueName[]) {
      mark(this.#waiting[queue], vmId, wanted === queue);
      mark(this.#held[queue], vmId, held === queue);
    }
  }

  /** The next item that may go on; undefined when none waits or all room is taken. */
  next(): VmId | undefined {
    for (const queue of Object.keys(LIMITS) as QueueName[]) {
      if (this.#held[queue].size >= LIMITS[queue]) continue;
      for (const vmId of this.#waiting[queue])
        if (queue !== 'resynchronization' || this.#hasRoomInBatch(vmId)) return vmId;
    }
    return undefined;
  }

  #hasRoomInBatch(vmId: VmId): boolean {
    const terms = this.#termsOf(vmId);
    if (!terms) return true;
    let running = 0;
    for (const other of this.#held.resynchronization) if (this.#termsOf(other)?.batchId === terms.batchId) running++;
    return running < terms.parallelLimit;
  }
}

function mark(set: Set<VmId>, vmId: VmId, isIn: boolean): void {
  if (isIn) set.add(vmId);
  else set.delete(vmId);
}
