import { expect, test } from 'vitest';
import { createStoreMemory } from '../adapters/store-memory/store-memory.ts';
import { createChecksumsInline } from '../adapters/checksums-pool/checksums-inline.ts';
import { createRng } from '../base/rng.ts';
import { MINUTE_MS } from '../base/units.ts';
import type { Call, StorageApi } from '../core/ports.ts';
import { replicaContainer } from '../core/protection/blob-names.ts';
import { startEngine } from './engine.ts';
import { engineBench, type EngineBench } from './testing/engine-bench.ts';

const checksums = await createChecksumsInline();
const STRANGER = '99999999-9999-4999-8999-999999999999';
const call = (): Call => ({ requestId: 'stranger', signal: new AbortController().signal });

async function protectedBench(): Promise<EngineBench> {
  const bench = await engineBench();
  await bench.enable('DB01');
  await bench.until('a cycle', () => bench.item('DB01').cycle.number >= 1 && bench.item('DB01').cycle.step === 'idle');
  return bench;
}

const replicasOf = (bench: EngineBench) =>
  bench.item('DB01').disks.map(({ replicaBlobName: name }) => ({
    container: replicaContainer(bench.machine('DB01').vmId),
    name,
  }));

const elsewhere = <T>(bench: EngineBench, work: (storage: StorageApi) => Promise<T>): Promise<T> =>
  bench.elsewhere(() => work(bench.world.storageApi));

/** Somebody breaks the leases; with `taker` he keeps the replicas. */
function breakLeases(bench: EngineBench, taker: string | null): void {
  for (const blob of replicasOf(bench)) bench.world.breakLease(blob, taker);
}

const etagsOf = (bench: EngineBench): Promise<readonly string[]> =>
  elsewhere(bench, async (storage) => {
    const etags: string[] = [];
    for (const blob of replicasOf(bench)) etags.push((await storage.getProperties(blob, call())).etag);
    return etags;
  });

test('[WR1] nobody else writes a replica, resizes it, makes a snapshot under another lease, or deletes it', async () => {
  const bench = await protectedBench();
  const before = await etagsOf(bench);
  const page = new Uint8Array(512).fill(1);
  const cloud = { kind: 'cloud' } as const;
  for (const blob of replicasOf(bench)) {
    await elsewhere(bench, async (storage) => {
      const refused = { report: { code: 'LeaseLost' } };
      await expect(storage.putPages(blob, 0, page, {}, cloud, call())).rejects.toMatchObject(refused);
      await expect(storage.resizePageBlob(blob, 512, {}, call())).rejects.toMatchObject(refused);
      await expect(storage.deleteBlob(blob, {}, call())).rejects.toMatchObject(refused);
      await expect(storage.snapshotBlob(blob, { leaseId: STRANGER }, call())).rejects.toMatchObject(refused);
      await expect(storage.acquireLease(blob, STRANGER, call())).rejects.toMatchObject(refused);
    });
  }
  expect(await etagsOf(bench)).toEqual(before);
});

test('[WR2] a second engine on the same vault is refused, and the first goes on', async () => {
  const bench = await protectedBench();
  const { vmId, disks } = bench.machine('DB01');
  const second = await startEngine({
    host: bench.world.hostApi,
    storage: bench.world.storageApi,
    clock: bench.clock,
    store: createStoreMemory(),
    checksums,
    rng: createRng('another engine'),
  });
  await bench.until('it has seen the hosts', () => second.inventory().length > 0);
  const [policy] = second.policies();
  if (!policy) throw new Error('no policy');
  const outcome = second.dispatch({
    kind: 'enableProtection',
    vmId,
    policyId: policy.policyId,
    choices: { ...bench.item('DB01').choices, includedDiskIds: disks.map((disk) => disk.diskId) },
  });
  await bench.clock.runUntil(bench.clock.now());
  expect(await outcome).toMatchObject({ isAccepted: true });
  const points = bench.item('DB01').recoveryPoints.at(-1)?.time ?? 0;
  await bench.until(
    'it is refused',
    () => second.item(vmId)?.item.trouble !== undefined && second.item(vmId)?.item.trouble !== null,
  );
  expect(second.item(vmId)?.item.trouble?.fault.code).toBe('LeaseLost');
  expect(second.item(vmId)?.item.phase).toMatchObject({ kind: 'enabling', step: 'createReplica' });
  await second.stop();
  await bench.until('another point', () => (bench.item('DB01').recoveryPoints.at(-1)?.time ?? 0) > points);
  expect(bench.item('DB01').trouble).toBeNull();
  await bench.expectIdentical('DB01');
});

