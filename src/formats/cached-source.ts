import { assert } from '../base/assert.ts';
import { endOf } from '../base/extent.ts';
import type { Bytes } from '../base/units.ts';
import { KIB } from '../base/units.ts';
import { type ByteSource, assertWithin } from './byte-source.ts';

/** 4 MiB of tables per open image: block tables of half a terabyte or more, sector bitmaps of 16 GiB. */
const PAGE_BYTES: Bytes = 64 * KIB;
const MAX_PAGES = 64;

/**
 * Remembers the pages read last. For tables and bitmaps, which are read a few bytes at a time;
 * block data does not go through here. Readers of the same page share one read.
 */
export function cachedSource(source: ByteSource, pageBytes: Bytes = PAGE_BYTES, maxPages = MAX_PAGES): ByteSource {
  assert(pageBytes > 0 && maxPages > 0, `a cache of ${maxPages} pages of ${pageBytes} bytes`);
  // A Map iterates in insertion order: the first key is the page that was not asked for longest.
  const pages = new Map<number, Promise<Uint8Array>>();

  const load = (page: number): Promise<Uint8Array> => {
    const offsetBytes = page * pageBytes;
    const loading = source.read({ offsetBytes, lengthBytes: Math.min(pageBytes, source.sizeBytes - offsetBytes) });
    // A failure must not be remembered.
    loading.catch(() => {
      if (pages.get(page) === loading) pages.delete(page);
    });
    return loading;
  };

  const pageAt = (page: number): Promise<Uint8Array> => {
    const found = pages.get(page) ?? load(page);
    pages.delete(page);
    pages.set(page, found);
    for (const oldest of pages.keys()) {
      if (pages.size <= maxPages) break;
      pages.delete(oldest);
    }
    return found;
  };

  return {
    sizeBytes: source.sizeBytes,
    read: async (extent) => {
      assertWithin(extent, source.sizeBytes);
      const result = new Uint8Array(extent.lengthBytes);
      for (let at = extent.offsetBytes; at < endOf(extent);) {
        const page = Math.floor(at / pageBytes);
        const within = at - page * pageBytes;
        const part = (await pageAt(page)).subarray(within, within + endOf(extent) - at);
        assert(part.length > 0, `the source answered nothing at ${at}`);
        result.set(part, at - extent.offsetBytes);
        at += part.length;
      }
      return result;
    },
  };
}
