import { assert } from '../../base/assert.ts';
import type { Bytes } from '../../base/units.ts';
import { byteSumChecksum } from '../byte-sum.ts';
import { type Fields, fieldsOf } from '../fields.ts';
import { ENTRIES_PER_BLOCK, ENTRY_BYTES, METADATA_BYTES, METADATA_HEADER_BYTES, SECTOR_BYTES } from './layout.ts';

const HEADER_CHECKSUM_AT = 12;
const ENTRY_CHECKSUM_AT = 8;
const OPERATION_WRITE = 1;

/** An entry as a metadata block holds it: without the place of its data, which follows from their order. */
export interface MetadataEntry {
  readonly byteOffset: Bytes;
  readonly lengthBytes: Bytes;
  readonly timestampSeconds: number;
  readonly dataChecksum: number;
}

export interface MetadataBlock {
  /** Bytes from the previous block's start to this one's; 0 for the first. */
  readonly previousDistanceBytes: Bytes;
  readonly entries: readonly MetadataEntry[];
}

/** A block of {@link METADATA_BYTES}. */
export function encodeMetadata(block: MetadataBlock): Uint8Array {
  const { previousDistanceBytes, entries } = block;
  assert(entries.length <= ENTRIES_PER_BLOCK, `${entries.length} entries do not fit a metadata block`);
  const bytes = new Uint8Array(METADATA_BYTES);
  bytes.set(encodeMetadataHeader(previousDistanceBytes, entries.length));
  entries.forEach((entry, index) => bytes.set(encodeEntry(entry), METADATA_HEADER_BYTES + index * ENTRY_BYTES));
  return bytes;
}

function encodeMetadataHeader(previousDistanceBytes: Bytes, count: number): Uint8Array {
  const bytes = new Uint8Array(METADATA_HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(previousDistanceBytes), true);
  view.setUint32(8, count, true);
  view.setUint32(HEADER_CHECKSUM_AT, byteSumChecksum(bytes, HEADER_CHECKSUM_AT), true);
  return bytes;
}

function encodeEntry(entry: MetadataEntry): Uint8Array {
  const bytes = new Uint8Array(ENTRY_BYTES);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(entry.byteOffset), true);
  view.setUint32(12, entry.lengthBytes, true);
  view.setUint32(16, entry.timestampSeconds, true);
  view.setUint8(20, OPERATION_WRITE);
  view.setUint32(21, entry.dataChecksum, true);
  view.setUint32(ENTRY_CHECKSUM_AT, byteSumChecksum(bytes, ENTRY_CHECKSUM_AT), true);
  return bytes;
}

/** The header alone, checked: enough to walk the chain. `bytes` is the block, which begins at `offsetBytes` of the file. */
export function decodeMetadataHeader(
  bytes: Uint8Array,
  offsetBytes: Bytes,
): { readonly previousDistanceBytes: Bytes; readonly count: number } {
  const fields = fieldsOf(bytes.subarray(0, METADATA_HEADER_BYTES), { format: 'hrl', littleEndian: true, offsetBytes });
  fields.demandByteSum(HEADER_CHECKSUM_AT, 'metadata block');
  const count = fields.u32(8);
  const capacity = Math.floor((bytes.length - METADATA_HEADER_BYTES) / ENTRY_BYTES);
  if (count > capacity) {
    throw fields.refuse('badValue', 8, `a metadata block for ${capacity} entries claims ${count}`);
  }
  // Subtracting a number with its highest bit set would move forwards.
  if (fields.bigU64(0) >= 2n ** 63n) throw fields.refuse('cycle', 0, 'the chain of metadata blocks turns forwards');
  return { previousDistanceBytes: fields.u64(0), count };
}

/** All entries of a block, each checked against the disk's size. */
export function decodeMetadataEntries(bytes: Uint8Array, offsetBytes: Bytes, diskBytes: Bytes): MetadataEntry[] {
  const { count } = decodeMetadataHeader(bytes, offsetBytes);
  return Array.from({ length: count }, (_, index) => {
    const at = METADATA_HEADER_BYTES + index * ENTRY_BYTES;
    const entry = bytes.subarray(at, at + ENTRY_BYTES);
    return decodeEntry(
      fieldsOf(entry, { format: 'hrl', littleEndian: true, offsetBytes: offsetBytes + at }),
      diskBytes,
    );
  });
}

function decodeEntry(fields: Fields, diskBytes: Bytes): MetadataEntry {
  fields.demandByteSum(ENTRY_CHECKSUM_AT, 'log entry');
  const operation = fields.u8(20);
  if (operation !== OPERATION_WRITE) {
    throw fields.refuse('unsupportedFeature', 20, `operation ${operation} of a log entry is not a write`);
  }
  const byteOffset = fields.u64(0);
  const lengthBytes = fields.u32(12);
  if (lengthBytes === 0 || lengthBytes % SECTOR_BYTES !== 0 || byteOffset % SECTOR_BYTES !== 0) {
    throw fields.refuse('badValue', 0, `a write of ${lengthBytes} bytes at ${byteOffset} is not made of whole sectors`);
  }
  if (byteOffset + lengthBytes > diskBytes) {
    const what = `a write of ${lengthBytes} bytes at ${byteOffset} lies beyond the disk of ${diskBytes} bytes`;
    throw fields.refuse('outOfBounds', 0, what);
  }
  return { byteOffset, lengthBytes, timestampSeconds: fields.u32(16), dataChecksum: fields.u32(21) };
}
