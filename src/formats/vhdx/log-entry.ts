/**
 * One entry of the VHDX log: a header sector with descriptors, further descriptor sectors, then
 * one sector of data per data descriptor. The log is a ring: an entry may wrap around its end.
 *
 *   ┌────────────────────────┬───────────────┬────────┬────────┐
 *   │"loge" header, 126 desc.│128 descriptors│ "data" │ "data" │
 *   └────────────────────────┴───────────────┴────────┴────────┘
 *
 * Writers may die at any moment, so an invalid entry is no error here: it is where the log ends.
 */
import type { Extent } from '../../base/extent.ts';
import type { Bytes } from '../../base/units.ts';
import { KIB } from '../../base/units.ts';
import { crc32c } from '../crc32c.ts';
import { type Guid, decodeGuid } from '../guid.ts';

export const LOG_SECTOR_BYTES: Bytes = 4 * KIB;
const ENTRY_HEADER_BYTES = 64;
const DESCRIPTOR_BYTES = 32;
const CHECKSUM_AT = 4;

/** A change of the file that the log records; no data means zeros. */
export interface LogPatch extends Extent {
  readonly data: Uint8Array | null;
}

export interface LogEntry {
  /** Where in the log. */
  readonly offsetBytes: Bytes;
  readonly lengthBytes: Bytes;
  /** Where in the log the oldest entry is that must be replayed when this one is the newest. */
  readonly tailBytes: Bytes;
  readonly sequenceNumber: bigint;
  /** The file had at least this length on disk when the entry was written. */
  readonly flushedFileBytes: bigint;
  /** And at least this after the entry was applied. */
  readonly lastFileBytes: bigint;
  readonly patches: readonly LogPatch[];
}

/**
 * The entry at `offsetBytes` of the log, or undefined where none is valid.
 *
 * Signatures are compared before the checksum is made: since no sector can serve two entries,
 * scanning a whole log costs one checksum over it, whatever it contains.
 */
export function decodeLogEntry(log: Uint8Array, offsetBytes: Bytes, logGuid: Guid): LogEntry | undefined {
  const sector = (index: number) => sectorAt(log, offsetBytes + index * LOG_SECTOR_BYTES);
  const header = viewOf(sector(0));
  if (textAt(header, 0) !== 'loge' || decodeGuid(bytesAt(header, 32, 16), 'windows') !== logGuid) return undefined;
  const lengthBytes = header.getUint32(8, true);
  const tailBytes = header.getUint32(12, true);
  const sequenceNumber = header.getBigUint64(16, true);
  const descriptorCount = header.getUint32(24, true);
  if (lengthBytes > log.length || tailBytes >= log.length || sequenceNumber === 0n) return undefined;
  const patches = decodePatches(sector, {
    descriptorCount,
    sequenceNumber,
    sectorCount: lengthBytes / LOG_SECTOR_BYTES,
  });
  if (patches === undefined) return undefined;
  if (header.getUint32(CHECKSUM_AT, true) !== crc32c(ringSlice(log, offsetBytes, lengthBytes), CHECKSUM_AT)) {
    return undefined;
  }
  return {
    offsetBytes,
    lengthBytes,
    tailBytes,
    sequenceNumber,
    flushedFileBytes: header.getBigUint64(48, true),
    lastFileBytes: header.getBigUint64(56, true),
    patches,
  };
}

interface EntryShape {
  readonly descriptorCount: number;
  readonly sequenceNumber: bigint;
  readonly sectorCount: number;
}

function decodePatches(sector: (index: number) => Uint8Array, shape: EntryShape): LogPatch[] | undefined {
  const { descriptorCount, sequenceNumber, sectorCount } = shape;
  const firstDataSector = Math.ceil((ENTRY_HEADER_BYTES + descriptorCount * DESCRIPTOR_BYTES) / LOG_SECTOR_BYTES);
  if (firstDataSector > sectorCount) return undefined;
  let dataSector = firstDataSector;
  const patches: LogPatch[] = [];
  for (let index = 0; index < descriptorCount; index++) {
    const at = ENTRY_HEADER_BYTES + index * DESCRIPTOR_BYTES;
    const descriptor = viewOf(sector(Math.floor(at / LOG_SECTOR_BYTES)).subarray(at % LOG_SECTOR_BYTES));
    if (descriptor.getBigUint64(24, true) !== sequenceNumber) return undefined;
    const isData = textAt(descriptor, 0) === 'desc';
    if (isData && dataSector >= sectorCount) return undefined;
    const patch = isData ? dataPatch(descriptor, viewOf(sector(dataSector++)), sequenceNumber) : zeroPatch(descriptor);
    if (patch === undefined) return undefined;
    patches.push(patch);
  }
  return dataSector === sectorCount ? patches : undefined;
}

/** The first 8 and the last 4 bytes of the data gave way to signature and sequence number and are in the descriptor. */
function dataPatch(descriptor: DataView, sector: DataView, sequenceNumber: bigint): LogPatch | undefined {
  const sectorNumber = (BigInt(sector.getUint32(4, true)) << 32n) | BigInt(sector.getUint32(4092, true));
  if (textAt(sector, 0) !== 'data' || sectorNumber !== sequenceNumber) return undefined;
  const data = bytesAt(sector, 0, LOG_SECTOR_BYTES).slice();
  data.set(bytesAt(descriptor, 8, 8), 0);
  data.set(bytesAt(descriptor, 4, 4), LOG_SECTOR_BYTES - 4);
  return patchOf(descriptor.getBigUint64(16, true), BigInt(LOG_SECTOR_BYTES), data);
}

function zeroPatch(descriptor: DataView): LogPatch | undefined {
  if (textAt(descriptor, 0) !== 'zero') return undefined;
  return patchOf(descriptor.getBigUint64(16, true), descriptor.getBigUint64(8, true), null);
}

function patchOf(offset: bigint, length: bigint, data: Uint8Array | null): LogPatch | undefined {
  const grain = BigInt(LOG_SECTOR_BYTES);
  if (offset % grain !== 0n || length % grain !== 0n || offset + length > Number.MAX_SAFE_INTEGER) return undefined;
  return { offsetBytes: Number(offset), lengthBytes: Number(length), data };
}

function sectorAt(log: Uint8Array, offsetBytes: Bytes): Uint8Array {
  const at = offsetBytes % log.length;
  return log.subarray(at, at + LOG_SECTOR_BYTES);
}

function ringSlice(log: Uint8Array, offsetBytes: Bytes, lengthBytes: Bytes): Uint8Array {
  if (offsetBytes + lengthBytes <= log.length) return log.subarray(offsetBytes, offsetBytes + lengthBytes);
  const joined = new Uint8Array(lengthBytes);
  joined.set(log.subarray(offsetBytes), 0);
  joined.set(log.subarray(0, offsetBytes + lengthBytes - log.length), log.length - offsetBytes);
  return joined;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function bytesAt(view: DataView, at: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + at, length);
}

function textAt(view: DataView, at: number): string {
  return String.fromCharCode(...bytesAt(view, at, 4));
}
