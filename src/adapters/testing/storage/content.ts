import { describe, expect, test } from 'vitest';
import { KIB, MIB } from '../../../base/units.ts';
import { PortError } from '../../../core/errors/fault.ts';
import { newCall } from '../call.ts';
import { pattern } from '../checksums-contract.ts';
import { expectFault } from '../fault-matcher.ts';
import { expectSameBytes } from '../same-bytes.ts';
import { cloud, isZero, leaseA, type NewBlob, unconditional } from './blob-bench.ts';
import type { StorageQuirks } from './quirks.ts';

/** What is written to a blob is what is read, and nothing else; a blob has the size that it was given. */
export function describeContent(newBlob: NewBlob, quirks: StorageQuirks): void {
  describe('creating', () => {
    test('a container that exists is no error', async () => {
      const { storage, blob } = await newBlob();
      await expect(storage.createContainer(blob.container, newCall())).resolves.toBeUndefined();
    });

    test('a new blob has its size, sequence number 0 and no data', async () => {
      const { created, properties, ranges, read } = await newBlob(3 * MIB);
      expect(created).toMatchObject({ sizeBytes: 3 * MIB, sequenceNumber: 0 });
      expect(await properties()).toEqual(created);
      expect(await ranges(0, 3 * MIB)).toEqual([]);
      expect(isZero(await read(0, 3 * MIB))).toBe(true);
    });

    test('an existing blob of the same size is answered and keeps its data', async () => {
      const { storage, blob, put, read } = await newBlob();
      const bytes = pattern(4 * KIB);
      const receipt = await put(0, bytes);
      const again = await storage.createPageBlob(blob, 8 * MIB, newCall());
      expect(again).toMatchObject({ sizeBytes: 8 * MIB, etag: receipt.etag });
      expectSameBytes(await read(0, 4 * KIB), bytes);
    });

    test('an existing blob of another size is refused and keeps its size', async () => {
      const { storage, blob, properties } = await newBlob();
      await expectFault(storage.createPageBlob(blob, 9 * MIB, newCall()), 'DiskSizeMismatch');
      expect((await properties()).sizeBytes).toBe(8 * MIB);
    });
  });

  describe.runIf(quirks.canResize)('resizing', () => {
    test('a blob grows by zeros and keeps its data; its snapshots keep their size', async () => {
      const { storage, blob, put, read, ranges, properties, created } = await newBlob(3 * MIB);
      await put(3 * MIB - 512, pattern(512, 6));
      const frozen = { ...blob, snapshot: await storage.snapshotBlob(blob, unconditional, newCall()) };
      const receipt = await storage.resizePageBlob(blob, 5 * MIB + 512, unconditional, newCall());
      expect(await properties()).toEqual({ ...receipt, sizeBytes: 5 * MIB + 512 });
      expect(receipt.etag).not.toBe(created.etag);
      expectSameBytes(await read(3 * MIB - 512, 512), pattern(512, 6));
      expect(isZero(await read(3 * MIB, 2 * MIB + 512))).toBe(true);
      await put(5 * MIB, pattern(512, 7));
      expect(await ranges(0, 5 * MIB + 512)).toEqual([
        { offsetBytes: 3 * MIB - 512, lengthBytes: 512 },
        { offsetBytes: 5 * MIB, lengthBytes: 512 },
      ]);
      expect((await properties(frozen)).sizeBytes).toBe(3 * MIB);
    });

    test('to the size it has changes no data; a smaller one cuts off', async () => {
      const { storage, blob, put, read, properties } = await newBlob(2 * MIB);
      await put(MIB - 512, pattern(1024, 8));
      await storage.resizePageBlob(blob, 2 * MIB, unconditional, newCall());
      expectSameBytes(await read(MIB - 512, 1024), pattern(1024, 8));
      await storage.resizePageBlob(blob, MIB, unconditional, newCall());
      expect((await properties()).sizeBytes).toBe(MIB);
      await expect(read(MIB, 512)).rejects.toBeInstanceOf(PortError);
    });

    test('a blob that is not there, or is leased by another, keeps away', async () => {
      const { storage, blob } = await newBlob();
      const missing = { ...blob, name: 'missing' };
      await expectFault(storage.resizePageBlob(missing, MIB, unconditional, newCall()), 'BlobNotFound');
      await storage.acquireLease(blob, leaseA, newCall());
      await expectFault(storage.resizePageBlob(blob, 9 * MIB, unconditional, newCall()), 'LeaseLost');
      await storage.resizePageBlob(blob, 9 * MIB, { leaseId: leaseA }, newCall());
    });
  });

  describe('writing and reading', () => {
    test('what was written is read, and nothing around it changed', async () => {
      const { put, read } = await newBlob();
      const bytes = pattern(8 * KIB, 7);
      await put(MIB, bytes);
      const around = await read(MIB - 512, 9 * KIB);
      expect(around.subarray(512, 512 + 8 * KIB)).toEqual(bytes);
      expect(isZero(around.subarray(0, 512))).toBe(true);
      expect(isZero(around.subarray(512 + 8 * KIB))).toBe(true);
    });

    test('4 MiB in one write, and single pages within them rewritten', async () => {
      const { put, read } = await newBlob();
      const expected = pattern(4 * MIB, 1);
      await put(0, expected);
      const page = pattern(512, 9);
      await put(4 * KIB + 512, page);
      expected.set(page, 4 * KIB + 512);
      expectSameBytes(await read(0, 4 * MIB), expected);
    });

    test('the last page of the blob', async () => {
      const { put, read } = await newBlob();
      const page = pattern(512, 3);
      await put(8 * MIB - 512, page);
      expectSameBytes(await read(8 * MIB - 512, 512), page);
    });

    test('the writer keeps its bytes, and may change them afterwards', async () => {
      const { put, read } = await newBlob();
      const bytes = pattern(4 * KIB, 5);
      await put(0, bytes);
      expect(bytes).toEqual(pattern(4 * KIB, 5));
      bytes.fill(0);
      expectSameBytes(await read(0, 4 * KIB), pattern(4 * KIB, 5));
    });

    test('a view of a larger buffer is written as the view', async () => {
      const { put, read } = await newBlob();
      const view = pattern(16 * KIB, 2).subarray(4 * KIB, 8 * KIB);
      await put(0, view);
      expectSameBytes(await read(0, 8 * KIB).then((bytes) => bytes.subarray(0, 4 * KIB)), view);
      expect(isZero(await read(4 * KIB, 4 * KIB))).toBe(true);
    });

    test('writes under way together all arrive', async () => {
      const { put, read } = await newBlob();
      const parts = [0, 1, 2, 3].map((index) => pattern(64 * KIB, index));
      await Promise.all(parts.map((part, index) => put(index * 64 * KIB, part)));
      for (const [index, part] of parts.entries()) expectSameBytes(await read(index * 64 * KIB, 64 * KIB), part);
    });

    test('cleared pages read as zeros; clearing what is empty is no error', async () => {
      const { put, clear, read } = await newBlob();
      await put(0, pattern(12 * KIB));
      await clear(4 * KIB, 4 * KIB);
      await clear(4 * KIB, 4 * KIB);
      const bytes = await read(0, 12 * KIB);
      expect(bytes.subarray(0, 4 * KIB)).toEqual(pattern(12 * KIB).subarray(0, 4 * KIB));
      expect(isZero(bytes.subarray(4 * KIB, 8 * KIB))).toBe(true);
    });

    test('reading or writing past the end fails', async () => {
      const { put, read } = await newBlob(MIB);
      await expect(read(MIB, 512)).rejects.toBeInstanceOf(PortError);
      await expect(read(MIB - 512, 1024)).rejects.toBeInstanceOf(PortError);
      await expect(put(MIB, pattern(512))).rejects.toBeInstanceOf(PortError);
    });

    test('an aborted call fails and does nothing', async () => {
      const { storage, blob, read } = await newBlob();
      const call = newCall(AbortSignal.abort());
      const write = storage.putPages(blob, 0, pattern(512), unconditional, cloud, call);
      await expect(write).rejects.toBeInstanceOf(PortError);
      expect(isZero(await read(0, 512))).toBe(true);
    });
  });
}
