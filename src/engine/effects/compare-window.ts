import { mergeExtents, totalLength, type Extent } from '../../base/extent.ts';
import type { Bytes } from '../../base/units.ts';
import { PortError } from '../../core/errors/fault.ts';
import {
  COARSE_BLOCK_BYTES,
  DIGEST_BYTES,
  DIGEST_SUM_BYTES,
  FINE_BLOCK_BYTES,
  SHORT_DIGEST_BYTES,
} from '../../core/limits/limits.ts';
import { shortened } from '../../base/short-digests.ts';
import type { DiskId, TransferWindow, WindowCounts } from '../../core/model.ts';
import type { EventOf } from '../../core/protection/event.ts';
import { compareDigests, type Differences } from '../../core/resync/compare.ts';
import { digestsWithin } from '../../core/resync/manifest.ts';
import { blobContent, type BlobContent } from './blob-content.ts';
import { digestBlob } from './digest-blob.ts';
import { digestSum } from './digest-sum.ts';
import { done, type Done, type ManifestEdit } from './done.ts';
import { baseSnapshotId, diskOf, replicaBlob, type EffectContext } from './context.ts';
import { readBack, type ReadBack } from './read-back.ts';
import { sendDifferences } from './send-differences.ts';

/** The window of a disk that is compared, and the replica as it is read. */
interface Sides {
  readonly context: EffectContext;
  readonly diskId: DiskId;
  readonly window: TransferWindow;
  readonly within: Extent;
  readonly replica: BlobContent;
}

/** What was found to differ, and what finding it cost on the wire. */
interface Found extends Differences {
  /** Regions of coarse blocks in which something differs. */
  readonly doubted: readonly Extent[];
  readonly checksumBytes: Bytes;
}

/**
 * Resynchronization of one window. One sum over its digests ends it where both sides are equal; else short
 * digests, coarse and then fine ones, find the blocks that differ. Only those cross the wire; what is zero at the
 * source is cleared. The same sum over what the replica shows then is the proof; where it fails, a short digest
 * may have hidden a difference, and whole digests find it.
 */
export async function compareWindow(
  context: EffectContext,
  diskId: DiskId,
  window: TransferWindow,
): Promise<Done<EventOf<'WindowCompared'>>> {
  const replica = blobContent(context, replicaBlob(context.item, diskOf(context, diskId)));
  const { offsetBytes, lengthBytes } = window;
  const sides: Sides = { context, diskId, window, within: { offsetBytes, lengthBytes }, replica };
  const before = await targetDigests(sides);
  const sha256 = await digestSum(context.checksums, before);
  const { host, item, call } = context;
  const source = await host.compareExtent(item.vmId, diskId, baseSnapshotId(context), sides.within, sha256, call);
  const found = source.digests === null ? NOTHING_FOUND : await findDifferences(sides, source.digests, before);
  await sendDifferences(context, diskId, found);
  const shown = await readBack(context, replica, window, before, found.doubted);
  if (shown.sha256 === source.sha256) return compared(sides, found, shown);
  const mended = await mend(sides, source.sha256, shown);
  return compared(sides, united(found, mended.found), mended.shown);
}

/** Coarse digests of the replica: known ones, and of the rest as it is read. */
async function targetDigests({ context, diskId, within, replica }: Sides): Promise<Uint8Array> {
  const manifest = context.manifestOf(diskId);
  if (!manifest) return digestBlob(context, replica, within, COARSE_BLOCK_BYTES);
  const { digests, unknown } = digestsWithin(manifest, within);
  for (const extent of unknown) {
    const index = (extent.offsetBytes - within.offsetBytes) / COARSE_BLOCK_BYTES;
    digests.set(await digestBlob(context, replica, extent, COARSE_BLOCK_BYTES), index * DIGEST_BYTES);
  }
  return digests;
}

/** Both sides' sums. */
const SUMS_BYTES: Bytes = 2 * DIGEST_SUM_BYTES;

const NOTHING_FOUND: Found = { differing: [], zeroed: [], doubted: [], checksumBytes: SUMS_BYTES };

