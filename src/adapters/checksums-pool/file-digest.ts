import type { Bytes } from '../../base/units.ts';
import { KIB } from '../../base/units.ts';
import { DIGEST_BYTES, type BlockDigest } from './block-digest.ts';
import type { FileRange } from './checksum-messages.ts';
import { createSlotKernel, SHORTEST_SLOT_BLOCK } from './kernel/block-kernel.ts';

/** Fills `into` from an offset of an open file; throws where it ends before. */
export type FileRead = (file: number, offsetBytes: Bytes, into: Uint8Array) => void;

/** Stays in the processor's cache from the read to the digest. */
const PIECE_BYTES: Bytes = 256 * KIB;

/**
 * Digests ranges of files: piece by piece, each read straight into the kernel's memory. Memory does not follow the range.
 *
 * @param otherBlocks asked for once there are blocks that the kernel or a piece is not made for
 */
export async function createFileDigest(
  read: FileRead,
  otherBlocks: () => Promise<BlockDigest>,
): Promise<(range: FileRange, blockBytes: Bytes) => Promise<Uint8Array<ArrayBuffer>>> {
  const kernel = await createSlotKernel(1, PIECE_BYTES);
  const [slot = new Uint8Array(0)] = kernel.slots;

  const digestPiece = async (range: FileRange, blockBytes: Bytes): Promise<Uint8Array> => {
    const shortestBlock = Math.min(blockBytes, range.lengthBytes % blockBytes || blockBytes);
    if (range.lengthBytes <= PIECE_BYTES && shortestBlock >= SHORTEST_SLOT_BLOCK) {
      read(range.file, range.offsetBytes, slot.subarray(0, range.lengthBytes));
      return kernel.digest(0, 0, range.lengthBytes, blockBytes);
    }
    const bytes = new Uint8Array(range.lengthBytes);
    read(range.file, range.offsetBytes, bytes);
    return (await otherBlocks())(bytes, blockBytes);
  };

  return async ({ file, offsetBytes, lengthBytes }, blockBytes) => {
    const digests = new Uint8Array(Math.ceil(lengthBytes / blockBytes) * DIGEST_BYTES);
    const blocksAtOnce = Math.max(1, Math.floor(PIECE_BYTES / blockBytes));
    for (let done = 0, at = 0; done < lengthBytes; done += blocksAtOnce * blockBytes) {
      const pieceBytes = Math.min(blocksAtOnce * blockBytes, lengthBytes - done);
      const made = await digestPiece({ file, offsetBytes: offsetBytes + done, lengthBytes: pieceBytes }, blockBytes);
      digests.set(made, at);
      at += made.length;
    }
    return digests;
  };
}
