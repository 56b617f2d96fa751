/** The sum of all bytes; exact up to 2^45 bytes. */
export function byteSumOf(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i++) sum += bytes[i] ?? 0;
  return sum;
}

/** The ones' complement of a sum, modulo 2^32. */
export function checksumOfSum(sum: number): number {
  return ~sum >>> 0;
}

/**
 * The checksum of VHD structures and of the replica log: the ones' complement of the
 * 32-bit sum of all bytes. The four bytes at `skipAt` count as zero, since they hold the result.
 * It notices altered and missing bytes but not exchanged ones.
 */
export function byteSumChecksum(bytes: Uint8Array, skipAt?: number): number {
  const stored = skipAt === undefined ? 0 : byteSumOf(bytes.subarray(skipAt, skipAt + 4));
  return checksumOfSum(byteSumOf(bytes) - stored);
}
