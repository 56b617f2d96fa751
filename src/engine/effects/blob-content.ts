import { endOf, intersect, type Extent } from '../../base/extent.ts';
import type { Bytes } from '../../base/units.ts';
import type { BlobRef, Route } from '../../core/ports.ts';
import type { EffectContext } from './context.ts';

/** A blob, or a snapshot of one, to be read as a disk. */
export interface BlobContent {
  /** What holds data within an extent, ascending and merged; all else reads as zeros. */
  listWritten(within: Extent): Promise<readonly Extent[]>;
  read(extent: Extent, route: Route): Promise<Uint8Array>;
  /** Where it lies on this machine: small reads into a buffer are the cheapest. */
  readonly near?: {
    readonly pieceBytes: Bytes;
    readonly readInto: (extent: Extent, into: Uint8Array) => Promise<void>;
  };
}

/** As the service has it. */
export function blobContent({ storage, call }: EffectContext, blob: BlobRef): BlobContent {
  const { near } = storage;
  return {
    listWritten: (within) => storage.listPageRanges(blob, within, call),
    read: (extent, route) => storage.readRange(blob, extent, route, call),
    ...(near && {
      near: {
        pieceBytes: near.pieceBytes,
        readInto: (extent: Extent, into: Uint8Array) => near.readInto(blob, extent, into, call),
      },
    }),
  };
}

/** A blob of `sizeBytes`, followed by zeros: its disk has grown since. */
export function paddedContent(context: EffectContext, blob: BlobRef, sizeBytes: Bytes): BlobContent {
  const content = blobContent(context, blob);
  const whole = { offsetBytes: 0, lengthBytes: sizeBytes };
  return {
    async listWritten(within) {
      const present = intersect(within, whole);
      return present ? content.listWritten(present) : [];
    },
    async read(extent, route) {
      if (endOf(extent) <= sizeBytes) return content.read(extent, route);
      const bytes = new Uint8Array(extent.lengthBytes);
      const present = intersect(extent, whole);
      if (present) bytes.set(await content.read(present, route));
      return bytes;
    },
  };
}
