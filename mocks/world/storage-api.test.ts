import { describe, expect, test } from 'vitest';
import { KIB, MIB, SECOND_MS } from '../../src/base/units.ts';
import type { BlobRef, WriteConditions } from '../../src/core/ports.ts';
import type { WorldBench } from './testing/world-bench.ts';
import { benchOf } from './testing/world-bench.ts';
import { WorldStorageApi } from './storage-api.ts';

const BLOB: BlobRef = { container: 'c', name: 'disk.vhd' };
const CLOUD = { kind: 'cloud' } as const;
const page = (value: number, pages = 1): Uint8Array => new Uint8Array(512 * pages).fill(value);

async function benchWithBlob(): Promise<
  WorldBench & {
    readonly put: (offset: number, bytes: Uint8Array, conditions?: WriteConditions) => Promise<{ etag: string }>;
  }
> {
  const bench = benchOf();
  const { storageApi } = bench.world;
  await bench.drive(() => storageApi.createContainer('c', bench.call()));
  await bench.drive(() => storageApi.createPageBlob(BLOB, MIB, bench.call()));
  return {
    ...bench,
    put: (offset, bytes, conditions = {}) =>
      bench.drive(() => storageApi.putPages(BLOB, offset, bytes, conditions, CLOUD, bench.call())),
  };
}

const refusal = (code: string) => ({ report: { code } });

