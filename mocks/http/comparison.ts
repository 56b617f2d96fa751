import { endOf, mergeExtents } from '../../src/base/extent.ts';
import type { Extent } from '../../src/base/extent.ts';
import { KIB, type Bytes } from '../../src/base/units.ts';
import { PortError } from '../../src/core/errors/fault.ts';
import type { DigestSum } from '../../src/core/ports.ts';

const REGION_BYTES: Bytes = 64 * KIB;

/** A comparison's answer: the 32 bytes of the sum, and the digests behind it where there are any. */
export function digestSumBytes({ sha256, digests }: DigestSum): Uint8Array {
  const sum = bytesOfHex(sha256);
  const answer = new Uint8Array(sum.length + (digests?.length ?? 0));
  answer.set(sum);
  if (digests) answer.set(digests, sum.length);
  return answer;
}

/** The regions of an extent whose bits are set (hex, lowest bit first), adjacent ones joined. */
export function regionsOf(within: Extent, bits: string): Extent[] {
  const expectedDigits = Math.ceil(within.lengthBytes / REGION_BYTES / 8) * 2;
  const isBits = /^[0-9a-f]*$/.test(bits) && bits.length === expectedDigits;
  if (!isBits) throw new PortError({ code: 'InvalidParameter', detail: `no bits of regions: "${bits}"` });
  const regions: Extent[] = [];
  for (const [index, byte] of bytesOfHex(bits).entries()) {
    for (let bit = 0; bit < 8; bit++) {
      const offsetBytes = within.offsetBytes + (index * 8 + bit) * REGION_BYTES;
      if (((byte >> bit) & 1) === 0 || offsetBytes >= endOf(within)) continue;
      regions.push({ offsetBytes, lengthBytes: Math.min(REGION_BYTES, endOf(within) - offsetBytes) });
    }
  }
  return mergeExtents(regions);
}

function bytesOfHex(hex: string): number[] {
  return Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));
}
