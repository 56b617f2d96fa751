import { describe, expect, test } from 'vitest';
import { createComputeArm } from '../../src/adapters/compute-arm/compute-arm.ts';
import { newCall } from '../../src/adapters/testing/call.ts';
import { describeCompute } from '../../src/adapters/testing/compute-contract.ts';
import { expectFault } from '../../src/adapters/testing/fault-matcher.ts';
import { PortError } from '../../src/core/errors/fault.ts';
import type { FaultCode, FaultReport } from '../../src/core/errors/fault.ts';
import type { DiskId, VmId } from '../../src/core/model.ts';
import type { AzureMachineSpec, ComputeApi } from '../../src/core/ports.ts';
import { computeHandlers } from './compute-handlers.ts';
import { createSimulatedFetch } from './simulated-fetch.ts';
import { createHostWorld, startAt } from './testing/host-world.ts';
import { accountUrl } from './testing/storage-over-http.ts';

const endpoint = 'https://management.contoso.example';
const ref = { resourceGroupId: '/subscriptions/s/resourceGroups/dr', name: 'APP01-test' };

/** A compute port seen through its HTTP form: adapter → simulated fetch → handlers → port. */
function overHttp(compute: ComputeApi): ComputeApi {
  const fetch = createSimulatedFetch(computeHandlers(compute, { endpoint, accountUrl }));
  return createComputeArm({ fetch, endpoint: `${endpoint}/`, accountUrl, now: () => startAt });
}

describeCompute('world, over HTTP', async () => {
  const { world, drive, vmId, letGuestWrite } = await createHostWorld();
  const disks = world.machines().find((machine) => machine.vmId === vmId)?.disks ?? [];
  const [compute, storage] = [drive(overHttp(world.computeApi)), drive(world.storageApi)];
  return { compute, storage, vmId, disks, letGuestWrite, close: () => world.close() };
});

test('what crosses the wire is what the port was told: names, snapshots, adapters', async () => {
  const seen: unknown[] = [];
  const recording = {
    createMachine: async (...request: unknown[]) => void seen.push(...request.slice(0, 2)),
  } as unknown as ComputeApi;
  const spec: AzureMachineSpec = {
    vmId: 'vm' as VmId,
    size: 'Standard_D2s_v5',
    osType: 'Linux',
    networkId: '/net',
    nics: [
      { nicId: String.raw`Microsoft:A\B`, subnetName: 'back', staticIpAddress: '10.0.0.5' },
      { nicId: 'c', subnetName: null, staticIpAddress: null },
    ],
    disks: ['os', 'data 1'].map((name) => ({
      diskId: name as DiskId,
      source: { container: 'replica', name: `x/${name}.vhd`, snapshot: '2026-01-05T09:00:00.0000000Z' },
      blob: { container: 'azure', name: `${name}+Ü.vhd` },
    })),
  };
  const { nics: _, ...rest } = spec;
  const alone: AzureMachineSpec = { ...rest, subnetName: 'back' };
  await overHttp(recording).createMachine(ref, spec, newCall());
  await overHttp(recording).createMachine(ref, alone, newCall());
  expect(seen).toEqual([ref, spec, ref, alone]);
});

describe('faults keep their meaning', () => {
  const failing = (report: FaultReport): ComputeApi =>
    overHttp({
      getMachine: async () => Promise.reject(new PortError(report)),
      startMachine: async () => Promise.reject(new PortError(report)),
    } as unknown as ComputeApi);

  test.each([
    'AzureMachineNotFound',
    'BlobNotFound',
    'InvalidReplicaState',
    'OperationInProgress',
    'InvalidParameter',
    'NetworkTimeout',
    'NetworkUnreachable',
    'PreconditionFailed',
    'StorageAccountNotFound',
    'StorageAuthorization',
    'StorageFull',
    'StorageThrottled',
    'ComputeUnavailable',
    'UnexpectedAnswer',
  ] satisfies FaultCode[])('%s', async (code) => {
    if (code === 'UnexpectedAnswer') {
      // A page with status 200 has the shape of nothing that was asked for.
      await expectFault(failing({ code, detail: 'x' }).getMachine(ref, newCall()), code);
      return;
    }
    await expectFault(failing({ code, detail: 'x' }).startMachine(ref, newCall()), code);
  });

  test('with the time to wait', async () => {
    const asked = failing({ code: 'StorageThrottled', detail: 'x', retryAfterMs: 7_500 }).startMachine(ref, newCall());
    await expect(asked).rejects.toMatchObject({ report: { retryAfterMs: 8_000, providerCode: 429 } });
  });
});

test.each(['text/html', 'application/xml', 'application/json'])(
  'not found, as %s without an error code of Azure, is no answer of Azure: the machine may stand',
  async (contentType) => {
    const fetch = async () => new Response('{}', { status: 404, headers: { 'content-type': contentType } });
    const compute = createComputeArm({ fetch, endpoint, accountUrl, now: () => startAt });
    await expectFault(compute.getMachine(ref, newCall()), 'UnexpectedAnswer');
    await expectFault(compute.stopMachine(ref, newCall()), 'UnexpectedAnswer');
  },
);

test('a resource group that is none is a bad parameter, and nothing is asked', async () => {
  const compute = overHttp({} as ComputeApi);
  const wrong = { resourceGroupId: '/rg', name: 'x' };
  await expectFault(compute.getMachine(wrong, newCall()), 'InvalidParameter');
  await expectFault(compute.deleteMachine(wrong, newCall()), 'InvalidParameter');
});
