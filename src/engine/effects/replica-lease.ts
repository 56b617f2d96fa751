import { PortError } from '../../core/errors/fault.ts';
import type { DiskReplication } from '../../core/model.ts';
import type { BlobRef } from '../../core/ports.ts';
import type { Effect } from '../../core/protection/effect.ts';
import { leaseOf, replicaBlob, replicaConditions, type EffectContext } from './context.ts';

/** Effects that go on with a replica which stands. */
const GOING_ON: ReadonlySet<Effect['kind']> = new Set([
  'StartReplication',
  'CopyWindow',
  'ApplyLog',
  'CreateRecoveryPoint',
  'Resynchronize',
  'CompareWindow',
  'RefreshReplica',
]);

/** Whether the effect writes to the replica: the engine must have claimed it. */
export function isWriting({ kind }: Effect): boolean {
  return GOING_ON.has(kind) || kind === 'CreateReplica' || kind === 'DeleteReplica';
}

/**
 * What comes before an effect that goes on with the replica: the first of this engine takes it from the engine
 * before, and one whose lease was lost takes it again. Throws `LeaseLost` where somebody else holds it.
 */
export async function claimReplicas(effect: Effect, context: EffectContext): Promise<void> {
  const { item, lease } = context;
  const isOurs = lease?.isHeld && item.trouble?.fault.code !== 'LeaseLost';
  if (isOurs || !GOING_ON.has(effect.kind)) return;
  for (const disk of item.disks) await claim(context, replicaBlob(item, disk));
}

/** A replica that begins: all zero, and kept from every other writer. */
export async function makeReplica(context: EffectContext, disk: DiskReplication): Promise<void> {
  const { storage, item, call } = context;
  const replica = replicaBlob(item, disk);
  await removeReplica(context, disk);
  await storage.createPageBlob(replica, disk.sizeBytes, call);
  await storage.acquireLease(replica, leaseOf(context).leaseId, call);
}

/** Deletes a replica, with all its snapshots. What another engine holds stays: `LeaseLost`. */
export async function removeReplica(context: EffectContext, disk: DiskReplication): Promise<void> {
  const { storage, item, call } = context;
  const replica = replicaBlob(item, disk);
  try {
    // A lease that is not held cannot be named; so it is taken first, or again.
    await claim(context, replica);
  } catch (error) {
    if (error instanceof PortError && error.report.code === 'BlobNotFound') return;
    throw error;
  }
  await storage.deleteBlob(replica, replicaConditions(context), call);
}

/** Throws `LeaseLost` unless this engine still holds the replica: no other has written to it until now. */
export async function proveLease(context: EffectContext, replica: BlobRef): Promise<void> {
  await context.storage.acquireLease(replica, leaseOf(context).leaseId, context.call);
}

/**
 * From whichever engine of this journal holds it; else it must be free, or ours already. At no instant in between
 * is the replica without a lease.
 */
async function claim(context: EffectContext, replica: BlobRef): Promise<void> {
  const { storage, call } = context;
  const { leaseId, earlier } = leaseOf(context);
  for (const before of earlier) {
    try {
      await storage.changeLease(replica, before, leaseId, call);
      return;
    } catch (error) {
      if (!(error instanceof PortError) || error.report.code !== 'LeaseLost') throw error;
    }
  }
  await storage.acquireLease(replica, leaseId, call);
}
