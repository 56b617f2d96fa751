/** How a comparison's digests and the regions that they are asked of look in requests and answers. */
import { endOf } from '../../base/extent.ts';
import type { Extent } from '../../base/extent.ts';
import { KIB, type Bytes } from '../../base/units.ts';
import { PortError } from '../../core/errors/fault.ts';
import type { DigestSum, FineDigestSum } from '../../core/ports.ts';

export const COARSE_BLOCK_BYTES: Bytes = 64 * KIB;
export const FINE_BLOCK_BYTES: Bytes = 4 * KIB;
export const SHORT_DIGEST_BYTES: Bytes = 4;
/** SHA-256. */
export const SUM_BYTES: Bytes = 32;

/** The sum, and the digests behind it where it is another than ours. Throws `UnexpectedAnswer` where one comes without the other. */
export function digestSumOf(answer: Uint8Array, knownSha256: string, subject: string): DigestSum {
  const sha256 = hexOf(answer.subarray(0, SUM_BYTES));
  const digests = answer.subarray(SUM_BYTES);
  const isEqual = sha256 === knownSha256;
  if (isEqual !== (digests.length === 0)) {
    const detail = `${subject}: ${digests.length} bytes of digests where the sums are ${isEqual ? 'equal' : 'different'}`;
    throw new PortError({ code: 'UnexpectedAnswer', detail });
  }
  return { sha256, digests: isEqual ? null : digests };
}

/** The same of fine blocks: whole digests of the coarse ones, `coarseBytes` of them, stand at the end. */
export function fineDigestSumOf(
  answer: Uint8Array,
  coarseBytes: Bytes,
  knownSha256: string,
  subject: string,
): FineDigestSum {
  const coarseAt = answer.length - coarseBytes;
  const sum = digestSumOf(answer.subarray(0, coarseAt), knownSha256, subject);
  return { ...sum, coarseDigests: answer.subarray(coarseAt) };
}

/** The extent that spans them all, and one bit for each of its blocks, lowest first, in hex. `extents` is not empty. */
export function blockBits(
  extents: readonly Extent[],
  blockBytes: Bytes,
): { readonly within: Extent; readonly bits: string } {
  const [first, last] = [extents[0], extents.at(-1)];
  const offsetBytes = first?.offsetBytes ?? 0;
  const lengthBytes = (last ? endOf(last) : 0) - offsetBytes;
  const bits = new Uint8Array(Math.ceil(lengthBytes / blockBytes / 8));
  for (const extent of extents) {
    for (let at = extent.offsetBytes; at < endOf(extent); at += blockBytes) {
      const block = Math.floor((at - offsetBytes) / blockBytes);
      bits[block >> 3] = (bits[block >> 3] ?? 0) | (1 << (block & 7));
    }
  }
  return { within: { offsetBytes, lengthBytes }, bits: hexOf(bits) };
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
