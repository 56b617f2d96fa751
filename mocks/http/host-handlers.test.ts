import { describe, expect, test } from 'vitest';
import { createHostHttp } from '../../src/adapters/host-http/host-http.ts';
import { newCall } from '../../src/adapters/testing/call.ts';
import { expectFault } from '../../src/adapters/testing/fault-matcher.ts';
import { describeHost } from '../../src/adapters/testing/host-contract.ts';
import { PortError } from '../../src/core/errors/fault.ts';
import type { FaultReport } from '../../src/core/errors/fault.ts';
import type { DiskId, SnapshotId } from '../../src/core/model.ts';
import type { HostApi } from '../../src/core/ports.ts';
import { hostHandlers } from './host-handlers.ts';
import { createSimulatedFetch } from './simulated-fetch.ts';
import { createHostWorld, startAt } from './testing/host-world.ts';

const baseUrl = 'https://hosts.contoso.example/';

/** A host port seen through its HTTP form: adapter → simulated fetch → handlers → port. */
function overHttp(hosts: HostApi): HostApi {
  const fetch = createSimulatedFetch(hostHandlers(hosts, { baseUrl }));
  return createHostHttp({ fetch, endpointOf: () => baseUrl, now: () => startAt });
}

describeHost('world, in process', async () => {
  const { world, drive, ...rest } = await createHostWorld();
  return { ...rest, hosts: drive(world.hostApi), close: () => world.close() };
});

describeHost('world, over HTTP', async () => {
  const { world, drive, ...rest } = await createHostWorld();
  return { ...rest, hosts: drive(overHttp(world.hostApi)), close: () => world.close() };
});

test('what crosses the wire is what the port said: inventory and policy', async () => {
  const { world, drive, vmId } = await createHostWorld();
  expect(await drive(overHttp(world.hostApi)).listHosts(newCall())).toEqual(world.inventory());

  let seen: unknown;
  const recording: Pick<HostApi, 'listHosts' | 'createReplicationRelationship'> = {
    listHosts: async () => world.inventory(),
    createReplicationRelationship: async (_, settings) => void (seen = settings),
  };
  const settings = {
    includedDiskIds: ['d1', 'd2'] as DiskId[],
    policy: {
      policyId: 'p' as never,
      name: 'gold',
      replicationIntervalSeconds: 30,
      recoveryPointHistoryHours: 24,
      applicationConsistentFrequencyHours: 4,
      initialReplicationStartTime: '22:30',
      resyncWindow: { isEnabled: false, startLocal: '01:00', endLocal: '02:00' },
    },
  } as const;
  await overHttp(recording as HostApi).createReplicationRelationship(vmId, settings, newCall());
  expect(seen).toEqual(settings);
});

describe('every fault of the host port crosses the wire as itself', () => {
  const codes = [
    'NetworkUnreachable',
    'NetworkTimeout',
    'ServerNotConnected',
    'UnexpectedAnswer',
    'HostUnreachable',
    'HostAuthentication',
    'HostAuthorization',
    'LowDiskSpace',
    'LowMemory',
    'VirtualMachineNotFound',
    'BrokenVhdChain',
    'InvalidReplicaState',
    'OperationInProgress',
    'InvalidParameter',
    'SnapshotFailed',
    'VssFailure',
    'DiskSizeMismatch',
    'LogNotClosed',
    'LogInvalid',
    'LogOutOfSequence',
    'LogWriteFailure',
    'PrerequisitesNotMet',
    'Internal',
  ] as const;

  test.each(codes)('%s', async (code) => {
    const { world, vmId } = await createHostWorld();
    const report: FaultReport = { code, detail: 'the reason' };
    const fail = (): Promise<never> => Promise.reject(new PortError(report));
    const failing = new Proxy({} as HostApi, {
      get: (_, name) => (name === 'listHosts' ? async () => world.inventory() : fail),
    });
    const hosts = overHttp(failing);
    await expectFault(hosts.startReplication(vmId, newCall()), code);
    const page = { offsetBytes: 0, lengthBytes: 512 };
    await expectFault(hosts.readExtent(vmId, 'd' as DiskId, 's' as SnapshotId, page, newCall()), code);
  });

  test('with its words, and the code of its provider', async () => {
    const { world, vmId } = await createHostWorld();
    for (const providerCode of [32768, 0x800700ea]) {
      const report: FaultReport = { code: 'VssFailure', detail: 'more data is available', providerCode };
      const failing: Pick<HostApi, 'listHosts' | 'startReplication'> = {
        listHosts: async () => world.inventory(),
        startReplication: () => Promise.reject(new PortError(report)),
      };
      const seen = await expectFault(overHttp(failing as HostApi).startReplication(vmId, newCall()), 'VssFailure');
      expect(seen.providerCode).toBe(providerCode);
      expect(seen.detail).toContain('more data is available');
    }
  });
});

describe('faults of the world through HTTP', () => {
  test('a machine that is gone is made anew, off and empty', async () => {
    const { world, drive, vmId } = await createHostWorld();
    const hosts = drive(overHttp(world.hostApi));
    const [host] = await hosts.listHosts(newCall());
    const disks = world.machines().find((machine) => machine.vmId === vmId)?.disks ?? [];
    world.startFault('vmDeleted', vmId);
    await expectFault(hosts.startMachine(vmId, newCall()), 'VirtualMachineNotFound');
    const wrong = disks.map((disk) => ({ ...disk, diskId: 'another' as DiskId }));
    await expectFault(hosts.createMachine(vmId, host?.hostId as never, wrong, newCall()), 'InvalidParameter');
    await hosts.createMachine(vmId, host?.hostId as never, disks, newCall());
    await hosts.listHosts(newCall());
    for (const { diskId, sizeBytes } of disks) {
      const digests = await hosts.checksumDisk(
        vmId,
        diskId,
        { offsetBytes: 0, lengthBytes: sizeBytes },
        65_536,
        newCall(),
      );
      expect(digests.every((byte) => byte === 0)).toBe(true);
    }
    expect(world.faults()).toEqual([]);
    world.close();
  });

  test('a host that is down, a machine that is gone', async () => {
    const { world, drive, vmId } = await createHostWorld();
    const hosts = drive(overHttp(world.hostApi));
    await hosts.listHosts(newCall());
    const hostId = world.hosts()[0]?.hostId ?? '';
    for (const [kind, target, code] of [
      ['hostDown', hostId, 'HostUnreachable'],
      ['vmDeleted', vmId, 'VirtualMachineNotFound'],
    ] as const) {
      const fault = world.startFault(kind, target);
      await expectFault(hosts.getReplicationStatus(vmId, newCall()), code);
      world.endFault(fault.id);
      await hosts.getReplicationStatus(vmId, newCall());
    }
    world.close();
  });
});
