import type { Bytes } from '../../base/units.ts';
import type { ByteSource } from '../byte-source.ts';
import { crc32c } from '../crc32c.ts';
import { fieldsOf } from '../fields.ts';
import { FormatError } from '../format-error.ts';
import type { Guid } from '../guid.ts';
import { readStructure } from '../read-structure.ts';
import { HEADER_BYTES, HEADER_OFFSETS, REGION_GRAIN_BYTES } from './layout.ts';

const CHECKSUM_AT = 4;

export interface VhdxHeader {
  readonly sequenceNumber: bigint;
  /** Changes whenever the disk's content may have: what a child knows its parent by. */
  readonly dataWriteGuid: Guid;
  /** Nil where the log is empty. */
  readonly logGuid: Guid;
  readonly logOffsetBytes: Bytes;
  readonly logBytes: Bytes;
}

/** The valid header with the higher sequence number; one of the two may be damaged. */
export async function readCurrentHeader(source: ByteSource): Promise<VhdxHeader> {
  const headers: VhdxHeader[] = [];
  const refusals: FormatError[] = [];
  for (const offsetBytes of HEADER_OFFSETS) {
    try {
      headers.push(await readHeader(source, offsetBytes));
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      refusals.push(error);
    }
  }
  const current = headers.toSorted((a, b) => (a.sequenceNumber < b.sequenceNumber ? 1 : -1))[0];
  if (current) return current;
  throw refusals[0] ?? new FormatError({ code: 'badSignature', format: 'vhdx', offsetBytes: 0, what: 'no header' });
}

async function readHeader(source: ByteSource, offsetBytes: Bytes): Promise<VhdxHeader> {
  const extent = { offsetBytes, lengthBytes: HEADER_BYTES };
  const bytes = await readStructure(source, extent, { format: 'vhdx', name: 'header' });
  const fields = fieldsOf(bytes, { format: 'vhdx', littleEndian: true, offsetBytes });
  fields.demandSignature(0, 'head');
  if (fields.u32(CHECKSUM_AT) !== crc32c(bytes, CHECKSUM_AT)) {
    throw fields.refuse('badChecksum', CHECKSUM_AT, 'the checksum of the header does not match its bytes');
  }
  const version = fields.u16(66);
  if (version !== 1) throw fields.refuse('unsupportedVersion', 66, `version ${version} is not 1`);
  const logVersion = fields.u16(64);
  if (logVersion !== 0) throw fields.refuse('unsupportedVersion', 64, `log version ${logVersion} is not 0`);
  const logBytes = fields.u32(68);
  const logOffsetBytes = fields.u64(72);
  if (logBytes % REGION_GRAIN_BYTES !== 0 || logOffsetBytes % REGION_GRAIN_BYTES !== 0) {
    throw fields.refuse('badValue', 68, `a log of ${logBytes} bytes at ${logOffsetBytes} is not made of whole MiB`);
  }
  return {
    sequenceNumber: fields.bigU64(8),
    dataWriteGuid: fields.guid(32, 'windows'),
    logGuid: fields.guid(48, 'windows'),
    logOffsetBytes,
    logBytes,
  };
}
