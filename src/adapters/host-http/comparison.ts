/** How a comparison's digests and the regions that they are asked of look in requests and answers. */
import { endOf } from '../../base/extent.ts';
import type { Extent } from '../../base/extent.ts';
import { KIB, type Bytes } from '../../base/units.ts';
import { PortError } from '../../core/errors/fault.ts';
import type { DigestSum } from '../../core/ports.ts';

export const COARSE_BLOCK_BYTES: Bytes = 64 * KIB;
export const FINE_BLOCK_BYTES: Bytes = 4 * KIB;
export const SHORT_DIGEST_BYTES: Bytes = 4;
/** SHA-256. */
export const SUM_BYTES: Bytes = 32;

/** The sum, and the digests behind it where it is another than ours. Throws `UnexpectedAnswer` where one comes without the other. */
export function digestSumOf(answer: Uint8Array, knownSha256: string, subject: string): DigestSum {
  const sha256 = hexOf(answer.subarray(0, SUM_BYTES));
  const isEqual = sha256 === knownSha256;
  if (isEqual !== (answer.length === SUM_BYTES)) {
    const detail = `${subject}: ${answer.length} bytes where the sums are ${isEqual ? 'equal' : 'different'}`;
    throw new PortError({ code: 'UnexpectedAnswer', detail });
  }
  return { sha256, digests: isEqual ? null : answer.subarray(SUM_BYTES) };
}

/** The extent that spans them all, and one bit for each of its coarse blocks, lowest first, in hex. `extents` is not empty. */
export function regionBits(extents: readonly Extent[]): { readonly within: Extent; readonly bits: string } {
  const [first, last] = [extents[0], extents.at(-1)];
  const offsetBytes = first?.offsetBytes ?? 0;
  const lengthBytes = (last ? endOf(last) : 0) - offsetBytes;
  const bits = new Uint8Array(Math.ceil(lengthBytes / COARSE_BLOCK_BYTES / 8));
  for (const extent of extents) {
    for (let at = extent.offsetBytes; at < endOf(extent); at += COARSE_BLOCK_BYTES) {
      const block = Math.floor((at - offsetBytes) / COARSE_BLOCK_BYTES);
      bits[block >> 3] = (bits[block >> 3] ?? 0) | (1 << (block & 7));
    }
  }
  return { within: { offsetBytes, lengthBytes }, bits: hexOf(bits) };
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
