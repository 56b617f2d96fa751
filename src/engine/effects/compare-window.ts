import { mergeExtents, totalLength, type Extent } from '../../base/extent.ts';
import type { Bytes } from '../../base/units.ts';
import { putRuns } from '../../core/delta/put-runs.ts';
import { COARSE_BLOCK_BYTES, DIGEST_BYTES, FINE_BLOCK_BYTES } from '../../core/limits/limits.ts';
import type { DiskId, TransferWindow, WindowCounts } from '../../core/model.ts';
import type { BlobRef } from '../../core/ports.ts';
import type { EventOf } from '../../core/protection/event.ts';
import { compareDigests, type Differences } from '../../core/resync/compare.ts';
import { digestsWithin, type ChecksumManifest } from '../../core/resync/manifest.ts';
import { blobContent } from './blob-content.ts';
import { digestBlob } from './digest-blob.ts';
import { done, type Done, type ManifestEdit } from './done.ts';
import { baseSnapshotId, diskOf, hostRoute, replicaBlob, replicaConditions, type EffectContext } from './context.ts';
import { proveWindow } from './prove-window.ts';

/** The two sides of a disk that is compared. */
interface Sides {
  readonly context: EffectContext;
  readonly diskId: DiskId;
  readonly replica: BlobRef;
}

interface Level {
  readonly differences: Differences;
  readonly source: Uint8Array;
  readonly target: Uint8Array;
  readonly checksumBytes: Bytes;
}

/**
 * Resynchronization of one window, on two levels: coarse digests find the regions that differ, fine
 * ones the blocks in them. Only those cross the wire; what is zero at the source is cleared.
 */
export async function compareWindow(
  context: EffectContext,
  diskId: DiskId,
  window: TransferWindow,
): Promise<Done<EventOf<'WindowCompared'>>> {
  const sides: Sides = { context, diskId, replica: replicaBlob(context.item, diskOf(context, diskId)) };
  const { offsetBytes, lengthBytes } = window;
  const coarse = await compare(sides, { offsetBytes, lengthBytes }, COARSE_BLOCK_BYTES);
  const zeroed = [...coarse.differences.zeroed];
  const differing: Extent[] = [];
  let { checksumBytes } = coarse;
  for (const region of putRuns(coarse.differences.differing)) {
    const fine = await compare(sides, region, FINE_BLOCK_BYTES);
    differing.push(...fine.differences.differing);
    zeroed.push(...fine.differences.zeroed);
    checksumBytes += fine.checksumBytes;
  }
  await clear(sides, zeroed);
  await send(sides, differing);
  const changed = mergeExtents([...differing, ...zeroed].toSorted((a, b) => a.offsetBytes - b.offsetBytes));
  const doubted = coarse.differences.differing;
  const proof = await proveWindow(context, sides.replica, { diskId, window, changed, doubted, ...coarse });
  const counts: WindowCounts = {
    processedBytes: lengthBytes,
    differingBytes: totalLength(differing) + totalLength(zeroed),
    sentBytes: totalLength(differing),
    checksumBytes,
  };
  // The window now shows what the source showed.
  const edit: ManifestEdit = { kind: 'record', diskId, extent: { offsetBytes, lengthBytes }, digests: coarse.source };
  return { ...done({ kind: 'WindowCompared', diskId, window, counts }, [edit]), findings: proof };
}

async function compare(sides: Sides, within: Extent, blockBytes: Bytes): Promise<Level> {
  const { context, diskId } = sides;
  const { host, item, call } = context;
  const source = await host.checksumExtent(item.vmId, diskId, baseSnapshotId(context), within, blockBytes, call);
  const known = blockBytes === COARSE_BLOCK_BYTES ? context.manifestOf(diskId) : undefined;
  const target = known
    ? await knownDigests(sides, within, known)
    : await digestBlob(context, blobContent(context, sides.replica), within, blockBytes);
  const differences = compareDigests(source, target, within, blockBytes);
  return { differences, source, target, checksumBytes: source.length };
}

/** Coarse digests of the replica from its manifest; only what it does not know is read back. */
async function knownDigests(sides: Sides, within: Extent, manifest: ChecksumManifest): Promise<Uint8Array> {
  const { digests, unknown } = digestsWithin(manifest, within);
  const replica = blobContent(sides.context, sides.replica);
  for (const extent of unknown) {
    const index = (extent.offsetBytes - within.offsetBytes) / COARSE_BLOCK_BYTES;
    digests.set(await digestBlob(sides.context, replica, extent, COARSE_BLOCK_BYTES), index * DIGEST_BYTES);
  }
  return digests;
}

async function clear({ context, replica }: Sides, extents: readonly Extent[]): Promise<void> {
  for (const extent of mergeExtents(extents)) {
    await context.storage.clearPages(replica, extent, replicaConditions(context), hostRoute(context), context.call);
  }
}

async function send({ context, diskId, replica }: Sides, extents: readonly Extent[]): Promise<void> {
  const { host, storage, item, call } = context;
  for (const run of putRuns(extents)) {
    const bytes = await host.readExtent(item.vmId, diskId, baseSnapshotId(context), run, call);
    await storage.putPages(replica, run.offsetBytes, bytes, replicaConditions(context), hostRoute(context), call);
  }
}
