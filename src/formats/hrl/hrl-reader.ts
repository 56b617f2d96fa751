import { assert } from '../../base/assert.ts';
import type { Bytes } from '../../base/units.ts';
import { MIB } from '../../base/units.ts';
import { byteSumOf, checksumOfSum } from '../byte-sum.ts';
import type { ByteSource } from '../byte-source.ts';
import { FormatError, type FormatErrorCode } from '../format-error.ts';
import { readStructure } from '../read-structure.ts';
import { decodeHeader } from './header.ts';
import { HEADER_BYTES, type HrlEntry, type HrlHeader } from './layout.ts';
import { type MetadataEntry, decodeMetadataEntries, decodeMetadataHeader } from './metadata.ts';

/** A closed log. */
export interface HrlLog {
  readonly header: HrlHeader;
  /** In write order. */
  readonly entries: readonly HrlEntry[];
}

export interface ReadHrlOptions {
  /** Also reads all data and compares those checksums that were made. */
  readonly verifyData?: boolean;
  /** More entries, or more metadata blocks, are refused: they are held in memory. */
  readonly maxEntries?: number;
}

/** Four million writes: five minutes at 14,000 writes a second, some 500 MB of entries in memory. */
export const DEFAULT_MAX_ENTRIES = 2 ** 22;
const VERIFY_READ_BYTES: Bytes = MIB;

/** The header alone, also of an open log. */
export async function readHrlHeader(source: ByteSource): Promise<HrlHeader> {
  const bytes = await readStructure(
    source,
    { offsetBytes: 0, lengthBytes: HEADER_BYTES },
    { format: 'hrl', name: 'header' },
  );
  return decodeHeader(bytes);
}

/**
 * Reads the header and all metadata of a closed log, checking every checksum, place and length.
 * @throws FormatError `notClosed`, `badSignature`, `unsupportedVersion`, `badChecksum`, `truncated`,
 *   `outOfBounds` (an entry beyond the disk, a block beyond the file), `badValue`, `cycle`, `limitExceeded`
 */
export async function readHrl(source: ByteSource, options: ReadHrlOptions = {}): Promise<HrlLog> {
  const { verifyData = false, maxEntries = DEFAULT_MAX_ENTRIES } = options;
  const header = await readHrlHeader(source);
  demandClosed(header);
  const entries = await readEntries(source, header, maxEntries);
  if (verifyData) for (const entry of entries) await verifyEntryData(source, entry);
  return { header, entries };
}

function demandClosed(header: HrlHeader): void {
  if (header.eolLocationBytes === 0) {
    throw refuse('notClosed', 44, 'the log was not closed: its end is not recorded');
  }
  if (header.errorCode !== 0) {
    throw refuse('notClosed', 52, `the host recorded error ${header.errorCode} while writing the log`);
  }
}

/** Walks the blocks from the last to the first; positions fall strictly, so the walk ends. */
async function readEntries(source: ByteSource, header: HrlHeader, maxEntries: number): Promise<HrlEntry[]> {
  const { eolLocationBytes, metadataBytes } = header;
  const blocks: HrlEntry[][] = [];
  let entryCount = 0;
  let position = eolLocationBytes - metadataBytes;
  demandBlockPlace(position, header);
  for (;;) {
    const block = await readBlock(source, position, header);
    blocks.push(block.entries);
    entryCount += block.entries.length;
    if (entryCount > maxEntries || blocks.length > maxEntries) {
      throw refuse('limitExceeded', position, `the log holds more than ${maxEntries} entries`);
    }
    if (block.previousPosition === null) break;
    assert(block.previousPosition < position, 'the walk over the metadata blocks moves towards the header');
    position = block.previousPosition;
  }
  return blocks.toReversed().flat();
}

function demandBlockPlace(position: Bytes, { eolLocationBytes }: HrlHeader): void {
  if (position < HEADER_BYTES) {
    const what = `a metadata block is said to lie at ${position}, before the end of the header (EOL ${eolLocationBytes})`;
    throw refuse('outOfBounds', Math.max(0, position), what);
  }
}

/** One block with the places of its data, which fill the gap between the block before it and itself. */
async function readBlock(source: ByteSource, position: Bytes, header: HrlHeader) {
  const { metadataBytes, currentSizeBytes } = header;
  const extent = { offsetBytes: position, lengthBytes: metadataBytes };
  const bytes = await readStructure(source, extent, { format: 'hrl', name: 'metadata block' });
  const { previousDistanceBytes } = decodeMetadataHeader(bytes, position);
  const previousPosition = previousDistanceBytes === 0 ? null : position - previousDistanceBytes;
  if (previousPosition !== null) demandBlockPlace(previousPosition, header);
  const dataStart = previousPosition === null ? HEADER_BYTES : previousPosition + metadataBytes;
  if (dataStart > position) {
    throw refuse('badValue', position, `the metadata block overlaps the one ${previousDistanceBytes} bytes before it`);
  }
  const entries = placeData(decodeMetadataEntries(bytes, position, currentSizeBytes), dataStart, position);
  return { previousPosition, entries };
}

/** Data lie one after the other in entry order and must fill the gap exactly, else no place is certain. */
function placeData(entries: readonly MetadataEntry[], dataStart: Bytes, dataEnd: Bytes): HrlEntry[] {
  let dataOffsetBytes = dataStart;
  const placed = entries.map((entry) => {
    const at = dataOffsetBytes;
    dataOffsetBytes += entry.lengthBytes;
    return { ...entry, dataOffsetBytes: at };
  });
  if (dataOffsetBytes !== dataEnd) {
    const code = dataOffsetBytes > dataEnd ? 'outOfBounds' : 'badValue';
    const what = `the entries describe ${dataOffsetBytes - dataStart} bytes of data where ${dataEnd - dataStart} lie`;
    throw refuse(code, dataEnd, what);
  }
  return placed;
}

async function verifyEntryData(source: ByteSource, entry: HrlEntry): Promise<void> {
  if (entry.dataChecksum === 0) return;
  let sum = 0;
  for (let done = 0; done < entry.lengthBytes; done += VERIFY_READ_BYTES) {
    const lengthBytes = Math.min(VERIFY_READ_BYTES, entry.lengthBytes - done);
    sum += byteSumOf(await source.read({ offsetBytes: entry.dataOffsetBytes + done, lengthBytes }));
  }
  const computed = checksumOfSum(sum);
  if (computed !== entry.dataChecksum) {
    const what = `the checksum of the data for ${entry.lengthBytes} bytes at ${entry.byteOffset} of the disk is ${entry.dataChecksum}, they give ${computed}`;
    throw refuse('badChecksum', entry.dataOffsetBytes, what);
  }
}

function refuse(code: FormatErrorCode, offsetBytes: Bytes, what: string): FormatError {
  return new FormatError({ code, format: 'hrl', offsetBytes, what });
}
