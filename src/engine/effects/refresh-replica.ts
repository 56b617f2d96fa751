import { gapsBetween, mergeExtents, type Extent } from '../../base/extent.ts';
import type { Bytes } from '../../base/units.ts';
import { putRuns } from '../../core/delta/put-runs.ts';
import { PortError } from '../../core/errors/fault.ts';
import type { DiskReplication, Failover } from '../../core/model.ts';
import type { BlobRef, PageChanges } from '../../core/ports.ts';
import { azureDiskBlob } from '../../core/protection/blob-names.ts';
import type { EventOf } from '../../core/protection/event.ts';
import { paddedContent } from './blob-content.ts';
import { CLOUD, replicaBlob, replicaConditions, type EffectContext } from './context.ts';
import { done, type Done, type ManifestEdit } from './done.ts';

/**
 * Makes each replica equal to its disk in Azure, inside the cloud. The disk was made of a snapshot of the
 * replica, so the two differ at most where one of them was written since: the storage service tells both, and
 * nothing else is read. One that has outgrown its disk is cut back to it. Done again, it writes the same bytes to the
 * same places.
 */
export async function refreshReplica(context: EffectContext): Promise<Done<EventOf<'ReplicaRefreshed'>>> {
  const { item } = context;
  const failover = 'failover' in item.phase ? item.phase.failover : null;
  const edits: ManifestEdit[] = [];
  for (const disk of failover ? item.disks : []) edits.push(...(await refreshDisk(context, disk, failover)));
  return done({ kind: 'ReplicaRefreshed' }, edits);
}

async function refreshDisk(
  context: EffectContext,
  disk: DiskReplication,
  failover: Failover | null,
): Promise<readonly ManifestEdit[]> {
  const { storage, item, call } = context;
  const { diskId, sizeBytes } = disk;
  const replica = replicaBlob(item, disk);
  const { etag } = await cutToDisk(context, replica, sizeBytes);
  const made = failover?.madeSnapshots?.find((each) => each.diskId === diskId);
  const point = failover?.point?.snapshots.find((each) => each.diskId === diskId);
  // Without them nothing tells what was written: the reversal finds it, and sends it.
  if (!made || !point) return [];
  const azure = azureDiskBlob(item, diskId, 'failover');
  const azureBytes = point.sizeBytes ?? sizeBytes;
  const inAzure = await changesOnDisk(context, azure, made.snapshot, azureBytes);
  if (!inAzure) return [];
  const whole = { offsetBytes: 0, lengthBytes: sizeBytes };
  const inReplica = await storage.listChanges(replica, point.snapshot, whole, call);
  const differing = mergeExtents([inAzure, inReplica].flatMap(({ written, cleared }) => [...written, ...cleared]));
  for (const extent of differing) await takeOver(context, azure, azureBytes, replica, extent);
  const { etag: etagNow } = await storage.getProperties(replica, call);
  return [
    { kind: 'check', diskId, sizeBytes, etag },
    { kind: 'forget', diskId, extents: differing },
    { kind: 'bind', diskId, etag: etagNow },
  ];
}

/**
 * A replica grows before the first byte of its log is applied: where the failover came in between, it is larger than
 * its disk, which comes home as it was.
 */
async function cutToDisk(
  context: EffectContext,
  replica: BlobRef,
  diskBytes: Bytes,
): Promise<{ readonly etag: string }> {
  const { storage, call } = context;
  const present = await storage.getProperties(replica, call);
  if (present.sizeBytes <= diskBytes) return present;
  return storage.resizePageBlob(replica, diskBytes, replicaConditions(context), call);
}

/** undefined: somebody has deleted the disk, and the replica stays as it is. */
async function changesOnDisk(
  { storage, call }: EffectContext,
  azure: BlobRef,
  since: string,
  sizeBytes: number,
): Promise<PageChanges | undefined> {
  try {
    return await storage.listChanges(azure, since, { offsetBytes: 0, lengthBytes: sizeBytes }, call);
  } catch (error) {
    if (error instanceof PortError && error.report.code === 'BlobNotFound') return undefined;
    throw error;
  }
}

async function takeOver(
  context: EffectContext,
  azure: BlobRef,
  azureBytes: number,
  replica: BlobRef,
  extent: Extent,
): Promise<void> {
  const { storage, call } = context;
  const conditions = replicaConditions(context);
  const content = paddedContent(context, azure, azureBytes);
  const written = await content.listWritten(extent);
  for (const gap of gapsBetween(written, extent)) await storage.clearPages(replica, gap, conditions, CLOUD, call);
  for (const run of putRuns(written)) {
    await storage.putPages(replica, run.offsetBytes, await content.read(run, CLOUD), conditions, CLOUD, call);
  }
}
