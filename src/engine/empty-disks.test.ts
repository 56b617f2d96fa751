import { expect, test } from 'vitest';
import { GIB, KIB } from '../base/units.ts';
import type { Extent } from '../base/extent.ts';
import { replicaContainer } from '../core/protection/blob-names.ts';
import { engineBench, type EngineBench } from './testing/engine-bench.ts';

const SIZE_BYTES = 127 * GIB;
/** A little at both ends and in the middle of 127 GiB. */
const PLACES = [40 * GIB, 40 * GIB + 256 * KIB, 100 * GIB, SIZE_BYTES - 64 * KIB];

async function largeBench(): Promise<{ readonly bench: EngineBench; readonly windows: () => number }> {
  let count = 0;
  const bench = await engineBench({
    wrap: (ports) => ({
      ...ports,
      host: new Proxy(ports.host, {
        get(host, name, receiver) {
          const method = Reflect.get(host, name, receiver) as unknown;
          if (typeof method !== 'function') return method;
          if (name === 'listAllocatedExtents' || name === 'checksumExtent') count++;
          return method.bind(host) as unknown;
        },
      }),
    }),
  });
  const { vmId, disks } = bench.machine('IDLE01');
  const [disk] = disks;
  if (!disk) throw new Error('no disk');
  bench.world.resizeDisk(vmId, disk.diskId, SIZE_BYTES);
  for (const offsetBytes of PLACES) write(bench, { offsetBytes, lengthBytes: 64 * KIB });
  bench.engine.refreshInventory();
  await bench.until('the inventory', () =>
    bench.engine
      .inventory()
      .some((host) => host.machines.some((machine) => machine.disks.some((each) => each.sizeBytes === SIZE_BYTES))),
  );
  return { bench, windows: () => count };
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
