import { describe, expect, test } from 'vitest';
import { createChecksumsInline } from '../../src/adapters/checksums-pool/checksums-inline.ts';
import { MIB, MINUTE_MS, SECOND_MS } from '../../src/base/units.ts';
import type { Snapshot } from '../../src/core/ports.ts';
import type { WorldBench } from './testing/world-bench.ts';
import { benchOf, policy } from './testing/world-bench.ts';
import type { FaultKind } from './world.ts';

const refusal = (code: string) => ({ report: { code } });

/** DB01 under replication, with the snapshot that started it. */
async function tracked(): Promise<WorldBench & { readonly snapshot: Snapshot }> {
  const bench = benchOf();
  const { vmId } = bench.machine('DB01');
  await bench.track(vmId);
  const snapshot = await bench.drive(() => bench.world.hostApi.resynchronize(vmId, bench.call(vmId)));
  return { ...bench, snapshot };
}

describe('host API', () => {
  test('checksums are those of the bytes that it reads, and zeros where nothing is stored', async () => {
    const { world, drive, call, machine, snapshot } = await tracked();
    const { vmId, disks } = machine('DB01');
    const diskId = disks[1]?.diskId;
    if (!diskId) throw new Error('no data disk');
    const checksums = await createChecksumsInline();
    // An odd block size, so that steps of 4 MiB do not fall on blocks by chance, and a short last block.
    const blockBytes = 96 * 1024;
    const extent = { offsetBytes: 2 * MIB, lengthBytes: 9 * MIB };
    const digests = await drive(() =>
      world.hostApi.checksumExtent(vmId, diskId, snapshot.snapshotId, extent, blockBytes, call(vmId)),
    );
    const bytes = new Uint8Array(extent.lengthBytes);
    for (let done = 0; done < extent.lengthBytes; done += 3 * MIB) {
      const part = { offsetBytes: extent.offsetBytes + done, lengthBytes: 3 * MIB };
      bytes.set(await drive(() => world.hostApi.readExtent(vmId, diskId, snapshot.snapshotId, part, call(vmId))), done);
    }
    expect(digests).toEqual(await checksums.digest(bytes, blockBytes));
    expect(bytes.some((byte) => byte !== 0)).toBe(true);
  });

  test('reading takes the disk its time, and holes take none', async () => {
    const { world, drive, call, machine, snapshot, clock } = await tracked();
    const { vmId, disks } = machine('DB01');
    const diskId = disks[1]?.diskId;
    if (!diskId) throw new Error('no data disk');
    const stored = await drive(() =>
      world.hostApi.listAllocatedExtents(
        vmId,
        diskId,
        snapshot.snapshotId,
        { offsetBytes: 0, lengthBytes: 32 * MIB },
        call(vmId),
      ),
    );
    const first = stored[0];
    if (!first || first.lengthBytes < 4 * MIB) throw new Error('no long extent');
    const timed = async (offsetBytes: number): Promise<number> => {
      const before = clock.now();
      await drive(() =>
        world.hostApi.readExtent(vmId, diskId, snapshot.snapshotId, { offsetBytes, lengthBytes: 4 * MIB }, call(vmId)),
      );
      return clock.now() - before;
    };
    const full = await timed(first.offsetBytes);
    const end = first.offsetBytes + first.lengthBytes;
    const hole = await timed(end);
    expect(full - hole).toBeGreaterThanOrEqual(9);
    expect(full - hole).toBeLessThanOrEqual(11);
  });

  test.each<[FaultKind, 'host' | 'machine', string]>([
    ['hostDown', 'host', 'HostUnreachable'],
    ['lowMemory', 'host', 'LowMemory'],
    ['lowDiskSpace', 'host', 'LowDiskSpace'],
    ['brokenVhdChain', 'machine', 'BrokenVhdChain'],
    ['vmDeleted', 'machine', 'VirtualMachineNotFound'],
  ])('%s is %s trouble: %s while it acts, and gone with it', async (kind, target, code) => {
    const { world, drive, call, machine, snapshot } = await tracked();
    const { vmId, hostId, disks } = machine('DB01');
    const fault = world.startFault(kind, target === 'host' ? hostId : vmId);
    expect(world.startFault(kind, fault.target)).toBe(fault);
    expect(world.faults()).toEqual([fault]);
    const resynchronize = (): Promise<Snapshot> => drive(() => world.hostApi.resynchronize(vmId, call(vmId)));
    await expect(resynchronize()).rejects.toMatchObject(refusal(code));
    await expect(drive(() => world.hostApi.freezeLogs(vmId, 'CrashConsistent', call(vmId)))).rejects.toMatchObject(
      refusal(code),
    );
    if (kind === 'brokenVhdChain') {
      const diskId = disks[0]?.diskId;
      if (!diskId) throw new Error('no disk');
      const read = drive(() =>
        world.hostApi.readExtent(vmId, diskId, snapshot.snapshotId, { offsetBytes: 0, lengthBytes: 512 }, call(vmId)),
      );
      await expect(read).rejects.toMatchObject(refusal(code));
    }
    world.endFault(fault.id);
    const status = await drive(() => world.hostApi.getReplicationStatus(vmId, call(vmId)));
    const wasAway = kind === 'hostDown' || kind === 'vmDeleted';
    expect(status).toMatchObject({ isTracking: !wasAway, resyncCause: wasAway ? 'logNotClosed' : null });
    await resynchronize();
  });

  test('a host that is down reports an old heartbeat; a deleted machine is reported by none', async () => {
    const { world, clock, machine } = await tracked();
    const { vmId, hostId } = machine('DB01');
    world.startFault('hostDown', hostId);
    world.startFault('vmDeleted', vmId);
    const since = clock.now();
    await clock.runFor(10 * MINUTE_MS);
    const [host] = world.inventory();
    expect(host?.lastHeartbeatAt).toBeLessThanOrEqual(since);
    expect(host?.lastHeartbeatAt).toBeGreaterThan(since - MINUTE_MS);
    expect(host?.machines.map((each) => each.name)).toEqual(['IDLE01']);
  });

  test.each<[FaultKind, object]>([
    ['authorizationRevoked', { code: 'StorageAuthorization', providerCode: 403 }],
    ['storageThrottled', { code: 'StorageThrottled', providerCode: 503, retryAfterMs: 10 * SECOND_MS }],
  ])('%s is refused by the storage account', async (kind, report) => {
    const { world, drive, call } = benchOf();
    const fault = world.startFault(kind, 'whatever');
    await expect(drive(() => world.storageApi.createContainer('c', call()))).rejects.toMatchObject({ report });
    world.endFault(fault.id);
    await drive(() => world.storageApi.createContainer('c', call()));
  });

  test('a snapshot makes a differencing file grow beside the disk, until it is merged', async () => {
    const { world, drive, call, machine, snapshot, clock } = await tracked();
    const { vmId } = machine('DB01');
    const free = (): number => world.inventory()[0]?.volumes[0]?.freeBytes ?? 0;
    const before = free();
    await clock.runFor(5 * MINUTE_MS);
    const during = free();
    await drive(() => world.hostApi.deleteSnapshot(vmId, snapshot.snapshotId, call(vmId)));
    await drive(() => world.hostApi.deleteSnapshot(vmId, snapshot.snapshotId, call(vmId)));
    expect(before - during).toBeGreaterThan(free() - during);
    expect(free() - during).toBeGreaterThan(2 * MIB);
  });

  test('refuses what makes no sense', async () => {
    const { world, drive, call, machine } = benchOf({ scenario: 'contoso' });
    const { hostApi } = world;
    const cluster = machine('CLU-NODE1');
    const settings = { includedDiskIds: cluster.disks.map((disk) => disk.diskId), policy };
    await expect(
      drive(() => hostApi.createReplicationRelationship(cluster.vmId, settings, call())),
    ).rejects.toMatchObject(refusal('PrerequisitesNotMet'));
    const { vmId, disks, hostId } = machine('SQL01');
    await expect(drive(() => hostApi.startReplication(vmId, call()))).rejects.toMatchObject(
      refusal('InvalidReplicaState'),
    );
    const [first, second] = disks;
    if (!first || !second) throw new Error('two disks');
    const relate = (includedDiskIds: readonly (typeof first.diskId)[]) =>
      drive(() => hostApi.createReplicationRelationship(vmId, { includedDiskIds, policy }, call()));
    await relate([first.diskId, second.diskId]);
    await relate([second.diskId, first.diskId]);
    await expect(relate([first.diskId])).rejects.toMatchObject(refusal('InvalidReplicaState'));
    const schedule = {
      workDays: [],
      workStartLocal: '25:00',
      workEndLocal: '18:00',
      workHoursBitsPerSecond: 1,
      otherHoursBitsPerSecond: 1,
      uploadThreadsPerMachine: 4,
    };
    await expect(drive(() => hostApi.setBandwidth(hostId, schedule, call()))).rejects.toMatchObject(
      refusal('InvalidParameter'),
    );
    expect(() => world.setWorkload(vmId, 'mining')).toThrow('no workload "mining"; there are: idle, database');
    expect(() => world.startFault('linkDown', vmId)).toThrow('no host');
  });
});
