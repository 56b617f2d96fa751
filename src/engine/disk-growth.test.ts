import { expect, test } from 'vitest';
import { GIB, KIB, MIB } from '../base/units.ts';
import type { DiskId } from '../core/model.ts';
import { engineBench, type EngineBench } from './testing/engine-bench.ts';

const PAGE = 512;

async function protectedBench(name = 'DB01'): Promise<EngineBench> {
  const bench = await engineBench();
  await bench.setPolicy({ resyncWindow: { isEnabled: false, startLocal: '18:30', endLocal: '06:00' } });
  await bench.enable(name);
  await bench.until('protected', () => bench.item(name).phase.kind === 'protected');
  await bench.until('a cycle', () => bench.item(name).cycle.number > 0 && bench.item(name).cycle.step === 'idle');
  return bench;
}

function diskOf(bench: EngineBench, index: number, name = 'DB01'): DiskId {
  const disk = bench.machine(name).disks[index];
  if (!disk) throw new Error(`${name} has no disk ${index}`);
  return disk.diskId;
}

const nextCycle = async (bench: EngineBench, name = 'DB01'): Promise<void> => {
  const { number } = bench.item(name).cycle;
  await bench.until('the next cycle', () => bench.item(name).cycle.number > number);
  await bench.until('its end', () => bench.item(name).cycle.step === 'idle');
};

test('[DS1] a replica follows its disk with the next log, writes beyond the old end included', async () => {
  const bench = await protectedBench();
  const { vmId } = bench.machine('DB01');
  const data = diskOf(bench, 1);
  bench.world.resizeDisk(vmId, data, 48 * MIB + 3 * PAGE);
  bench.world.writeAsGuest(vmId, data, { offsetBytes: 47 * MIB, lengthBytes: 64 * KIB });
  await nextCycle(bench);
  expect(bench.item('DB01').phase.kind).toBe('protected');
  expect(bench.item('DB01').disks[1]?.sizeBytes).toBe(48 * MIB + 3 * PAGE);
  await bench.expectIdentical('DB01');
  const codes = bench.engine.events(vmId).map((event) => event.eventCode);
  expect(codes.filter((code) => code === 'DiskGrown')).toHaveLength(1);
  expect(codes).not.toContain('ResynchronizationRequired');
});

test('[DS1] a disk of an odd size grows by zeros', async () => {
  const bench = await protectedBench();
  const { vmId } = bench.machine('DB01');
  const data = diskOf(bench, 1);
  for (const sizeBytes of [33 * MIB + PAGE, 33 * MIB + 5 * PAGE, 34 * MIB]) {
    bench.world.resizeDisk(vmId, data, sizeBytes);
    await nextCycle(bench);
    expect(bench.item('DB01').disks[1]?.sizeBytes).toBe(sizeBytes);
    await bench.expectIdentical('DB01');
  }
});

test('[DS2] a recovery point from before shows the disk as large as it was', async () => {
  const bench = await protectedBench();
  const before = bench.item('DB01').recoveryPoints.at(-1);
  bench.world.resizeDisk(bench.machine('DB01').vmId, diskOf(bench, 1), 48 * MIB);
  await nextCycle(bench);
  const { recoveryPoints } = bench.item('DB01');
  expect(recoveryPoints.map((point) => point.snapshots[1]?.sizeBytes)).toContain(48 * MIB);
  const kept = recoveryPoints.find((point) => point.recoveryPointId === before?.recoveryPointId);
  if (kept) {
    expect(kept.snapshots[1]?.sizeBytes).toBe(32 * MIB);
    await bench.expectIdentical('DB01', kept.recoveryPointId);
  }
});

test('[DS3] a disk that has shrunk stops replication before anything is applied; grown back, a comparison mends it', async () => {
  const bench = await protectedBench();
  const { vmId } = bench.machine('DB01');
  const data = diskOf(bench, 1);
  const points = bench.item('DB01').recoveryPoints.length;
  bench.world.resizeDisk(vmId, data, 31 * MIB);
  await bench.until('stopped', () => bench.item('DB01').trouble !== null);
  expect(bench.item('DB01').trouble).toMatchObject({ fault: { code: 'DiskSizeMismatch' }, nextAttemptAt: null });
  expect(bench.view('DB01').health).toBe('Critical');
  expect(bench.item('DB01').disks[1]?.sizeBytes).toBe(32 * MIB);
  expect(bench.item('DB01').recoveryPoints).toHaveLength(points);

  bench.world.resizeDisk(vmId, data, 32 * MIB);
  await bench.send({ kind: 'pause', vmId });
  expect(await bench.send({ kind: 'resume', vmId, isResynchronizing: true })).toMatchObject({ isAccepted: true });
  await bench.until('compared', () => bench.item('DB01').phase.kind === 'protected');
  await bench.expectIdentical('DB01');
});

test('[DS4] an operating-system disk larger than Azure takes stops replication', async () => {
  const bench = await protectedBench();
  bench.world.resizeDisk(bench.machine('DB01').vmId, diskOf(bench, 0), 301 * GIB);
  await bench.until('stopped', () => bench.item('DB01').trouble !== null);
  expect(bench.item('DB01').trouble).toMatchObject({ fault: { code: 'PrerequisitesNotMet' }, nextAttemptAt: null });
  expect(bench.view('DB01').health).toBe('Critical');
});

test('[DS5] a disk that grew while nothing tracked it is compared whole', async () => {
  const bench = await protectedBench();
  const { vmId } = bench.machine('DB01');
  const data = diskOf(bench, 1);
  bench.world.editDiskOffline(vmId, data);
  await bench.until('required', () => bench.item('DB01').phase.kind === 'resynchronizationRequired');
  bench.world.resizeDisk(vmId, data, 40 * MIB + PAGE);
  bench.world.writeAsGuest(vmId, data, { offsetBytes: 39 * MIB, lengthBytes: 64 * KIB });
  await bench.send({ kind: 'resynchronize', vmId, when: 'now' });
  await bench.until('compared', () => bench.item('DB01').phase.kind === 'protected');
  expect(bench.item('DB01').disks[1]?.sizeBytes).toBe(40 * MIB + PAGE);
  await bench.expectIdentical('DB01');
  await nextCycle(bench);
  await bench.expectIdentical('DB01');
});

test('[DS5] a disk that grew before its first snapshot is copied whole, one that grows meanwhile follows with its log', async () => {
  const bench = await engineBench();
  const { vmId } = bench.machine('DB01');
  const data = diskOf(bench, 1);
  await bench.enable('DB01');
  bench.world.resizeDisk(vmId, data, 36 * MIB);
  bench.world.writeAsGuest(vmId, data, { offsetBytes: 35 * MIB, lengthBytes: 64 * KIB });
  await bench.until('copying', () => bench.item('DB01').baseSnapshot !== null);
  expect(bench.item('DB01').disks[1]?.sizeBytes).toBe(36 * MIB);
  bench.world.resizeDisk(vmId, data, 44 * MIB);
  bench.world.writeAsGuest(vmId, data, { offsetBytes: 43 * MIB, lengthBytes: 64 * KIB });
  await bench.until('protected', () => bench.item('DB01').phase.kind === 'protected');
  await bench.expectIdentical('DB01');
  await nextCycle(bench);
  expect(bench.item('DB01').disks[1]?.sizeBytes).toBe(44 * MIB);
  await bench.expectIdentical('DB01');
});
