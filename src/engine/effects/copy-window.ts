import { endOf, totalLength, type Extent } from '../../base/extent.ts';
import { putRuns } from '../../core/delta/put-runs.ts';
import { COARSE_BLOCK_BYTES } from '../../core/limits/limits.ts';
import type { DiskId, TransferWindow } from '../../core/model.ts';
import type { EventOf } from '../../core/protection/event.ts';
import { done, type Done, type ManifestEdit } from './done.ts';
import { baseSnapshotId, diskOf, hostRoute, replicaBlob, replicaConditions, type EffectContext } from './context.ts';
import { nonZeroRuns } from './zero-runs.ts';

/**
 * Initial replication of one window: the replica is all zero, so only what the snapshot holds
 * besides zeros is sent. Done again, it writes the same bytes to the same places.
 */
export async function copyWindow(
  context: EffectContext,
  diskId: DiskId,
  window: TransferWindow,
): Promise<Done<EventOf<'WindowCopied'>>> {
  const { host, storage, item, call } = context;
  const snapshotId = baseSnapshotId(context);
  const blob = replicaBlob(item, diskOf(context, diskId));
  const { offsetBytes, lengthBytes } = window;
  const allocated = await host.listAllocatedExtents(item.vmId, diskId, snapshotId, { offsetBytes, lengthBytes }, call);
  const edits: ManifestEdit[] = [];
  let sentBytes = 0;
  for (const run of putRuns(allocated)) {
    const bytes = await host.readExtent(item.vmId, diskId, snapshotId, run, call);
    edits.push(await digested(context, diskId, run, bytes));
    for (const data of nonZeroRuns(bytes, run.offsetBytes)) {
      const start = data.offsetBytes - run.offsetBytes;
      const body = bytes.subarray(start, start + data.lengthBytes);
      await storage.putPages(blob, data.offsetBytes, body, replicaConditions(context), hostRoute(context), call);
      sentBytes += data.lengthBytes;
    }
  }
  const counts = { processedBytes: totalLength(allocated), differingBytes: sentBytes, sentBytes, checksumBytes: 0 };
  return done({ kind: 'WindowCopied', diskId, window, counts }, edits);
}

/** The digests of what was read, where it is whole blocks of the disk. */
async function digested(
  context: EffectContext,
  diskId: DiskId,
  extent: Extent,
  bytes: Uint8Array,
): Promise<ManifestEdit> {
  const { sizeBytes } = diskOf(context, diskId);
  const end = endOf(extent);
  const isWhole =
    extent.offsetBytes % COARSE_BLOCK_BYTES === 0 && (end % COARSE_BLOCK_BYTES === 0 || end === sizeBytes);
  if (!isWhole) return { kind: 'forget', diskId, extents: [extent] };
  return { kind: 'record', diskId, extent, digests: await context.checksums.digest(bytes, COARSE_BLOCK_BYTES) };
}
