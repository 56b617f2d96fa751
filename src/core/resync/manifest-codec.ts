/**
 * The manifest as it is kept beside the replica. Little-endian:
 *
 *   0  "LSCM"       4  version u16    6  length of the ETag u16    8  size of the disk u64
 *  16  block u32   20  group count u32    24  1 = groups not listed are unknown, 0 = all zero, u32
 *  28  ETag, Latin-1
 *      then per group, ascending: index u32, known bits (128 bytes), digests of its known blocks
 *      last 4 bytes: CRC-32C of all before
 */
import { assert } from '../../base/assert.ts';
import { crc32c } from '../../formats/crc32c.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { COARSE_BLOCK_BYTES, DIGEST_BYTES } from '../limits/limits.ts';
import { blockCount, GROUP_BLOCKS, type ChecksumManifest, type ManifestGroup } from './manifest.ts';

/** Why bytes are no manifest. The caller then knows nothing of the replica and reads it back. */
export interface ManifestError {
  readonly code: 'truncated' | 'badSignature' | 'newerVersion' | 'badChecksum' | 'badValue';
  readonly message: string;
}

const SIGNATURE = 'LSCM';
const VERSION = 1;
const HEADER_BYTES = 28;
const KNOWN_BYTES = GROUP_BLOCKS / 8;
const CRC_BYTES = 4;

export function encodeManifest(manifest: ChecksumManifest): Uint8Array {
  const etag = manifest.etag ?? '';
  assert(etag.length <= 0xffff && /^[\u0020-\u00ff]*$/.test(etag), `ETag ${etag} is Latin-1`);
  const groups = [...manifest.groups].toSorted(([a], [b]) => a - b);
  const known = groups.map(([, group]) => knownBlocks(group));
  const body = groups.length * (4 + KNOWN_BYTES) + known.reduce((sum, blocks) => sum + blocks.length, 0) * DIGEST_BYTES;
  const bytes = new Uint8Array(HEADER_BYTES + etag.length + body + CRC_BYTES);
  const view = new DataView(bytes.buffer);
  writeLatin1(bytes, 0, SIGNATURE);
  view.setUint16(4, VERSION, true);
  view.setUint16(6, etag.length, true);
  view.setBigUint64(8, BigInt(manifest.sizeBytes), true);
  view.setUint32(16, COARSE_BLOCK_BYTES, true);
  view.setUint32(20, groups.length, true);
  view.setUint32(24, manifest.elsewhere === 'unknown' ? 1 : 0, true);
  writeLatin1(bytes, HEADER_BYTES, etag);
  let at = HEADER_BYTES + etag.length;
  for (const [index, group] of groups) {
    view.setUint32(at, index, true);
    bytes.set(group.known, at + 4);
    at += 4 + KNOWN_BYTES;
    for (const block of knownBlocks(group)) {
      bytes.set(group.digests.subarray(block * DIGEST_BYTES, (block + 1) * DIGEST_BYTES), at);
      at += DIGEST_BYTES;
    }
  }
  view.setUint32(at, crc32c(bytes.subarray(0, at)), true);
  return bytes;
}

export function decodeManifest(bytes: Uint8Array): Result<ChecksumManifest, ManifestError> {
  if (bytes.length < HEADER_BYTES + CRC_BYTES) return refuse('truncated', `${bytes.length} bytes hold no header`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (readLatin1(bytes, 0, 4) !== SIGNATURE) return refuse('badSignature', 'the bytes do not begin with "LSCM"');
  const version = view.getUint16(4, true);
  if (version !== VERSION) return refuse('newerVersion', `version ${version} is not ${VERSION}`);
  const end = bytes.length - CRC_BYTES;
  if (view.getUint32(end, true) !== crc32c(bytes.subarray(0, end))) {
    return refuse('badChecksum', 'the checksum does not fit the bytes');
  }
  const sizeBytes = Number(view.getBigUint64(8, true));
  const blockBytes = view.getUint32(16, true);
  if (sizeBytes === 0 || !Number.isSafeInteger(sizeBytes)) return refuse('badValue', `size ${sizeBytes} is no disk's`);
  if (blockBytes !== COARSE_BLOCK_BYTES) return refuse('badValue', `blocks of ${blockBytes} bytes are not ours`);
  const groupsAt = HEADER_BYTES + view.getUint16(6, true);
  if (groupsAt > end) return refuse('truncated', 'the ETag is not there whole');
  const etag = readLatin1(bytes, HEADER_BYTES, groupsAt - HEADER_BYTES);
  const elsewhere = view.getUint32(24, true) === 0 ? 'zero' : 'unknown';
  const manifest: ChecksumManifest = { sizeBytes, etag: etag === '' ? null : etag, elsewhere, groups: new Map() };
  return decodeGroups(bytes.subarray(groupsAt, end), view.getUint32(20, true), manifest);
}

/** The checksum holds, so what is wrong from here on was written wrong: told apart all the same. */
function decodeGroups(
  bytes: Uint8Array,
  count: number,
  manifest: ChecksumManifest,
): Result<ChecksumManifest, ManifestError> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const groups = new Map<number, ManifestGroup>();
  const limit = Math.ceil(blockCount(manifest) / GROUP_BLOCKS);
  let at = 0;
  let previous = -1;
  for (let i = 0; i < count; i++) {
    if (at + 4 + KNOWN_BYTES > bytes.length) return refuse('truncated', `group ${i} of ${count} is missing`);
    const index = view.getUint32(at, true);
    if (index >= limit) return refuse('badValue', `group ${index} lies beyond the disk's ${limit}`);
    if (index <= previous) return refuse('badValue', `group ${index} follows group ${previous}`);
    previous = index;
    const group = {
      digests: new Uint8Array(GROUP_BLOCKS * DIGEST_BYTES),
      known: bytes.slice(at + 4, at + 4 + KNOWN_BYTES),
    };
    at += 4 + KNOWN_BYTES;
    for (const block of knownBlocks(group)) {
      if (at + DIGEST_BYTES > bytes.length) return refuse('truncated', `digests of group ${index} are missing`);
      group.digests.set(bytes.subarray(at, at + DIGEST_BYTES), block * DIGEST_BYTES);
      at += DIGEST_BYTES;
    }
    groups.set(index, group);
  }
  if (at !== bytes.length) return refuse('badValue', `${bytes.length - at} bytes follow the last group`);
  return ok({ ...manifest, groups });
}

/** Blocks of a group whose digests are known, ascending, counted within the group. */
function knownBlocks(group: ManifestGroup): number[] {
  const blocks: number[] = [];
  for (let block = 0; block < GROUP_BLOCKS; block++) {
    if (((group.known[block >> 3] ?? 0) >> (block & 7)) & 1) blocks.push(block);
  }
  return blocks;
}

function refuse(code: ManifestError['code'], message: string): { readonly ok: false; readonly error: ManifestError } {
  return err({ code, message });
}

function writeLatin1(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}

function readLatin1(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
