import { assert } from '../../base/assert.ts';
import { intersect, mergeExtents, type Extent } from '../../base/extent.ts';
import { GIB, type Bytes } from '../../base/units.ts';
import { emptyWindows } from '../../core/initial/copy-plan.ts';
import type { DiskId, DiskReplication } from '../../core/model.ts';
import { azureDiskBlob } from '../../core/protection/blob-names.ts';
import type { EventOf } from '../../core/protection/event.ts';
import { baseSnapshotId, diskOf, replicaBlob, type EffectContext } from './context.ts';
import { azureBytes } from './failback-window.ts';

/** One listing covers so much: a disk of 4 TiB takes 256 of them, and none answers with a whole disk's extents. */
const SPAN_BYTES: Bytes = 16 * GIB;

/**
 * Where a large disk needs no work. A copy: where nothing is allocated in the snapshot, and, for a comparison, the
 * replica has no pages there either; both read as zeros. A failback's second pass: where nothing was written in Azure.
 */
export async function surveyDisk(context: EffectContext, diskId: DiskId): Promise<EventOf<'DiskSurveyed'>> {
  const disk = diskOf(context, diskId);
  const occupiedIn = disk.transfer?.kind === 'failback' ? changedIn : contentIn;
  const occupied: Extent[] = [];
  for (let offsetBytes = 0; offsetBytes < disk.sizeBytes; offsetBytes += SPAN_BYTES) {
    const span = { offsetBytes, lengthBytes: Math.min(SPAN_BYTES, disk.sizeBytes - offsetBytes) };
    occupied.push(...(await occupiedIn(context, disk, span)));
  }
  return { kind: 'DiskSurveyed', diskId, empty: emptyWindows(disk.sizeBytes, mergeExtents(occupied)) };
}

async function contentIn(context: EffectContext, disk: DiskReplication, span: Extent): Promise<readonly Extent[]> {
  const { host, storage, item, call } = context;
  const allocated = await host.listAllocatedExtents(item.vmId, disk.diskId, baseSnapshotId(context), span, call);
  if (disk.transfer?.kind !== 'resynchronization') return allocated;
  return [...allocated, ...(await storage.listPageRanges(replicaBlob(item, disk), span, call))];
}

async function changedIn(
  context: EffectContext,
  { diskId }: DiskReplication,
  span: Extent,
): Promise<readonly Extent[]> {
  const { storage, item, call } = context;
  const snapshots = item.phase.kind === 'failingBack' ? item.phase.failback.snapshots : [];
  const since = snapshots.find((each) => each.diskId === diskId)?.snapshot;
  assert(since !== undefined, `the first pass compared ${diskId} with a snapshot`);
  const present = intersect(span, { offsetBytes: 0, lengthBytes: azureBytes(context, diskId) });
  if (!present) return [];
  const { written, cleared } = await storage.listChanges(azureDiskBlob(item, diskId, 'failover'), since, present, call);
  return [...written, ...cleared];
}
