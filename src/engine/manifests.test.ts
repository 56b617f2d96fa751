import { expect, test } from 'vitest';
import { createStoreMemory } from '../adapters/store-memory/store-memory.ts';
import { KIB, MIB } from '../base/units.ts';
import type { DiskId, VmId } from '../core/model.ts';
import type { BlobRef } from '../core/ports.ts';
import { digestsWithin } from '../core/resync/manifest.ts';
import { Manifests } from './manifests.ts';
import { engineBench, type EngineBench } from './testing/engine-bench.ts';

const vmId = 'vm' as VmId;
const diskId = 'disk' as DiskId;

test('[LC28] a manifest comes back from the journal as it was', async () => {
  const store = createStoreMemory();
  const manifests = new Manifests();
  const digests = new Uint8Array(32).fill(7);
  manifests.edit(vmId, { kind: 'create', diskId, sizeBytes: 256 * MIB });
  manifests.edit(vmId, { kind: 'record', diskId, extent: { offsetBytes: 128 * MIB, lengthBytes: 128 * KIB }, digests });
  manifests.edit(vmId, { kind: 'forget', diskId, extents: [{ offsetBytes: 5, lengthBytes: 1 }] });
  manifests.edit(vmId, { kind: 'bind', diskId, etag: 'v1' });
  await store.transact(manifests.takeMutations());
  const restored = new Manifests();
  await restored.load(store);
  expect(restored.of(vmId, diskId)).toEqual(manifests.of(vmId, diskId));

  restored.edit(vmId, { kind: 'check', diskId, sizeBytes: 256 * MIB, etag: 'v2' });
  const manifest = restored.of(vmId, diskId);
  if (!manifest) throw new Error('no manifest');
  const whole = { offsetBytes: 0, lengthBytes: 256 * MIB };
  expect(digestsWithin(manifest, whole).unknown).toEqual([whole]);
  await store.transact(restored.takeMutations());
  const emptied = new Manifests();
  await emptied.load(store);
  expect(emptied.of(vmId, diskId)?.groups.size).toBe(0);
});

/** Bytes of replicas read back while a forced resynchronization of the idle machine compares. */
async function readBack(meddle: (bench: EngineBench) => Promise<void>): Promise<number> {
  let bytes = 0;
  let isComparing = false;
  const bench = await engineBench({
    wrap: (ports) => ({
      ...ports,
      storage: new Proxy(ports.storage, {
        get(target, name) {
          const method: unknown = Reflect.get(target, name);
          if (typeof method !== 'function') return method;
          return (...args: unknown[]): unknown => {
            const [blob, extent] = args as [BlobRef, { readonly lengthBytes: number }];
            if (isComparing && name === 'readRange' && blob.container.startsWith('replica-'))
              bytes += extent.lengthBytes;
            return Reflect.apply(method, target, args);
          };
        },
      }),
    }),
  });
  await bench.enable('IDLE01');
  await bench.until(
    'protected',
    () => bench.item('IDLE01').cycle.number === 1 && bench.item('IDLE01').cycle.step === 'idle',
  );
  await meddle(bench);
  const machineId = bench.machine('IDLE01').vmId;
  await bench.send({ kind: 'pause', vmId: machineId });
  await bench.send({ kind: 'resume', vmId: machineId, isResynchronizing: true });
  isComparing = true;
  await bench.until('whole', () => bench.item('IDLE01').phase.kind === 'protected');
  isComparing = false;
  await bench.expectIdentical('IDLE01');
  return bytes;
}

test('[LC28] a manifest that holds spares reading the replica back, also after a restart', async () => {
  expect(await readBack(() => Promise.resolve())).toBe(0);
  expect(await readBack((bench) => bench.restart())).toBe(0);
});

test('[LC29] a replica that somebody else wrote to is read back and mended', async () => {
  const bytes = await readBack(async (bench) => {
    const { vmId: machineId, disks } = bench.item('IDLE01');
    const leaseId = await bench.leaseId('IDLE01');
    const blob = { container: `replica-${machineId}`, name: disks[0]?.replicaBlobName ?? '' };
    const call = { requestId: 'stranger.1', signal: new AbortController().signal };
    const release = bench.clock.hold();
    const written = bench.world.storageApi
      .putPages(blob, 0, new Uint8Array(4 * KIB).fill(1), { leaseId }, { kind: 'cloud' }, call)
      .finally(release);
    await bench.clock.runFor(1000);
    await written;
  });
  expect(bytes).toBeGreaterThan(MIB);
});
