import { describe, expect, test } from 'vitest';
import { createStoreMemory } from '../../src/adapters/store-memory/store-memory.ts';
import { GIB, HOUR_MS, KIB, MIB, MINUTE_MS, SECOND_MS } from '../../src/base/units.ts';
import type { Store } from '../../src/core/ports.ts';
import { SCENARIOS, scenarioNamed } from '../scenarios/scenarios.ts';
import type { MapRecord } from './block-forest.ts';
import { DIRECTORY_TABLE, MAP_TABLE } from './block-store.ts';
import type { WorldBench } from './testing/world-bench.ts';
import { benchFrom, benchOf, noTimer } from './testing/world-bench.ts';
import { createUniverseStore } from './universe-store.ts';
import { CONTENT_POINTS } from './world.ts';

/** Everything that has state: tracking, frozen logs, a checkpoint, blobs with snapshots and leases, faults, a throttle. */
async function makeHistory(bench: WorldBench): Promise<void> {
  const { world, drive, call, clock } = bench;
  const { vmId, hostId } = bench.machine('DB01');
  await bench.track(vmId);
  await clock.runFor(10 * MINUTE_MS);
  await drive(() => world.hostApi.freezeLogs(vmId, 'CrashConsistent', call(vmId)));
  world.setWorkload(bench.machine('IDLE01').vmId, 'fileServer');
  await drive(() => world.storageApi.createContainer('replicas', call()));
  const blob = { container: 'replicas', name: 'DB01.vhd' };
  await drive(() => world.storageApi.createPageBlob(blob, MIB, call()));
  const body = new Uint8Array(64 * KIB).map((_, i) => i % 251);
  await drive(() => world.storageApi.putPages(blob, 512, body, {}, { kind: 'host', hostId }, call()));
  await drive(() => world.storageApi.snapshotBlob(blob, {}, call()));
  await drive(() => world.storageApi.putPages(blob, 0, body, {}, { kind: 'cloud' }, call()));
  await drive(() => world.storageApi.acquireLease(blob, 'lease-1', call()));
  const schedule = {
    workDays: [1],
    workStartLocal: '08:00',
    workEndLocal: '18:00',
    workHoursBitsPerSecond: 1e6,
    otherHoursBitsPerSecond: null,
    uploadThreadsPerMachine: 4,
  } as const;
  await drive(() => world.hostApi.setBandwidth(hostId, schedule, call()));
  world.startFault('lowMemory', hostId);
}

