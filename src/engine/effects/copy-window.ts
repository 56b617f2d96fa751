import { totalLength } from '../../base/extent.ts';
import { putRuns } from '../../core/delta/put-runs.ts';
import type { DiskId, TransferWindow } from '../../core/model.ts';
import type { EventOf } from '../../core/protection/event.ts';
import { baseSnapshotId, diskOf, hostRoute, replicaBlob, type EffectContext } from './context.ts';
import { nonZeroRuns } from './zero-runs.ts';

/**
 * Initial replication of one window: the replica is all zero, so only what the snapshot holds
 * besides zeros is sent. Done again, it writes the same bytes to the same places.
 */
export async function copyWindow(
  context: EffectContext,
  diskId: DiskId,
  window: TransferWindow,
): Promise<EventOf<'WindowCopied'>> {
  const { host, storage, item, call } = context;
  const snapshotId = baseSnapshotId(context);
  const blob = replicaBlob(item, diskOf(context, diskId));
  const { offsetBytes, lengthBytes } = window;
  const allocated = await host.listAllocatedExtents(item.vmId, diskId, snapshotId, { offsetBytes, lengthBytes }, call);
  let sentBytes = 0;
  for (const run of putRuns(allocated)) {
    const bytes = await host.readExtent(item.vmId, diskId, snapshotId, run, call);
    for (const data of nonZeroRuns(bytes, run.offsetBytes)) {
      const start = data.offsetBytes - run.offsetBytes;
      const body = bytes.subarray(start, start + data.lengthBytes);
      await storage.putPages(blob, data.offsetBytes, body, {}, hostRoute(context), call);
      sentBytes += data.lengthBytes;
    }
  }
  const counts = { processedBytes: totalLength(allocated), differingBytes: sentBytes, sentBytes, checksumBytes: 0 };
  return { kind: 'WindowCopied', diskId, window, counts };
}
