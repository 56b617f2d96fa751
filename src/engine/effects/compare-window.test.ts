import { describe, expect, test } from 'vitest';
import { createChecksumsInline } from '../../adapters/checksums-pool/checksums-inline.ts';
import { shortened } from '../../base/short-digests.ts';
import { KIB, MIB } from '../../base/units.ts';
import { COARSE_BLOCK_BYTES, DIGEST_BYTES, DIGEST_SUM_BYTES, SHORT_DIGEST_BYTES } from '../../core/limits/limits.ts';
import { newManifest, recordDigests, type ChecksumManifest } from '../../core/resync/manifest.ts';
import { compareWindow } from './compare-window.ts';
import { twoSides, WINDOW, type TwoSides } from './testing/two-sides.ts';

const checksums = await createChecksumsInline();
const REGIONS = WINDOW.lengthBytes / COARSE_BLOCK_BYTES;
const SUMS = 2 * DIGEST_SUM_BYTES;

/** A megabyte without two equal blocks. */
function content(): Uint8Array {
  const words = Uint32Array.from({ length: WINDOW.lengthBytes / 4 }, (_, i) => Math.imul(i + 1, 0x9e3779b1));
  return new Uint8Array(words.buffer);
}

/** A source with two changed blocks in one region, a changed one in another, and a zeroed one. */
function changed(): Uint8Array {
  const bytes = content();
  for (const block of [3, 4, 200]) bytes.fill(block, block * 4 * KIB, block * 4 * KIB + 100);
  bytes.fill(0, 100 * 4 * KIB, 101 * 4 * KIB);
  return bytes;
}

/** Byte for byte, without the matcher's look at each of a million. */
function expectShown({ replica }: TwoSides, source: Uint8Array): void {
  expect(Buffer.compare(replica, source)).toBe(0);
}

const compare = (sides: TwoSides) => compareWindow(sides.context, sides.diskId, WINDOW);

async function knownOf(replica: Uint8Array): Promise<ChecksumManifest> {
  const digests = await checksums.digest(replica, COARSE_BLOCK_BYTES);
  return recordDigests(newManifest(MIB, 'unknown'), { offsetBytes: 0, lengthBytes: MIB }, digests);
}

