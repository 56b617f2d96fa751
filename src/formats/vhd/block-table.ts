/**
 * Where a dynamic or differencing VHD keeps its blocks: a table of sector numbers, and at each
 * such sector a bitmap followed by the block's data.
 *
 *   table[b] ──► ┌────────────────┬───────────────────────┐
 *                │ sector bitmap  │ block data            │
 *                └────────────────┴───────────────────────┘
 *
 * In a differencing disk a clear bit sends the reader to the parent. In a dynamic disk the bitmap
 * is ignored, as qemu does: a sector never written is zeros in the block as well.
 */
import type { Extent } from '../../base/extent.ts';
import type { Bytes } from '../../base/units.ts';
import { runsOfBits } from '../bitmap-runs.ts';
import { type BlockPart, splitByBlock } from '../block-split.ts';
import type { ByteSource } from '../byte-source.ts';
import { cachedSource } from '../cached-source.ts';
import { FormatError } from '../format-error.ts';
import type { BlockLayer, Run } from '../layered-image.ts';
import { bitRuns, bitmapWindow } from '../sector-bitmap.ts';
import type { DynamicHeader } from './dynamic-header.ts';
import { VHD_SECTOR_BYTES, type VhdFooter } from './footer.ts';

const UNALLOCATED = 0xffff_ffff;
const BAT_ENTRY_BYTES: Bytes = 4;

export function blockTableLayer(source: ByteSource, footer: VhdFooter, header: DynamicHeader): BlockLayer {
  const { virtualSizeBytes, kind } = footer;
  const { blockBytes, tableOffsetBytes } = header;
  const isDifferencing = kind === 'differencing';
  const tables = cachedSource(source);
  const sectorsPerBlock = blockBytes / VHD_SECTOR_BYTES;
  const bitmapBytes = Math.ceil(sectorsPerBlock / 8 / VHD_SECTOR_BYTES) * VHD_SECTOR_BYTES;

  /** Where the block's bitmap begins, or null where the file does not hold the block. */
  const locate = async (block: number): Promise<Bytes | null> => {
    const offsetBytes = tableOffsetBytes + block * BAT_ENTRY_BYTES;
    const bytes = await tables.read({ offsetBytes, lengthBytes: BAT_ENTRY_BYTES });
    const sector = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
    if (sector === UNALLOCATED) return null;
    const start = sector * VHD_SECTOR_BYTES;
    const usedBytes = Math.min(blockBytes, virtualSizeBytes - block * blockBytes);
    if (start + bitmapBytes + usedBytes > source.sizeBytes) {
      const what = `block ${block} is said to lie at ${start}, beyond the file of ${source.sizeBytes} bytes`;
      throw new FormatError({ code: 'outOfBounds', format: 'vhd', offsetBytes, what });
    }
    return start;
  };

  const runsByBitmap = async (part: BlockPart, start: Bytes): Promise<Run[]> => {
    const firstSector = Math.floor(part.withinBytes / VHD_SECTOR_BYTES);
    const endSector = Math.ceil((part.withinBytes + part.lengthBytes) / VHD_SECTOR_BYTES);
    const window = bitmapWindow(firstSector, endSector - firstSector);
    const bitmap = await tables.read({ offsetBytes: start + window.offsetBytes, lengthBytes: window.lengthBytes });
    const bits = bitRuns(bitmap, window.firstBit, endSector - firstSector, 'highestFirst');
    return runsOfBits(part, bits, firstSector, {
      sectorBytes: VHD_SECTOR_BYTES,
      dataOffsetBytes: start + bitmapBytes,
    });
  };

  const runsOfPart = async (part: BlockPart): Promise<Run[]> => {
    const { offsetBytes, lengthBytes, withinBytes, block } = part;
    const start = await locate(block);
    if (start === null) return [{ offsetBytes, lengthBytes, from: isDifferencing ? 'parent' : 'zeros' }];
    if (isDifferencing) return runsByBitmap(part, start);
    return [{ offsetBytes, lengthBytes, from: start + bitmapBytes + withinBytes }];
  };

  return {
    format: isDifferencing ? 'vhdDifferencing' : 'vhdDynamic',
    virtualSizeBytes,
    logicalSectorBytes: VHD_SECTOR_BYTES,
    runsOf: async (extent: Extent) => {
      const runs: Run[] = [];
      for (const part of splitByBlock(extent, blockBytes)) runs.push(...(await runsOfPart(part)));
      return runs;
    },
  };
}
