/**
 * Checksum manifest of a replica disk: what the engine knows of its blocks' digests, so that
 * a resynchronization need not read the replica back. It is bound to the blob's ETag; when
 * the blob's is another, somebody else wrote and nothing of it counts.
 *
 * A map of groups (64 MiB of disk each) keeps a sparse disk cheap: a group that is not there
 * is as `elsewhere` says. Values are immutable; a change copies one group (16 KiB).
 */
import { assert } from '../../base/assert.ts';
import { alignOutward, endOf, type Extent } from '../../base/extent.ts';
import type { Bytes } from '../../base/units.ts';
import { COARSE_BLOCK_BYTES, DIGEST_BYTES } from '../limits/limits.ts';

/** Blocks of one group. */
export const GROUP_BLOCKS = 1024;

export interface ManifestGroup {
  /** 16 bytes a block; zeros for an all-zero block, and where nothing is known. */
  readonly digests: Uint8Array;
  /** One bit a block, lowest first: set = its digest is known. */
  readonly known: Uint8Array;
}

export interface ChecksumManifest {
  readonly sizeBytes: Bytes;
  /** The version of the blob that the digests describe; null while writes are under way. */
  readonly etag: string | null;
  /** What blocks of groups that are not there are: all zero, as in a new page blob, or not known. */
  readonly elsewhere: 'zero' | 'unknown';
  /** By group index. */
  readonly groups: ReadonlyMap<number, ManifestGroup>;
}

/** The manifest of a new, all-zero replica; or of one that nothing is known of. */
export function newManifest(sizeBytes: Bytes, content: ChecksumManifest['elsewhere']): ChecksumManifest {
  assert(sizeBytes > 0, `a disk holds bytes, got ${sizeBytes}`);
  return { sizeBytes, etag: null, elsewhere: content, groups: new Map() };
}

/** Blocks of the disk; its last may be short. */
export function blockCount(manifest: ChecksumManifest): number {
  return Math.ceil(manifest.sizeBytes / COARSE_BLOCK_BYTES);
}

/** The manifest describes the blob's version `etag` from now on. */
export function bindManifest(manifest: ChecksumManifest, etag: string): ChecksumManifest {
  return { ...manifest, etag };
}

/** Whether the digests may be used for the blob whose ETag is `etag`. */
export function isBoundTo(manifest: ChecksumManifest, etag: string): boolean {
  return manifest.etag === etag;
}

/**
 * Takes the digests of the blocks that `extent` is cut into (whole blocks, the disk's last may be
 * short): they were read back or written.
 */
export function recordDigests(manifest: ChecksumManifest, extent: Extent, digests: Uint8Array): ChecksumManifest {
  const [first, end] = blocksOf(manifest, extent);
  const isWhole = extent.offsetBytes % COARSE_BLOCK_BYTES === 0 && isBlockEnd(manifest, endOf(extent));
  assert(isWhole, `digests cover whole blocks, not ${extent.offsetBytes}+${extent.lengthBytes}`);
  const expected = (end - first) * DIGEST_BYTES;
  assert(digests.length === expected, `${end - first} digests take ${expected} bytes, got ${digests.length}`);
  return change(manifest, first, end, (group, block) => {
    const from = (block - first) * DIGEST_BYTES;
    group.digests.set(digests.subarray(from, from + DIGEST_BYTES), (block % GROUP_BLOCKS) * DIGEST_BYTES);
    setKnown(group, block, true);
  });
}

/** Blocks that the extents touch are known no more: they were written to without their digests being made. */
export function forgetDigests(manifest: ChecksumManifest, extents: readonly Extent[]): ChecksumManifest {
  let next = manifest;
  for (const extent of extents) {
    const [first, end] = blocksOf(manifest, extent);
    next = change(next, first, end, (group, block) => {
      const at = (block % GROUP_BLOCKS) * DIGEST_BYTES;
      group.digests.fill(0, at, at + DIGEST_BYTES);
      setKnown(group, block, false);
    });
  }
  return next;
}

/** The replica has grown by zeros. What was its last block, if short, is known no more: it is longer now. */
export function growManifest(manifest: ChecksumManifest, sizeBytes: Bytes): ChecksumManifest {
  assert(sizeBytes >= manifest.sizeBytes, `${sizeBytes} bytes are no less than ${manifest.sizeBytes}`);
  const rest = manifest.sizeBytes % COARSE_BLOCK_BYTES;
  const grown = { ...manifest, sizeBytes };
  if (rest === 0 || sizeBytes === manifest.sizeBytes) return grown;
  return forgetDigests(grown, [{ offsetBytes: manifest.sizeBytes - rest, lengthBytes: rest }]);
}

