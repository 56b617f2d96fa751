import { type Extent, endOf, intersect, mergeExtents } from '../base/extent.ts';
import type { Bytes } from '../base/units.ts';
import { GIB } from '../base/units.ts';
import { type ByteSource, assertWithin } from './byte-source.ts';
import type { DiskImage, DiskImageFormat } from './disk-image.ts';

/** A stretch of the virtual disk and where its bytes are: at an offset of the file, nowhere, or in the parent. */
export interface Run extends Extent {
  readonly from: Bytes | 'zeros' | 'parent';
}

/** What a format must answer so that its files can be read as a disk. */
export interface BlockLayer {
  readonly format: DiskImageFormat;
  readonly virtualSizeBytes: Bytes;
  readonly logicalSectorBytes: Bytes;
  /** Runs that cover `extent` exactly, ascending; file places are checked against the file. */
  runsOf(extent: Extent): Promise<Run[]>;
}

/** Tables are listed by windows, so that a disk of terabytes does not become one array of runs. */
const LISTING_WINDOW_BYTES: Bytes = GIB;

/** A disk over one layer and, below it, the disk of its parent. */
export function layeredImage(layer: BlockLayer, source: ByteSource, parent: DiskImage | undefined): DiskImage {
  const { format, virtualSizeBytes, logicalSectorBytes } = layer;

  /** What the parent has of an extent; a parent may be smaller than its child, and ends in zeros then. */
  const parentPart = (extent: Extent): Extent | undefined =>
    parent && intersect(extent, { offsetBytes: 0, lengthBytes: parent.virtualSizeBytes });

  const readInto = async (result: Uint8Array, base: Bytes, run: Run): Promise<void> => {
    if (run.from === 'zeros') return;
    if (run.from !== 'parent') {
      result.set(await source.read({ offsetBytes: run.from, lengthBytes: run.lengthBytes }), run.offsetBytes - base);
      return;
    }
    const part = parentPart(run);
    if (parent && part) result.set(await parent.read(part), part.offsetBytes - base);
  };

  const listRun = async (run: Run): Promise<readonly Extent[]> => {
    if (run.from === 'zeros') return [];
    if (run.from !== 'parent') return [{ offsetBytes: run.offsetBytes, lengthBytes: run.lengthBytes }];
    const part = parentPart(run);
    return parent && part ? parent.listAllocatedExtents(part) : [];
  };

  return {
    format,
    virtualSizeBytes,
    logicalSectorBytes,
    read: async (extent) => {
      assertWithin(extent, virtualSizeBytes);
      const result = new Uint8Array(extent.lengthBytes);
      for (const run of joinRuns(await layer.runsOf(extent))) await readInto(result, extent.offsetBytes, run);
      return result;
    },
    listAllocatedExtents: async (within) => {
      assertWithin(within, virtualSizeBytes);
      const found: Extent[] = [];
      for (let at = within.offsetBytes; at < endOf(within); at += LISTING_WINDOW_BYTES) {
        const lengthBytes = Math.min(LISTING_WINDOW_BYTES, endOf(within) - at);
        const runs = await layer.runsOf({ offsetBytes: at, lengthBytes });
        for (const run of joinRuns(runs)) for (const stored of await listRun(run)) found.push(stored);
      }
      return mergeExtents(found);
    },
  };
}

/** Joins neighbours that one read can serve. */
function joinRuns(runs: readonly Run[]): Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last && continues(last, run)) {
      joined[joined.length - 1] = { ...last, lengthBytes: last.lengthBytes + run.lengthBytes };
    } else {
      joined.push(run);
    }
  }
  return joined;
}

function continues(last: Run, next: Run): boolean {
  if (typeof last.from === 'number') return next.from === last.from + last.lengthBytes;
  return next.from === last.from;
}
