/** The 1024-byte header of dynamic and differencing VHDs. Big-endian (domain facts: libvhdi's VHD description). */
import { endOf } from '../../base/extent.ts';
import type { Bytes } from '../../base/units.ts';
import { KIB, MIB } from '../../base/units.ts';
import type { ByteSource } from '../byte-source.ts';
import { type Fields, fieldsOf } from '../fields.ts';
import type { Guid } from '../guid.ts';
import { readStructure } from '../read-structure.ts';
import { decodeUtf16 } from '../utf16.ts';
import { VHD_SECTOR_BYTES, type VhdFooter } from './footer.ts';

const DYNAMIC_HEADER_BYTES: Bytes = 1024;
const CHECKSUM_AT = 36;
const LOCATOR_COUNT = 8;
const MAX_BLOCK_BYTES: Bytes = 256 * MIB;
const MAX_PATH_BYTES: Bytes = 64 * KIB;
const BAT_ENTRY_BYTES: Bytes = 4;

export interface DynamicHeader {
  /** Where the header is. */
  readonly offsetBytes: Bytes;
  readonly tableOffsetBytes: Bytes;
  readonly blockBytes: Bytes;
  readonly parentId: Guid;
  /** Modification time of the parent's file, seconds since 2000-01-01 UTC. */
  readonly parentTimestampSeconds: number;
  /** Relative path first, then absolute, then the bare name. */
  readonly parentPaths: readonly string[];
}

/** Reads and validates the header; afterwards its table is known to lie in the file and to cover the disk. */
export async function readDynamicHeader(
  source: ByteSource,
  offsetBytes: Bytes,
  footer: VhdFooter,
): Promise<DynamicHeader> {
  const extent = { offsetBytes, lengthBytes: DYNAMIC_HEADER_BYTES };
  const bytes = await readStructure(source, extent, { format: 'vhd', name: 'dynamic disk header' });
  const fields = fieldsOf(bytes, { format: 'vhd', littleEndian: false, offsetBytes });
  fields.demandSignature(0, 'cxsparse');
  fields.demandByteSum(CHECKSUM_AT, 'dynamic disk header');
  const blockBytes = fields.u32(32);
  if (blockBytes < VHD_SECTOR_BYTES || blockBytes > MAX_BLOCK_BYTES || (blockBytes & (blockBytes - 1)) !== 0) {
    throw fields.refuse('badValue', 32, `block size ${blockBytes} is not a power of two from 512 bytes to 256 MiB`);
  }
  const tableOffsetBytes = fields.u64(16);
  demandTable(fields, source, tableOffsetBytes, Math.ceil(footer.virtualSizeBytes / blockBytes));
  return {
    offsetBytes,
    tableOffsetBytes,
    blockBytes,
    parentId: fields.guid(40, 'network'),
    parentTimestampSeconds: fields.u32(56),
    parentPaths: footer.kind === 'differencing' ? await readParentPaths(source, fields) : [],
  };
}

function demandTable(fields: Fields, source: ByteSource, offsetBytes: Bytes, blockCount: number): void {
  const entryCount = fields.u32(28);
  if (blockCount > entryCount) {
    throw fields.refuse('outOfBounds', 28, `the disk has ${blockCount} blocks, its table only ${entryCount} entries`);
  }
  if (endOf({ offsetBytes, lengthBytes: blockCount * BAT_ENTRY_BYTES }) > source.sizeBytes) {
    const what = `the block table (${blockCount} entries at ${offsetBytes}) reaches beyond the file of ${source.sizeBytes} bytes`;
    throw fields.refuse('outOfBounds', 16, what);
  }
}

async function readParentPaths(source: ByteSource, fields: Fields): Promise<string[]> {
  const byPlatform = new Map<string, string>();
  for (let index = 0; index < LOCATOR_COUNT; index++) {
    const at = 576 + index * 24;
    const platform = fields.ascii(at, 4);
    // W2ru and W2ku are the relative and the absolute Windows path; the others are deprecated or Macintosh's.
    if (platform !== 'W2ru' && platform !== 'W2ku') continue;
    const extent = { offsetBytes: fields.u64(at + 16), lengthBytes: fields.u32(at + 8) };
    if (extent.lengthBytes > MAX_PATH_BYTES) {
      throw fields.refuse('limitExceeded', at + 8, `a parent path of ${extent.lengthBytes} bytes`);
    }
    const path = await readStructure(source, extent, { format: 'vhd', name: 'path of the parent' });
    byPlatform.set(platform, decodeUtf16(path, true));
  }
  const name = decodeUtf16(fields.bytes.subarray(64, 64 + 512), false);
  const paths = [byPlatform.get('W2ru'), byPlatform.get('W2ku'), name];
  return paths.filter((path): path is string => path !== undefined && path !== '');
}
