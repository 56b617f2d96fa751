import { assert } from '../../base/assert.ts';
import type { Bytes } from '../../base/units.ts';
import { byteSumChecksum } from '../byte-sum.ts';
import { fieldsOf } from '../fields.ts';
import { FormatError } from '../format-error.ts';
import { NIL_GUID, encodeGuid } from '../guid.ts';
import { HEADER_BYTES, type HrlHeader, SECTOR_BYTES, VERSION_1, VERSION_2 } from './layout.ts';

const COOKIE = 'msctlog';
const CREATOR = 'ct';
const CHECKSUM_AT = 40;
/** A metadata block of 1 MiB holds 32,767 entries; a larger size is damage, not a setting. */
const MAX_METADATA_BYTES: Bytes = 2 ** 20;

/** The 4096 bytes of a version 2 header. */
export function encodeHeader(header: HrlHeader): Uint8Array {
  assert(header.version === VERSION_2, 'this codec writes version 2 only');
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  // The specification's example prints the cookie with a space in its eighth byte [I].
  bytes.set(asciiBytes(`${COOKIE} `), 0);
  view.setUint32(8, header.version, true);
  view.setUint32(12, header.timestampSeconds, true);
  bytes.set(asciiBytes(CREATOR), 16);
  view.setBigUint64(24, BigInt(header.originalSizeBytes), true);
  view.setBigUint64(32, BigInt(header.currentSizeBytes), true);
  view.setBigUint64(44, BigInt(header.eolLocationBytes), true);
  view.setInt32(52, header.errorCode, true);
  view.setUint32(56, header.metadataBytes, true);
  bytes.set(encodeGuid(header.uniqueId, 'windows'), 60);
  bytes.set(encodeGuid(header.previousUniqueId, 'windows'), 76);
  view.setUint32(92, header.lastModifiedSeconds, true);
  view.setBigUint64(96, BigInt(header.totalEntries), true);
  bytes.set(encodeGuid(header.vhd2DataWriteGuid, 'windows'), 110);
  view.setUint32(CHECKSUM_AT, byteSumChecksum(bytes, CHECKSUM_AT), true);
  return bytes;
}

/** Validates cookie, version, checksum and the fields' ranges. An open log is no error here. */
export function decodeHeader(bytes: Uint8Array): HrlHeader {
  const fields = fieldsOf(bytes, { format: 'hrl', littleEndian: true });
  if (fields.ascii(0, COOKIE.length) !== COOKIE) {
    throw refuse('badSignature', 0, `the file does not begin with "${COOKIE}"`);
  }
  const version = fields.u32(8);
  if (version !== VERSION_1 && version !== VERSION_2) {
    throw refuse('unsupportedVersion', 8, `version 0x${version.toString(16)} is neither 1.0 nor 2.0`);
  }
  fields.demandByteSum(CHECKSUM_AT, 'header');
  const header: HrlHeader = {
    version,
    timestampSeconds: fields.u32(12),
    originalSizeBytes: fields.u64(24),
    currentSizeBytes: fields.u64(32),
    eolLocationBytes: fields.u64(44),
    errorCode: fields.i32(52),
    metadataBytes: fields.u32(56),
    uniqueId: fields.guid(60, 'windows'),
    previousUniqueId: fields.guid(76, 'windows'),
    lastModifiedSeconds: fields.u32(92),
    totalEntries: fields.u64(96),
    vhd2DataWriteGuid: version === VERSION_2 ? fields.guid(110, 'windows') : NIL_GUID,
  };
  const { metadataBytes } = header;
  if (metadataBytes === 0 || metadataBytes % SECTOR_BYTES !== 0 || metadataBytes > MAX_METADATA_BYTES) {
    throw refuse('badValue', 56, `metadata size ${metadataBytes} is not a multiple of 512 up to ${MAX_METADATA_BYTES}`);
  }
  const fileType = fields.u32(104);
  if (fileType !== 0) throw refuse('unsupportedFeature', 104, `file type ${fileType} is not a replica log`);
  return header;
}

function refuse(code: FormatError['code'], offsetBytes: Bytes, what: string): FormatError {
  return new FormatError({ code, format: 'hrl', offsetBytes, what });
}

function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
