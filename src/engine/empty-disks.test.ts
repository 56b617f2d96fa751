import { expect, test } from 'vitest';
import { GIB, KIB, type Bytes } from '../base/units.ts';
import type { Extent } from '../base/extent.ts';
import { replicaContainer } from '../core/protection/blob-names.ts';
import { engineBench, type EngineBench } from './testing/engine-bench.ts';

const SIZE_BYTES = 127 * GIB;
/** A little at both ends and in the middle of 127 GiB. */
const PLACES = [40 * GIB, 40 * GIB + 256 * KIB, 100 * GIB, SIZE_BYTES - 64 * KIB];

/** `port`, which tells when one of its methods is called. */
function watched<Port extends object>(port: Port, methods: readonly string[], called: () => void): Port {
  return new Proxy(port, {
    get(target, name, receiver) {
      const method = Reflect.get(target, name, receiver) as unknown;
      if (typeof method !== 'function') return method;
      if (methods.includes(String(name))) called();
      return method.bind(target) as unknown;
    },
  });
}

async function largeBench(sizeBytes: Bytes = SIZE_BYTES): Promise<{
  readonly bench: EngineBench;
  readonly windows: () => number;
  readonly changeListings: () => number;
}> {
  let count = 0;
  let changes = 0;
  const bench = await engineBench({
    wrap: (ports) => ({
      ...ports,
      host: watched(ports.host, ['listAllocatedExtents', 'checksumExtent'], () => count++),
      storage: watched(ports.storage, ['listChanges'], () => changes++),
    }),
  });
  const { vmId, disks } = bench.machine('IDLE01');
  const [disk] = disks;
  if (!disk) throw new Error('no disk');
  bench.world.resizeDisk(vmId, disk.diskId, sizeBytes);
  for (const offsetBytes of PLACES) if (offsetBytes < sizeBytes) write(bench, { offsetBytes, lengthBytes: 64 * KIB });
  bench.engine.refreshInventory();
  await bench.until('the inventory', () =>
    bench.engine
      .inventory()
      .some((host) => host.machines.some((machine) => machine.disks.some((each) => each.sizeBytes === sizeBytes))),
  );
  return { bench, windows: () => count, changeListings: () => changes };
}

function write(bench: EngineBench, extent: Extent): void {
  const { vmId, disks } = bench.machine('IDLE01');
  const diskId = disks[0]?.diskId;
  if (diskId) bench.world.writeAsGuest(vmId, diskId, extent);
}

function expectReplicated(bench: EngineBench): void {
  const { vmId, disks, recoveryPoints } = bench.item('IDLE01');
  const [disk] = disks;
  const point = recoveryPoints.at(-1);
  if (!disk || !point) throw new Error('no disk, or no recovery point');
  const snapshot = point.snapshots[0]?.snapshot ?? '';
  const blob = { container: replicaContainer(vmId), name: disk.replicaBlobName, snapshot };
  expect(bench.world.firstDifference(blob, vmId, disk.diskId, point.time)).toBeNull();
}

test('[IR10] what a large disk costs follows what it holds: initial replication and comparison', async () => {
  const { bench, windows } = await largeBench();
  await bench.enable('IDLE01');
  await bench.until('protected', () => bench.item('IDLE01').phase.kind === 'protected');
  expectReplicated(bench);
  // Eight listings of 16 GiB, and one for each window that holds something; of 2,032.
  expect(windows()).toBeLessThan(20);

  const { vmId, disks } = bench.item('IDLE01');
  if (!disks[0]) throw new Error('no disk');
  const before = windows();
  bench.world.editDiskOffline(vmId, disks[0].diskId);
  await bench.until('required', () => bench.item('IDLE01').phase.kind === 'resynchronizationRequired');
  write(bench, { offsetBytes: 70 * GIB, lengthBytes: 64 * KIB });
  await bench.send({ kind: 'resynchronize', vmId, when: 'now' });
  await bench.until('compared', () => bench.item('IDLE01').phase.kind === 'protected');
  expectReplicated(bench);
  expect(windows() - before).toBeLessThan(40);
});

test('[IR10] pages that only the replica has are compared, and cleared', async () => {
  const { bench } = await largeBench();
  await bench.enable('IDLE01');
  await bench.until('protected', () => bench.item('IDLE01').phase.kind === 'protected');
  const { vmId, disks } = bench.item('IDLE01');
  const leaseId = await bench.leaseId('IDLE01');
  const [disk] = disks;
  if (!disk) throw new Error('no disk');
  const blob = { container: replicaContainer(vmId), name: disk.replicaBlobName };
  await bench.elsewhere(async () => {
    const call = { requestId: 'stranger', signal: new AbortController().signal };
    const bytes = new Uint8Array(4 * KIB).fill(1);
    await bench.world.storageApi.putPages(blob, 20 * GIB, bytes, { leaseId }, { kind: 'cloud' }, call);
  });
  bench.world.editDiskOffline(vmId, disk.diskId);
  await bench.until('required', () => bench.item('IDLE01').phase.kind === 'resynchronizationRequired');
  await bench.send({ kind: 'resynchronize', vmId, when: 'now' });
  await bench.until('compared', () => bench.item('IDLE01').phase.kind === 'protected');
  expectReplicated(bench);
});

test('[IR10] a crash in the middle goes on with what was found', async () => {
  const { bench } = await largeBench();
  await bench.enable('IDLE01');
  await bench.until('under way', () => (bench.item('IDLE01').disks[0]?.transfer?.cursorBytes ?? 0) > 0);
  await bench.restart();
  await bench.until('protected', () => bench.item('IDLE01').phase.kind === 'protected');
  expectReplicated(bench);
});

test('[FB5] the second pass of a failback looks at what was written in Azure since the first, not at all of the disk', async () => {
  const { bench, changeListings } = await largeBench(48 * GIB);
  const { vmId } = bench.machine('IDLE01');
  const inPhase = (kind: string, step?: string) => (): boolean => {
    const { phase, activeJobId } = bench.item('IDLE01');
    return phase.kind === kind && (step === undefined ? activeJobId === null : 'step' in phase && phase.step === step);
  };
  await bench.enable('IDLE01');
  await bench.until('protected', inPhase('protected'));
  await bench.send({ kind: 'unplannedFailover', vmId, recoveryPointId: null, isShuttingDownSource: true });
  await bench.until('failed over', inPhase('failedOver'));
  await bench.send({ kind: 'commitFailover', vmId });
  await bench.until('committed', inPhase('failoverCommitted'));
  await bench.send({ kind: 'failback', vmId, dataSync: 'ForSynchronization', createVmIfNotFound: false });
  await bench.until('synchronized', inPhase('failingBack', 'waitForCompletion'));
  const [machine] = bench.world.azureMachines();
  const [disk] = machine?.disks ?? [];
  if (!machine || !disk) throw new Error('no machine in Azure');
  for (const offsetBytes of [3 * GIB, 44 * GIB]) {
    bench.world.writeInAzure(machine.ref, disk.diskId, { offsetBytes, lengthBytes: 64 * KIB });
  }
  const before = changeListings();
  await bench.send({ kind: 'completeFailback', vmId });
  await bench.until('equal', inPhase('failingBack', 'startSource'));
  expect(bench.world.firstDifference(disk.blob, vmId, disk.diskId, null)).toBeNull();
  // Three listings of 16 GiB, and one for each window that was written to; of 768.
  expect(changeListings() - before).toBe(5);
});
