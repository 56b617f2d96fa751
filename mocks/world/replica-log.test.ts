import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUR_MS, MIB, MINUTE_MS, SECOND_MS } from '../../src/base/units.ts';
import type { DiskId, VmId } from '../../src/core/model.ts';
import type { FrozenLog } from '../../src/core/ports.ts';
import { bytesSource } from '../../src/formats/byte-source.ts';
import { readHrl } from '../../src/formats/hrl/hrl-reader.ts';
import type { WorldBench } from './testing/world-bench.ts';
import { benchOf } from './testing/world-bench.ts';

/** The frozen log's whole file, fetched as the engine does. */
async function fetchLog(bench: WorldBench, vmId: VmId, log: FrozenLog): Promise<Uint8Array> {
  const bytes = new Uint8Array(log.fileBytes);
  for (let at = 0; at < log.fileBytes; at += 4 * MIB) {
    const extent = { offsetBytes: at, lengthBytes: Math.min(4 * MIB, log.fileBytes - at) };
    bytes.set(
      await bench.drive(() => bench.world.hostApi.readLog(vmId, log.diskId, log.logId, extent, bench.call(vmId))),
      at,
    );
  }
  return bytes;
}

async function contentAt(
  bench: WorldBench,
  vmId: VmId,
  diskId: DiskId,
  at: Parameters<typeof bench.world.sourceContentAt>[2],
): Promise<Uint8Array> {
  const content = bench.world.sourceContentAt(vmId, diskId, at);
  if (!content) throw new Error(`no content at ${at}`);
  return content.read({ offsetBytes: 0, lengthBytes: content.sizeBytes });
}

async function readSnapshot(
  bench: WorldBench,
  vmId: VmId,
  diskId: DiskId,
  sizeBytes: number,
  snapshotId: Parameters<typeof bench.world.hostApi.readExtent>[2],
): Promise<Uint8Array> {
  const { hostApi } = bench.world;
  const replica = new Uint8Array(sizeBytes);
  const whole = { offsetBytes: 0, lengthBytes: sizeBytes };
  for (const extent of await bench.drive(() =>
    hostApi.listAllocatedExtents(vmId, diskId, snapshotId, whole, bench.call(vmId)),
  )) {
    for (let done = 0; done < extent.lengthBytes; done += 4 * MIB) {
      const part = {
        offsetBytes: extent.offsetBytes + done,
        lengthBytes: Math.min(4 * MIB, extent.lengthBytes - done),
      };
      replica.set(
        await bench.drive(() => hostApi.readExtent(vmId, diskId, snapshotId, part, bench.call(vmId))),
        part.offsetBytes,
      );
    }
  }
  return replica;
}

