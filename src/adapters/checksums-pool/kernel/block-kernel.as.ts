/**
 * AssemblyScript, not TypeScript: `node scripts/kernel.mjs` compiles it into `block-kernel-code.ts`.
 *
 * XXH3-128 (seed 0, default secret) of the blocks of a buffer that lies in this module's memory, with SIMD.
 * Only the hash's form for long input is here: blocks are longer than 240 bytes.
 */

const PRIME32_1: u64 = 0x9e3779b1;
const PRIME32_2: u64 = 0x85ebca77;
const PRIME32_3: u64 = 0xc2b2ae3d;
const PRIME64_1: u64 = 0x9e3779b185ebca87;
const PRIME64_2: u64 = 0xc2b2ae3d27d4eb4f;
const PRIME64_3: u64 = 0x165667b19e3779f9;
const PRIME64_4: u64 = 0x85ebca77c2b2ae63;
const PRIME64_5: u64 = 0x27d4eb2f165667c5;
const AVALANCHE: u64 = 0x165667919e3779f9;

const DIGEST_BYTES: usize = 16;
const STRIPE_BYTES: usize = 64;
/** Each stripe of a round takes the secret 8 bytes further on; then the lanes are scrambled. */
const ROUND_BYTES: usize = STRIPE_BYTES * 16;
const SECRET_BYTES: usize = 192;

/** The default secret, as the hash's specification has it. */
// oxfmt-ignore
const secret = memory.data<u8>([
  0xb8, 0xfe, 0x6c, 0x39, 0x23, 0xa4, 0x4b, 0xbe, 0x7c, 0x01, 0x81, 0x2c, 0xf7, 0x21, 0xad, 0x1c,
  0xde, 0xd4, 0x6d, 0xe9, 0x83, 0x90, 0x97, 0xdb, 0x72, 0x40, 0xa4, 0xa4, 0xb7, 0xb3, 0x67, 0x1f,
  0xcb, 0x79, 0xe6, 0x4e, 0xcc, 0xc0, 0xe5, 0x78, 0x82, 0x5a, 0xd0, 0x7d, 0xcc, 0xff, 0x72, 0x21,
  0xb8, 0x08, 0x46, 0x74, 0xf7, 0x43, 0x24, 0x8e, 0xe0, 0x35, 0x90, 0xe6, 0x81, 0x3a, 0x26, 0x4c,
  0x3c, 0x28, 0x52, 0xbb, 0x91, 0xc3, 0x00, 0xcb, 0x88, 0xd0, 0x65, 0x8b, 0x1b, 0x53, 0x2e, 0xa3,
  0x71, 0x64, 0x48, 0x97, 0xa2, 0x0d, 0xf9, 0x4e, 0x38, 0x19, 0xef, 0x46, 0xa9, 0xde, 0xac, 0xd8,
  0xa8, 0xfa, 0x76, 0x3f, 0xe3, 0x9c, 0x34, 0x3f, 0xf9, 0xdc, 0xbb, 0xc7, 0xc7, 0x0b, 0x4f, 0x1d,
  0x8a, 0x51, 0xe0, 0x4b, 0xcd, 0xb4, 0x59, 0x31, 0xc8, 0x9f, 0x7e, 0xc9, 0xd9, 0x78, 0x73, 0x64,
  0xea, 0xc5, 0xac, 0x83, 0x34, 0xd3, 0xeb, 0xc3, 0xc5, 0x81, 0xa0, 0xff, 0xfa, 0x13, 0x63, 0xeb,
  0x17, 0x0d, 0xdd, 0x51, 0xb7, 0xf0, 0xda, 0x49, 0xd3, 0x16, 0x55, 0x26, 0x29, 0xd4, 0x68, 0x9e,
  0x2b, 0x16, 0xbe, 0x58, 0x7d, 0x47, 0xa1, 0xfc, 0x8f, 0xf8, 0xb8, 0xd1, 0x7a, 0xd0, 0x31, 0xce,
  0x45, 0xcb, 0x3a, 0x8f, 0x95, 0x16, 0x04, 0x28, 0xaf, 0xd7, 0xfb, 0xca, 0xbb, 0x4b, 0x40, 0x7e,
]);

/** The eight 64-bit accumulators, two to a vector. */
let lanes01: v128 = i64x2(0, 0);
let lanes23: v128 = i64x2(0, 0);
let lanes45: v128 = i64x2(0, 0);
let lanes67: v128 = i64x2(0, 0);
const laneBytes = memory.data(64, 16);

/** Where free memory begins: the caller lays its buffers behind it. */
export function firstFreeByte(): usize {
  return __heap_base;
}

/**
 * Writes 16 bytes for each block of `blockBytes` from `input` on, in canonical (big-endian) form; 16 zero
 * bytes for an all-zero block. The last block may be short, but not below 241 bytes.
 */
export function digestBlocks(input: usize, lengthBytes: usize, blockBytes: usize, output: usize): void {
  const end = input + lengthBytes;
  for (let block = input; block < end; block += blockBytes) {
    const size = min(blockBytes, end - block);
    if (isAllZero(block, size)) memory.fill(output, 0, DIGEST_BYTES);
    else digest(block, size, output);
    output += DIGEST_BYTES;
  }
}

/** Data shows itself in the first bytes as a rule, so that asking costs next to nothing for all but zeros. */
function isAllZero(start: usize, lengthBytes: usize): bool {
  const end = start + lengthBytes;
  let at = start;
  for (const wideEnd = end - (lengthBytes & 63); at < wideEnd; at += 64) {
    const first = v128.or(v128.load(at, 0), v128.load(at, 16));
    const second = v128.or(v128.load(at, 32), v128.load(at, 48));
    if (v128.any_true(v128.or(first, second))) return false;
  }
  for (; at < end; at++) if (load<u8>(at) != 0) return false;
  return true;
}

