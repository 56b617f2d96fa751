import type { ParentReference } from '../disk-image.ts';
import type { Fields } from '../fields.ts';
import { normalizeGuid } from '../guid.ts';
import { decodeUtf16 } from '../utf16.ts';
import { PARENT_LOCATOR_TYPE } from './layout.ts';

const ENTRY_BYTES = 12;

/** Keys and values in UTF-16: how the parent is known (`parent_linkage`) and where it may be found. */
export function decodeParentLocator(locator: Fields): ParentReference {
  const type = locator.guid(0, 'windows');
  if (type !== PARENT_LOCATOR_TYPE) {
    throw locator.refuse('unsupportedFeature', 0, `the parent locator has the unknown type ${type}`);
  }
  const values = readPairs(locator);
  const linkage = normalizeGuid(values.get('parent_linkage') ?? '');
  if (linkage === undefined) throw locator.refuse('badValue', 18, 'the parent locator does not identify the parent');
  const paths = ['relative_path', 'absolute_win32_path', 'volume_path'].map((key) => values.get(key));
  return { uniqueId: linkage, paths: paths.filter((path): path is string => path !== undefined && path !== '') };
}

function readPairs(locator: Fields): Map<string, string> {
  const count = locator.u16(18);
  if (20 + count * ENTRY_BYTES > locator.bytes.length) {
    throw locator.refuse(
      'outOfBounds',
      18,
      `a parent locator of ${locator.bytes.length} bytes claims ${count} entries`,
    );
  }
  const pairs = new Map<string, string>();
  for (let index = 0; index < count; index++) {
    const at = 20 + index * ENTRY_BYTES;
    const key = textAt(locator, at, locator.u32(at), locator.u16(at + 8));
    pairs.set(key, textAt(locator, at, locator.u32(at + 4), locator.u16(at + 10)));
  }
  return pairs;
}

function textAt(locator: Fields, entryAt: number, offset: number, length: number): string {
  if (offset + length > locator.bytes.length) {
    throw locator.refuse('outOfBounds', entryAt, 'an entry of the parent locator lies outside of it');
  }
  return decodeUtf16(locator.bytes.subarray(offset, offset + length), true);
}
