import { endOf, mergeExtents } from '../../src/base/extent.ts';
import type { Extent } from '../../src/base/extent.ts';
import type { Bytes } from '../../src/base/units.ts';
import { PortError } from '../../src/core/errors/fault.ts';
import type { DigestSum, FineDigestSum } from '../../src/core/ports.ts';

/** A comparison's answer: the 32 bytes of the sum, and the digests behind it where there are any. */
export function digestSumBytes({ sha256, digests }: DigestSum): Uint8Array {
  return joined(Uint8Array.from(bytesOfHex(sha256)), digests ?? new Uint8Array(0));
}

/** That of fine blocks: the coarse ones' digests stand at its end. */
export function fineDigestSumBytes(sum: FineDigestSum): Uint8Array {
  return joined(digestSumBytes(sum), sum.coarseDigests);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

/** The blocks of an extent whose bits are set (hex, lowest bit first), adjacent ones joined. */
export function blocksOf(within: Extent, bits: string, blockBytes: Bytes): Extent[] {
  const expectedDigits = Math.ceil(within.lengthBytes / blockBytes / 8) * 2;
  const isBits = /^[0-9a-f]*$/.test(bits) && bits.length === expectedDigits;
  if (!isBits) throw new PortError({ code: 'InvalidParameter', detail: `no bits of blocks: "${bits}"` });
  const blocks: Extent[] = [];
  for (const [index, byte] of bytesOfHex(bits).entries()) {
    for (let bit = 0; bit < 8; bit++) {
      const offsetBytes = within.offsetBytes + (index * 8 + bit) * blockBytes;
      if (((byte >> bit) & 1) === 0 || offsetBytes >= endOf(within)) continue;
      blocks.push({ offsetBytes, lengthBytes: Math.min(blockBytes, endOf(within) - offsetBytes) });
    }
  }
  return mergeExtents(blocks);
}

function bytesOfHex(hex: string): number[] {
  return Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));
}