test('[WR3] a lease that was broken is taken again by the next attempt', async () => {
  const bench = await protectedBench();
  breakLeases(bench, null);
  await bench.until('it is noticed', () => bench.item('DB01').trouble !== null);
  expect(bench.item('DB01').trouble).toMatchObject({ fault: { code: 'LeaseLost' } });
  expect(bench.item('DB01').trouble?.nextAttemptAt).not.toBeNull();
  await bench.until('it goes on', () => bench.item('DB01').trouble === null);
  await bench.until('a point', () => bench.item('DB01').cycle.step === 'releasing');
  await bench.expectIdentical('DB01');
});

test('[WR3] an engine that was cut off writes nothing while another holds the replica', async () => {
  const bench = await protectedBench();
  const { vmId, disks } = bench.machine('DB01');
  // Or its log would come to half of the disk meanwhile.
  bench.world.setWorkload(vmId, 'idle');
  for (const { diskId } of disks) bench.world.writeAsGuest(vmId, diskId, { offsetBytes: 0, lengthBytes: 65_536 });
  breakLeases(bench, STRANGER);
  const before = await etagsOf(bench);
  await bench.until('it has tried again', () => (bench.item('DB01').trouble?.failures ?? 0) >= 3, 60 * MINUTE_MS);
  expect(bench.item('DB01').trouble?.fault.code).toBe('LeaseLost');
  expect(await etagsOf(bench)).toEqual(before);
  await elsewhere(bench, async (storage) => {
    for (const blob of replicasOf(bench)) await storage.releaseLease(blob, STRANGER, call());
  });
  await bench.until('it goes on', () => bench.item('DB01').trouble === null);
  await bench.until('a point', () => bench.item('DB01').cycle.step === 'releasing');
  await bench.expectIdentical('DB01');
});

test('[WR4] an engine started after a crash holds the replica under an id of its own, before it writes', async () => {
  const bench = await protectedBench();
  const before = await bench.leaseId('DB01');
  await bench.restart();
  const { number } = bench.item('DB01').cycle;
  await bench.until(
    'a cycle',
    () => bench.item('DB01').cycle.number > number && bench.item('DB01').cycle.step === 'idle',
  );
  const leaseId = await bench.leaseId('DB01');
  expect(leaseId).not.toBe(before);
  for (const blob of replicasOf(bench)) expect(bench.world.leaseIdOf(blob)).toBe(leaseId);
  expect(bench.item('DB01').statistics.failureCount).toBe(0);
});

test('[WR4] a replica that an earlier protection left behind is still ours', async () => {
  const bench = await protectedBench();
  const { vmId } = bench.machine('DB01');
  bench.world.startFault('authorizationRevoked', '');
  await bench.send({ kind: 'disableProtection', vmId, isForced: true });
  await bench.until('gone', () => bench.engine.item(vmId) === undefined, 30 * MINUTE_MS);
  for (const fault of bench.world.faults()) bench.world.endFault(fault.id);
  await bench.enable('DB01');
  await bench.until('protected', () => bench.engine.item(vmId)?.item.phase.kind === 'protected');
  await bench.expectIdentical('DB01');
});
