import { assert } from './assert.ts';
import type { Bytes } from './units.ts';

/** A half-open byte range `[offsetBytes, offsetBytes + lengthBytes)` of a virtual disk or blob. */
export interface Extent {
  readonly offsetBytes: Bytes;
  readonly lengthBytes: Bytes;
}

/** The first byte after the extent. */
export function endOf(extent: Extent): Bytes {
  return extent.offsetBytes + extent.lengthBytes;
}

/** Bytes covered by extents that do not overlap. */
export function totalLength(extents: readonly Extent[]): Bytes {
  let total = 0;
  for (const extent of extents) total += extent.lengthBytes;
  return total;
}

/** The common part of two extents, or undefined where they share no byte. */
export function intersect(a: Extent, b: Extent): Extent | undefined {
  const offsetBytes = Math.max(a.offsetBytes, b.offsetBytes);
  const lengthBytes = Math.min(endOf(a), endOf(b)) - offsetBytes;
  return lengthBytes > 0 ? { offsetBytes, lengthBytes } : undefined;
}

/** The parts of `extents` that lie in `within`, in their order. */
export function cutTo(within: Extent, extents: readonly Extent[]): Extent[] {
  return extents.flatMap((extent) => intersect(extent, within) ?? []);
}

/** What both hold. Each is ascending and disjoint, and so is the result. */
export function commonTo(a: readonly Extent[], b: readonly Extent[]): Extent[] {
  const common: Extent[] = [];
  let [inA, inB] = [0, 0];
  for (let [x, y] = [a[0], b[0]]; x && y; [x, y] = [a[inA], b[inB]]) {
    const part = intersect(x, y);
    if (part) common.push(part);
    if (endOf(x) <= endOf(y)) inA++;
    else inB++;
  }
  return common;
}

/** The smallest extent on a grain of `grainBytes` that covers `extent`, cut at `limitBytes`. */
export function alignOutward(extent: Extent, grainBytes: Bytes, limitBytes: Bytes): Extent {
  assert(grainBytes > 0, `grain must be positive, got ${grainBytes}`);
  const offsetBytes = Math.floor(extent.offsetBytes / grainBytes) * grainBytes;
  const end = Math.min(limitBytes, Math.ceil(endOf(extent) / grainBytes) * grainBytes);
  return { offsetBytes, lengthBytes: end - offsetBytes };
}

/** Sorts, then joins extents that touch or overlap. The result is disjoint and ascending. */
export function mergeExtents(extents: readonly Extent[]): Extent[] {
  const sorted = extents.filter((e) => e.lengthBytes > 0).toSorted((a, b) => a.offsetBytes - b.offsetBytes);
  const merged: Extent[] = [];
  for (const extent of sorted) {
    const last = merged.at(-1);
    if (last && extent.offsetBytes <= endOf(last)) {
      const lengthBytes = Math.max(endOf(last), endOf(extent)) - last.offsetBytes;
      merged[merged.length - 1] = { offsetBytes: last.offsetBytes, lengthBytes };
    } else {
      merged.push(extent);
    }
  }
  return merged;
}

/** What `within` holds besides the extents, which are disjoint, ascending and inside it. */
export function gapsBetween(extents: readonly Extent[], within: Extent): Extent[] {
  const gaps: Extent[] = [];
  let at = within.offsetBytes;
  for (const extent of extents) {
    if (extent.offsetBytes > at) gaps.push({ offsetBytes: at, lengthBytes: extent.offsetBytes - at });
    at = endOf(extent);
  }
  if (at < endOf(within)) gaps.push({ offsetBytes: at, lengthBytes: endOf(within) - at });
  return gaps;
}
