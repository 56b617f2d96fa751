import type { VmId } from '../core/model.ts';
import type { Store } from '../core/ports.ts';
import { JournalledMap } from './journalled-map.ts';

/** Which leases may hold the replica of a machine. */
export interface ReplicaLease {
  readonly vmId: VmId;
  /** Named with every write: of the engine that claimed the replica last. */
  readonly leaseId: string;
  /** Of engines before it, the newest first. Until the claim is known to have succeeded one of them may hold the replica. */
  readonly earlier: readonly string[];
  /** The claim is known to have succeeded, on all blobs. */
  readonly isHeld: boolean;
}

/** Of the leases that have lost a replica so many are kept: should a broken lease have come back to one, it is found. */
const EARLIER_KEPT = 3;

/**
 * The leases on replicas. An engine claims a replica for its own epoch before it first writes to it (WR4): the
 * claim is written down before it is made, so whichever engine comes next knows every id that may hold the replica.
 */
export class LeaseBook {
  readonly records = new JournalledMap<VmId, ReplicaLease>('leases');

  load(store: Store): Promise<void> {
    return this.records.load(store);
  }

  /** The lease under which `leaseId`'s engine writes. `recorded`: where records of earlier versions keep the replica's lease. */
  claim(vmId: VmId, leaseId: string, recorded: string | undefined): ReplicaLease {
    const known = this.records.get(vmId);
    if (known?.leaseId === leaseId) return known;
    const before = known ? [known.leaseId, ...known.earlier] : recorded === undefined ? [] : [recorded];
    const earlier = known?.isHeld ? before.slice(0, EARLIER_KEPT) : before;
    const lease = { vmId, leaseId, earlier, isHeld: false };
    this.records.put(vmId, lease);
    return lease;
  }

  /** What was claimed is held. */
  noteHeld({ vmId, leaseId }: ReplicaLease): void {
    const known = this.records.get(vmId);
    if (known && known.leaseId === leaseId && !known.isHeld) this.records.put(vmId, { ...known, isHeld: true });
  }

  /** The replica is gone, and its lease with it. */
  forget(vmId: VmId): void {
    this.records.delete(vmId);
  }
}
