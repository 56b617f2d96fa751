import type { Extent } from '../../base/extent.ts';
import { endOf } from '../../base/extent.ts';
import type { Bytes } from '../../base/units.ts';
import { FINE_BLOCK_BYTES } from '../../core/limits/limits.ts';

/**
 * The runs of blocks that hold anything but zeros, as extents of the disk: `bytes` lie at
 * `offsetBytes` there. Ascending; the last block may be short.
 */
export function nonZeroRuns(bytes: Uint8Array, offsetBytes: Bytes, blockBytes: Bytes = FINE_BLOCK_BYTES): Extent[] {
  const runs: Extent[] = [];
  for (let start = 0; start < bytes.length; start += blockBytes) {
    const end = Math.min(bytes.length, start + blockBytes);
    if (isZero(bytes, start, end)) continue;
    const last = runs.at(-1);
    const at = offsetBytes + start;
    if (last && endOf(last) === at) runs[runs.length - 1] = { ...last, lengthBytes: last.lengthBytes + end - start };
    else runs.push({ offsetBytes: at, lengthBytes: end - start });
  }
  return runs;
}

/** Whether `bytes[start, end)` are all zero. Eight bytes at a time where they lie on a word's boundary. */
export function isZero(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  if ((bytes.byteOffset + start) % 4 === 0) {
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset + start, (end - start) >>> 2);
    for (const word of words) if (word !== 0) return false;
    at += words.length * 4;
  }
  for (; at < end; at++) if (bytes[at] !== 0) return false;
  return true;
}
