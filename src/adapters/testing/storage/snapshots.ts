import { describe, expect, test } from 'vitest';
import { KIB, MIB } from '../../../base/units.ts';
import { newCall } from '../call.ts';
import { pattern } from '../checksums-contract.ts';
import { expectFault } from '../fault-matcher.ts';
import { expectSameBytes } from '../same-bytes.ts';
import { cloud, leaseA, leaseB, type NewBlob, unconditional } from './blob-bench.ts';
import type { StorageQuirks } from './quirks.ts';

/** Snapshots, and what is there no more. */
export function describeSnapshots(newBlob: NewBlob, quirks: StorageQuirks): void {
  describe('a list of snapshots', () => {
    test('has those that stand, ascending, of this blob alone', async () => {
      const { storage, blob } = await newBlob();
      expect(await storage.listSnapshots(blob, newCall())).toEqual([]);
      const other = { ...blob, name: `${blob.name}-2` };
      await storage.createPageBlob(other, MIB, newCall());
      await storage.snapshotBlob(other, unconditional, newCall());
      const taken: string[] = [];
      for (let i = 0; i < 3; i++) taken.push(await storage.snapshotBlob(blob, unconditional, newCall()));
      expect(await storage.listSnapshots(blob, newCall())).toEqual(taken);
      await storage.deleteBlob({ ...blob, snapshot: taken[1] ?? '' }, {}, newCall());
      expect(await storage.listSnapshots(blob, newCall())).toEqual([taken[0], taken[2]]);
    });
  });

  describe('snapshots', () => {
    test('show the blob as it was', async () => {
      const { storage, blob, put, clear, read, ranges, properties } = await newBlob();
      await put(0, pattern(8 * KIB, 1));
      const snapshot = await storage.snapshotBlob(blob, unconditional, newCall());
      await put(0, pattern(4 * KIB, 2));
      await clear(4 * KIB, 4 * KIB);
      const frozen = { ...blob, snapshot };
      expectSameBytes(await read(0, 8 * KIB, frozen), pattern(8 * KIB, 1));
      expect(await ranges(0, 8 * MIB, frozen)).toEqual([{ offsetBytes: 0, lengthBytes: 8 * KIB }]);
      expect((await properties(frozen)).sizeBytes).toBe(8 * MIB);
      expectSameBytes(await read(0, 4 * KIB), pattern(4 * KIB, 2));
    });

    test('have names of their own, also when taken one right after the other', async () => {
      const { storage, blob, put, read } = await newBlob();
      const names: string[] = [];
      for (const seed of [1, 2, 3]) {
        await put(0, pattern(512, seed));
        names.push(await storage.snapshotBlob(blob, unconditional, newCall()));
      }
      expect(new Set(names).size).toBe(3);
      const contents = await Promise.all(names.map((snapshot) => read(0, 512, { ...blob, snapshot })));
      expect(contents).toEqual([pattern(512, 1), pattern(512, 2), pattern(512, 3)]);
    });

    test.runIf(quirks.hasETagPerWrite)('obey conditions', async () => {
      const { storage, blob, put, created } = await newBlob();
      await put(0, pattern(512));
      await expectFault(storage.snapshotBlob(blob, { ifMatch: created.etag }, newCall()), 'PreconditionFailed');
    });

    test('can be deleted alone; the blob stays', async () => {
      const { storage, blob, put, read } = await newBlob();
      await put(0, pattern(512));
      const frozen = { ...blob, snapshot: await storage.snapshotBlob(blob, unconditional, newCall()) };
      await storage.deleteBlob(frozen, {}, newCall());
      await storage.deleteBlob(frozen, {}, newCall());
      await expectFault(read(0, 512, frozen), 'BlobNotFound');
      expectSameBytes(await read(0, 512), pattern(512));
    });
  });

  describe('what is not there', () => {
    test('a blob deleted with its snapshots is gone; again is no error', async () => {
      const { storage, blob, read, properties } = await newBlob();
      const snapshot = await storage.snapshotBlob(blob, unconditional, newCall());
      await storage.deleteBlob(blob, {}, newCall());
      await storage.deleteBlob(blob, {}, newCall());
      await expectFault(properties(), 'BlobNotFound');
      await expectFault(read(0, 512, { ...blob, snapshot }), 'BlobNotFound');
    });

    test('a missing blob or container is BlobNotFound for every operation', async () => {
      const { storage, blob } = await newBlob();
      const page = { offsetBytes: 0, lengthBytes: 512 };
      for (const missing of [
        { ...blob, name: 'none' },
        { ...blob, container: 'no-such-container' },
      ]) {
        await expectFault(storage.getProperties(missing, newCall()), 'BlobNotFound');
        await expectFault(storage.readRange(missing, page, cloud, newCall()), 'BlobNotFound');
        await expectFault(storage.listPageRanges(missing, page, newCall()), 'BlobNotFound');
        await expectFault(storage.putPages(missing, 0, pattern(512), {}, cloud, newCall()), 'BlobNotFound');
        await expectFault(storage.clearPages(missing, page, {}, cloud, newCall()), 'BlobNotFound');
        await expectFault(storage.snapshotBlob(missing, {}, newCall()), 'BlobNotFound');
        await expectFault(storage.acquireLease(missing, leaseA, newCall()), 'BlobNotFound');
        await expectFault(storage.changeLease(missing, leaseA, leaseB, newCall()), 'BlobNotFound');
        await storage.deleteBlob(missing, {}, newCall());
      }
      const elsewhere = { ...blob, container: 'no-such-container' };
      await expectFault(storage.createPageBlob(elsewhere, MIB, newCall()), 'BlobNotFound');
    });
  });
}
