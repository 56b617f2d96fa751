import { crc32c } from '../crc32c.ts';
import { NIL_GUID, encodeGuid } from '../guid.ts';
import {
  ITEM_FILE_PARAMETERS,
  ITEM_LOGICAL_SECTOR_SIZE,
  ITEM_PARENT_LOCATOR,
  ITEM_VIRTUAL_DISK_SIZE,
  PARENT_LOCATOR_TYPE,
  REGION_BAT,
  REGION_METADATA,
} from '../vhdx/layout.ts';
import { concatBytes } from './filled-bytes.ts';

const MIB = 2 ** 20;

export interface VhdxBlock {
  /** 0 absent, 1 undefined, 2 zero, 3 unmapped, 6 present, 7 partly present. */
  readonly state: number;
  readonly data?: Uint8Array;
  /** Of a partly present block. */
  readonly ownSectors?: readonly number[];
}

export interface VhdxPlan {
  readonly virtualSizeBytes: number;
  readonly blockBytes: number;
  readonly sectorBytes?: 512 | 4096;
  readonly dataWriteGuid: string;
  readonly blocks: ReadonlyMap<number, VhdxBlock>;
  readonly parent?: { readonly linkage: string; readonly path: string };
  readonly logGuid?: string;
}

/** Places in the files this builder makes, for tests that damage them. */
export const vhdxPlaces = { log: MIB, metadata: 2 * MIB, bat: 3 * MIB, blocks: 4 * MIB } as const;

/** A small VHDX: log, metadata and table of 1 MiB each, then blocks and, in a differencing disk, sector bitmaps. */
export function buildVhdx(plan: VhdxPlan): Uint8Array {
  const sectorBytes = plan.sectorBytes ?? 512;
  const chunkRatio = (2 ** 23 * sectorBytes) / plan.blockBytes;
  const bat = new Uint8Array(MIB);
  const batView = new DataView(bat.buffer);
  const stored: Uint8Array[] = [];
  let placeMib = vhdxPlaces.blocks / MIB;
  const store = (entry: number, state: number, bytes: Uint8Array): void => {
    batView.setBigUint64(entry * 8, BigInt(state) | (BigInt(placeMib) << 20n), true);
    stored.push(bytes);
    placeMib += bytes.length / MIB;
  };
  for (const [index, { state, data }] of plan.blocks) {
    const entry = index + Math.floor(index / chunkRatio);
    if (data === undefined) batView.setBigUint64(entry * 8, BigInt(state), true);
    else store(entry, state, padded(data, plan.blockBytes));
  }
  const bitmaps = plan.parent ? bitmapsOf(plan, chunkRatio, plan.blockBytes / sectorBytes) : [];
  for (const [chunk, bitmap] of bitmaps) store(chunk * (chunkRatio + 1) + chunkRatio, 6, bitmap);
  return concatBytes([headOf(plan), new Uint8Array(MIB), metadataOf(plan), bat, ...stored]);
}

/** The bitmap of each chunk that holds a block of the plan. */
function bitmapsOf(plan: VhdxPlan, chunkRatio: number, sectorsPerBlock: number): Map<number, Uint8Array> {
  const bitmaps = new Map<number, Uint8Array>();
  for (const [index, { ownSectors = [] }] of plan.blocks) {
    const chunk = Math.floor(index / chunkRatio);
    const bitmap = bitmaps.get(chunk) ?? new Uint8Array(MIB);
    bitmaps.set(chunk, bitmap);
    for (const own of ownSectors) {
      const bit = (index % chunkRatio) * sectorsPerBlock + own;
      bitmap[bit >>> 3] = (bitmap[bit >>> 3] ?? 0) | (1 << (bit & 7));
    }
  }
  return bitmaps;
}

function padded(data: Uint8Array, lengthBytes: number): Uint8Array {
  const bytes = new Uint8Array(lengthBytes);
  bytes.set(data);
  return bytes;
}

/** The first MiB: file id, two headers, two region tables. */
function headOf({ dataWriteGuid, logGuid = NIL_GUID }: VhdxPlan): Uint8Array {
  const head = new Uint8Array(MIB);
  head.set(ascii('vhdxfile'));
  head.set(encodeHeader({ sequenceNumber: 7n, dataWriteGuid, logGuid }), 64 * 1024);
  // The other header is older and would mislead.
  head.set(encodeHeader({ sequenceNumber: 6n, dataWriteGuid: NIL_GUID, logGuid: NIL_GUID }), 128 * 1024);
  const regions = encodeRegions();
  head.set(regions, 192 * 1024);
  head.set(regions, 256 * 1024);
  return head;
}

export function encodeHeader(header: {
  readonly sequenceNumber: bigint;
  readonly dataWriteGuid: string;
  readonly logGuid: string;
}): Uint8Array {
  const bytes = new Uint8Array(4096);
  const view = new DataView(bytes.buffer);
  bytes.set(ascii('head'));
  view.setBigUint64(8, header.sequenceNumber, true);
  bytes.set(encodeGuid(header.dataWriteGuid, 'windows'), 32);
  bytes.set(encodeGuid(header.logGuid, 'windows'), 48);
  view.setUint16(66, 1, true);
  view.setUint32(68, MIB, true);
  view.setBigUint64(72, BigInt(vhdxPlaces.log), true);
  return withCrc(bytes);
}

