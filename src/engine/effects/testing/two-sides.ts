import type { Extent } from '../../../base/extent.ts';
import { shortened } from '../../../base/short-digests.ts';
import { MIB } from '../../../base/units.ts';
import { COARSE_BLOCK_BYTES, FINE_BLOCK_BYTES } from '../../../core/limits/limits.ts';
import type { DiskId, TransferWindow, WindowCounts } from '../../../core/model.ts';
import type { Checksums, HostApi, StorageApi, WriteReceipt } from '../../../core/ports.ts';
import type { ChecksumManifest } from '../../../core/resync/manifest.ts';
import type { EffectContext } from '../context.ts';
import { digestSum } from '../digest-sum.ts';

/** A whole disk of one megabyte. */
export const WINDOW: TransferWindow = { index: 0, offsetBytes: 0, lengthBytes: MIB };

/** A disk at its host, its replica, and what was asked of both. */
export interface TwoSides {
  readonly context: EffectContext;
  readonly diskId: DiskId;
  readonly replica: Uint8Array;
  /** Requests, in order. */
  readonly asked: readonly string[];
  /** Of the replica. */
  readonly readBytes: number;
}

/** How the two sides misbehave. */
interface Tricks {
  readonly known?: ChecksumManifest;
  /** Changes short digests on their way: how a collision looks from outside. */
  readonly coarse?: (digests: Uint8Array) => void;
  readonly fine?: (digests: Uint8Array) => void;
  /** Writes are acknowledged and forgotten. */
  readonly isDeaf?: boolean;
  /** What was compared of the disk so far. */
  readonly done?: Pick<WindowCounts, 'processedBytes' | 'differingBytes'>;
  /** The replica lies on this machine, to be read in pieces of this many bytes. */
  readonly nearPieceBytes?: number;
}

const NOTHING_DONE = { processedBytes: 0, differingBytes: 0 };

const RECEIPT: WriteReceipt = { etag: '"1"', sequenceNumber: 0, lastModified: '' };

/** Two sides in memory. `replica` becomes the replica itself. */
export function twoSides(
  checksums: Checksums,
  source: Uint8Array,
  replica: Uint8Array,
  { known, coarse, fine, isDeaf = false, done = NOTHING_DONE, nearPieceBytes }: Tricks = {},
): TwoSides {
  const diskId = 'disk' as DiskId;
  const asked: string[] = [];
  let readBytes = 0;
  const cut = (bytes: Uint8Array, { offsetBytes, lengthBytes }: Extent): Uint8Array =>
    bytes.slice(offsetBytes, offsetBytes + lengthBytes);

  const cutAll = (bytes: Uint8Array, extents: readonly Extent[]): Uint8Array =>
    Uint8Array.from(extents.flatMap((extent) => [...cut(bytes, extent)]));

  const host: Partial<HostApi> = {
    async compareExtent(_vm, _disk, _snapshot, extent, knownSha256) {
      asked.push('compareExtent');
      const whole = await checksums.digest(cut(source, extent), COARSE_BLOCK_BYTES);
      const sha256 = await digestSum(checksums, whole);
      const digests = shortened(whole);
      coarse?.(digests);
      return { sha256, digests: sha256 === knownSha256 ? null : digests };
    },
    async compareFinely(_vm, _disk, _snapshot, extent, knownSha256) {
      asked.push('compareFinely');
      const whole = await checksums.digest(cut(source, extent), FINE_BLOCK_BYTES);
      const sha256 = await digestSum(checksums, whole);
      const digests = shortened(whole);
      fine?.(digests);
      const coarseDigests = await checksums.digest(cut(source, extent), COARSE_BLOCK_BYTES);
      return { sha256, digests: sha256 === knownSha256 ? null : digests, coarseDigests };
    },
    async fineDigests(_vm, _disk, _snapshot, extents) {
      asked.push('fineDigests');
      const digests = shortened(await checksums.digest(cutAll(source, extents), FINE_BLOCK_BYTES));
      fine?.(digests);
      return digests;
    },
    async checksumExtent(_vm, _disk, _snapshot, extent, blockBytes) {
      asked.push('checksumExtent');
      return checksums.digest(cut(source, extent), blockBytes);
    },
    async readBlocks(_vm, _disk, _snapshot, extents) {
      asked.push('readBlocks');
      return cutAll(source, extents);
    },
  };
  const storage: Partial<StorageApi> = {
    listPageRanges: async (_blob, within) => [within],
    async readRange(_blob, extent) {
      asked.push('readRange');
      readBytes += extent.lengthBytes;
      return cut(replica, extent);
    },
    ...(nearPieceBytes !== undefined && {
      near: {
        pieceBytes: nearPieceBytes,
        async readInto(_blob, extent, into) {
          asked.push('readInto');
          into.set(cut(replica, extent));
        },
      },
    }),
    async putPages(_blob, offsetBytes, body) {
      if (!isDeaf) replica.set(body, offsetBytes);
      return RECEIPT;
    },
    async clearPages(_blob, { offsetBytes, lengthBytes }) {
      if (!isDeaf) replica.fill(0, offsetBytes, offsetBytes + lengthBytes);
      return RECEIPT;
    },
  };
  const item = {
    vmId: 'vm',
    hostId: 'host',
    disks: [{ diskId, replicaBlobName: 'disk.vhd', transfer: done }],
    baseSnapshot: { snapshotId: 'now' },
  };
  const lease = { leaseId: 'lease', isHeld: true };
  // The effect looks at nothing else of its context; should that change, it fails at once.
  const context = { host, storage, checksums, item, lease, manifestOf: () => known, call: {} } as unknown;
  return {
    context: context as EffectContext,
    diskId,
    replica,
    asked,
    get readBytes() {
      return readBytes;
    },
  };
}
