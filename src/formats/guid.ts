import { assert } from '../base/assert.ts';

/** A GUID as text: lower case, with hyphens, without braces. */
export type Guid = string;

export const NIL_GUID: Guid = '00000000-0000-0000-0000-000000000000';

/**
 * How 16 bytes become text. Windows structures store the first three groups little-endian;
 * VHD stores all bytes in the order in which they are written down.
 */
export type GuidOrder = 'windows' | 'network';

/** For each byte of the text, left to right, its place among the 16 bytes. */
const places: Readonly<Record<GuidOrder, readonly number[]>> = {
  windows: [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15],
  network: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
};

const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The GUID in the first 16 of `bytes`. */
export function decodeGuid(bytes: Uint8Array, order: GuidOrder): Guid {
  assert(bytes.length >= 16, `a GUID needs 16 bytes, got ${bytes.length}`);
  const hex = places[order].map((place) => (bytes[place] ?? 0).toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** 16 bytes. Accepts any case and braces; anything else is a defect of the caller. */
export function encodeGuid(guid: Guid, order: GuidOrder): Uint8Array {
  const text = normalizeGuid(guid);
  assert(text !== undefined, `not a GUID: ${guid}`);
  const hex = text.replaceAll('-', '');
  const bytes = new Uint8Array(16);
  places[order].forEach((place, index) => {
    bytes[place] = Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16);
  });
  return bytes;
}

/** Lower case without braces, or undefined where `text` is no GUID. */
export function normalizeGuid(text: string): Guid | undefined {
  const bare = text.replace(/^\{(.*)\}$/, '$1').toLowerCase();
  return guidPattern.test(bare) ? bare : undefined;
}
