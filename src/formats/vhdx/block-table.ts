import type { Bytes } from '../../base/units.ts';
import type { Extent } from '../../base/extent.ts';
import { MIB } from '../../base/units.ts';
import { runsOfBits } from '../bitmap-runs.ts';
import { type BlockPart, splitByBlock } from '../block-split.ts';
import type { ByteSource } from '../byte-source.ts';
import { cachedSource } from '../cached-source.ts';
import { FormatError, type FormatErrorCode } from '../format-error.ts';
import type { BlockLayer, Run } from '../layered-image.ts';
import { bitRuns, bitmapWindow } from '../sector-bitmap.ts';
import type { VhdxMetadata } from './metadata.ts';

const ENTRY_BYTES: Bytes = 8;
const BITMAP_BYTES: Bytes = MIB;
/** Sectors that one bitmap block speaks for. */
const SECTORS_PER_CHUNK = 2 ** 23;

/** What a block table entry says of a payload block. A sector bitmap block is `absent` or `present`. */
const states = {
  0: 'absent',
  // Undefined and unmapped blocks may read as anything; zeros are what every reader gives.
  1: 'zeros',
  2: 'zeros',
  3: 'zeros',
  6: 'present',
  7: 'partial',
} as const;
type BlockState = (typeof states)[keyof typeof states];

interface BatEntry {
  readonly state: BlockState;
  /** Where the block is in the file, when it is there. */
  readonly dataOffsetBytes: Bytes;
  /** Where the entry itself is. */
  readonly offsetBytes: Bytes;
}

/** Reads the block allocation table by pages. Throws unless `bat` can hold an entry for every block of the disk. */
export function blockTableLayer(source: ByteSource, bat: Extent, metadata: VhdxMetadata): BlockLayer {
  const { blockBytes, virtualSizeBytes, logicalSectorBytes, isFixed } = metadata;
  const isDifferencing = metadata.parent !== null;
  const chunkRatio = (SECTORS_PER_CHUNK * logicalSectorBytes) / blockBytes;
  const sectorsPerBlock = blockBytes / logicalSectorBytes;
  const tables = cachedSource(source);
  demandCapacity(bat, Math.ceil(virtualSizeBytes / blockBytes), { chunkRatio, isDifferencing });

  const readEntry = async (index: number, neededBytes: Bytes): Promise<BatEntry> => {
    const offsetBytes = bat.offsetBytes + index * ENTRY_BYTES;
    const bytes = await tables.read({ offsetBytes, lengthBytes: ENTRY_BYTES });
    const entry = decodeEntry(bytes, offsetBytes);
    const isStored = entry.state === 'present' || entry.state === 'partial';
    if (isStored && (entry.dataOffsetBytes < MIB || entry.dataOffsetBytes + neededBytes > source.sizeBytes)) {
      const what = `a block is said to lie at ${entry.dataOffsetBytes} of the file of ${source.sizeBytes} bytes`;
      throw refuse('outOfBounds', offsetBytes, what);
    }
    return entry;
  };

  const runsByBitmap = async (part: BlockPart, entry: BatEntry): Promise<Run[]> => {
    const chunk = Math.floor(part.block / chunkRatio);
    const bitmap = await readEntry(chunk * (chunkRatio + 1) + chunkRatio, BITMAP_BYTES);
    if (!isDifferencing || bitmap.state !== 'present') {
      throw refuse('badValue', entry.offsetBytes, `block ${part.block} is partly present, but has no sector bitmap`);
    }
    const firstSector = Math.floor(part.withinBytes / logicalSectorBytes);
    const count = Math.ceil((part.withinBytes + part.lengthBytes) / logicalSectorBytes) - firstSector;
    const window = bitmapWindow((part.block % chunkRatio) * sectorsPerBlock + firstSector, count);
    const offsetBytes = bitmap.dataOffsetBytes + window.offsetBytes;
    const bytes = await tables.read({ offsetBytes, lengthBytes: window.lengthBytes });
    const bits = bitRuns(bytes, window.firstBit, count, 'lowestFirst');
    return runsOfBits(part, bits, firstSector, {
      sectorBytes: logicalSectorBytes,
      dataOffsetBytes: entry.dataOffsetBytes,
    });
  };

  const runsOfPart = async (part: BlockPart): Promise<Run[]> => {
    const { offsetBytes, lengthBytes, withinBytes, block } = part;
    const neededBytes = Math.min(blockBytes, virtualSizeBytes - block * blockBytes);
    const entry = await readEntry(block + Math.floor(block / chunkRatio), neededBytes);
    switch (entry.state) {
      case 'absent':
        return [{ offsetBytes, lengthBytes, from: isDifferencing ? 'parent' : 'zeros' }];
      case 'zeros':
        return [{ offsetBytes, lengthBytes, from: 'zeros' }];
      case 'present':
        return [{ offsetBytes, lengthBytes, from: entry.dataOffsetBytes + withinBytes }];
      case 'partial':
        return runsByBitmap(part, entry);
    }
  };

  return {
    format: isDifferencing ? 'vhdxDifferencing' : isFixed ? 'vhdxFixed' : 'vhdxDynamic',
    virtualSizeBytes,
    logicalSectorBytes,
    runsOf: async (extent) => {
      const runs: Run[] = [];
      for (const part of splitByBlock(extent, blockBytes)) for (const run of await runsOfPart(part)) runs.push(run);
      return runs;
    },
  };
}

/** The bitmap entry of the last chunk exists in differencing disks only. */
function demandCapacity(
  bat: Extent,
  blockCount: number,
  { chunkRatio, isDifferencing }: { readonly chunkRatio: number; readonly isDifferencing: boolean },
): void {
  const chunks = Math.ceil(blockCount / chunkRatio);
  const entryCount = isDifferencing ? chunks * (chunkRatio + 1) : blockCount + chunks - 1;
  if (entryCount * ENTRY_BYTES > bat.lengthBytes) {
    const what = `the block table has room for ${bat.lengthBytes / ENTRY_BYTES} entries, the disk needs ${entryCount}`;
    throw refuse('outOfBounds', bat.offsetBytes, what);
  }
}

/** The lowest 3 bits are the state, the highest 44 the place in MiB. */
function decodeEntry(bytes: Uint8Array, offsetBytes: Bytes): BatEntry {
  const entry = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  const state = Number(entry & 7n);
  if (state === 4 || state === 5) throw refuse('badValue', offsetBytes, `block state ${state} is not in use`);
  return { state: states[state as keyof typeof states], dataOffsetBytes: Number(entry >> 20n) * MIB, offsetBytes };
}

function refuse(code: FormatErrorCode, offsetBytes: Bytes, what: string): FormatError {
  return new FormatError({ code, format: 'vhdx', offsetBytes, what });
}