describe('a window is compared', () => {
  test('[RS21] equal sides cost one sum each way, and nothing is sent', async () => {
    const sides = twoSides(checksums, content(), content());
    const { result, findings } = await compare(sides);
    expect(result.counts).toMatchObject({ differingBytes: 0, sentBytes: 0, checksumBytes: SUMS });
    expect(findings?.targetSha256).toBe(findings?.sourceSha256);
    expect(sides.asked).toEqual(['readRange', 'compareExtent']);
  });

  test('[RS6] what differs is sent, and short digests, 4 bytes each, are what finding it costs', async () => {
    const source = changed();
    const sides = twoSides(checksums, source, content());
    const { result, edits, findings } = await compare(sides);
    expectShown(sides, source);
    const short = (REGIONS + 3 * 16) * SHORT_DIGEST_BYTES;
    const bits = REGIONS / 8;
    expect(result.counts).toMatchObject({ sentBytes: 12 * KIB, differingBytes: 16 * KIB });
    expect(result.counts.checksumBytes).toBe(SUMS + short + bits);
    expect(edits).toMatchObject([{ kind: 'record', digests: await checksums.digest(source, COARSE_BLOCK_BYTES) }]);
    expect(findings?.readBackBytes).toBe(3 * COARSE_BLOCK_BYTES);
  });

  test('[LC28] of a replica whose digests are known, only what differs is read', async () => {
    const sides = twoSides(checksums, changed(), content(), { known: await knownOf(content()) });
    await compare(sides);
    expectShown(sides, changed());
    expect(sides.readBytes).toBe(2 * 3 * COARSE_BLOCK_BYTES);
    const equal = twoSides(checksums, content(), content(), { known: await knownOf(content()) });
    await compare(equal);
    expect(equal.asked).toEqual(['compareExtent']);
  });

  test("of a replica on this machine, pieces are read into the checksums' own memory", async () => {
    const sides = twoSides(checksums, changed(), content(), { nearPieceBytes: 256 * KIB });
    const { result } = await compare(sides);
    expectShown(sides, changed());
    expect(result.counts).toMatchObject({ sentBytes: 12 * KIB, differingBytes: 16 * KIB });
    expect(new Set(sides.asked)).toEqual(new Set(['readInto', 'compareExtent', 'fineDigests', 'readBlocks']));
  });

  test('what is scattered is read at the source in one request', async () => {
    const sides = twoSides(checksums, changed(), content());
    await compare(sides);
    expect(sides.asked.filter((method) => method === 'readBlocks')).toHaveLength(1);
  });

  describe('[RS22] of a disk of which a sixteenth was found to differ, by fine digests at once', () => {
    const done = { processedBytes: 16 * MIB, differingBytes: MIB };
    const short = (WINDOW.lengthBytes / (4 * KIB)) * SHORT_DIGEST_BYTES;
    const coarse = REGIONS * DIGEST_BYTES;

    test('one request finds the blocks that differ, and both sides are read once', async () => {
      const sides = twoSides(checksums, changed(), content(), { done, nearPieceBytes: 256 * KIB });
      const { result, edits, findings } = await compare(sides);
      expectShown(sides, changed());
      expect(sides.asked.filter((method) => method !== 'readInto')).toEqual(['compareFinely', 'readBlocks']);
      expect(result.counts).toMatchObject({ sentBytes: 12 * KIB, differingBytes: 16 * KIB });
      expect(result.counts.checksumBytes).toBe(SUMS + coarse + short);
      expect(edits).toMatchObject([{ kind: 'record', digests: await checksums.digest(changed(), COARSE_BLOCK_BYTES) }]);
      expect(findings?.readBackBytes).toBe(16 * KIB);
      expect(findings?.targetSha256).toBe(findings?.sourceSha256);
    });

    test('equal sides cost a sum each way and the coarse digests, which are known from then on', async () => {
      const sides = twoSides(checksums, content(), content(), { done });
      const { result, edits } = await compare(sides);
      expect(result.counts).toMatchObject({ differingBytes: 0, sentBytes: 0, checksumBytes: SUMS + coarse });
      expect(edits).toMatchObject([{ kind: 'record', digests: await checksums.digest(content(), COARSE_BLOCK_BYTES) }]);
    });

    test('a replica elsewhere is read back by whole regions, not block by block', async () => {
      const sides = twoSides(checksums, changed(), content(), { done });
      const { findings } = await compare(sides);
      expectShown(sides, changed());
      expect(findings?.readBackBytes).toBe(3 * COARSE_BLOCK_BYTES);
    });

    test('[RS20] a difference that a short digest hid is found by the proof, and its block sent', async () => {
      const target = content();
      const [from, to] = [3 * SHORT_DIGEST_BYTES, 4 * SHORT_DIGEST_BYTES];
      const hidden = shortened(await checksums.digest(target, 4 * KIB)).subarray(from, to);
      const fine = (digests: Uint8Array): void => digests.set(hidden, from);
      const sides = twoSides(checksums, changed(), target, { done, fine });
      const { result } = await compare(sides);
      expectShown(sides, changed());
      expect(sides.asked).toContain('checksumExtent');
      expect(result.counts).toMatchObject({ sentBytes: 12 * KIB, differingBytes: 16 * KIB });
    });

    test('[RS20] a replica that does not take what is written is a mismatch', async () => {
      const sides = twoSides(checksums, changed(), content(), { done, isDeaf: true });
      await expect(compare(sides)).rejects.toMatchObject({ report: { code: 'ChecksumMismatch' } });
    });
  });

  test('[RS20] a difference that a coarse digest hid is found by the proof, and its region sent whole', async () => {
    const target = content();
    const hidden = shortened(await checksums.digest(target, COARSE_BLOCK_BYTES)).subarray(0, SHORT_DIGEST_BYTES);
    const sides = twoSides(checksums, changed(), target, { coarse: (digests) => digests.set(hidden) });
    const { result, findings } = await compare(sides);
    expectShown(sides, changed());
    expect(result.counts.sentBytes).toBe(4 * KIB + COARSE_BLOCK_BYTES);
    expect(findings?.targetSha256).toBe(findings?.sourceSha256);
    expect(findings?.readBackBytes).toBe(3 * COARSE_BLOCK_BYTES);
  });

  test('[RS20] a difference that a fine digest hid is found by the proof, and its region sent whole', async () => {
    const target = content();
    const [from, to] = [3 * SHORT_DIGEST_BYTES, 4 * SHORT_DIGEST_BYTES];
    const hidden = shortened(await checksums.digest(target, 4 * KIB)).subarray(from, to);
    const sides = twoSides(checksums, changed(), target, { fine: (digests) => digests.set(hidden, from) });
    const { result } = await compare(sides);
    expectShown(sides, changed());
    // Of the two blocks that were sent at first, one is in the region: bytes of the disk are counted once.
    expect(result.counts.sentBytes).toBe(4 * KIB + COARSE_BLOCK_BYTES);
  });

  test('[RS20] a replica that does not take what is written is a mismatch', async () => {
    const sides = twoSides(checksums, changed(), content(), { isDeaf: true });
    await expect(compare(sides)).rejects.toMatchObject({ report: { code: 'ChecksumMismatch' } });
  });
});
