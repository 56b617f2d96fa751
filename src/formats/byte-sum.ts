/**
 * The checksum of VHD structures and of the replica log: the ones' complement of the
 * 32-bit sum of all bytes. The four bytes at `skipAt` count as zero, since they hold the result.
 * It notices altered and missing bytes but not exchanged ones.
 */
export function byteSumChecksum(bytes: Uint8Array, skipAt?: number): number {
  let sum = 0;
  for (const byte of bytes) sum += byte;
  if (skipAt !== undefined) for (const byte of bytes.subarray(skipAt, skipAt + 4)) sum -= byte;
  return ~sum >>> 0;
}