function encodeRegions(): Uint8Array {
  const bytes = new Uint8Array(64 * 1024);
  const view = new DataView(bytes.buffer);
  bytes.set(ascii('regi'));
  view.setUint32(8, 2, true);
  [
    { id: REGION_BAT, at: vhdxPlaces.bat },
    { id: REGION_METADATA, at: vhdxPlaces.metadata },
  ].forEach(({ id, at }, index) => {
    const entry = 16 + index * 32;
    bytes.set(encodeGuid(id, 'windows'), entry);
    view.setBigUint64(entry + 16, BigInt(at), true);
    view.setUint32(entry + 24, MIB, true);
    view.setUint32(entry + 28, 1, true);
  });
  return withCrc(bytes);
}

function metadataOf(plan: VhdxPlan): Uint8Array {
  const items: { readonly id: string; readonly bytes: Uint8Array }[] = [
    { id: ITEM_FILE_PARAMETERS, bytes: uint32s([plan.blockBytes, plan.parent ? 2 : 0]) },
    {
      id: ITEM_VIRTUAL_DISK_SIZE,
      bytes: uint32s([plan.virtualSizeBytes % 2 ** 32, Math.floor(plan.virtualSizeBytes / 2 ** 32)]),
    },
    { id: ITEM_LOGICAL_SECTOR_SIZE, bytes: uint32s([plan.sectorBytes ?? 512]) },
  ];
  if (plan.parent) items.push({ id: ITEM_PARENT_LOCATOR, bytes: locatorOf(plan.parent) });
  const region = new Uint8Array(MIB);
  const view = new DataView(region.buffer);
  region.set(ascii('metadata'));
  view.setUint16(10, items.length, true);
  items.forEach(({ id, bytes }, index) => {
    const entry = 32 + index * 32;
    const place = 64 * 1024 + index * 4096;
    region.set(encodeGuid(id, 'windows'), entry);
    view.setUint32(entry + 16, place, true);
    view.setUint32(entry + 20, bytes.length, true);
    view.setUint32(entry + 24, 4, true);
    region.set(bytes, place);
  });
  return region;
}

function locatorOf(parent: { readonly linkage: string; readonly path: string }): Uint8Array {
  const pairs = [
    ['parent_linkage', `{${parent.linkage.toUpperCase()}}`],
    ['relative_path', parent.path],
  ] as const;
  const bytes = new Uint8Array(2048);
  const view = new DataView(bytes.buffer);
  bytes.set(encodeGuid(PARENT_LOCATOR_TYPE, 'windows'));
  view.setUint16(18, pairs.length, true);
  let place = 20 + pairs.length * 12;
  pairs.forEach(([key, value], index) => {
    const entry = 20 + index * 12;
    view.setUint32(entry, place, true);
    view.setUint32(entry + 4, place + key.length * 2, true);
    view.setUint16(entry + 8, key.length * 2, true);
    view.setUint16(entry + 10, value.length * 2, true);
    for (const c of key + value) {
      view.setUint16(place, c.charCodeAt(0), true);
      place += 2;
    }
  });
  return bytes;
}

export interface LogChange {
  readonly offsetBytes: number;
  /** 4096 bytes, or a number of zero bytes. */
  readonly data: Uint8Array | number;
}

/** One log entry. `fileBytes` is the file's length that it promises, on disk and after. */
export function encodeLogEntry(entry: {
  readonly logGuid: string;
  readonly sequenceNumber: bigint;
  readonly tailBytes: number;
  readonly fileBytes: number;
  readonly changes: readonly LogChange[];
}): Uint8Array {
  const { changes, sequenceNumber } = entry;
  const descriptors = new Uint8Array(Math.ceil((64 + changes.length * 32) / 4096) * 4096);
  const sectors = changes.flatMap(({ data }) => (typeof data === 'number' ? [] : [dataSector(data, sequenceNumber)]));
  const bytes = concatBytes([descriptors, ...sectors]);
  const view = new DataView(bytes.buffer);
  bytes.set(ascii('loge'));
  view.setUint32(8, bytes.length, true);
  view.setUint32(12, entry.tailBytes, true);
  view.setBigUint64(16, sequenceNumber, true);
  view.setUint32(24, changes.length, true);
  bytes.set(encodeGuid(entry.logGuid, 'windows'), 32);
  view.setBigUint64(48, BigInt(entry.fileBytes), true);
  view.setBigUint64(56, BigInt(entry.fileBytes), true);
  changes.forEach(({ offsetBytes, data }, index) => {
    const at = 64 + index * 32;
    bytes.set(ascii(typeof data === 'number' ? 'zero' : 'desc'), at);
    if (typeof data === 'number') view.setBigUint64(at + 8, BigInt(data), true);
    else {
      bytes.set(data.subarray(4092), at + 4);
      bytes.set(data.subarray(0, 8), at + 8);
    }
    view.setBigUint64(at + 16, BigInt(offsetBytes), true);
    view.setBigUint64(at + 24, sequenceNumber, true);
  });
  return withCrc(bytes);
}

function dataSector(data: Uint8Array, sequenceNumber: bigint): Uint8Array {
  const sector = data.slice(0, 4096);
  const view = new DataView(sector.buffer);
  sector.set(ascii('data'));
  view.setUint32(4, Number(sequenceNumber >> 32n), true);
  view.setUint32(4092, Number(sequenceNumber & 0xffff_ffffn), true);
  return sector;
}

/** Makes the checksum at byte 4 right. */
export function withCrc(bytes: Uint8Array): Uint8Array {
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(4, crc32c(bytes, 4), true);
  return bytes;
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}

function uint32s(values: readonly number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(values).buffer);
}
