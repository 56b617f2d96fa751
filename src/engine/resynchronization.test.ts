import { expect, test } from 'vitest';
import { MINUTE_MS, type Bytes } from '../base/units.ts';
import type { ReplicatedItem } from '../core/model.ts';
import { engineBench, type EngineBench } from './testing/engine-bench.ts';

async function protectedBench(): Promise<EngineBench> {
  const bench = await engineBench();
  await bench.setPolicy({ resyncWindow: { isEnabled: false, startLocal: '18:30', endLocal: '06:00' } });
  await bench.enable('DB01');
  await bench.until('protected', () => bench.item('DB01').phase.kind === 'protected');
  return bench;
}

async function requiredBench(): Promise<EngineBench> {
  const bench = await protectedBench();
  const { vmId, disks } = bench.item('DB01');
  const [disk] = disks;
  if (!disk) throw new Error('no disk');
  bench.world.editDiskOffline(vmId, disk.diskId);
  await bench.until('required', () => bench.item('DB01').phase.kind === 'resynchronizationRequired');
  return bench;
}

const vmIdOf = (bench: EngineBench) => bench.machine('DB01').vmId;
const resynchronize = (bench: EngineBench) => bench.send({ kind: 'resynchronize', vmId: vmIdOf(bench), when: 'now' });
const inCompare = ({ phase }: ReplicatedItem): boolean => phase.kind === 'resynchronizing' && phase.step === 'compare';

test('[LC20] a disk changed behind the log requires a resynchronization, which makes the replica whole', async () => {
  const bench = await requiredBench();
  expect(bench.view('DB01').health).toBe('Critical');
  expect(bench.view('DB01').allowedOperations).toContain('RepairReplication');
  const older = bench.item('DB01').recoveryPoints;
  expect(await resynchronize(bench)).toMatchObject({ isAccepted: true });
  await bench.until('protected', () => bench.item('DB01').phase.kind === 'protected');
  await bench.expectIdentical('DB01');
  expect(bench.item('DB01').recoveryPoints).toHaveLength(1);
  expect(bench.item('DB01').recoveryPoints[0]?.time).toBeGreaterThan(older.at(-1)?.time ?? 0);
  await bench.until('a cycle', () => bench.item('DB01').cycle.step === 'releasing');
  await bench.expectIdentical('DB01');
});

test('[LC21] while it is required nothing is tracked and nothing replicates', async () => {
  const bench = await requiredBench();
  await bench.until('tracking stopped', () => {
    const { phase } = bench.item('DB01');
    return phase.kind === 'resynchronizationRequired' && phase.isTrackingStopped;
  });
  const before = bench.item('DB01');
  await bench.clock.runFor(30 * MINUTE_MS);
  expect(bench.item('DB01')).toEqual(before);
});

test('[LC22] a resynchronization sends only what differs', async () => {
  const bench = await requiredBench();
  await resynchronize(bench);
  let last: ReplicatedItem = bench.item('DB01');
  await bench.until('protected', () => {
    if (inCompare(bench.item('DB01'))) last = bench.item('DB01');
    return bench.item('DB01').phase.kind === 'protected';
  });
  const sum = (pick: (item: NonNullable<ReplicatedItem['disks'][number]['transfer']>) => Bytes): Bytes =>
    last.disks.reduce((total, disk) => total + (disk.transfer ? pick(disk.transfer) : 0), 0);
  expect(sum((transfer) => transfer.sentBytes)).toBeGreaterThan(0);
  expect(sum((transfer) => transfer.sentBytes)).toBeLessThanOrEqual(sum((transfer) => transfer.differingBytes));
  expect(sum((transfer) => transfer.differingBytes)).toBeLessThan(sum((transfer) => transfer.processedBytes) / 2);
});

