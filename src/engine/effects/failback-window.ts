import {
  alignOutward,
  endOf,
  gapsBetween,
  intersect,
  mergeExtents,
  totalLength,
  type Extent,
} from '../../base/extent.ts';
import type { Bytes } from '../../base/units.ts';
import { putRuns } from '../../core/delta/put-runs.ts';
import { COARSE_BLOCK_BYTES, FINE_BLOCK_BYTES } from '../../core/limits/limits.ts';
import type { DiskId } from '../../core/model.ts';
import { azureDiskBlob } from '../../core/protection/blob-names.ts';
import type { Effect } from '../../core/protection/effect.ts';
import type { EventOf } from '../../core/protection/event.ts';
import { compareDigests, type Differences } from '../../core/resync/compare.ts';
import { paddedContent, type BlobContent } from './blob-content.ts';
import { diskOf, hostRoute, type EffectContext } from './context.ts';
import { digestBlob } from './digest-blob.ts';

/** A disk in Azure and the one on the host that is to become like it. */
interface Sides {
  readonly context: EffectContext;
  readonly diskId: DiskId;
  readonly azure: BlobContent;
}

/** What is to be done to the disk on the host. */
interface Changes {
  readonly fetched: readonly Extent[];
  readonly cleared: readonly Extent[];
  readonly checksumBytes: Bytes;
}

/**
 * Brings one window of a disk home: what differs, found as in a resynchronization, or everything.
 * Done again, it writes the same bytes to the same places.
 */
export async function failbackWindow(
  context: EffectContext,
  effect: Extract<Effect, { readonly kind: 'FailbackWindow' }>,
): Promise<EventOf<'WindowFailedBack'>> {
  const { diskId, window, snapshot } = effect;
  const blob = azureDiskBlob(context.item, diskId, 'failover');
  const ref = snapshot === null ? blob : { ...blob, snapshot };
  const sides: Sides = { context, diskId, azure: paddedContent(context, ref, azureBytes(context, diskId)) };
  const within = { offsetBytes: window.offsetBytes, lengthBytes: window.lengthBytes };
  const changes = await changesIn(sides, within, effect);
  await carryOut(sides, changes);
  const sentBytes = totalLength(changes.fetched);
  const counts = {
    processedBytes: window.lengthBytes,
    differingBytes: sentBytes + totalLength(changes.cleared),
    sentBytes,
    checksumBytes: changes.checksumBytes,
  };
  return { kind: 'WindowFailedBack', diskId, window, counts };
}

/** Compared at first, told by the storage service afterwards; or simply everything. */
function changesIn(
  sides: Sides,
  within: Extent,
  { since, isDifferential }: Pick<Extract<Effect, { readonly kind: 'FailbackWindow' }>, 'since' | 'isDifferential'>,
): Promise<Changes> {
  if (since !== null) return changed(sides, since, within);
  return isDifferential ? compared(sides, within) : everything(sides, within);
}

/** The size of a disk in Azure: the machine there was made of a recovery point, which may be older than the disk's present size. */
export function azureBytes(context: EffectContext, diskId: DiskId): Bytes {
  const { phase } = context.item;
  const snapshots = ('failover' in phase && phase.failover.point?.snapshots) || [];
  return snapshots.find((each) => each.diskId === diskId)?.sizeBytes ?? diskOf(context, diskId).sizeBytes;
}

async function compared(sides: Sides, within: Extent): Promise<Changes> {
  const coarse = await compare(sides, within, COARSE_BLOCK_BYTES);
  const cleared = [...coarse.differences.zeroed];
  const fetched: Extent[] = [];
  let { checksumBytes } = coarse;
  for (const region of putRuns(coarse.differences.differing)) {
    const fine = await compare(sides, region, FINE_BLOCK_BYTES);
    fetched.push(...fine.differences.differing);
    cleared.push(...fine.differences.zeroed);
    checksumBytes += fine.checksumBytes;
  }
  return { fetched, cleared: mergeExtents(cleared), checksumBytes };
}

async function compare(
  { context, diskId, azure }: Sides,
  within: Extent,
  blockBytes: Bytes,
): Promise<{ readonly differences: Differences; readonly checksumBytes: Bytes }> {
  const source = await digestBlob(context, azure, within, blockBytes);
  const target = await context.host.checksumDisk(context.item.vmId, diskId, within, blockBytes, context.call);
  return { differences: compareDigests(source, target, within, blockBytes), checksumBytes: target.length };
}

/** What the guest in Azure has written since the snapshot that the first pass brought home. */
async function changed({ context, diskId }: Sides, since: string, within: Extent): Promise<Changes> {
  const blob = azureDiskBlob(context.item, diskId, 'failover');
  const present = intersect(within, { offsetBytes: 0, lengthBytes: azureBytes(context, diskId) });
  if (!present) return { fetched: [], cleared: [], checksumBytes: 0 };
  const { written, cleared } = await context.storage.listChanges(blob, since, present, context.call);
  return { fetched: written, cleared, checksumBytes: 0 };
}

/** All that the disk in Azure holds; the rest of the window is zero there. */
async function everything({ context, diskId, azure }: Sides, within: Extent): Promise<Changes> {
  const written = await azure.listWritten(within);
  const { sizeBytes } = diskOf(context, diskId);
  const end = Math.min(endOf(within), sizeBytes);
  const fetched = mergeExtents(written.map((range) => alignOutward(range, FINE_BLOCK_BYTES, end)));
  return { fetched, cleared: gapsBetween(fetched, within), checksumBytes: 0 };
}

async function carryOut({ context, diskId, azure }: Sides, { fetched, cleared }: Changes): Promise<void> {
  const { host, item, call } = context;
  for (const extent of cleared) await host.clearDisk(item.vmId, diskId, extent, call);
  for (const run of putRuns(fetched)) {
    const bytes = await azure.read(run, hostRoute(context));
    await host.writeDisk(item.vmId, diskId, run.offsetBytes, bytes, call);
  }
}
