import { PortError } from '../../core/errors/fault.ts';
import type { DiskReplication } from '../../core/model.ts';
import { replicaBlob, type EffectContext } from './context.ts';

/** Makes the replicas ours again, if nobody else holds them. Throws `LeaseLost` otherwise. */
export async function retakeReplicas(context: EffectContext): Promise<void> {
  const { storage, item, call } = context;
  if (item.leaseId === undefined) return;
  for (const disk of item.disks) await storage.acquireLease(replicaBlob(item, disk), item.leaseId, call);
}

/** A replica that begins: all zero, and kept from every other writer. */
export async function makeReplica(context: EffectContext, disk: DiskReplication): Promise<void> {
  const { storage, item, newLeaseId, call } = context;
  const replica = replicaBlob(item, disk);
  await removeReplica(context, disk);
  await storage.createPageBlob(replica, disk.sizeBytes, call);
  await storage.acquireLease(replica, newLeaseId, call);
}

/** Deletes a replica, with all its snapshots. What another engine holds stays: `LeaseLost`. */
export async function removeReplica(
  { storage, item, newLeaseId, call }: EffectContext,
  disk: DiskReplication,
): Promise<void> {
  const replica = replicaBlob(item, disk);
  const leaseId = item.leaseId ?? newLeaseId;
  try {
    // A lease that is not held cannot be named; so it is taken first, or again.
    await storage.acquireLease(replica, leaseId, call);
  } catch (error) {
    if (error instanceof PortError && error.report.code === 'BlobNotFound') return;
    throw error;
  }
  await storage.deleteBlob(replica, { leaseId }, call);
}
