import { expect, test } from 'vitest';
import { describeCompute } from '../../src/adapters/testing/compute-contract.ts';
import { newCall } from '../../src/adapters/testing/call.ts';
import { createHostWorld } from '../http/testing/host-world.ts';
import { benchOf } from './testing/world-bench.ts';
import { createStoreMemory } from '../../src/adapters/store-memory/store-memory.ts';
import { loadWorldRecords } from './world-records.ts';

describeCompute('world, in process', async () => {
  const { world, drive, vmId, letGuestWrite } = await createHostWorld();
  const disks = world.machines().find((machine) => machine.vmId === vmId)?.disks ?? [];
  const [compute, storage] = [drive(world.computeApi), drive(world.storageApi)];
  return { compute, storage, vmId, disks, letGuestWrite, close: () => world.close() };
});

test('a machine in Azure survives the restoring of its world, and its guest writes on as it would have', async () => {
  const bench = benchOf();
  const { world, clock, drive } = bench;
  const { vmId, disks } = bench.machine('DB01');
  const ref = { resourceGroupId: 'dr', name: 'DB01' };
  await drive(async () => {
    await world.storageApi.createContainer('replica', newCall());
    const made = [];
    for (const { diskId, sizeBytes } of disks) {
      const source = { container: 'replica', name: diskId };
      await world.storageApi.createPageBlob(source, sizeBytes, newCall());
      made.push({ diskId, source, blob: { container: 'azure', name: diskId } });
    }
    const spec = { vmId, size: 'small', osType: 'Windows', networkId: null, disks: made } as const;
    await world.computeApi.createMachine(ref, spec, newCall());
    await world.computeApi.startMachine(ref, newCall());
  });
  await clock.runFor(7_000);
  const store = createStoreMemory();
  await store.transact(world.takeMutations());
  const records = await loadWorldRecords(store);
  const other = benchOf({ blockFile: bench.blockFile, records });
  expect(other.world.azureMachines()).toEqual(world.azureMachines());
  await clock.runFor(60_000);
  await other.clock.runFor(60_000);
  expect(other.world.digest()).toBe(world.digest());
});

test('a machine that is being made is seen by others, and deleting it ends the making', async () => {
  const { world, clock, machine, drive } = benchOf();
  const { vmId, disks } = machine('DB01');
  const ref = { resourceGroupId: 'dr', name: 'DB01' };
  const made = disks.map(({ diskId }) => ({
    diskId,
    source: { container: 'replica', name: diskId },
    blob: { container: 'azure', name: diskId },
  }));
  const spec = { vmId, size: 'small', osType: 'Windows', networkId: null, disks: made } as const;
  // Its sender is dead: nobody gives the request up.
  const letGo = clock.hold();
  const outcome = world.computeApi
    .createMachine(ref, spec, newCall())
    .catch((error: unknown) => error)
    .finally(letGo);
  await drive(async () => {
    expect(await world.computeApi.getMachine({ ...ref, name: 'db01' }, newCall())).toMatchObject({ vmId });
    await world.computeApi.deleteMachine(ref, newCall());
    expect(await world.computeApi.getMachine(ref, newCall())).toBeUndefined();
  });
  await clock.runFor(60_000);
  expect(await outcome).toMatchObject({ report: { code: 'OperationInProgress' } });
  expect(world.azureMachines()).toEqual([]);
});
