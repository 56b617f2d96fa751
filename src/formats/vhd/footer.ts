/**
 * The 512-byte footer that ends every VHD and, for dynamic and differencing ones, also begins it.
 * Big-endian (domain facts: libvhdi's VHD description).
 */
import { assert } from '../../base/assert.ts';
import type { Bytes } from '../../base/units.ts';
import { byteSumChecksum } from '../byte-sum.ts';
import { fieldsOf } from '../fields.ts';
import { type Guid, encodeGuid } from '../guid.ts';
import { geometryOf } from './geometry.ts';

export const FOOTER_BYTES: Bytes = 512;
export const VHD_SECTOR_BYTES: Bytes = 512;
export const VHD_COOKIE = 'conectix';
const VERSION = 0x0001_0000;
const CHECKSUM_AT = 64;
/** Written where a fixed disk has no further header. */
const NO_OFFSET = 0xffff_ffff_ffff_ffffn;

const kinds = { 2: 'fixed', 3: 'dynamic', 4: 'differencing' } as const;
export type VhdKind = (typeof kinds)[keyof typeof kinds];

export interface VhdFooter {
  readonly kind: VhdKind;
  /** Where the dynamic header is; null for a fixed disk. */
  readonly dataOffsetBytes: Bytes | null;
  /** Seconds since 2000-01-01 UTC. */
  readonly timestampSeconds: number;
  readonly virtualSizeBytes: Bytes;
  readonly uniqueId: Guid;
}

/** Validates signature, checksum, version and kind. `offsetBytes` is the footer's place in the file. */
export function decodeFooter(bytes: Uint8Array, offsetBytes: Bytes): VhdFooter {
  const fields = fieldsOf(bytes, { format: 'vhd', littleEndian: false, offsetBytes });
  fields.demandSignature(0, VHD_COOKIE);
  fields.demandByteSum(CHECKSUM_AT, 'footer');
  const version = fields.u32(12);
  if (version >>> 16 !== VERSION >>> 16) {
    throw fields.refuse('unsupportedVersion', 12, `version 0x${version.toString(16)} is not 1.x`);
  }
  const type = fields.u32(60);
  if (type !== 2 && type !== 3 && type !== 4) {
    throw fields.refuse('unsupportedFeature', 60, `disk type ${type} is neither fixed, dynamic nor differencing`);
  }
  const virtualSizeBytes = fields.u64(48);
  if (virtualSizeBytes === 0 || virtualSizeBytes % VHD_SECTOR_BYTES !== 0) {
    throw fields.refuse('badValue', 48, `a disk of ${virtualSizeBytes} bytes is not made of whole sectors`);
  }
  return {
    kind: kinds[type],
    dataOffsetBytes: type === 2 ? null : fields.u64(16),
    timestampSeconds: fields.u32(24),
    virtualSizeBytes,
    uniqueId: fields.guid(68, 'network'),
  };
}

export interface FixedVhdOptions {
  /** A positive multiple of 512. Azure wants a multiple of 1 MiB [K]. */
  readonly virtualSizeBytes: Bytes;
  readonly uniqueId: Guid;
  /** Seconds since 2000-01-01 UTC. */
  readonly timestampSeconds: number;
}

/**
 * The footer that turns `virtualSizeBytes` of raw disk into a fixed VHD.
 *
 * The creator is given as "win ", host "Wi2k": qemu and its descendants take the size from the
 * CHS geometry, which cannot express every size, unless the creator is one they know to state
 * the exact size. Any name of our own would cost such readers up to a few megabytes of the disk.
 */
export function fixedVhdFooter({ virtualSizeBytes, uniqueId, timestampSeconds }: FixedVhdOptions): Uint8Array {
  assert(
    Number.isSafeInteger(virtualSizeBytes) && virtualSizeBytes > 0 && virtualSizeBytes % VHD_SECTOR_BYTES === 0,
    `a disk is made of whole sectors, got ${virtualSizeBytes} bytes`,
  );
  const bytes = new Uint8Array(FOOTER_BYTES);
  const view = new DataView(bytes.buffer);
  const { cylinders, heads, sectorsPerTrack } = geometryOf(virtualSizeBytes / VHD_SECTOR_BYTES);
  putAscii(bytes, 0, VHD_COOKIE);
  // Features: the reserved bit, which is always set.
  view.setUint32(8, 2);
  view.setUint32(12, VERSION);
  view.setBigUint64(16, NO_OFFSET);
  view.setUint32(24, timestampSeconds);
  putAscii(bytes, 28, 'win ');
  view.setUint32(32, 0x0006_0002);
  putAscii(bytes, 36, 'Wi2k');
  view.setBigUint64(40, BigInt(virtualSizeBytes));
  view.setBigUint64(48, BigInt(virtualSizeBytes));
  view.setUint16(56, cylinders);
  view.setUint8(58, heads);
  view.setUint8(59, sectorsPerTrack);
  view.setUint32(60, 2);
  bytes.set(encodeGuid(uniqueId, 'network'), 68);
  view.setUint32(CHECKSUM_AT, byteSumChecksum(bytes, CHECKSUM_AT));
  return bytes;
}

function putAscii(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}
