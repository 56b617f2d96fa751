/** The Castagnoli polynomial, bits reversed. */
const POLYNOMIAL = 0x82f6_3b78;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
  return value;
});

/**
 * CRC-32C, as VHDX protects its structures with. The four bytes at `zeroAt` count as zero,
 * since they hold the result.
 */
export function crc32c(bytes: Uint8Array, zeroAt?: number): number {
  if (zeroAt === undefined) return ~advance(0xffff_ffff, bytes) >>> 0;
  let state = advance(0xffff_ffff, bytes.subarray(0, zeroAt));
  state = advance(state, new Uint8Array(4));
  return ~advance(state, bytes.subarray(zeroAt + 4)) >>> 0;
}

function advance(start: number, bytes: Uint8Array): number {
  let state = start;
  for (let i = 0; i < bytes.length; i++) state = (table[(state ^ (bytes[i] ?? 0)) & 0xff] ?? 0) ^ (state >>> 8);
  return state;
}
