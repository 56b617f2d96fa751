import { assert } from '../base/assert.ts';
import type { Bytes } from '../base/units.ts';
import { byteSumChecksum } from './byte-sum.ts';
import { FormatError, type FormatErrorCode, type FormatName } from './format-error.ts';
import { type Guid, type GuidOrder, decodeGuid } from './guid.ts';

/**
 * Reads the fields of one structure. Offsets are within the structure; errors name the place
 * in the file. Reading beyond the structure is a defect of the codec.
 */
export interface Fields {
  readonly bytes: Uint8Array;
  u8(at: number): number;
  u16(at: number): number;
  u32(at: number): number;
  i32(at: number): number;
  /** Refuses what exceeds 2^53 − 1: no size, offset or count that large can be true. */
  u64(at: number): number;
  bigU64(at: number): bigint;
  guid(at: number, order: GuidOrder): Guid;
  ascii(at: number, length: number): string;
  /** Bytes compared as signature. */
  demandSignature(at: number, signature: string): void;
  /** Compares the structure's byte-sum checksum with the one stored big- or little-endian at `at`. */
  demandByteSum(at: number, name: string): void;
  /** A FormatError at a field. */
  refuse(code: FormatErrorCode, at: number, what: string): FormatError;
}

export interface FieldsPlace {
  readonly format: FormatName;
  readonly littleEndian: boolean;
  /** Where the structure begins in the file; 0 when left out. */
  readonly offsetBytes?: Bytes;
}

export function fieldsOf(bytes: Uint8Array, { format, littleEndian, offsetBytes = 0 }: FieldsPlace): Fields {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const refuse: Fields['refuse'] = (code, at, what) =>
    new FormatError({ code, format, offsetBytes: offsetBytes + at, what });
  const slice = (at: number, length: number): Uint8Array => {
    assert(at + length <= bytes.length, `field ${at} + ${length} beyond its structure of ${bytes.length} bytes`);
    return bytes.subarray(at, at + length);
  };
  const ascii = (at: number, length: number): string => String.fromCharCode(...slice(at, length));
  const bigU64 = (at: number): bigint => view.getBigUint64(at, littleEndian);
  return {
    bytes,
    u8: (at) => view.getUint8(at),
    u16: (at) => view.getUint16(at, littleEndian),
    u32: (at) => view.getUint32(at, littleEndian),
    i32: (at) => view.getInt32(at, littleEndian),
    bigU64,
    u64: (at) => {
      const value = bigU64(at);
      if (value > Number.MAX_SAFE_INTEGER) throw refuse('badValue', at, `the value ${value} is absurdly large`);
      return Number(value);
    },
    guid: (at, order) => decodeGuid(slice(at, 16), order),
    ascii,
    demandSignature: (at, signature) => {
      const found = ascii(at, signature.length);
      if (found !== signature) throw refuse('badSignature', at, `"${signature}" expected, found ${quoted(found)}`);
    },
    demandByteSum: (at, name) => {
      const stored = view.getUint32(at, littleEndian);
      const computed = byteSumChecksum(bytes, at);
      if (stored !== computed) {
        throw refuse('badChecksum', at, `the checksum of the ${name} is ${stored}, its bytes give ${computed}`);
      }
    },
    refuse,
  };
}

/** For a message: what cannot be printed is escaped. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[^\u0020-\u007e]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