function digest(input: usize, lengthBytes: usize, output: usize): void {
  lanes01 = i64x2(PRIME32_3, PRIME64_1);
  lanes23 = i64x2(PRIME64_2, PRIME64_3);
  lanes45 = i64x2(PRIME64_4, PRIME32_2);
  lanes67 = i64x2(PRIME64_5, PRIME32_1);
  // The last stripe, whole or not, is taken by itself: it ends where the input ends.
  const lastStripe = input + ((lengthBytes - 1) & ~(STRIPE_BYTES - 1));
  let at = input;
  for (; at + ROUND_BYTES <= lastStripe; at += ROUND_BYTES) {
    accumulate(at, at + ROUND_BYTES, secret);
    scramble();
  }
  accumulate(at, lastStripe, secret);
  const end = input + lengthBytes;
  accumulate(end - STRIPE_BYTES, end, secret + SECRET_BYTES - STRIPE_BYTES - 7);
  writeDigest(lengthBytes, output);
}

/** Stripes from `at` to `end`, each with the secret 8 bytes further on. */
function accumulate(at: usize, end: usize, key: usize): void {
  let a = lanes01;
  let b = lanes23;
  let c = lanes45;
  let d = lanes67;
  for (; at < end; at += STRIPE_BYTES, key += 8) {
    const data01 = v128.load(at, 0);
    const data23 = v128.load(at, 16);
    const data45 = v128.load(at, 32);
    const data67 = v128.load(at, 48);
    const keyed01 = v128.xor(data01, v128.load(key, 0));
    const keyed23 = v128.xor(data23, v128.load(key, 16));
    const keyed45 = v128.xor(data45, v128.load(key, 32));
    const keyed67 = v128.xor(data67, v128.load(key, 48));
    // Low half times high half of each 64-bit lane: sorted by halves, the widening products are one instruction each.
    const low0123 = v128.shuffle<i32>(keyed01, keyed23, 0, 2, 4, 6);
    const high0123 = v128.shuffle<i32>(keyed01, keyed23, 1, 3, 5, 7);
    const low4567 = v128.shuffle<i32>(keyed45, keyed67, 0, 2, 4, 6);
    const high4567 = v128.shuffle<i32>(keyed45, keyed67, 1, 3, 5, 7);
    a = addLanes(a, data01, i64x2.extmul_low_i32x4_u(low0123, high0123));
    b = addLanes(b, data23, i64x2.extmul_high_i32x4_u(low0123, high0123));
    c = addLanes(c, data45, i64x2.extmul_low_i32x4_u(low4567, high4567));
    d = addLanes(d, data67, i64x2.extmul_high_i32x4_u(low4567, high4567));
  }
  lanes01 = a;
  lanes23 = b;
  lanes45 = c;
  lanes67 = d;
}

/** Each lane takes its product and its neighbour's data. */
function addLanes(lanes: v128, data: v128, products: v128): v128 {
  return i64x2.add(lanes, i64x2.add(v128.shuffle<i64>(data, data, 1, 0), products));
}

function scramble(): void {
  const key = secret + SECRET_BYTES - STRIPE_BYTES;
  lanes01 = scrambled(lanes01, v128.load(key, 0));
  lanes23 = scrambled(lanes23, v128.load(key, 16));
  lanes45 = scrambled(lanes45, v128.load(key, 32));
  lanes67 = scrambled(lanes67, v128.load(key, 48));
}

function scrambled(lanes: v128, key: v128): v128 {
  return i64x2.mul(v128.xor(v128.xor(lanes, i64x2.shr_u(lanes, 47)), key), i64x2.splat(PRIME32_1));
}

function writeDigest(lengthBytes: u64, output: usize): void {
  v128.store(laneBytes, lanes01, 0);
  v128.store(laneBytes, lanes23, 16);
  v128.store(laneBytes, lanes45, 32);
  v128.store(laneBytes, lanes67, 48);
  const low = mergeLanes(secret + 11, lengthBytes * PRIME64_1);
  const high = mergeLanes(secret + SECRET_BYTES - STRIPE_BYTES - 11, ~(lengthBytes * PRIME64_2));
  store<u64>(output, bswap<u64>(high));
  store<u64>(output, bswap<u64>(low), 8);
}

function mergeLanes(key: usize, start: u64): u64 {
  let sum = start;
  for (let at: usize = 0; at < STRIPE_BYTES; at += 16) {
    sum += foldedProduct(
      load<u64>(laneBytes + at) ^ load<u64>(key + at),
      load<u64>(laneBytes + at, 8) ^ load<u64>(key + at, 8),
    );
  }
  sum = (sum ^ (sum >> 37)) * AVALANCHE;
  return sum ^ (sum >> 32);
}

/** The two halves of the 128-bit product, XORed. */
function foldedProduct(a: u64, b: u64): u64 {
  const aLow = a & 0xffffffff;
  const bLow = b & 0xffffffff;
  const aHigh = a >> 32;
  const bHigh = b >> 32;
  const lowest = aLow * bLow;
  const carried = aHigh * bLow;
  const cross = (lowest >> 32) + (carried & 0xffffffff) + aLow * bHigh;
  const upper = (carried >> 32) + (cross >> 32) + aHigh * bHigh;
  return upper ^ ((cross << 32) | (lowest & 0xffffffff));
}