describe('a world', () => {
  test('is the same for the same seed and the same actions, and another for another seed', async () => {
    const run = async (seed: string): Promise<string> => {
      const bench = benchOf({ seed });
      await makeHistory(bench);
      await bench.clock.runFor(HOUR_MS);
      return bench.world.digest();
    };
    const first = await run('a');
    expect(await run('a')).toBe(first);
    expect(await run('b')).not.toBe(first);
  });

  test('goes on after a restore exactly as it would have without', async () => {
    const straight = benchOf();
    await makeHistory(straight);
    await straight.clock.runFor(2 * HOUR_MS);

    const saved = benchOf();
    const store = createStoreMemory();
    const universe = createUniverseStore(store, saved.world, noTimer);
    await universe.transact([]);
    await makeHistory(saved);
    await universe.transact([]);
    await saved.clock.runFor(HOUR_MS);
    await universe.transact([{ op: 'put', table: 'engine', key: 'k', value: 1 }]);
    const restored = await benchFrom(store, saved.blockFile);
    expect(restored.world.digest()).toBe(saved.world.digest());
    expect(await store.readAll('engine')).toEqual([{ key: 'k', value: 1 }]);
    await restored.clock.runFor(HOUR_MS);
    expect(restored.world.digest()).toBe(straight.world.digest());
  });

  test('leaves no record behind of what is gone', async () => {
    const bench = benchOf();
    const store = createStoreMemory();
    const universe = createUniverseStore(store, bench.world, noTimer);
    await makeHistory(bench);
    await universe.transact([]);
    const { vmId, disks } = bench.machine('DB01');
    const blob = { container: 'replicas', name: 'DB01.vhd' };
    await bench.drive(() => bench.world.hostApi.removeReplicationRelationship(vmId, bench.call(vmId)));
    await bench.drive(() => bench.world.storageApi.releaseLease(blob, 'lease-1', bench.call()));
    await bench.drive(() => bench.world.storageApi.deleteBlob(blob, {}, bench.call()));
    await universe.transact([]);
    const points = bench.world.contentPoints(vmId).length;
    const maps = await store.readAll(MAP_TABLE);
    expect(maps).toHaveLength(bench.machine('IDLE01').disks.length + disks.length * (1 + points));
    const named = new Set(maps.flatMap(({ value }) => (value as MapRecord).directories.map(([, id]) => String(id))));
    expect((await store.readAll(DIRECTORY_TABLE)).map(({ key }) => key).toSorted()).toEqual([...named].toSorted());
    const restored = await benchFrom(store, bench.blockFile);
    expect(restored.world.digest()).toBe(bench.world.digest());
  });

  test('forgets what was open for reading when it was saved: its reader is gone', async () => {
    const bench = benchOf();
    const store = createStoreMemory();
    await makeHistory(bench);
    await createUniverseStore(store, bench.world, noTimer).transact([]);
    const saved = (await store.readAll(MAP_TABLE)).length;
    bench.world.openBlob({ container: 'replicas', name: 'DB01.vhd' });
    await createUniverseStore(store, bench.world, noTimer).transact([]);
    expect(await store.readAll(MAP_TABLE)).toHaveLength(saved + 1);
    const restored = await benchFrom(store, bench.blockFile);
    await createUniverseStore(store, restored.world, noTimer).transact([]);
    expect(await store.readAll(MAP_TABLE)).toHaveLength(saved);
  });

  test('content that was opened stays as it was, whatever its guest writes', async () => {
    const bench = benchOf();
    const { vmId, disks } = bench.machine('DB01');
    const { diskId = '' as never, sizeBytes = 0 } = disks[0] ?? {};
    const whole = { offsetBytes: 0, lengthBytes: sizeBytes };
    const opened = bench.world.openSource(vmId, diskId, null);
    const before = await opened?.read(whole);
    await bench.clock.runFor(HOUR_MS);
    const [after, live] = [
      await opened?.read(whole),
      await bench.world.sourceContentAt(vmId, diskId, null)?.read(whole),
    ];
    const compare = (other: Uint8Array | undefined) =>
      Buffer.compare(other ?? new Uint8Array(), before ?? new Uint8Array());
    expect(before?.length).toBe(sizeBytes);
    expect(compare(after)).toBe(0);
    expect(compare(live)).not.toBe(0);
    opened?.release();
  });

  test('carries over what a failed transaction took from the world', async () => {
    const bench = benchOf();
    const store = createStoreMemory();
    let failures = 1;
    const flaky: Store = {
      ...store,
      transact: (mutations) => (failures-- > 0 ? Promise.reject(new Error('disk full')) : store.transact(mutations)),
    };
    const universe = createUniverseStore(flaky, bench.world, noTimer);
    await makeHistory(bench);
    await expect(universe.transact([])).rejects.toThrow('disk full');
    await bench.clock.runFor(MINUTE_MS);
    await universe.transact([]);
    const restored = await benchFrom(store, bench.blockFile);
    expect(restored.world.digest()).toBe(bench.world.digest());
  });

  test('refuses the records of another scenario or seed', async () => {
    const saved = benchOf();
    const store = createStoreMemory();
    await createUniverseStore(store, saved.world, noTimer).transact([]);
    await expect(benchFrom(store, saved.blockFile, { seed: 'other' })).rejects.toThrow(
      'the saved world is "small" with seed "1"',
    );
  });

  test.each([
    { wanted: undefined, kept: CONTENT_POINTS },
    { wanted: 2, kept: 2 },
  ])('keeps the content of the last $kept freezes only', async ({ wanted, kept }) => {
    const bench = benchOf({ scenario: { ...scenarioNamed('small'), ...(wanted && { contentPoints: wanted }) } });
    const { vmId, disks } = bench.machine('DB01');
    await bench.track(vmId);
    for (let i = 0; i < kept + 3; i++) {
      await bench.clock.runFor(10 * SECOND_MS);
      const { logs } = await bench.drive(() =>
        bench.world.hostApi.freezeLogs(vmId, 'CrashConsistent', bench.call(vmId)),
      );
      await bench.drive(() =>
        bench.world.hostApi.deleteLogs(
          vmId,
          logs.map(({ logId }) => logId),
          bench.call(vmId),
        ),
      );
    }
    const points = bench.world.contentPoints(vmId);
    expect(points).toHaveLength(kept);
    const diskId = disks[0]?.diskId;
    if (!diskId || points[0] === undefined) throw new Error('no disk or no point');
    expect(bench.world.sourceContentAt(vmId, diskId, points[0])).toBeDefined();
    expect(bench.world.sourceContentAt(vmId, diskId, bench.clock.now())).toBeUndefined();
  });

  test('names the scenarios on offer when it does not know one', () => {
    expect(() => scenarioNamed('contso')).toThrow(
      'no scenario "contso"; there are: contoso, branches, hostile-names, small',
    );
  });
});

describe('scenarios', () => {
  test.each(SCENARIOS.map((scenario) => scenario.name))('%s: names and ids are unique, sizes as stated', (scenario) => {
    const { world } = benchOf({ scenario });
    const machines = world.inventory().flatMap((host) => host.machines);
    const disks = machines.flatMap((machine) => machine.disks);
    for (const ids of [
      machines.map((m) => m.name),
      machines.map((m) => m.vmId),
      disks.map((d) => d.diskId),
      disks.map((d) => d.name),
    ]) {
      expect(new Set(ids).size).toBe(ids.length);
    }
    for (const disk of disks) expect(disk.allocatedBytes).toBeLessThanOrEqual(disk.sizeBytes);
  });

  test('contoso is a site of at least three hosts and twelve machines, modest in what it allocates', () => {
    const { world } = benchOf({ scenario: 'contoso' });
    const machines = world.inventory().flatMap((host) => host.machines);
    const disks = machines.flatMap((machine) => machine.disks);
    expect(world.hosts().length).toBeGreaterThanOrEqual(3);
    expect(machines.filter((machine) => machine.readinessErrors.length === 0)).toHaveLength(12);
    expect(disks.reduce((sum, disk) => sum + disk.allocatedBytes, 0)).toBeLessThanOrEqual(6 * GIB);
    expect(Math.max(...disks.map((disk) => disk.sizeBytes))).toBe(127 * GIB);
  });
});