test('[LC23] paused, a resynchronization goes on where it stopped; cancelled, it begins anew', async () => {
  const bench = await requiredBench();
  const vmId = vmIdOf(bench);
  await resynchronize(bench);
  await bench.until('half way', () => (bench.item('DB01').disks[1]?.transfer?.cursorBytes ?? 0) > 4 * 2 ** 20);
  expect(await bench.send({ kind: 'pause', vmId })).toMatchObject({ isAccepted: true });
  const cursor = bench.item('DB01').disks[1]?.transfer?.cursorBytes;
  await bench.clock.runFor(MINUTE_MS / 2);
  expect(bench.item('DB01').disks[1]?.transfer?.cursorBytes).toBe(cursor);
  await bench.send({ kind: 'resume', vmId, isResynchronizing: false });
  await bench.until('further', () => (bench.item('DB01').disks[1]?.transfer?.cursorBytes ?? 0) > (cursor ?? 0));

  expect(await bench.send({ kind: 'cancelResynchronization', vmId })).toMatchObject({ isAccepted: true });
  expect(bench.item('DB01').phase).toMatchObject({ kind: 'resynchronizationRequired', startsAt: null });
  expect(bench.item('DB01').recoveryPoints.length).toBeGreaterThan(0);
  await bench.until('at rest', () => bench.item('DB01').baseSnapshot === null);
  await resynchronize(bench);
  await bench.until('from the beginning', () => bench.item('DB01').disks[0]?.transfer?.cursorBytes === 0);
  await bench.until('protected', () => bench.item('DB01').phase.kind === 'protected');
  await bench.expectIdentical('DB01');
});

test('[LC24] a healthy machine is resynchronized by pause and resume', async () => {
  const bench = await protectedBench();
  const vmId = vmIdOf(bench);
  await bench.send({ kind: 'pause', vmId });
  await bench.send({ kind: 'resume', vmId, isResynchronizing: true });
  expect(bench.item('DB01').phase).toMatchObject({ kind: 'resynchronizationRequired', cause: 'manual' });
  await bench.until('protected', () => bench.item('DB01').phase.kind === 'protected');
  await bench.expectIdentical('DB01');
});

test('[LC25] logs at half the disks’ size while paused require a resynchronization', async () => {
  const bench = await protectedBench();
  await bench.send({ kind: 'pause', vmId: vmIdOf(bench) });
  await bench.until('required', () => bench.item('DB01').phase.kind === 'resynchronizationRequired');
  expect(bench.item('DB01').phase).toMatchObject({ cause: expect.stringMatching(/^logSize/) as string });
});

test('[LC26] the policy’s window starts a resynchronization by itself', async () => {
  const bench = await requiredBench();
  await bench.setPolicy({ resyncWindow: { isEnabled: true, startLocal: '12:00', endLocal: '13:00' } });
  await bench.send({ kind: 'resynchronize', vmId: vmIdOf(bench), when: 'window' });
  const { phase } = bench.item('DB01');
  // The host's clock is an hour ahead of UTC.
  expect(phase).toMatchObject({ isDue: false, startsAt: Date.UTC(2026, 2, 2, 11) });
  await bench.until('protected', () => bench.item('DB01').phase.kind === 'protected');
  expect(bench.clock.now()).toBeGreaterThan(Date.UTC(2026, 2, 2, 11));
  await bench.expectIdentical('DB01');
});

test('[LC27] a crash of the host while it compares leads back to required, and nothing is lost', async () => {
  const bench = await requiredBench();
  await resynchronize(bench);
  await bench.until('comparing', () => inCompare(bench.item('DB01')));
  bench.world.crashHost(bench.item('DB01').hostId);
  await bench.until('required', () => bench.item('DB01').phase.kind === 'resynchronizationRequired');
  await bench.until('at rest', () => bench.item('DB01').baseSnapshot === null);
  await resynchronize(bench);
  await bench.until('protected', () => bench.item('DB01').phase.kind === 'protected');
  await bench.expectIdentical('DB01');
});

test('[LC30] an initial replication whose tracking broke is completed by a resynchronization', async () => {
  const bench = await engineBench();
  await bench.setPolicy({ resyncWindow: { isEnabled: false, startLocal: '18:30', endLocal: '06:00' } });
  // Slow enough that the copy is still under way when the host is asked about its logs.
  bench.world.setLink(bench.machine('DB01').hostId, { bitsPerSecond: 1e6 });
  bench.world.setWorkload(vmIdOf(bench), 'idle');
  await bench.enable('DB01');
  await bench.until(
    'half way',
    () => (bench.engine.item(vmIdOf(bench))?.item.disks[0]?.transfer?.cursorBytes ?? 0) > 0,
  );
  bench.world.crashHost(bench.item('DB01').hostId);
  await bench.until('required', () => bench.item('DB01').phase.kind === 'resynchronizationRequired');
  expect(bench.item('DB01').recoveryPoints).toEqual([]);
  expect(await resynchronize(bench)).toMatchObject({ isAccepted: true });
  await bench.until('protected', () => bench.item('DB01').phase.kind === 'protected');
  await bench.expectIdentical('DB01');
  await bench.until('a cycle', () => bench.item('DB01').cycle.step === 'releasing');
  await bench.expectIdentical('DB01');
});