/**
 * Digests of the blocks that `extent` is cut into, and those extents of it whose digests are not
 * known (there they are zeros): these are to be read back.
 */
export function digestsWithin(
  manifest: ChecksumManifest,
  extent: Extent,
): { readonly digests: Uint8Array; readonly unknown: readonly Extent[] } {
  const [first, end] = blocksOf(manifest, extent);
  const digests = new Uint8Array((end - first) * DIGEST_BYTES);
  const unknown: { offsetBytes: Bytes; lengthBytes: Bytes }[] = [];
  for (let block = first; block < end; block++) {
    const group = manifest.groups.get(Math.floor(block / GROUP_BLOCKS));
    if (group) {
      const at = (block % GROUP_BLOCKS) * DIGEST_BYTES;
      digests.set(group.digests.subarray(at, at + DIGEST_BYTES), (block - first) * DIGEST_BYTES);
    }
    if (group ? !isKnown(group, block) : manifest.elsewhere === 'unknown') addBlock(unknown, manifest, block);
  }
  return { digests, unknown };
}

function addBlock(
  extents: { offsetBytes: Bytes; lengthBytes: Bytes }[],
  manifest: ChecksumManifest,
  block: number,
): void {
  const offsetBytes = block * COARSE_BLOCK_BYTES;
  const lengthBytes = Math.min(COARSE_BLOCK_BYTES, manifest.sizeBytes - offsetBytes);
  const last = extents.at(-1);
  if (last && endOf(last) === offsetBytes) last.lengthBytes += lengthBytes;
  else extents.push({ offsetBytes, lengthBytes });
}

function isBlockEnd(manifest: ChecksumManifest, offsetBytes: Bytes): boolean {
  return offsetBytes % COARSE_BLOCK_BYTES === 0 || offsetBytes === manifest.sizeBytes;
}

/** First block that an extent touches, and the first after it. */
function blocksOf(manifest: ChecksumManifest, extent: Extent): [number, number] {
  const isInside = extent.offsetBytes >= 0 && extent.lengthBytes > 0 && endOf(extent) <= manifest.sizeBytes;
  assert(isInside, `extent ${extent.offsetBytes}+${extent.lengthBytes} lies on the disk`);
  const outer = alignOutward(extent, COARSE_BLOCK_BYTES, manifest.sizeBytes);
  return [outer.offsetBytes / COARSE_BLOCK_BYTES, Math.ceil(endOf(outer) / COARSE_BLOCK_BYTES)];
}

/** Applies `edit` to every block in [first, end) of copied groups. */
function change(
  manifest: ChecksumManifest,
  first: number,
  end: number,
  edit: (group: ManifestGroup, block: number) => void,
): ChecksumManifest {
  const groups = new Map(manifest.groups);
  const copied = new Map<number, ManifestGroup>();
  for (let block = first; block < end; block++) {
    const index = Math.floor(block / GROUP_BLOCKS);
    const group = copied.get(index) ?? copyOf(groups.get(index), manifest.elsewhere);
    copied.set(index, group);
    groups.set(index, group);
    edit(group, block);
  }
  return { ...manifest, groups };
}

/** A group's copy; of one that is not there, what is said of all such. */
function copyOf(group: ManifestGroup | undefined, elsewhere: ChecksumManifest['elsewhere']): ManifestGroup {
  if (group) return { digests: group.digests.slice(), known: group.known.slice() };
  return {
    digests: new Uint8Array(GROUP_BLOCKS * DIGEST_BYTES),
    known: new Uint8Array(GROUP_BLOCKS / 8).fill(elsewhere === 'zero' ? 0xff : 0),
  };
}

function isKnown(group: ManifestGroup, block: number): boolean {
  const bit = block % GROUP_BLOCKS;
  return (((group.known[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1;
}

function setKnown(group: ManifestGroup, block: number, isSet: boolean): void {
  const bit = block % GROUP_BLOCKS;
  const byte = group.known[bit >> 3] ?? 0;
  group.known[bit >> 3] = isSet ? byte | (1 << (bit & 7)) : byte & ~(1 << (bit & 7));
}
