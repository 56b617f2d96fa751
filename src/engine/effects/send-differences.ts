import { putRuns } from '../../core/delta/put-runs.ts';
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
  for (const run of putRuns(differing)) {
    const bytes = await host.readExtent(item.vmId, diskId, baseSnapshotId(context), run, call);
    await storage.putPages(replica, run.offsetBytes, bytes, replicaConditions(context), hostRoute(context), call);
  }
}
