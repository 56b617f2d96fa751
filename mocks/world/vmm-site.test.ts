import { expect, test } from 'vitest';
import { newCall } from '../../src/adapters/testing/call.ts';
import { expectFault } from '../../src/adapters/testing/fault-matcher.ts';
import type { PolicyId, ReplicationPolicy } from '../../src/core/model.ts';
import { benchOf } from './testing/world-bench.ts';

const policy: ReplicationPolicy = {
  policyId: 'policy' as PolicyId,
  name: 'Gold',
  replicationIntervalSeconds: 300,
  recoveryPointHistoryHours: 2,
  applicationConsistentFrequencyHours: 1,
  initialReplicationStartTime: null,
  resyncWindow: { isEnabled: false, startLocal: '18:30', endLocal: '06:00' },
};

test('[IN1] the branch of contoso stands behind a VMM server that a host’s troubles leave alone', async () => {
  const { world, clock } = benchOf({ scenario: 'contoso' });
  const branch = () => world.inventory().filter(({ fabricKind }) => fabricKind === 'VMM');
  expect(branch().map(({ name, siteName, vmmServer }) => [name, siteName, vmmServer?.name])).toEqual([
    ['HV-BR-01', 'Contoso-Branch', 'VMM-BR-01'],
  ]);
  expect(branch()[0]?.machines.map(({ name }) => name)).toEqual(['MON01', 'TS01']);
  const since = clock.now();
  world.startFault('linkDown', branch()[0]?.hostId ?? '');
  await clock.runFor(600_000);
  expect(branch()[0]).toMatchObject({ lastHeartbeatAt: since, vmmServer: { lastHeartbeatAt: since + 600_000 } });
});

test('[IN1] a VMM server that is down falls silent and takes no orders; its hosts’ agents go on', async () => {
  const { world, clock, drive } = benchOf({ scenario: 'contoso' });
  const branch = () => world.inventory().filter(({ fabricKind }) => fabricKind === 'VMM');
  const host = branch()[0];
  const vmId = host?.machines[0]?.vmId;
  if (!host || !vmId) throw new Error('contoso has a branch');
  const settings = { includedDiskIds: host.machines[0]?.disks.map(({ diskId }) => diskId) ?? [], policy };
  const relate = () => drive(() => world.hostApi.createReplicationRelationship(vmId, settings, newCall()));
  await relate();
  await drive(() => world.hostApi.startReplication(vmId, newCall()));
  const fault = world.startFault('vmmServerDown', host.hostId);
  const since = clock.now();
  await clock.runFor(600_000);
  expect(branch()[0]?.vmmServer?.lastHeartbeatAt).toBeLessThanOrEqual(since);
  expect(branch()[0]?.lastHeartbeatAt).toBeGreaterThan(since);
  await expectFault(relate(), 'ServerNotConnected');
  await expectFault(
    drive(() => world.hostApi.shutDownMachine(vmId, newCall())),
    'ServerNotConnected',
  );
  expect((await drive(() => world.hostApi.freezeLogs(vmId, 'CrashConsistent', newCall()))).logs).not.toEqual([]);
  world.endFault(fault.id);
  await relate();
  const alone = world.hosts().find(({ vmmServer }) => vmmServer === null);
  expect(() => world.startFault('vmmServerDown', alone?.hostId ?? '')).toThrow(/VMM/);
});

test('machines are on their hosts’ switches, each with its own addresses', () => {
  const { world } = benchOf({ scenario: 'contoso' });
  const macs = new Set<string>();
  let count = 0;
  for (const { switches, machines } of world.inventory()) {
    for (const { name, nics } of machines) {
      expect(nics?.length, name).toBeGreaterThan(0);
      for (const { switchName, macAddress, ipAddresses } of nics ?? []) {
        count += 1;
        macs.add(macAddress);
        expect(macAddress).toMatch(/^00155D[0-9A-F]{6}$/);
        expect(switches?.map((each) => each.name)).toContain(switchName);
        expect(ipAddresses[0]).toMatch(/^(10|172\.16)(\.\d{1,3}){2,3}$/);
      }
    }
  }
  expect(macs.size).toBe(count);
});
