import { expect, test } from 'vitest';
import { siteNames } from './arm-id.ts';
import type { ItemOutlook } from '../../engine/insight-api.ts';
import { driveServer } from './testing/driven-server.ts';
import { DISK_1, HOST_ID, VM_1, VM_2, view } from './testing/records.ts';

interface List {
  readonly value: readonly { readonly name: string; readonly properties: Record<string, unknown> }[];
}

const { container, provider } = siteNames('Munich');

interface VaultHealth {
  readonly properties: {
    readonly protectedItemsHealth: { readonly issues: readonly { readonly summaryCode: string }[] };
  };
}

test('a Hyper-V site is a fabric with one container and one provider', async () => {
  const { json } = driveServer();
  const fabrics = await json<List>('GET', '/replicationFabrics');
  expect(fabrics.value.map((each) => each.name)).toEqual(['Munich']);
  expect(fabrics.value[0]?.properties).toMatchObject({
    friendlyName: 'Munich',
    bcdrState: 'Valid',
    health: 'Normal',
    encryptionDetails: { kekState: 'None' },
    customDetails: {
      instanceType: 'HyperVSite',
      hyperVHosts: [{ id: HOST_ID, name: 'hv01', marsAgentVersion: '2.0.9260' }],
    },
  });
  const containers = await json<List>('GET', '/replicationFabrics/munich/replicationProtectionContainers');
  expect(containers.value.map((each) => each.name)).toEqual([container]);
  expect(container).toMatch(/^cloud_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  const providers = await json<List>('GET', '/replicationRecoveryServicesProviders');
  expect(providers.value.map((each) => each.name)).toEqual([provider]);
});

test('a site whose name cannot stand in an address gets one that can, unlike every other site’s', () => {
  expect(siteNames('Zürich / HQ').fabric).toMatch(/^Z-rich-HQ-[0-9a-f]{4}$/);
  expect(siteNames('Zürich / HQ').fabric).not.toBe(siteNames('Zörich / HQ').fabric);
});

test('protectable items tell disks, readiness and whether they are protected', async () => {
  const driven = driveServer();
  const [host] = driven.engine.hosts;
  if (!host) throw new Error('no host');
  driven.engine.hosts = [
    { ...host, machines: host.machines.map((each) => ({ ...each, readinessErrors: ['SharedVhd' as const] })) },
  ];
  const { value } = await driven.json<List>(
    'GET',
    `/replicationFabrics/Munich/replicationProtectionContainers/${container}/replicationProtectableItems`,
  );
  expect(value.map((each) => [each.name, each.properties['protectionStatus']])).toEqual([
    [VM_1, 'Protected'],
    [VM_2, 'Unprotected'],
  ]);
  expect(value[0]?.properties).toMatchObject({
    friendlyName: 'sql01',
    protectionReadinessErrors: ['A disk of the virtual machine is a shared VHD.'],
    supportedReplicationProviders: ['HyperVReplicaAzure'],
    customDetails: {
      instanceType: 'HyperVVirtualMachine',
      generation: '2',
      hasSharedVhd: 'Present',
      hasFibreChannelAdapter: 'NotPresent',
      diskDetails: [{ maxSizeMB: 1024, vhdType: 'OperatingSystem', vhdId: DISK_1, vhdName: 'sql01.vhdx' }],
    },
  });
});

test('protectable items are found by their state', async () => {
  const { json } = driveServer();
  const unprotected = await json<List>(
    'GET',
    "/replicationFabrics/Munich/replicationProtectableItems?$filter=state eq 'Unprotected'",
  );
  expect(unprotected.value.map((each) => each.name)).toEqual([VM_2]);
});

test('an unknown fabric, container or protectable item is not found', async () => {
  const { call } = driveServer();
  for (const path of [
    '/replicationFabrics/Berlin',
    '/replicationFabrics/Munich/replicationProtectionContainers/cloud_x',
    '/replicationFabrics/Munich/replicationProtectableItems/none',
  ]) {
    expect((await call('GET', path)).status).toBe(404);
  }
});

test('the vault’s health names machines that write more than is sent, when they are late for it', async () => {
  const driven = driveServer();
  const late = {
    rule: 'HE5',
    verdict: 'Warning',
    input: '3 of 9',
    threshold: '20 %',
    since: null,
    fault: null,
  } as const;
  const summaryCodes = async (churnBytesPerSecond: number, findings: readonly (typeof late)[]) => {
    driven.engine.outlook = { sendBytesPerSecond: 1000, churnBytesPerSecond } as ItemOutlook;
    driven.engine.put(view({ health: 'Warning', findings }));
    const { properties } = await driven.json<VaultHealth>('GET', '/replicationVaultHealth');
    return properties.protectedItemsHealth.issues.map(({ summaryCode }) => summaryCode);
  };
  expect(await summaryCodes(1001, [late])).toEqual(['HE5', '10008']);
  expect(await summaryCodes(1000, [late])).toEqual(['HE5']);
  expect(await summaryCodes(1001, [])).toEqual([]);
});

test('the vault’s health groups what is ill by its cause', async () => {
  const driven = driveServer();
  const fault = { code: 'LowDiskSpace', detail: 'full' } as const;
  const finding = { rule: 'HE2', verdict: 'Critical', input: 'x', threshold: 'y', since: null, fault } as const;
  driven.engine.put(view({ health: 'Critical', findings: [finding] }));
  expect(await driven.json('GET', '/replicationVaultHealth')).toMatchObject({
    name: 'Default',
    properties: {
      vaultErrors: [],
      protectedItemsHealth: {
        resourceCount: 1,
        issues: [
          { summaryCode: 'LS3003', category: 'Replication', severity: 'Error', affectedResourceCorrelationIds: [VM_1] },
        ],
        categorizedResourceCounts: { Normal: 0, Warning: 0, Critical: 1 },
      },
      fabricsHealth: { resourceCount: 1, issues: [] },
    },
  });
});