/** Where the short digests differ: coarse ones first, which the source's sum brought along, then fine ones within. */
async function findDifferences(sides: Sides, source: Uint8Array, target: Uint8Array): Promise<Found> {
  const { context, diskId, within, replica } = sides;
  const coarse = compareDigests(source, shortened(target), within, COARSE_BLOCK_BYTES, SHORT_DIGEST_BYTES);
  const regions = coarse.differing;
  const { host, item, call } = context;
  const fine =
    regions.length === 0
      ? new Uint8Array(0)
      : await host.fineDigests(item.vmId, diskId, baseSnapshotId(context), regions, call);
  const differing: Extent[] = [];
  const zeroed = [...coarse.zeroed];
  let at = 0;
  for (const region of regions) {
    const ours = shortened(await digestBlob(context, replica, region, FINE_BLOCK_BYTES));
    const theirs = fine.subarray(at, at + ours.length);
    const differences = compareDigests(theirs, ours, region, FINE_BLOCK_BYTES, SHORT_DIGEST_BYTES);
    differing.push(...differences.differing);
    zeroed.push(...differences.zeroed);
    at += ours.length;
  }
  const bitsBytes = regions.length === 0 ? 0 : Math.ceil(within.lengthBytes / COARSE_BLOCK_BYTES / 8);
  const checksumBytes = SUMS_BYTES + source.length + bitsBytes + fine.length;
  const doubted = mergeExtents([...regions, ...coarse.zeroed]);
  return { differing, zeroed: mergeExtents(zeroed), doubted, checksumBytes };
}

/**
 * Sends what differs by whole digests, region by region, after a proof that failed. Throws `ChecksumMismatch`
 * where the replica does not show the source even then.
 */
async function mend(
  sides: Sides,
  sourceSha256: string,
  shown: ReadBack,
): Promise<{ readonly found: Found; readonly shown: ReadBack }> {
  const { context, diskId, window, within, replica } = sides;
  const { host, item, call } = context;
  const snapshotId = baseSnapshotId(context);
  const source = await host.checksumExtent(item.vmId, diskId, snapshotId, within, COARSE_BLOCK_BYTES, call);
  const differences = compareDigests(source, shown.digests, within, COARSE_BLOCK_BYTES);
  await sendDifferences(context, diskId, differences);
  const doubted = mergeExtents([...differences.differing, ...differences.zeroed]);
  const mended = await readBack(context, replica, window, shown.digests, doubted);
  if (mended.sha256 !== sourceSha256) {
    const { name } = replicaBlob(item, diskOf(context, diskId));
    const detail = `${name} at ${window.offsetBytes}: what was written is not what is read back.`;
    throw new PortError({ code: 'ChecksumMismatch', detail });
  }
  const readBackBytes = shown.readBackBytes + mended.readBackBytes;
  return { found: { ...differences, doubted, checksumBytes: source.length }, shown: { ...mended, readBackBytes } };
}

function united(first: Found, second: Found): Found {
  return {
    differing: mergeExtents([...first.differing, ...second.differing]),
    zeroed: mergeExtents([...first.zeroed, ...second.zeroed]),
    doubted: mergeExtents([...first.doubted, ...second.doubted]),
    checksumBytes: first.checksumBytes + second.checksumBytes,
  };
}

/** The window now shows what the source showed. */
function compared(
  { diskId, window, within }: Sides,
  { differing, zeroed, checksumBytes }: Found,
  { digests, sha256, readBackBytes }: ReadBack,
): Done<EventOf<'WindowCompared'>> {
  const changed = mergeExtents([...differing, ...zeroed]);
  const counts: WindowCounts = {
    processedBytes: within.lengthBytes,
    differingBytes: totalLength(changed),
    sentBytes: totalLength(differing),
    checksumBytes,
  };
  const edit: ManifestEdit = { kind: 'record', diskId, extent: within, digests };
  const findings = {
    diskId,
    window,
    differing: changed,
    sourceSha256: sha256,
    targetSha256: sha256,
    readBackBytes,
  };
  return { ...done({ kind: 'WindowCompared', diskId, window, counts }, [edit]), findings };
}
