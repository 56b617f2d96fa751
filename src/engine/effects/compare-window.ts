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
import type { DigestSum, FineDigestSum } from '../../core/ports.ts';
import type { EventOf } from '../../core/protection/event.ts';
import { comparedBlockBytes, compareDigests, type Differences } from '../../core/resync/compare.ts';
import { digestsWithin } from '../../core/resync/manifest.ts';
import { blobContent, type BlobContent } from './blob-content.ts';
import { digestBlob, digestParts } from './digest-blob.ts';
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
  /** Of these blocks' digests both sides make their sums. */
  readonly blockBytes: Bytes;
  readonly replica: BlobContent;
}

/** The disk at its host. Of fine blocks, the coarse ones' digests come along. */
type Source = DigestSum & Partial<FineDigestSum>;

/** What was found to differ, and what finding it cost on the wire. */
interface Found extends Differences {
  /** The blocks with other digests. */
  readonly doubted: readonly Extent[];
  readonly checksumBytes: Bytes;
}

/**
 * Resynchronization of one window. One sum over its digests ends it where both sides are equal; else short
 * digests find the blocks that differ: coarse and then fine ones, or fine ones at once where most regions differ.
 * Only those blocks cross the wire; what is zero at the source is cleared. The same sum over what the replica shows
 * then is the proof; where it fails, a short digest may have hidden a difference, and whole digests find it.
 */
export async function compareWindow(
  context: EffectContext,
  diskId: DiskId,
  window: TransferWindow,
): Promise<Done<EventOf<'WindowCompared'>>> {
  const disk = diskOf(context, diskId);
  const replica = blobContent(context, replicaBlob(context.item, disk));
  const { offsetBytes, lengthBytes } = window;
  const blockBytes = disk.transfer ? comparedBlockBytes(disk.transfer) : COARSE_BLOCK_BYTES;
  const sides: Sides = { context, diskId, window, within: { offsetBytes, lengthBytes }, blockBytes, replica };
  const before = await targetDigests(sides);
  const source = await compareSource(sides, await digestSum(context.checksums, before));
  const found = await findDifferences(sides, source, before);
  await sendDifferences(context, diskId, found);
  const shown = await readBack(context, replica, window, blockBytes, before, found.doubted);
  if (shown.sha256 === source.sha256) return compared(sides, source, found, shown);
  const mended = await mend(sides, source.sha256, shown);
  return compared(sides, source, united(found, mended.found), mended.shown);
}

/** Digests of the replica: coarse ones are known or read, fine ones are always read. */
async function targetDigests({ context, diskId, within, blockBytes, replica }: Sides): Promise<Uint8Array> {
  const manifest = blockBytes === COARSE_BLOCK_BYTES ? context.manifestOf(diskId) : undefined;
  if (!manifest) return digestBlob(context, replica, within, blockBytes);
  const { digests, unknown } = digestsWithin(manifest, within);
  await digestParts(context, replica, within, unknown, blockBytes, digests);
  return digests;
}

function compareSource({ context, diskId, within, blockBytes }: Sides, knownSha256: string): Promise<Source> {
  const { host, item, call } = context;
  const snapshotId = baseSnapshotId(context);
  return blockBytes === FINE_BLOCK_BYTES
    ? host.compareFinely(item.vmId, diskId, snapshotId, within, knownSha256, call)
    : host.compareExtent(item.vmId, diskId, snapshotId, within, knownSha256, call);
}

/** Both sides' sums. */
const SUMS_BYTES: Bytes = 2 * DIGEST_SUM_BYTES;

/** Where the short digests differ that the source's sum brought along; of coarse blocks, the fine ones within. */
async function findDifferences(sides: Sides, source: Source, target: Uint8Array): Promise<Found> {
  const { within, blockBytes } = sides;
  const sumBytes = SUMS_BYTES + (source.coarseDigests?.length ?? 0);
  if (source.digests === null) return { differing: [], zeroed: [], doubted: [], checksumBytes: sumBytes };
  const blocks = compareDigests(source.digests, shortened(target), within, blockBytes, SHORT_DIGEST_BYTES);
  const doubted = mergeExtents([...blocks.differing, ...blocks.zeroed]);
  const checksumBytes = sumBytes + source.digests.length;
  if (blockBytes === FINE_BLOCK_BYTES || blocks.differing.length === 0) return { ...blocks, doubted, checksumBytes };
  const fine = await findFineDifferences(sides, blocks.differing);
  return {
    differing: fine.differing,
    zeroed: mergeExtents([...blocks.zeroed, ...fine.zeroed]),
    doubted,
    checksumBytes: checksumBytes + fine.checksumBytes,
  };
}

/** The fine blocks that differ within coarse ones. */
async function findFineDifferences(
  { context, diskId, within, replica }: Sides,
  regions: readonly Extent[],
): Promise<Differences & { readonly checksumBytes: Bytes }> {
  const { host, item, call } = context;
  const theirs = await host.fineDigests(item.vmId, diskId, baseSnapshotId(context), regions, call);
  const ours = new Uint8Array(Math.ceil(within.lengthBytes / FINE_BLOCK_BYTES) * DIGEST_BYTES);
  await digestParts(context, replica, within, regions, FINE_BLOCK_BYTES, ours);
  const differing: Extent[] = [];
  const zeroed: Extent[] = [];
  let at = 0;
  for (const region of regions) {
    const first = (region.offsetBytes - within.offsetBytes) / FINE_BLOCK_BYTES;
    const count = Math.ceil(region.lengthBytes / FINE_BLOCK_BYTES);
    const target = shortened(ours.subarray(first * DIGEST_BYTES, (first + count) * DIGEST_BYTES));
    const source = theirs.subarray(at, at + target.length);
    const differences = compareDigests(source, target, region, FINE_BLOCK_BYTES, SHORT_DIGEST_BYTES);
    differing.push(...differences.differing);
    zeroed.push(...differences.zeroed);
    at += target.length;
  }
  const bitsBytes = Math.ceil(within.lengthBytes / COARSE_BLOCK_BYTES / 8);
  return { differing, zeroed, checksumBytes: bitsBytes + theirs.length };
}

/**
 * Sends what differs by whole digests, block by block, after a proof that failed. Throws `ChecksumMismatch`
 * where the replica does not show the source even then.
 */
async function mend(
  sides: Sides,
  sourceSha256: string,
  shown: ReadBack,
): Promise<{ readonly found: Found; readonly shown: ReadBack }> {
  const { context, diskId, window, within, blockBytes, replica } = sides;
  const { host, item, call } = context;
  const snapshotId = baseSnapshotId(context);
  const source = await host.checksumExtent(item.vmId, diskId, snapshotId, within, blockBytes, call);
  const differences = compareDigests(source, shown.digests, within, blockBytes);
  await sendDifferences(context, diskId, differences);
  const doubted = mergeExtents([...differences.differing, ...differences.zeroed]);
  const mended = await readBack(context, replica, window, blockBytes, shown.digests, doubted);
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
  { coarseDigests }: Source,
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
  const edit: ManifestEdit = { kind: 'record', diskId, extent: within, digests: coarseDigests ?? digests };
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
