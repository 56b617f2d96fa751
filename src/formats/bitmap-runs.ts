import { intersect } from '../base/extent.ts';
import type { Bytes } from '../base/units.ts';
import type { BlockPart } from './block-split.ts';
import type { Run } from './layered-image.ts';
import type { BitRun } from './sector-bitmap.ts';

/** A block whose sectors are partly in the file and partly in the parent. */
export interface SharedBlock {
  readonly sectorBytes: Bytes;
  /** Where the block's data begin in the file. */
  readonly dataOffsetBytes: Bytes;
}

/** The runs of a part of such a block. `bits` are those of its sectors from `firstSector` of the block on. */
export function runsOfBits(part: BlockPart, bits: readonly BitRun[], firstSector: number, block: SharedBlock): Run[] {
  const { sectorBytes, dataOffsetBytes } = block;
  const blockStart = part.offsetBytes - part.withinBytes;
  let sector = firstSector;
  return bits.flatMap(({ isSet, count }) => {
    const sectors = { offsetBytes: blockStart + sector * sectorBytes, lengthBytes: count * sectorBytes };
    sector += count;
    // The outermost sectors may belong to the part with some of their bytes only.
    const extent = intersect(sectors, part);
    if (extent === undefined) return [];
    return [{ ...extent, from: isSet ? dataOffsetBytes + extent.offsetBytes - blockStart : ('parent' as const) }];
  });
}