describe('storage account', () => {
  test('creating again leaves the blob as it is, another size is refused, a missing container too', async () => {
    const { world, drive, call, put } = await benchWithBlob();
    const { etag } = await put(0, page(1));
    expect(await drive(() => world.storageApi.createPageBlob(BLOB, MIB, call()))).toMatchObject({
      etag,
      sizeBytes: MIB,
    });
    await expect(drive(() => world.storageApi.createPageBlob(BLOB, 2 * MIB, call()))).rejects.toMatchObject(
      refusal('DiskSizeMismatch'),
    );
    await expect(
      drive(() => world.storageApi.createPageBlob({ container: 'none', name: 'x' }, MIB, call())),
    ).rejects.toMatchObject(refusal('BlobNotFound'));
  });

  test('each write is a new version; conditions on an older one fail', async () => {
    const { put, world, drive, call } = await benchWithBlob();
    const first = await put(0, page(1));
    const second = await put(512, page(2), { ifMatch: first.etag });
    expect(second.etag).not.toBe(first.etag);
    await expect(put(0, page(3), { ifMatch: first.etag })).rejects.toMatchObject(refusal('PreconditionFailed'));
    await put(0, page(3), { sequenceNumberAtMost: 0 });
    const properties = await drive(() => world.storageApi.getProperties(BLOB, call()));
    expect(properties).toMatchObject({ sizeBytes: MIB, sequenceNumber: 0 });
    const { storageApi } = world;
    if (!(storageApi instanceof WorldStorageApi)) throw new Error('not in process');
    await drive(() => storageApi.setSequenceNumber(BLOB, 7, {}, call()));
    await expect(put(0, page(4), { sequenceNumberAtMost: 6 })).rejects.toMatchObject(refusal('PreconditionFailed'));
    await put(0, page(4), { sequenceNumberAtMost: 7 });
    expect(properties.lastModified).toMatch(/GMT$/);
  });

  test('page ranges are exact: written zeros count, cleared pages do not', async () => {
    const { put, world, drive, call } = await benchWithBlob();
    const { storageApi } = world;
    await put(512, page(1, 3));
    await put(8 * KIB, page(0, 16));
    await drive(() => storageApi.clearPages(BLOB, { offsetBytes: 9 * KIB, lengthBytes: 512 }, {}, CLOUD, call()));
    const whole = { offsetBytes: 0, lengthBytes: MIB };
    expect(await drive(() => storageApi.listPageRanges(BLOB, whole, call()))).toEqual([
      { offsetBytes: 512, lengthBytes: 1536 },
      { offsetBytes: 8 * KIB, lengthBytes: KIB },
      { offsetBytes: 9 * KIB + 512, lengthBytes: 6.5 * KIB },
    ]);
    expect(await drive(() => storageApi.listPageRanges(BLOB, { offsetBytes: 1024, lengthBytes: 512 }, call()))).toEqual(
      [{ offsetBytes: 1024, lengthBytes: 512 }],
    );
  });

  test('a snapshot keeps what it showed, until it is deleted; deleting again is no error', async () => {
    const { put, world, drive, call } = await benchWithBlob();
    const { storageApi } = world;
    await put(0, page(1));
    const [a, b] = [
      await drive(() => storageApi.snapshotBlob(BLOB, {}, call())),
      await drive(() => storageApi.snapshotBlob(BLOB, {}, call())),
    ];
    expect(a < b).toBe(true);
    await put(0, page(2));
    const read = (ref: BlobRef): Promise<Uint8Array> =>
      drive(() => storageApi.readRange(ref, { offsetBytes: 0, lengthBytes: 512 }, CLOUD, call()));
    expect([(await read({ ...BLOB, snapshot: a }))[0], (await read(BLOB))[0]]).toEqual([1, 2]);
    await drive(() => storageApi.deleteBlob({ ...BLOB, snapshot: a }, {}, call()));
    await drive(() => storageApi.deleteBlob({ ...BLOB, snapshot: a }, {}, call()));
    await expect(read({ ...BLOB, snapshot: a })).rejects.toMatchObject(refusal('BlobNotFound'));
    expect((await read({ ...BLOB, snapshot: b }))[0]).toBe(1);
    await drive(() => storageApi.deleteBlob(BLOB, {}, call()));
    await drive(() => storageApi.deleteBlob(BLOB, {}, call()));
    await expect(read(BLOB)).rejects.toMatchObject(refusal('BlobNotFound'));
  });

  test('a lease keeps others out until it is released or runs out', async () => {
    const { put, world, drive, call, clock } = await benchWithBlob();
    const { storageApi } = world;
    if (!(storageApi instanceof WorldStorageApi)) throw new Error('not in process');
    await drive(() => storageApi.acquireLease(BLOB, 'a', call()));
    await drive(() => storageApi.acquireLease(BLOB, 'a', call()));
    await expect(drive(() => storageApi.acquireLease(BLOB, 'b', call()))).rejects.toMatchObject(refusal('LeaseLost'));
    await expect(put(0, page(1))).rejects.toMatchObject(refusal('LeaseLost'));
    await expect(put(0, page(1), { leaseId: 'b' })).rejects.toMatchObject(refusal('LeaseLost'));
    await expect(drive(() => storageApi.deleteBlob(BLOB, {}, call()))).rejects.toMatchObject(refusal('LeaseLost'));
    await put(0, page(1), { leaseId: 'a' });
    await drive(() => storageApi.releaseLease(BLOB, 'a', call()));
    await expect(put(0, page(1), { leaseId: 'a' })).rejects.toMatchObject(refusal('LeaseLost'));

    await drive(() => storageApi.acquireLease(BLOB, 'b', call(), 15 * SECOND_MS));
    await clock.runFor(14 * SECOND_MS);
    await expect(put(0, page(1))).rejects.toMatchObject(refusal('LeaseLost'));
    await clock.runFor(SECOND_MS);
    await put(0, page(1));
  });

  test('refuses bodies over 4 MiB, off the page grid and beyond the end', async () => {
    const { put, world, drive, call } = await benchWithBlob();
    await expect(put(100, page(1))).rejects.toMatchObject(refusal('InvalidParameter'));
    await expect(put(MIB - 512, page(1, 2))).rejects.toMatchObject(refusal('InvalidParameter'));
    await drive(() => world.storageApi.createPageBlob({ container: 'c', name: 'large' }, 8 * MIB, call()));
    await expect(
      drive(() =>
        world.storageApi.putPages(
          { container: 'c', name: 'large' },
          0,
          new Uint8Array(4 * MIB + 512),
          {},
          CLOUD,
          call(),
        ),
      ),
    ).rejects.toMatchObject(refusal('InvalidParameter'));
    await expect(
      drive(() => world.storageApi.readRange(BLOB, { offsetBytes: 0, lengthBytes: MIB + 1 }, CLOUD, call())),
    ).rejects.toMatchObject(refusal('InvalidParameter'));
  });
});
