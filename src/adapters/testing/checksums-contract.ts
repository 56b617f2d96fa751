import { createHash } from 'node:crypto';
import { createXXHash128 } from 'hash-wasm';
import { describe, expect, test } from 'vitest';
import type { Checksums } from '../../core/ports.ts';

/** What every {@link Checksums} does. */
export function describeChecksums(name: string, create: () => Promise<Checksums>): void {
  describe(`checksums contract: ${name}`, () => {
    test('one digest of 16 bytes per block, in order, the last block short', async () => {
      const checksums = await create();
      const bytes = pattern(10_000);
      const whole = await checksums.digest(bytes, 4096);
      expect(whole).toHaveLength(3 * 16);
      const parts = [bytes.slice(0, 4096), bytes.slice(4096, 8192), bytes.slice(8192)];
      const digests = await Promise.all(parts.map((part) => checksums.digest(part, 4096)));
      expect(hex(whole)).toBe(digests.map(hex).join(''));
    });

    test('digests are XXH3-128 in canonical byte order', async () => {
      const checksums = await create();
      // The published digest of this sentence (`xxhsum -H2`).
      const text = new TextEncoder().encode('The quick brown fox jumps over the lazy dog');
      expect(hex(await checksums.digest(text, 4096))).toBe('ddd650205ca3e7fa24a1cc2e3a8a7651');
    });

    test('every length has the digest that another implementation makes of it', async () => {
      const checksums = await create();
      const reference = await createXXHash128();
      for (const blockBytes of [16, 240, 241, 512, 1023, 1024, 1025, 4096, 65_536, 1_500_000]) {
        const bytes = pattern(3 * blockBytes + Math.ceil(blockBytes / 3));
        const blocks = [0, 1, 2, 3].map((index) => bytes.subarray(index * blockBytes, (index + 1) * blockBytes));
        const expected = blocks.map((block) => reference.init().update(block).digest()).join('');
        expect(hex(await checksums.digest(bytes, blockBytes)), `blocks of ${blockBytes}`).toBe(expected);
      }
    });

    test('an all-zero block is 16 zero bytes, whatever its alignment; one bit is enough to be data', async () => {
      const checksums = await create();
      for (const offset of [0, 1, 2, 3]) {
        const bytes = new Uint8Array(4099 + offset).subarray(offset);
        expect(hex(await checksums.digest(bytes, bytes.length))).toBe('0'.repeat(32));
        bytes[bytes.length - 1] = 1;
        expect(hex(await checksums.digest(bytes, bytes.length))).not.toBe('0'.repeat(32));
      }
    });

    test('no bytes have no digests', async () => {
      const checksums = await create();
      expect(await checksums.digest(new Uint8Array(0), 4096)).toHaveLength(0);
    });

    test('the caller keeps its bytes', async () => {
      const checksums = await create();
      const bytes = pattern(8192);
      await checksums.digest(bytes, 4096);
      expect(bytes).toEqual(pattern(8192));
    });

    test('a block size of zero is refused', async () => {
      const checksums = await create();
      await expect(checksums.digest(pattern(512), 0)).rejects.toThrow('block size');
    });

    test('calls at once do not mix', async () => {
      const checksums = await create();
      const inputs = Array.from({ length: 12 }, (_, index) => pattern(4096 * (index + 1), index));
      const alone: string[] = [];
      for (const input of inputs) alone.push(hex(await checksums.digest(input, 4096)));
      const together = await Promise.all(inputs.map((input) => checksums.digest(input, 4096)));
      expect(together.map(hex)).toEqual(alone);
    });

    test('what is read into its own buffer has the digests of the same bytes, at once too', async () => {
      const checksums = await create();
      const lengths = [100, 512, 4096, 70_000, 512 * 1024, 1_500_000, 4096, 4096, 4096, 4096, 4096, 4096];
      const read = (bytes: Uint8Array) => async (into: Uint8Array) => {
        await Promise.resolve();
        expect(into).toHaveLength(bytes.length);
        into.set(bytes);
      };
      const inputs = lengths.map((length, index) => pattern(length, index));
      const made = await Promise.all(inputs.map((bytes) => checksums.digestRead(bytes.length, 4096, read(bytes))));
      const expected = await Promise.all(inputs.map((bytes) => checksums.digest(bytes, 4096)));
      expect(made.map(hex)).toEqual(expected.map(hex));
    });

    test('a read that fails fails its digest and no other', async () => {
      const checksums = await create();
      const failing = async (): Promise<void> => {
        throw new Error('the disk is gone');
      };
      for (let i = 0; i < 10; i++)
        await expect(checksums.digestRead(4096, 4096, failing)).rejects.toThrow('the disk is gone');
      const bytes = pattern(4096);
      const made = await checksums.digestRead(4096, 4096, async (into) => into.set(bytes));
      expect(hex(made)).toBe(hex(await checksums.digest(bytes, 4096)));
    });

    test('SHA-256 of a stream is that of its bytes; streams at once do not mix', async () => {
      const checksums = await create();
      const inputs = [pattern(100_000, 1), pattern(70_001, 2), new Uint8Array(0)];
      const digests = await Promise.all(inputs.map((input) => checksums.sha256(inChunks(input, 4096))));
      expect(digests).toEqual(inputs.map((input) => createHash('sha256').update(input).digest('hex')));
    });

    test('a source that fails fails the digest, and the next stream is unharmed', async () => {
      const checksums = await create();
      const failing = async function* (): AsyncGenerator<Uint8Array> {
        yield pattern(4096);
        throw new Error('the disk is gone');
      };
      await expect(checksums.sha256(failing())).rejects.toThrow('the disk is gone');
      const bytes = pattern(5000, 3);
      const expected = createHash('sha256').update(bytes).digest('hex');
      expect(await checksums.sha256(inChunks(bytes, 512))).toBe(expected);
    });
  });
}

/** Bytes without period 512 or 4096. */
export function pattern(lengthBytes: number, seed = 0): Uint8Array {
  const bytes = new Uint8Array(lengthBytes);
  for (let i = 0; i < lengthBytes; i++) bytes[i] = i * 31 + (i >> 8) * 7 + seed * 101 + 1;
  return bytes;
}

async function* inChunks(bytes: Uint8Array, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += chunkBytes) yield bytes.subarray(offset, offset + chunkBytes);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
