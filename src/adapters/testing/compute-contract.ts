import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DiskId, VmId } from '../../core/model.ts';
import type { AzureMachineSpec, BlobRef, ComputeApi, StorageApi } from '../../core/ports.ts';
import { newCall } from './call.ts';
import { expectFault } from './fault-matcher.ts';
import { expectSameBytes } from './same-bytes.ts';

export interface ComputeUnderTest {
  readonly compute: ComputeApi;
  /** The account in which the disks of its machines lie. */
  readonly storage: StorageApi;
  /** A machine whose guest writes while it runs, and its disks. */
  readonly vmId: VmId;
  readonly disks: readonly { readonly diskId: DiskId; readonly sizeBytes: number }[];
  /** Lets a guest write for a while. */
  readonly letGuestWrite: () => Promise<void>;
  readonly close: () => Promise<void> | void;
}

const ref = { resourceGroupId: '/subscriptions/s/resourceGroups/dr', name: 'APP01-test' };
const page = new Uint8Array(512).fill(7);

/** What every {@link ComputeApi} does. Each test has a subscription of its own. */
export function describeCompute(name: string, open: () => Promise<ComputeUnderTest>): void {
  describe(`compute contract: ${name}`, () => {
    let under: ComputeUnderTest;
    let compute: ComputeApi;
    let spec: AzureMachineSpec;

    /** Replicas whose first page says so, each with a snapshot, and after it another first page. */
    beforeEach(async () => {
      under = await open();
      ({ compute } = under);
      const { storage, vmId } = under;
      await storage.createContainer('replica', newCall());
      const disks: AzureMachineSpec['disks'][number][] = [];
      for (const { diskId, sizeBytes } of under.disks) {
        const replica: BlobRef = { container: 'replica', name: `${diskId}.vhd` };
        await storage.createPageBlob(replica, sizeBytes, newCall());
        await storage.putPages(replica, 0, page, {}, { kind: 'cloud' }, newCall());
        const snapshot = await storage.snapshotBlob(replica, {}, newCall());
        await storage.clearPages(replica, { offsetBytes: 0, lengthBytes: 512 }, {}, { kind: 'cloud' }, newCall());
        const blob: BlobRef = { container: 'azure', name: `${diskId}.vhd` };
        disks.push({ diskId, source: { ...replica, snapshot }, blob });
      }
      spec = { vmId, size: 'Standard_D2s_v3', osType: 'Windows', networkId: null, disks };
    });
    afterEach(() => under.close());

    const firstPage = (blob: BlobRef): Promise<Uint8Array> =>
      under.storage.readRange(blob, { offsetBytes: 0, lengthBytes: 512 }, { kind: 'cloud' }, newCall());
    const etags = async (): Promise<readonly string[]> => {
      const found: string[] = [];
      for (const { blob } of spec.disks) found.push((await under.storage.getProperties(blob, newCall())).etag);
      return found;
    };

    test('a machine is made of copies of what its sources show, and stands still', async () => {
      expect(await compute.getMachine(ref, newCall())).toBeUndefined();
      await compute.createMachine(ref, spec, newCall());
      const disks = spec.disks.map(({ diskId, blob }) => ({ diskId, blob }));
      expect(await compute.getMachine(ref, newCall())).toEqual({ vmId: under.vmId, state: 'Stopped', disks });
      for (const { blob, source } of spec.disks) {
        expectSameBytes(await firstPage(blob), page);
        expectSameBytes(await firstPage({ container: source.container, name: source.name }), new Uint8Array(512));
      }
    });

    test('made again of the same it stays as it is, of others it is refused', async () => {
      await compute.createMachine(ref, spec, newCall());
      const before = await etags();
      await compute.createMachine(ref, spec, newCall());
      expect(await etags()).toEqual(before);
      const disks = spec.disks.map((disk) => ({ ...disk, source: { ...disk.source, snapshot: 'another' } }));
      await expectFault(compute.createMachine(ref, { ...spec, disks }, newCall()), 'InvalidReplicaState');
    });

    test('its guest writes while it runs, and only then', async () => {
      await compute.createMachine(ref, spec, newCall());
      const made = await etags();
      await under.letGuestWrite();
      expect(await etags()).toEqual(made);
      await compute.startMachine(ref, newCall());
      await compute.startMachine(ref, newCall());
      expect(await compute.getMachine(ref, newCall())).toMatchObject({ state: 'Running' });
      await under.letGuestWrite();
      await compute.stopMachine(ref, newCall());
      const written = await etags();
      expect(written).not.toEqual(made);
      await compute.stopMachine(ref, newCall());
      await under.letGuestWrite();
      expect(await etags()).toEqual(written);
    });

    test('deleted, it is gone with its disks; its sources stand', async () => {
      await compute.createMachine(ref, spec, newCall());
      await compute.startMachine(ref, newCall());
      await compute.deleteMachine(ref, newCall());
      await compute.deleteMachine(ref, newCall());
      expect(await compute.getMachine(ref, newCall())).toBeUndefined();
      for (const { blob, source } of spec.disks) {
        await expectFault(under.storage.getProperties(blob, newCall()), 'BlobNotFound');
        expectSameBytes(await firstPage(source), page);
      }
    });

    test('what is not there is not started, stopped or made', async () => {
      await expectFault(compute.startMachine(ref, newCall()), 'AzureMachineNotFound');
      await expectFault(compute.stopMachine(ref, newCall()), 'AzureMachineNotFound');
      const disks = spec.disks.map((disk) => ({ ...disk, source: { container: 'replica', name: 'none.vhd' } }));
      await expectFault(compute.createMachine(ref, { ...spec, disks }, newCall()), 'BlobNotFound');
    });
  });
}
