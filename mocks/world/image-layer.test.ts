import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createStoreMemory } from '../../src/adapters/store-memory/store-memory.ts';
import type { Extent } from '../../src/base/extent.ts';
import { endOf, intersect } from '../../src/base/extent.ts';
import { HOUR_MS, KIB, MIB } from '../../src/base/units.ts';
import type { DiskImage } from '../../src/formats/disk-image.ts';
import { openFileBlockFile, openTemporaryBlockFile } from './node/block-file-node.ts';
import { benchFrom, benchOf, noTimer } from './testing/world-bench.ts';
import { createUniverseStore } from './universe-store.ts';

/** 5 MiB and three pages; stored are some pages off the 4 KiB grid, a long stretch, and the end. */
const SIZE = 5 * MIB + 1536;
const STORED: readonly Extent[] = [
  { offsetBytes: 512, lengthBytes: 1024 },
  { offsetBytes: 3072, lengthBytes: 512 },
  { offsetBytes: MIB - 512, lengthBytes: 2 * MIB },
  { offsetBytes: SIZE - 512, lengthBytes: 512 },
];

function imageContent(): Uint8Array {
  const bytes = new Uint8Array(SIZE);
  for (const extent of STORED) for (let i = extent.offsetBytes; i < endOf(extent); i++) bytes[i] = 1 + (i % 250);
  return bytes;
}

function testImage(): DiskImage {
  const bytes = imageContent();
  return {
    format: 'raw',
    virtualSizeBytes: SIZE,
    logicalSectorBytes: 512,
    listAllocatedExtents: (within) => Promise.resolve(STORED.flatMap((extent) => intersect(extent, within) ?? [])),
    read: (extent) => Promise.resolve(bytes.slice(extent.offsetBytes, endOf(extent))),
  };
}

const WHOLE = { offsetBytes: 0, lengthBytes: SIZE };
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('an imported machine', () => {
  test('shows the image, idle, until its guest is told to write; snapshots keep the image', async () => {
    const bench = benchOf();
    const { world, clock, drive, call } = bench;
    const hostId = bench.machine('DB01').hostId;
    const vmId = await world.importMachine({ hostId, name: 'DISK', image: testImage() });
    await expect(world.importMachine({ hostId, name: 'DISK', image: testImage() })).rejects.toThrow('already');
    const disk = bench.machine('DISK').disks[0];
    if (!disk) throw new Error('no disk');
    await bench.track(vmId);
    const snapshot = await drive(() => world.hostApi.resynchronize(vmId, call()));
    await clock.runFor(HOUR_MS);
    expect(
      Buffer.compare(
        (await world.sourceContentAt(vmId, disk.diskId, null)?.read(WHOLE)) ?? new Uint8Array(0),
        imageContent(),
      ),
    ).toBe(0);
    const stored = await drive(() =>
      world.hostApi.listAllocatedExtents(vmId, disk.diskId, snapshot.snapshotId, WHOLE, call()),
    );
    expect(stored).toEqual([
      { offsetBytes: 0, lengthBytes: 4 * KIB },
      { offsetBytes: MIB - 4 * KIB, lengthBytes: 2 * MIB + 4 * KIB },
      { offsetBytes: 5 * MIB, lengthBytes: 1536 },
    ]);

    world.setWorkload(vmId, 'database');
    await clock.runFor(HOUR_MS);
    const now = (await world.sourceContentAt(vmId, disk.diskId, null)?.read(WHOLE)) ?? new Uint8Array(0);
    const image = imageContent();
    const isTouched = (from: number, to: number): boolean =>
      Buffer.compare(now.subarray(from, to), image.subarray(from, to)) !== 0;
    expect([isTouched(MIB, 3 * MIB), isTouched(3 * MIB, 5 * MIB)]).toEqual([true, true]);
    const frozen = await drive(() =>
      world.hostApi.readExtent(
        vmId,
        disk.diskId,
        snapshot.snapshotId,
        { offsetBytes: 2 * MIB, lengthBytes: SIZE - 2 * MIB },
        call(),
      ),
    );
    expect(Buffer.compare(frozen, image.subarray(2 * MIB))).toBe(0);
  });

  test('is restored with a hole for its image, which is handed in again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lockstep-test-'));
    folders.push(folder);
    const saved = benchOf({ blockFile: openFileBlockFile(join(folder, 'blocks')) });
    const store = createStoreMemory();
    let released = 0;
    const hostId = saved.machine('DB01').hostId;
    const vmId = await saved.world.importMachine({
      hostId,
      name: 'DISK',
      image: testImage(),
      release: () => released++,
    });
    saved.world.setWorkload(vmId, 'fileServer');
    await saved.track(vmId);
    await saved.clock.runFor(HOUR_MS);
    await createUniverseStore(store, saved.world, noTimer).transact([]);
    const digest = saved.world.digest();
    const disk = saved.machine('DISK').disks[0];
    const content = disk && (await saved.world.sourceContentAt(vmId, disk.diskId, null)?.read(WHOLE));
    saved.world.close();
    expect(released).toBe(1);

    const restored = await benchFrom(store, openFileBlockFile(join(folder, 'blocks')));
    const { world } = restored;
    const [pending] = world.pendingImages();
    expect(pending).toEqual({ vmId, diskId: disk?.diskId, name: 'DISK', sizeBytes: SIZE });
    if (!pending || !content) throw new Error('nothing pending');
    expect(() => world.reattachImage(vmId, pending.diskId, { ...testImage(), virtualSizeBytes: 512 })).toThrow(
      '512 bytes',
    );
    world.reattachImage(vmId, pending.diskId, testImage());
    expect(world.pendingImages()).toEqual([]);
    expect(world.digest()).toBe(digest);
    expect(
      Buffer.compare(
        (await world.sourceContentAt(vmId, pending.diskId, null)?.read(WHOLE)) ?? new Uint8Array(0),
        content,
      ),
    ).toBe(0);
    world.close();
  });

  test('a replica of it lies in the block file, not in memory, and reads back', async () => {
    const bench = benchOf({ blockFile: openTemporaryBlockFile() });
    const { world, drive, call } = bench;
    const blob = { container: 'c', name: 'b' };
    await drive(() => world.storageApi.createContainer('c', call()));
    await drive(() => world.storageApi.createPageBlob(blob, SIZE, call()));
    const bytes = imageContent();
    for (let at = 0; at < SIZE; at += 4 * MIB) {
      const body = bytes.subarray(at, Math.min(SIZE, at + 4 * MIB));
      await drive(() => world.storageApi.putPages(blob, at, body, {}, { kind: 'cloud' }, call()));
    }
    expect(
      Buffer.compare(await drive(() => world.storageApi.readRange(blob, WHOLE, { kind: 'cloud' }, call())), bytes),
    ).toBe(0);
    world.close();
  });
});
