import type { Bytes } from '../../src/base/units.ts';
import { BLOCKS_PER_SEGMENT } from './block-node.ts';
import { BLOCK_BYTES, GENERATED, HOLE, IMAGE, kindOf, REF_WORDS, ZERO } from './block-ref.ts';
import type { VirtualFile } from './virtual-file.ts';

/**
 * The first byte in which two files of one size differ; null when they are equal. Blocks with the
 * same reference are equal unread, so equal simulated disks cost no bytes. Throws `RangeError` for
 * blocks of an imported image, which are read asynchronously only, and for files of unequal size.
 */
export function firstDifference(a: VirtualFile, b: VirtualFile): Bytes | null {
  if (a.sizeBytes !== b.sizeBytes) throw new RangeError(`${a.sizeBytes} bytes are not compared with ${b.sizeBytes}`);
  const blockCount = Math.ceil(a.sizeBytes / BLOCK_BYTES);
  for (let start = 0; start < blockCount; start += BLOCKS_PER_SEGMENT) {
    const segmentIndex = start / BLOCKS_PER_SEGMENT;
    if (a.map.isHoleSegment(segmentIndex) && b.map.isHoleSegment(segmentIndex)) continue;
    const [aWords, bWords] = [a.map.segmentWords(segmentIndex), b.map.segmentWords(segmentIndex)];
    for (let i = 0; i < Math.min(BLOCKS_PER_SEGMENT, blockCount - start); i++) {
      if (isSameReference(aWords, bWords, i * REF_WORDS)) continue;
      const at = differenceInBlock(a, b, (start + i) * BLOCK_BYTES);
      if (at !== null) return at;
    }
  }
  return null;
}

/** References may say the same of a block in which not the same pages count as written. */
function isSameReference(a: Uint32Array, b: Uint32Array, at: number): boolean {
  const kind = kindOf(a[at] ?? HOLE);
  if (kind !== kindOf(b[at] ?? HOLE)) return false;
  if (kind === ZERO) return true;
  return kind === GENERATED && a[at + 1] === b[at + 1] && a[at + 2] === b[at + 2] && a[at + 3] === b[at + 3];
}

function differenceInBlock(a: VirtualFile, b: VirtualFile, offsetBytes: Bytes): Bytes | null {
  for (const file of [a, b]) {
    if (kindOf(file.map.headAt(offsetBytes / BLOCK_BYTES)) === IMAGE)
      throw new RangeError('blocks of an imported image cannot be compared at once');
  }
  const extent = { offsetBytes, lengthBytes: Math.min(BLOCK_BYTES, a.sizeBytes - offsetBytes) };
  const [aBytes, bBytes] = [a.readNow(extent), b.readNow(extent)];
  const index = aBytes.findIndex((byte, position) => byte !== bBytes[position]);
  return index < 0 ? null : offsetBytes + index;
}
