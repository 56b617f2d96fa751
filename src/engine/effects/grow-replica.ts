import type { DiskSize } from '../../core/ports.ts';
import { diskOf, replicaBlob, replicaConditions, type EffectContext } from './context.ts';
import type { ManifestEdit } from './done.ts';

/**
 * Brings the replicas to the sizes of their disks, where they are smaller. One that is larger stays: whether
 * a disk may shrink is the core's decision. Done again, it changes nothing.
 */
export async function growReplicas(context: EffectContext, sizes: readonly DiskSize[]): Promise<ManifestEdit[]> {
  const { storage, item, call } = context;
  const edits: ManifestEdit[] = [];
  for (const { diskId, sizeBytes } of sizes) {
    if (!item.disks.some((disk) => disk.diskId === diskId && disk.sizeBytes < sizeBytes)) continue;
    const replica = replicaBlob(item, diskOf(context, diskId));
    const { sizeBytes: presentBytes } = await storage.getProperties(replica, call);
    if (presentBytes < sizeBytes) await storage.resizePageBlob(replica, sizeBytes, replicaConditions(context), call);
    edits.push({ kind: 'grow', diskId, sizeBytes });
  }
  return edits;
}
