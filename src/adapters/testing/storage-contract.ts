import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KIB, MIB } from '../../base/units.ts';
import { PortError } from '../../core/errors/fault.ts';
import type { BlobRef, Route, StorageApi, WriteConditions } from '../../core/ports.ts';
import { newCall } from './call.ts';
import { pattern } from './checksums-contract.ts';
import { expectFault } from './fault-matcher.ts';
import { expectSameBytes } from './same-bytes.ts';

/** In what the implementations are known to differ. */
export interface StorageQuirks {
  /** Whether a write moves the ETag on, as the service does, or only when its clock ticks. */
  readonly hasETagPerWrite: boolean;
  /** Whether leased blobs are kept from being deleted without the lease. */
  readonly isLeasedBlobKept: boolean;
  /** Whether page ranges can be told since a snapshot; where not, all that holds data is told. */
  readonly tellsChanges: boolean;
  /** Whether a blob can be given another size. Azurite knows no permission for it under an account SAS. */
  readonly canResize: boolean;
}

/** The service itself. */
export const azureQuirks: StorageQuirks = {
  hasETagPerWrite: true,
  isLeasedBlobKept: true,
  tellsChanges: true,
  canResize: true,
};

export interface StorageUnderTest {
  readonly storage: StorageApi;
  readonly close: () => Promise<void> | void;
}

/** A service of its own process takes seconds to start, more on a busy machine. */
const SERVICE_START_MS = 60_000;

const cloud: Route = { kind: 'cloud' };
const unconditional: WriteConditions = {};
const leaseA = '11111111-1111-4111-8111-111111111111';
const leaseB = '22222222-2222-4222-8222-222222222222';
const leaseC = '33333333-3333-4333-8333-333333333333';

