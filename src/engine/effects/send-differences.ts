import { batchesOf, putRuns } from '../../core/delta/put-runs.ts';
import { MAX_PUT_BYTES } from '../../core/limits/limits.ts';
import type { DiskId } from '../../core/model.ts';
import type { Differences } from '../../core/resync/compare.ts';
import { baseSnapshotId, diskOf, hostRoute, replicaBlob, replicaConditions, type EffectContext } from './context.ts';

/** Brings a disk's differences to its replica: what is zero is cleared, the rest read at the host and put. */
export async function sendDifferences(
  context: EffectContext,
  diskId: DiskId,
  { differing, zeroed }: Differences,
): Promise<void> {
  const { host, storage, item, call } = context;
  const replica = replicaBlob(item, diskOf(context, diskId));
  for (const extent of zeroed)
    await storage.clearPages(replica, extent, replicaConditions(context), hostRoute(context), call);
  // Scattered runs are small: they are read together.
  for (const runs of batchesOf(putRuns(differing), MAX_PUT_BYTES)) {
    const bytes = await host.readBlocks(item.vmId, diskId, baseSnapshotId(context), runs, call);
    let at = 0;
    for (const { offsetBytes, lengthBytes } of runs) {
      const body = bytes.subarray(at, at + lengthBytes);
      await storage.putPages(replica, offsetBytes, body, replicaConditions(context), hostRoute(context), call);
      at += lengthBytes;
    }
  }
}
