import { type Extent, endOf } from '../base/extent.ts';
import type { Bytes } from '../base/units.ts';

/** The part of an extent that lies in one block of a virtual disk. */
export interface BlockPart extends Extent {
  readonly block: number;
  /** Where the part begins within its block. */
  readonly withinBytes: Bytes;
}

/** Cuts an extent at block borders; ascending. */
export function splitByBlock(extent: Extent, blockBytes: Bytes): BlockPart[] {
  const parts: BlockPart[] = [];
  for (let at = extent.offsetBytes; at < endOf(extent);) {
    const block = Math.floor(at / blockBytes);
    const withinBytes = at - block * blockBytes;
    const lengthBytes = Math.min(blockBytes - withinBytes, endOf(extent) - at);
    parts.push({ block, withinBytes, offsetBytes: at, lengthBytes });
    at += lengthBytes;
  }
  return parts;
}