describe('replica logs', () => {
  test('snapshot and logs in order are the source at each freeze, byte for byte, on every disk', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1, maxLength: 4 }),
        fc.constantFrom('database', 'logAppend', 'webServer', 'fileServer', 'nightlyBurst'),
        fc.array(fc.integer({ min: 1, max: 4 * MINUTE_MS }), { minLength: 1, maxLength: 4 }),
        async (seed, workload, pauses) => {
          const bench = benchOf({ seed });
          const { vmId, disks } = bench.machine('DB01');
          bench.world.setWorkload(vmId, workload);
          // 01:00 local time, for those who write by night.
          if (workload === 'nightlyBurst') await bench.clock.runFor(16 * HOUR_MS);
          await bench.track(vmId);
          const { hostApi } = bench.world;
          const snapshot = await bench.drive(() => hostApi.resynchronize(vmId, bench.call(vmId)));
          const replicas = new Map<DiskId, Uint8Array>();
          for (const { diskId, sizeBytes } of disks) {
            const replica = await readSnapshot(bench, vmId, diskId, sizeBytes, snapshot.snapshotId);
            expect(Buffer.compare(replica, await contentAt(bench, vmId, diskId, snapshot.takenAt))).toBe(0);
            replicas.set(diskId, replica);
          }
          let previous = new Map<DiskId, string | null>(disks.map(({ diskId }) => [diskId, null]));
          for (const pauseMs of pauses) {
            await bench.clock.runFor(pauseMs);
            const set = await bench.drive(() => hostApi.freezeLogs(vmId, 'CrashConsistent', bench.call(vmId)));
            expect(set.logs.map(({ diskId, previousLogId }) => [diskId, previousLogId])).toEqual([...previous]);
            for (const log of set.logs) {
              const source = bytesSource(await fetchLog(bench, vmId, log));
              const { header, entries } = await readHrl(source);
              expect([header.uniqueId, header.eolLocationBytes]).toEqual([log.logId, log.fileBytes]);
              expect(entries.reduce((sum, entry) => sum + entry.lengthBytes, 0)).toBe(log.dataBytes);
              const replica = replicas.get(log.diskId) ?? new Uint8Array(0);
              for (const { byteOffset, dataOffsetBytes, lengthBytes } of entries) {
                replica.set(await source.read({ offsetBytes: dataOffsetBytes, lengthBytes }), byteOffset);
              }
              expect(Buffer.compare(replica, await contentAt(bench, vmId, log.diskId, set.frozenAt))).toBe(0);
            }
            previous = new Map(set.logs.map(({ diskId, logId }) => [diskId, logId]));
            await bench.drive(() =>
              hostApi.deleteLogs(
                vmId,
                set.logs.map(({ logId }) => logId),
                bench.call(vmId),
              ),
            );
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  test('while frozen logs exist they are answered again; writes go to the next ones', async () => {
    const bench = benchOf();
    const { vmId } = bench.machine('DB01');
    const { hostApi } = bench.world;
    await bench.track(vmId);
    await bench.clock.runFor(MINUTE_MS);
    const first = await bench.drive(() => hostApi.freezeLogs(vmId, 'CrashConsistent', bench.call(vmId)));
    const before = await bench.drive(() => hostApi.getReplicationStatus(vmId, bench.call(vmId)));
    await bench.clock.runFor(MINUTE_MS);
    const again = await bench.drive(() => hostApi.freezeLogs(vmId, 'ApplicationConsistent', bench.call(vmId)));
    expect(again).toEqual(first);
    const later = await bench.drive(() => hostApi.getReplicationStatus(vmId, bench.call(vmId)));
    expect(later.disks[1]?.activeLogBytes).toBeGreaterThan(before.disks[1]?.activeLogBytes ?? 0);
    expect(later.disks[1]?.frozenLogBytes).toBe(first.logs[1]?.fileBytes);
  });

  test('when the log being written is lost, the next one names a predecessor that nobody has', async () => {
    const bench = benchOf();
    const { vmId } = bench.machine('DB01');
    const { hostApi } = bench.world;
    bench.world.loseActiveLogs(vmId);
    await bench.track(vmId);
    await bench.clock.runFor(MINUTE_MS);
    const freeze = () => bench.drive(() => hostApi.freezeLogs(vmId, 'CrashConsistent', bench.call(vmId)));
    const first = await freeze();
    const firstIds = first.logs.map(({ logId }) => logId);
    // What is frozen already is not the log being written.
    bench.world.loseActiveLogs(vmId);
    expect(await freeze()).toEqual(first);
    await bench.drive(() => hostApi.deleteLogs(vmId, firstIds, bench.call(vmId)));
    const second = await freeze();
    expect(second.logs.map(({ diskId }) => diskId)).toEqual(first.logs.map(({ diskId }) => diskId));
    for (const { previousLogId } of second.logs) {
      expect(previousLogId).not.toBeNull();
      expect(firstIds).not.toContain(previousLogId);
    }
  });

  test('a request answered twice starts one chain; another request starts another', async () => {
    const bench = benchOf();
    const { vmId } = bench.machine('DB01');
    const { hostApi } = bench.world;
    await bench.track(vmId);
    const call = bench.call(vmId);
    const snapshot = await bench.drive(() => hostApi.startReplication(vmId, call));
    await bench.clock.runFor(10 * SECOND_MS);
    expect(await bench.drive(() => hostApi.startReplication(vmId, call))).toEqual(snapshot);
    const other = await bench.drive(() => hostApi.startReplication(vmId, bench.call(vmId)));
    expect(other.snapshotId).not.toBe(snapshot.snapshotId);
  });

  test.each([
    [
      'a crash',
      'logNotClosed',
      (bench: WorldBench) => bench.world.crashHost(bench.machine('DB01').hostId),
      'LogNotClosed',
    ],
    [
      'an offline edit',
      'modifiedOffline',
      (bench: WorldBench) => {
        const { vmId, disks } = bench.machine('DB01');
        if (disks[0]) bench.world.editDiskOffline(vmId, disks[0].diskId);
      },
      'InvalidReplicaState',
    ],
  ] as const)('%s ends tracking, and only a resynchronization mends it', async (_name, cause, act, code) => {
    const bench = benchOf();
    const { vmId } = bench.machine('DB01');
    const { hostApi } = bench.world;
    await bench.track(vmId);
    await bench.clock.runFor(MINUTE_MS);
    act(bench);
    const status = await bench.drive(() => hostApi.getReplicationStatus(vmId, bench.call(vmId)));
    expect([status.isTracking, status.resyncCause]).toEqual([false, cause]);
    await bench.clock.runFor(MINUTE_MS);
    const later = await bench.drive(() => hostApi.getReplicationStatus(vmId, bench.call(vmId)));
    expect(later.disks).toEqual(status.disks);
    await expect(
      bench.drive(() => hostApi.freezeLogs(vmId, 'CrashConsistent', bench.call(vmId))),
    ).rejects.toMatchObject({ report: { code } });
    await bench.drive(() => hostApi.resynchronize(vmId, bench.call(vmId)));
    expect(await bench.drive(() => hostApi.getReplicationStatus(vmId, bench.call(vmId)))).toMatchObject({
      isTracking: true,
      resyncCause: null,
    });
  });
});
