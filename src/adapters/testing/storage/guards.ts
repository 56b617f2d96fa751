import { describe, expect, test } from 'vitest';
import { KIB, MIB } from '../../../base/units.ts';
import { newCall } from '../call.ts';
import { pattern } from '../checksums-contract.ts';
import { expectFault } from '../fault-matcher.ts';
import { expectSameBytes } from '../same-bytes.ts';
import { leaseA, leaseB, leaseC, type NewBlob } from './blob-bench.ts';
import type { StorageQuirks } from './quirks.ts';

/** What keeps a write from a blob: conditions that do not hold, and leases. */
export function describeGuards(newBlob: NewBlob, quirks: StorageQuirks): void {
  describe('conditions', () => {
    test('the receipt of a write is the version that the properties show', async () => {
      const { put, properties, created } = await newBlob();
      const receipt = await put(0, pattern(512));
      expect(await properties()).toEqual({ ...receipt, sizeBytes: 8 * MIB });
      if (quirks.hasETagPerWrite) expect(receipt.etag).not.toBe(created.etag);
    });

    test.runIf(quirks.hasETagPerWrite)('If-Match lets one version pass and no other', async () => {
      const { put, clear, read, created } = await newBlob();
      const receipt = await put(0, pattern(512, 1), { ifMatch: created.etag });
      await expectFault(put(0, pattern(512, 2), { ifMatch: created.etag }), 'PreconditionFailed');
      await expectFault(clear(0, 512, { ifMatch: created.etag }), 'PreconditionFailed');
      expectSameBytes(await read(0, 512), pattern(512, 1));
      await put(0, pattern(512, 3), { ifMatch: receipt.etag });
    });

    test('a sequence number lets itself and lower ones pass', async () => {
      const { put, clear } = await newBlob();
      await put(0, pattern(512), { sequenceNumberAtMost: 0 });
      await clear(0, 512, { sequenceNumberAtMost: 5 });
    });
  });

  describe('leases', () => {
    test('keep out writers without the lease or with another, and let the holder write', async () => {
      const { storage, blob, put, clear, read } = await newBlob();
      await storage.acquireLease(blob, leaseA, newCall());
      await expectFault(put(0, pattern(512)), 'LeaseLost');
      await expectFault(put(0, pattern(512), { leaseId: leaseB }), 'LeaseLost');
      await expectFault(clear(0, 512), 'LeaseLost');
      await put(0, pattern(512, 4), { leaseId: leaseA });
      expectSameBytes(await read(0, 512), pattern(512, 4));
    });

    test('are held once: again by the holder is fine, by another is refused', async () => {
      const { storage, blob } = await newBlob();
      await storage.acquireLease(blob, leaseA, newCall());
      await storage.acquireLease(blob, leaseA, newCall());
      await expectFault(storage.acquireLease(blob, leaseB, newCall()), 'LeaseLost');
    });

    test('once released can be had by another; a stale id neither writes nor releases', async () => {
      const { storage, blob, put } = await newBlob();
      await storage.acquireLease(blob, leaseA, newCall());
      await storage.releaseLease(blob, leaseA, newCall());
      await storage.acquireLease(blob, leaseB, newCall());
      await expectFault(put(0, pattern(512), { leaseId: leaseA }), 'LeaseLost');
      await expectFault(storage.releaseLease(blob, leaseA, newCall()), 'LeaseLost');
      await storage.releaseLease(blob, leaseB, newCall());
      await put(0, pattern(512));
    });

    test('changed keep out whoever knows the old id alone; again is fine, from a third id is not', async () => {
      const { storage, blob, put, read } = await newBlob();
      await storage.acquireLease(blob, leaseA, newCall());
      await put(0, pattern(512, 1), { leaseId: leaseA });
      await storage.changeLease(blob, leaseA, leaseB, newCall());
      await storage.changeLease(blob, leaseA, leaseB, newCall());
      await expectFault(put(0, pattern(512, 2), { leaseId: leaseA }), 'LeaseLost');
      await expectFault(storage.acquireLease(blob, leaseA, newCall()), 'LeaseLost');
      await expectFault(storage.releaseLease(blob, leaseA, newCall()), 'LeaseLost');
      await expectFault(storage.changeLease(blob, leaseA, leaseC, newCall()), 'LeaseLost');
      expectSameBytes(await read(0, 512), pattern(512, 1));
      await storage.acquireLease(blob, leaseB, newCall());
      await put(0, pattern(512, 3), { leaseId: leaseB });
    });

    test('that nobody holds cannot be changed', async () => {
      const { storage, blob, put } = await newBlob();
      await expectFault(storage.changeLease(blob, leaseA, leaseB, newCall()), 'LeaseLost');
      await put(0, pattern(512));
    });

    test('a writer whose lease another has taken changes nothing, whatever it tries', async () => {
      const { storage, blob, put, clear, read, properties } = await newBlob(2 * MIB);
      await storage.acquireLease(blob, leaseA, newCall());
      await put(0, pattern(4 * KIB, 1), { leaseId: leaseA });
      await storage.releaseLease(blob, leaseA, newCall());
      await storage.acquireLease(blob, leaseB, newCall());
      const before = await properties();
      const fenced = { leaseId: leaseA };
      await expectFault(put(0, pattern(4 * KIB, 2), fenced), 'LeaseLost');
      await expectFault(clear(0, 4 * KIB, fenced), 'LeaseLost');
      await expectFault(storage.snapshotBlob(blob, fenced, newCall()), 'LeaseLost');
      await expectFault(storage.acquireLease(blob, leaseA, newCall()), 'LeaseLost');
      if (quirks.canResize) await expectFault(storage.resizePageBlob(blob, 3 * MIB, fenced, newCall()), 'LeaseLost');
      if (quirks.isLeasedBlobKept) await expectFault(storage.deleteBlob(blob, fenced, newCall()), 'LeaseLost');
      expect(await properties()).toEqual(before);
      expectSameBytes(await read(0, 4 * KIB), pattern(4 * KIB, 1));
    });

    test('let their holder snapshot and delete the blob; its snapshots go without a lease', async () => {
      const { storage, blob, properties } = await newBlob();
      await storage.acquireLease(blob, leaseA, newCall());
      const holder = { leaseId: leaseA };
      const snapshot = await storage.snapshotBlob(blob, holder, newCall());
      await storage.deleteBlob({ ...blob, snapshot }, {}, newCall());
      await storage.snapshotBlob(blob, holder, newCall());
      await storage.deleteBlob(blob, holder, newCall());
      await expectFault(properties(), 'BlobNotFound');
      await expectFault(storage.acquireLease(blob, leaseA, newCall()), 'BlobNotFound');
    });

    test('an id where no lease is held is stale', async () => {
      const { put } = await newBlob();
      await expectFault(put(0, pattern(512), { leaseId: leaseA }), 'LeaseLost');
    });

    test.runIf(quirks.isLeasedBlobKept)('keep the blob from being deleted', async () => {
      const { storage, blob, properties } = await newBlob();
      await storage.acquireLease(blob, leaseA, newCall());
      await expectFault(storage.deleteBlob(blob, {}, newCall()), 'LeaseLost');
      expect((await properties()).sizeBytes).toBe(8 * MIB);
    });
  });
}