/** What every {@link StorageApi} does. One service serves all tests; each has a container of its own. */
export function describeStorage(name: string, quirks: StorageQuirks, open: () => Promise<StorageUnderTest>): void {
  describe(`storage contract: ${name}`, () => {
    let storage: StorageApi;
    let close: StorageUnderTest['close'] = () => undefined;
    let containerCount = 0;

    beforeAll(async () => {
      ({ storage, close } = await open());
    }, SERVICE_START_MS);
    afterAll(() => close());

    /** A new blob of 8 MiB, or of `sizeBytes`, and short forms of what is done with it. */
    async function newBlob(sizeBytes = 8 * MIB) {
      const blob: BlobRef = { container: `contract-${++containerCount}`, name: 'vm 1/disk-0.vhd' };
      await storage.createContainer(blob.container, newCall());
      const created = await storage.createPageBlob(blob, sizeBytes, newCall());
      return {
        storage,
        blob,
        created,
        put: (offsetBytes: number, bytes: Uint8Array, conditions = unconditional) =>
          storage.putPages(blob, offsetBytes, bytes, conditions, cloud, newCall()),
        clear: (offsetBytes: number, lengthBytes: number, conditions = unconditional) =>
          storage.clearPages(blob, { offsetBytes, lengthBytes }, conditions, cloud, newCall()),
        read: (offsetBytes: number, lengthBytes: number, of = blob) =>
          storage.readRange(of, { offsetBytes, lengthBytes }, cloud, newCall()),
        ranges: (offsetBytes: number, lengthBytes: number, of = blob) =>
          storage.listPageRanges(of, { offsetBytes, lengthBytes }, newCall()),
        properties: (of = blob) => storage.getProperties(of, newCall()),
      };
    }

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

    describe('page ranges', () => {
      test('are ascending, merged, and without what was cleared', async () => {
        const { put, clear, ranges } = await newBlob();
        await put(2 * MIB, pattern(8 * KIB));
        await put(64 * KIB, pattern(4 * KIB));
        await put(68 * KIB, pattern(4 * KIB));
        await clear(2 * MIB, 4 * KIB);
        expect(await ranges(0, 8 * MIB)).toEqual([
          { offsetBytes: 64 * KIB, lengthBytes: 8 * KIB },
          { offsetBytes: 2 * MIB + 4 * KIB, lengthBytes: 4 * KIB },
        ]);
      });

      test('are cut to what was asked for', async () => {
        const { put, ranges } = await newBlob();
        await put(0, pattern(64 * KIB));
        expect(await ranges(4 * KIB, 4 * KIB)).toEqual([{ offsetBytes: 4 * KIB, lengthBytes: 4 * KIB }]);
        expect(await ranges(64 * KIB, MIB)).toEqual([]);
      });

      test('of more ranges than one answer holds are complete', async () => {
        const { put, ranges } = await newBlob();
        const offsets = Array.from({ length: 40 }, (_, index) => index * 64 * KIB);
        for (const offset of offsets) await put(offset, pattern(4 * KIB));
        const expected = offsets.map((offsetBytes) => ({ offsetBytes, lengthBytes: 4 * KIB }));
        expect(await ranges(0, 8 * MIB)).toEqual(expected);
      });
    });

    describe('changes since a snapshot', () => {
      const changesOf = ({ storage, blob }: Awaited<ReturnType<typeof newBlob>>, snapshot: string) =>
        storage.listChanges(blob, snapshot, { offsetBytes: 0, lengthBytes: 8 * MIB }, newCall());

      test.runIf(quirks.tellsChanges)('are what was written and what was cleared, and nothing else', async () => {
        const made = await newBlob();
        const { storage, blob, put, clear } = made;
        await put(0, pattern(MIB));
        const snapshot = await storage.snapshotBlob(blob, unconditional, newCall());
        expect(await changesOf(made, snapshot)).toEqual({ written: [], cleared: [] });
        await put(64 * KIB, pattern(4 * KIB, 2));
        await put(68 * KIB, pattern(4 * KIB, 3));
        await put(5 * MIB, pattern(8 * KIB, 4));
        await clear(256 * KIB, 8 * KIB);
        await clear(6 * MIB, 8 * KIB);
        expect(await changesOf(made, snapshot)).toEqual({
          written: [
            { offsetBytes: 64 * KIB, lengthBytes: 8 * KIB },
            { offsetBytes: 5 * MIB, lengthBytes: 8 * KIB },
          ],
          cleared: [{ offsetBytes: 256 * KIB, lengthBytes: 8 * KIB }],
        });
        const within = { offsetBytes: 68 * KIB, lengthBytes: 190 * KIB };
        expect(await storage.listChanges(blob, snapshot, within, newCall())).toEqual({
          written: [{ offsetBytes: 68 * KIB, lengthBytes: 4 * KIB }],
          cleared: [{ offsetBytes: 256 * KIB, lengthBytes: 2 * KIB }],
        });
      });

      test.runIf(quirks.tellsChanges)('go by the snapshot named, not by the newest', async () => {
        const made = await newBlob();
        const { storage, blob, put } = made;
        const first = await storage.snapshotBlob(blob, unconditional, newCall());
        await put(0, pattern(4 * KIB));
        const second = await storage.snapshotBlob(blob, unconditional, newCall());
        await put(MIB, pattern(4 * KIB));
        expect((await changesOf(made, first)).written).toHaveLength(2);
        expect((await changesOf(made, second)).written).toEqual([{ offsetBytes: MIB, lengthBytes: 4 * KIB }]);
      });

      test('contain all that was written since, whoever tells them', async () => {
        const made = await newBlob();
        const snapshot = await made.storage.snapshotBlob(made.blob, unconditional, newCall());
        await made.put(MIB, pattern(4 * KIB));
        const { written } = await changesOf(made, snapshot);
        expect(written).toEqual([{ offsetBytes: MIB, lengthBytes: 4 * KIB }]);
      });

      test.runIf(quirks.tellsChanges)('since a snapshot that is not there are an error', async () => {
        const made = await newBlob();
        await expect(changesOf(made, '2020-01-01T00:00:00.0000000Z')).rejects.toBeInstanceOf(PortError);
      });
    });

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
  });
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}
