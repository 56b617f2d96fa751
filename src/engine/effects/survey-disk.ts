import { mergeExtents, type Extent } from '../../base/extent.ts';
import { GIB, type Bytes } from '../../base/units.ts';
import { emptyWindows } from '../../core/initial/copy-plan.ts';
import type { DiskId } from '../../core/model.ts';
import type { EventOf } from '../../core/protection/event.ts';
import { baseSnapshotId, diskOf, replicaBlob, type EffectContext } from './context.ts';

/** One listing covers so much: a disk of 4 TiB takes 256 of them, and none answers with a whole disk's extents. */
const SPAN_BYTES: Bytes = 16 * GIB;

/**
 * Where a large disk is empty: nothing is allocated in the snapshot, and, for a comparison, the replica has no pages
 * there either. Both read as zeros, so there is nothing to copy or to compare.
 */
export async function surveyDisk(context: EffectContext, diskId: DiskId): Promise<EventOf<'DiskSurveyed'>> {
  const { host, storage, item, call } = context;
  const disk = diskOf(context, diskId);
  const snapshotId = baseSnapshotId(context);
  const isComparing = disk.transfer?.kind === 'resynchronization';
  const occupied: Extent[] = [];
  for (let offsetBytes = 0; offsetBytes < disk.sizeBytes; offsetBytes += SPAN_BYTES) {
    const span = { offsetBytes, lengthBytes: Math.min(SPAN_BYTES, disk.sizeBytes - offsetBytes) };
    occupied.push(...(await host.listAllocatedExtents(item.vmId, diskId, snapshotId, span, call)));
    if (isComparing) occupied.push(...(await storage.listPageRanges(replicaBlob(item, disk), span, call)));
  }
  return { kind: 'DiskSurveyed', diskId, empty: emptyWindows(disk.sizeBytes, mergeExtents(occupied)) };
}
