import type { Extent } from '../../base/extent.ts';
import { childText, parseXml } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** One answer of Get Page Ranges. */
export interface PageList {
  /** Half-open, as sent: neither merged nor cut. */
  readonly written: readonly Extent[];
  /** Only in differences to a snapshot: held data then, and no more. */
  readonly cleared: readonly Extent[];
  /** Where the listing goes on; null at its end. */
  readonly nextMarker: string | null;
}

/** The page list in an answer's XML; undefined when it is anything else. */
export function parsePageList(source: string): PageList | undefined {
  const root = parseXml(source);
  if (root?.name !== 'PageList') return undefined;
  const written: Extent[] = [];
  const cleared: Extent[] = [];
  for (const child of root.children) {
    if (child.name !== 'PageRange' && child.name !== 'ClearRange') continue;
    const extent = extentOf(child);
    if (!extent) return undefined;
    (child.name === 'PageRange' ? written : cleared).push(extent);
  }
  return { written, cleared, nextMarker: childText(root, 'NextMarker') || null };
}

function extentOf(range: XmlElement): Extent | undefined {
  const start = byteOffset(childText(range, 'Start'));
  const end = byteOffset(childText(range, 'End'));
  if (start === undefined || end === undefined || end < start) return undefined;
  return { offsetBytes: start, lengthBytes: end - start + 1 };
}

function byteOffset(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
