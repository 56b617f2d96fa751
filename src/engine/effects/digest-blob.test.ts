import { expect, test } from 'vitest';
import { createChecksumsInline } from '../../adapters/checksums-pool/checksums-inline.ts';
import type { Extent } from '../../base/extent.ts';
import { KIB, type Bytes } from '../../base/units.ts';
import { DIGEST_BYTES } from '../../core/limits/limits.ts';
import type { BlobContent } from './blob-content.ts';
import type { EffectContext } from './context.ts';
import { digestBlob, digestParts } from './digest-blob.ts';

const checksums = await createChecksumsInline();
// The digests look at nothing else of their context.
const context = { checksums } as unknown as EffectContext;
const BLOCK = 4 * KIB;
/** Ten blocks, of which the last is short. */
const SIZE = 9 * BLOCK + 512;
const content = Uint8Array.from({ length: SIZE }, (_, at) => 1 + ((at * 31) % 251));
const whole: Extent = { offsetBytes: 0, lengthBytes: SIZE };
const blocks = (first: number, count: number): Extent => ({
  offsetBytes: first * BLOCK,
  lengthBytes: Math.min(count * BLOCK, SIZE - first * BLOCK),
});

/** A blob on this machine, in pieces of four blocks, or elsewhere; only what is `written` may be read. */
function blobOf(written: readonly Extent[], reads: Extent[], isNear: boolean): BlobContent {
  const cut = (extent: Extent): Uint8Array => {
    reads.push(extent);
    return content.slice(extent.offsetBytes, extent.offsetBytes + extent.lengthBytes);
  };
  return {
    listWritten: async () => written,
    read: async (extent) => cut(extent),
    ...(isNear && { near: { pieceBytes: 4 * BLOCK, readInto: async (extent, into) => into.set(cut(extent)) } }),
  };
}

async function expected(parts: readonly Extent[], before: Uint8Array): Promise<Uint8Array> {
  const digests = before.slice();
  for (const { offsetBytes, lengthBytes } of parts) {
    const made = await checksums.digest(content.slice(offsetBytes, offsetBytes + lengthBytes), BLOCK);
    digests.set(made, (offsetBytes / BLOCK) * DIGEST_BYTES);
  }
  return digests;
}

const bytesOf = (extents: readonly Extent[]): Bytes => extents.reduce((sum, extent) => sum + extent.lengthBytes, 0);

test.each([true, false])('digests of all blocks, the short one last (on this machine: %s)', async (isNear) => {
  const reads: Extent[] = [];
  const digests = await digestBlob(context, blobOf([whole], reads, isNear), whole, BLOCK);
  expect(digests).toEqual(await checksums.digest(content, BLOCK));
  expect(bytesOf(reads)).toBe(SIZE);
});

test.each([true, false])('only the parts are read, and the others stay (on this machine: %s)', async (isNear) => {
  const parts = [blocks(0, 1), blocks(2, 3), blocks(6, 1), blocks(9, 1)];
  const reads: Extent[] = [];
  const before = new Uint8Array(10 * DIGEST_BYTES).fill(7);
  const digests = before.slice();
  await digestParts(context, blobOf([whole], reads, isNear), whole, parts, BLOCK, digests);
  expect(digests).toEqual(await expected(parts, before));
  expect(reads).toEqual(parts);
});

test.each([true, false])('what was never written is zero and not read (on this machine: %s)', async (isNear) => {
  const reads: Extent[] = [];
  const digests = new Uint8Array(10 * DIGEST_BYTES).fill(7);
  // A page in the third block and one in the eighth.
  const written = [
    { offsetBytes: 2 * BLOCK + 512, lengthBytes: 512 },
    { offsetBytes: 7 * BLOCK, lengthBytes: 512 },
  ];
  await digestParts(context, blobOf(written, reads, isNear), whole, [blocks(1, 3)], BLOCK, digests);
  const rest = new Uint8Array(10 * DIGEST_BYTES).fill(7);
  rest.fill(0, DIGEST_BYTES, 4 * DIGEST_BYTES);
  expect(digests).toEqual(await expected([blocks(2, 1)], rest));
  expect(reads).toEqual([blocks(2, 1)]);
});

test('without parts nothing is asked', async () => {
  const blob = blobOf([], [], false);
  const listWritten = () => expect.unreachable();
  await digestParts(context, { ...blob, listWritten }, whole, [], BLOCK, new Uint8Array(0));
});
