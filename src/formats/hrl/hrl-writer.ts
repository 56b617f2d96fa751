/**
 * Writes a replica log. The state is plain data, so that a host can persist it between two
 * writes and go on after a restart; each step says what to write where.
 *
 *   createHrl ──► appendToHrl* ──► closeHrl
 *
 * A crash between two steps leaves EOLLocation 0, by which readers recognize an open log.
 */
import { assert } from '../../base/assert.ts';
import type { Bytes } from '../../base/units.ts';
import { byteSumChecksum } from '../byte-sum.ts';
import type { FileWrite } from '../file-write.ts';
import type { Guid } from '../guid.ts';
import { encodeHeader } from './header.ts';
import { ENTRIES_PER_BLOCK, HEADER_BYTES, METADATA_BYTES, SECTOR_BYTES, VERSION_2 } from './layout.ts';
import { type MetadataEntry, encodeMetadata } from './metadata.ts';

/** What a log is created with. Times are seconds since 2000-01-01 UTC. */
export interface HrlIdentity {
  readonly originalSizeBytes: Bytes;
  readonly currentSizeBytes: Bytes;
  readonly uniqueId: Guid;
  /** The log before this one; the nil GUID for the first of a chain. */
  readonly previousUniqueId: Guid;
  readonly vhd2DataWriteGuid: Guid;
  readonly timestampSeconds: number;
}

/** The state of a log being written: plain data, never changed in place. */
export interface HrlWriter {
  readonly identity: HrlIdentity;
  /** Length of the file so far, and where the next write goes. */
  readonly endBytes: Bytes;
  /** Start of the last metadata block in the file. */
  readonly lastBlockBytes: Bytes;
  /** Entries whose data are in the file and whose metadata are not; fewer than 127. */
  readonly pending: readonly MetadataEntry[];
  readonly totalEntries: number;
  readonly isClosed: boolean;
}

export interface HrlStep {
  readonly writer: HrlWriter;
  /** To be applied in this order. */
  readonly writes: readonly FileWrite[];
}

/** A write to track whose data the caller puts into the file itself. */
export interface HrlAppend {
  /** Where on the virtual disk; a multiple of 512. */
  readonly byteOffset: Bytes;
  /** A positive multiple of 512 below 4 GiB. */
  readonly lengthBytes: Bytes;
  readonly timestampSeconds: number;
  /** {@link byteSumChecksum} of the data; 0 for none. */
  readonly dataChecksum: number;
}

/** A new log: an open header and the empty first metadata block, as the specification's example begins. */
export function createHrl(identity: HrlIdentity): HrlStep {
  const writer: HrlWriter = {
    identity,
    endBytes: HEADER_BYTES + METADATA_BYTES,
    lastBlockBytes: HEADER_BYTES,
    pending: [],
    totalEntries: 0,
    isClosed: false,
  };
  const firstBlock = encodeMetadata({ previousDistanceBytes: 0, entries: [] });
  const writes = [headerWrite(writer, identity.timestampSeconds), { offsetBytes: HEADER_BYTES, bytes: firstBlock }];
  return { writer, writes };
}

/**
 * Tracks one write. The caller puts the data at `dataOffsetBytes`, then applies `writes`
 * (a metadata block after every 127th entry, else nothing).
 */
export function appendToHrl(writer: HrlWriter, entry: HrlAppend): HrlStep & { readonly dataOffsetBytes: Bytes } {
  assertAppendable(writer, entry);
  const { byteOffset, lengthBytes, timestampSeconds, dataChecksum } = entry;
  const grown: HrlWriter = {
    ...writer,
    endBytes: writer.endBytes + lengthBytes,
    pending: [...writer.pending, { byteOffset, lengthBytes, timestampSeconds, dataChecksum }],
    totalEntries: writer.totalEntries + 1,
  };
  const step = grown.pending.length < ENTRIES_PER_BLOCK ? { writer: grown, writes: [] } : writePending(grown);
  return { ...step, dataOffsetBytes: writer.endBytes };
}

/** Tracks one write with its bytes, and their checksum. */
export function appendBytesToHrl(
  writer: HrlWriter,
  entry: { readonly byteOffset: Bytes; readonly bytes: Uint8Array; readonly timestampSeconds: number },
): HrlStep {
  const { byteOffset, bytes, timestampSeconds } = entry;
  const dataChecksum = byteSumChecksum(bytes);
  const step = appendToHrl(writer, { byteOffset, lengthBytes: bytes.length, timestampSeconds, dataChecksum });
  return { writer: step.writer, writes: [{ offsetBytes: step.dataOffsetBytes, bytes }, ...step.writes] };
}

/** The disk has another size from now on: the open header says so, and later writes may lie anywhere on it. */
export function resizeHrl(writer: HrlWriter, currentSizeBytes: Bytes, timestampSeconds: number): HrlStep {
  assert(!writer.isClosed, 'a closed replica log keeps its disk size');
  const resized: HrlWriter = { ...writer, identity: { ...writer.identity, currentSizeBytes } };
  return { writer: resized, writes: [headerWrite(resized, timestampSeconds)] };
}

/** Writes the last metadata block and then the header with its EOLLocation: from here on the log is complete. */
export function closeHrl(writer: HrlWriter, timestampSeconds: number): HrlStep {
  assert(!writer.isClosed, 'a replica log is closed once');
  const flushed = writer.pending.length > 0 ? writePending(writer) : { writer, writes: [] };
  const closed: HrlWriter = { ...flushed.writer, isClosed: true };
  return { writer: closed, writes: [...flushed.writes, headerWrite(closed, timestampSeconds)] };
}

function assertAppendable(writer: HrlWriter, { byteOffset, lengthBytes }: HrlAppend): void {
  assert(!writer.isClosed, 'a closed replica log takes no more writes');
  assert(
    byteOffset % SECTOR_BYTES === 0 && lengthBytes % SECTOR_BYTES === 0 && lengthBytes > 0 && lengthBytes < 2 ** 32,
    `a tracked write is made of whole sectors, got ${lengthBytes} bytes at ${byteOffset}`,
  );
  const { currentSizeBytes } = writer.identity;
  assert(
    byteOffset >= 0 && byteOffset + lengthBytes <= currentSizeBytes,
    `a write of ${lengthBytes} bytes at ${byteOffset} lies beyond the disk of ${currentSizeBytes} bytes`,
  );
}

function writePending(writer: HrlWriter): HrlStep {
  const { endBytes, lastBlockBytes, pending } = writer;
  const bytes = encodeMetadata({ previousDistanceBytes: endBytes - lastBlockBytes, entries: pending });
  return {
    writer: { ...writer, endBytes: endBytes + METADATA_BYTES, lastBlockBytes: endBytes, pending: [] },
    writes: [{ offsetBytes: endBytes, bytes }],
  };
}

function headerWrite(writer: HrlWriter, lastModifiedSeconds: number): FileWrite {
  const bytes = encodeHeader({
    version: VERSION_2,
    ...writer.identity,
    eolLocationBytes: writer.isClosed ? writer.endBytes : 0,
    errorCode: 0,
    metadataBytes: METADATA_BYTES,
    lastModifiedSeconds,
    totalEntries: writer.totalEntries,
  });
  return { offsetBytes: 0, bytes };
}
