import { type Extent, endOf } from '../../base/extent.ts';
import type { Bytes } from '../../base/units.ts';
import { MIB } from '../../base/units.ts';
import type { ByteSource } from '../byte-source.ts';
import type { ParentReference } from '../disk-image.ts';
import { type Fields, fieldsOf } from '../fields.ts';
import { readStructure } from '../read-structure.ts';
import {
  ITEM_FILE_PARAMETERS,
  ITEM_LOGICAL_SECTOR_SIZE,
  ITEM_PARENT_LOCATOR,
  ITEM_VIRTUAL_DISK_SIZE,
  KNOWN_ITEMS,
  MAX_TABLE_ENTRIES,
  TABLE_BYTES,
} from './layout.ts';
import { decodeParentLocator } from './parent-locator.ts';

const ENTRY_BYTES = 32;
const MAX_ITEM_BYTES: Bytes = MIB;
const MIN_BLOCK_BYTES: Bytes = MIB;
const MAX_BLOCK_BYTES: Bytes = 256 * MIB;
const MAX_DISK_BYTES: Bytes = 64 * MIB * MIB;
/** "Leave block allocated", by which a fixed disk is told, and "has parent". */
const FLAG_FIXED = 1;
const FLAG_HAS_PARENT = 2;

export interface VhdxMetadata {
  readonly blockBytes: Bytes;
  readonly isFixed: boolean;
  readonly virtualSizeBytes: Bytes;
  readonly logicalSectorBytes: Bytes;
  /** What the parent locator says, and where it is; null for a disk without parent. */
  readonly parent: (ParentReference & { readonly offsetBytes: Bytes }) | null;
}

/** Reads and validates what the metadata region says of the disk. */
export async function readMetadata(source: ByteSource, region: Extent): Promise<VhdxMetadata> {
  const items = await readItemTable(source, region);
  const parameters = await readItem(source, items, { id: ITEM_FILE_PARAMETERS, name: 'file parameters', minBytes: 8 });
  const blockBytes = parameters.u32(0);
  if (blockBytes < MIN_BLOCK_BYTES || blockBytes > MAX_BLOCK_BYTES || (blockBytes & (blockBytes - 1)) !== 0) {
    throw parameters.refuse('badValue', 0, `block size ${blockBytes} is not a power of two from 1 to 256 MiB`);
  }
  const flags = parameters.u32(4);
  const sector = await readItem(source, items, { id: ITEM_LOGICAL_SECTOR_SIZE, name: 'sector size', minBytes: 4 });
  const logicalSectorBytes = sector.u32(0);
  if (logicalSectorBytes !== 512 && logicalSectorBytes !== 4096) {
    throw sector.refuse('badValue', 0, `a logical sector of ${logicalSectorBytes} bytes is neither 512 nor 4096`);
  }
  const size = await readItem(source, items, { id: ITEM_VIRTUAL_DISK_SIZE, name: 'disk size', minBytes: 8 });
  const virtualSizeBytes = size.u64(0);
  if (virtualSizeBytes === 0 || virtualSizeBytes % logicalSectorBytes !== 0 || virtualSizeBytes > MAX_DISK_BYTES) {
    throw size.refuse('badValue', 0, `a disk of ${virtualSizeBytes} bytes; whole sectors up to 64 TiB are allowed`);
  }
  const parent = (flags & FLAG_HAS_PARENT) === 0 ? null : await readParent(source, items);
  return { blockBytes, isFixed: (flags & FLAG_FIXED) !== 0, virtualSizeBytes, logicalSectorBytes, parent };
}

interface ItemTable {
  readonly table: Fields;
  /** Places in the file by item id. */
  readonly places: ReadonlyMap<string, Extent>;
}

async function readItemTable(source: ByteSource, region: Extent): Promise<ItemTable> {
  const { offsetBytes } = region;
  const extent = { offsetBytes, lengthBytes: TABLE_BYTES };
  const bytes = await readStructure(source, extent, { format: 'vhdx', name: 'metadata table' });
  const table = fieldsOf(bytes, { format: 'vhdx', littleEndian: true, offsetBytes });
  table.demandSignature(0, 'metadata');
  const count = table.u16(10);
  if (count > MAX_TABLE_ENTRIES) throw table.refuse('badValue', 10, `the metadata table claims ${count} entries`);
  const places = new Map<string, Extent>();
  for (let index = 0; index < count; index++) {
    const at = 32 + index * ENTRY_BYTES;
    const id = table.guid(at, 'windows');
    const place = { offsetBytes: offsetBytes + table.u32(at + 16), lengthBytes: table.u32(at + 20) };
    const isRequired = (table.u32(at + 24) & 4) !== 0;
    if (!KNOWN_ITEMS.has(id)) {
      if (isRequired) throw table.refuse('unsupportedFeature', at, `the metadata item ${id} is required and unknown`);
      continue;
    }
    if (endOf(place) > endOf(region) || place.offsetBytes < offsetBytes + TABLE_BYTES) {
      throw table.refuse('outOfBounds', at + 16, `the metadata item ${id} lies outside its region`);
    }
    places.set(id, place);
  }
  return { table, places };
}

async function readItem(
  source: ByteSource,
  { table, places }: ItemTable,
  { id, name, minBytes }: { readonly id: string; readonly name: string; readonly minBytes: Bytes },
): Promise<Fields> {
  const place = places.get(id);
  if (place === undefined) throw table.refuse('badValue', 10, `the metadata lack the ${name}`);
  if (place.lengthBytes < minBytes || place.lengthBytes > MAX_ITEM_BYTES) {
    throw table.refuse('badValue', 10, `the metadata item "${name}" has ${place.lengthBytes} bytes`);
  }
  const bytes = await readStructure(source, place, { format: 'vhdx', name });
  return fieldsOf(bytes, { format: 'vhdx', littleEndian: true, offsetBytes: place.offsetBytes });
}

async function readParent(source: ByteSource, items: ItemTable): Promise<VhdxMetadata['parent']> {
  const locator = await readItem(source, items, { id: ITEM_PARENT_LOCATOR, name: 'parent locator', minBytes: 20 });
  const offsetBytes = items.places.get(ITEM_PARENT_LOCATOR)?.offsetBytes ?? 0;
  return { ...decodeParentLocator(locator), offsetBytes };
}
