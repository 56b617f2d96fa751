/** Settings, networks and mappings, driven through Microsoft's SDK. */
import { expect, test } from 'vitest';
import { after } from '../../base/units.ts';
import type { HostId } from '../../core/model.ts';
import { DEFAULT_ALERT_SETTINGS, DEFAULT_VAULT_SETTING } from '../../core/vault/vault.ts';
import type { TargetNetwork, VaultStatus } from '../wire.ts';
import { AZURE_FABRIC, siteNames } from './arm-id.ts';
import { driveServer } from './testing/driven-server.ts';
import { item, T0, view, VM_1, VM_2 } from './testing/records.ts';
import { sdkOf } from './testing/sdk-client.ts';

const VAULT = 'contoso';
const GROUP = 'lockstep';
const FAST = { updateIntervalInMs: 1 };
const { container } = siteNames('Munich');
const VNET = '/subscriptions/s/resourceGroups/dr/providers/Microsoft.Network/virtualNetworks/recovery-vnet';
const targetNetworks: readonly TargetNetwork[] = [
  { id: VNET, name: 'recovery-vnet', subnets: [{ name: 'default', addressPrefix: '10.9.0.0/24' }] },
  { id: `${VNET}-test`, name: 'recovery-vnet-test', subnets: [] },
];

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const each of pages) found.push(each);
  return found;
}

test('alert settings are listed, changed and read', async () => {
  const driven = driveServer();
  driven.engine.vaultRecords = { ...driven.engine.vaultRecords, alertSettings: [DEFAULT_ALERT_SETTINGS] };
  const { replicationAlertSettings: alerts } = sdkOf(driven);
  const before = await all(alerts.list(VAULT, GROUP));
  expect(before.map(({ name, properties }) => [name, properties])).toEqual([
    ['defaultAlertSetting', { sendToOwners: 'DoNotSend', customEmailAddresses: [], locale: 'en-US' }],
  ]);
  const properties = { sendToOwners: 'Send', customEmailAddresses: ['ops@contoso.com'], locale: 'de-DE' };
  const changed = await alerts.create(VAULT, GROUP, 'defaultAlertSetting', { properties });
  expect(changed.properties).toEqual(properties);
  expect((await alerts.get(VAULT, GROUP, 'DefaultAlertSetting')).properties).toEqual(properties);
  await expect(alerts.get(VAULT, GROUP, 'other')).rejects.toMatchObject({ statusCode: 404 });
});

test('what the engine refuses of alert settings is a bad request', async () => {
  const driven = driveServer();
  const text = { message: 'No address.', possibleCauses: 'x', recommendedAction: 'y' };
  driven.engine.answer = () => ({ isAccepted: false, refusal: { code: 'InvalidInput', ...text } });
  const { replicationAlertSettings: alerts } = sdkOf(driven);
  await expect(alerts.create(VAULT, GROUP, 'a', { properties: {} })).rejects.toMatchObject({
    statusCode: 400,
    message: 'No address.',
  });
});

test('the vault setting is listed, changed and read', async () => {
  const driven = driveServer();
  driven.engine.vaultRecords = { ...driven.engine.vaultRecords, vaultSettings: [DEFAULT_VAULT_SETTING] };
  const { replicationVaultSetting: settings } = sdkOf(driven);
  expect((await all(settings.list(VAULT, GROUP))).map(({ name }) => name)).toEqual(['default']);
  const input = { properties: { migrationSolutionId: '/solution' } };
  const changed = await settings.beginCreateAndWait(VAULT, GROUP, 'default', input, FAST);
  expect(changed.properties?.migrationSolutionId).toBe('/solution');
  expect((await settings.get(VAULT, GROUP, 'default')).type).toBe(
    'Microsoft.RecoveryServices/vaults/replicationVaultSettings',
  );
});

test('networks of a site are the switches of its hosts, those of Azure its virtual networks', async () => {
  const { replicationNetworks: networks } = sdkOf(driveServer({ targetNetworks }));
  const listed = await all(networks.list(VAULT, GROUP));
  expect(new Set(listed.map(({ properties }) => properties?.friendlyName))).toEqual(new Set(['Backup', 'Production']));
  expect(await all(networks.listByReplicationFabrics(VAULT, GROUP, 'Munich'))).toEqual(listed);
  const production = listed.find(({ properties }) => properties?.friendlyName === 'Production');
  expect(await networks.get(VAULT, GROUP, 'Munich', production?.name ?? '')).toEqual(production);
  expect(production?.properties).toMatchObject({
    fabricType: 'HyperVSite',
    subnets: [{ friendlyName: 'Production', addressList: ['10.1.0.0/24'] }],
  });
  const azure = await all(networks.listByReplicationFabrics(VAULT, GROUP, AZURE_FABRIC));
  expect(azure.map(({ name }) => name)).toEqual(['recovery-vnet', 'recovery-vnet-test']);
});

test('a network is mapped, mapped anew, and its mapping deleted, each by a job', async () => {
  const driven = driveServer({ targetNetworks, retryAfterSeconds: () => 0 });
  const { replicationNetworks: networks, replicationNetworkMappings: mappings } = sdkOf(driven);
  const found = await all(networks.list(VAULT, GROUP));
  const network = found.find(({ properties }) => properties?.friendlyName === 'Production')?.name ?? '';
  const address = [VAULT, GROUP, 'Munich', network, 'corp'] as const;
  const input = {
    properties: { recoveryNetworkId: VNET, fabricSpecificDetails: { instanceType: 'VmmToAzure' } },
  } as const;
  const created = await mappings.beginCreateAndWait(...address, input, FAST);
  expect(created.properties).toMatchObject({
    state: 'Paired',
    primaryNetworkFriendlyName: 'Production',
    recoveryNetworkFriendlyName: 'recovery-vnet',
    recoveryNetworkId: VNET,
    recoveryFabricFriendlyName: 'Microsoft Azure',
    fabricSpecificSettings: { instanceType: 'VmmToAzure' },
  });
  expect(await mappings.get(...address)).toEqual(created);
  expect(await all(mappings.list(VAULT, GROUP))).toEqual([created]);
  expect(await all(mappings.listByReplicationNetworks(VAULT, GROUP, 'Munich', network))).toEqual([created]);
  const update = { properties: { recoveryNetworkId: `${VNET}-test` } };
  const updated = await mappings.beginUpdateAndWait(...address, update, FAST);
  expect(updated.properties?.recoveryNetworkFriendlyName).toBe('recovery-vnet-test');
  await mappings.beginDeleteAndWait(...address, FAST);
  expect(await all(mappings.list(VAULT, GROUP))).toEqual([]);
  const wrong = { properties: { recoveryNetworkId: `${VNET}-none` } };
  await expect(mappings.beginCreateAndWait(...address, wrong, FAST)).rejects.toMatchObject({ statusCode: 404 });
});

test('protection connects a machine to the network that its own is mapped to, unless another is asked for', async () => {
  const driven = driveServer({ targetNetworks });
  driven.engine.itemsById.clear();
  const mapping = { name: 'corp', siteName: 'Munich', networkName: 'Production', recoveryNetworkId: VNET };
  driven.engine.vaultRecords = { ...driven.engine.vaultRecords, networkMappings: [mapping] };
  const enable = (network: Readonly<Record<string, string | null>>): Promise<Response> =>
    driven.call('PUT', `/replicationProtectedItems/${VM_2}`, {
      properties: {
        policyId: 'Gold 30 s',
        providerSpecificDetails: { instanceType: 'HyperVReplicaAzure', ...network },
      },
    });
  await enable({});
  await enable({ targetAzureNetworkId: null });
  await enable({ targetAzureNetworkId: `${VNET}-test` });
  await enable({ targetAzureSubnetId: 'default' });
  expect((await enable({ targetAzureNetworkId: '/none' })).status).toBe(404);
  expect((await enable({ targetAzureSubnetId: 'none' })).status).toBe(400);
  expect(driven.engine.commands).toMatchObject([
    { choices: { targetNetworkId: VNET } },
    { choices: { targetNetworkId: null } },
    { choices: { targetNetworkId: `${VNET}-test` } },
    { choices: { targetNetworkId: VNET, targetSubnetName: 'default' } },
  ]);
});

test('a policy is associated with a site and dissociated again', async () => {
  const driven = driveServer({ retryAfterSeconds: () => 0 });
  driven.engine.itemsById.clear();
  const { replicationProtectionContainerMappings: mappings } = sdkOf(driven);
  const address = [VAULT, GROUP, 'Munich', container, 'gold'] as const;
  const input = {
    properties: {
      policyId: '/x/replicationPolicies/Gold 30 s',
      targetProtectionContainerId: 'Microsoft Azure',
      providerSpecificInput: { instanceType: 'HyperVReplicaAzure' } as never,
    },
  };
  const created = await mappings.beginCreateAndWait(...address, input, FAST);
  expect(created).toMatchObject({ name: 'gold', properties: { policyFriendlyName: 'Gold 30 s', state: 'Paired' } });
  expect(await all(mappings.list(VAULT, GROUP))).toEqual([created]);
  expect(await mappings.beginUpdateAndWait(...address, {}, FAST)).toEqual(created);
  await mappings.beginDeleteAndWait(...address, { properties: {} }, FAST);
  expect(await all(mappings.list(VAULT, GROUP))).toEqual([]);
  await mappings.beginCreateAndWait(...address, input, FAST);
  await mappings.beginPurgeAndWait(...address, FAST);
  const jobs = [...driven.engine.jobs()].map(({ scenarioName }) => scenarioName);
  expect(jobs).toContain('AssociateProtectionProfile');
  expect(jobs).toContain('DissociateProtectionProfile');
});

test('a policy that machines replicate under cannot be dissociated, and the answer says why', async () => {
  const driven = driveServer();
  const { replicationProtectionContainerMappings: mappings } = sdkOf(driven);
  const [mapping] = await all(mappings.list(VAULT, GROUP));
  const removed = mappings.beginDeleteAndWait(VAULT, GROUP, 'Munich', container, mapping?.name ?? '', {}, FAST);
  await expect(removed).rejects.toMatchObject({
    statusCode: 409,
    message: "Machines of 'Munich' replicate under the policy 'Gold 30 s'.",
  });
  expect(driven.engine.commands).toEqual([]);
});

test('VMM has logical networks and storage classifications; none of them maps to Azure', async () => {
  const driven = driveServer();
  const [host] = driven.engine.hosts;
  if (!host) throw new Error('no host');
  const vmmServer = {
    name: 'VMM-01',
    lastHeartbeatAt: T0,
    logicalNetworks: ['Corp'],
    storageClassifications: ['Local'],
  };
  driven.engine.hosts = [{ ...host, fabricKind: 'VMM', vmmServer }];
  const sdk = sdkOf(driven);
  const [logical] = await all(sdk.replicationLogicalNetworks.listByReplicationFabrics(VAULT, GROUP, 'Munich'));
  expect(logical?.properties).toMatchObject({
    friendlyName: 'Corp',
    logicalNetworkDefinitionsStatus: 'LogicalNetworkDefinitionsNotIsolated',
  });
  expect(await sdk.replicationLogicalNetworks.get(VAULT, GROUP, 'Munich', logical?.name ?? '')).toEqual(logical);
  const [local] = await all(sdk.replicationStorageClassifications.list(VAULT, GROUP));
  expect(local?.properties).toEqual({ friendlyName: 'Local' });
  expect(await sdk.replicationStorageClassifications.get(VAULT, GROUP, 'Munich', local?.name ?? '')).toEqual(local);
  expect(await all(sdk.replicationStorageClassificationMappings.list(VAULT, GROUP))).toEqual([]);
});

test('an export is a job of its own, found in the list afterwards', async () => {
  const driven = driveServer();
  const { replicationJobs: jobs } = sdkOf(driven);
  const exported = await jobs.beginExportAndWait(VAULT, GROUP, { jobStatus: 'Failed', jobOutputType: 'Excel' }, FAST);
  const listed = await all(jobs.list(VAULT, GROUP, { filter: "JobName eq 'ExportJobs'" }));
  expect(listed.map(({ name }) => name)).toEqual([exported.name]);
  const read = await jobs.get(VAULT, GROUP, exported.name ?? '');
  expect(read.properties).toMatchObject({
    scenarioName: 'ExportJobs',
    targetInstanceType: 'Other',
    customDetails: { instanceType: 'ExportJobDetails', blobUri: expect.stringContaining('jobStatus=Failed') as string },
  });
});

test('the adapters of a machine are shown with what becomes of them', async () => {
  const driven = driveServer();
  const choices = { ...item().choices, targetNetworkId: VNET, targetSubnetName: 'default' };
  const chosen = { nicId: 'sql01-nic-1', isSelected: false, subnetName: null, staticIpAddress: null };
  driven.engine.put(view({ item: item({ choices: { ...choices, nics: [chosen] } }) }));
  const found = await sdkOf(driven).replicationProtectedItems.get(VAULT, GROUP, 'Munich', container, VM_1);
  expect(found.properties?.providerSpecificDetails).toMatchObject({
    vmNics: [
      {
        nicId: 'sql01-nic-0',
        vMNetworkName: 'Production',
        recoveryVMNetworkId: VNET,
        selectionType: 'SelectedByDefault',
        ipConfigs: [{ recoverySubnetName: 'default', recoveryIPAddressType: 'Dynamic' }],
        targetNicName: 'nic-sql01-dr-00',
        macAddress: '00155D010A01',
        ipAddresses: ['10.1.0.5'],
      },
      { nicId: 'sql01-nic-1', selectionType: 'NotSelected', ipConfigs: [{ isSeletedForFailover: false }] },
    ],
  });
});

test('an adapter gets a subnet of its network and an address, and the last one is not taken away', async () => {
  const driven = driveServer({ targetNetworks });
  const update = (vmNics: unknown): Promise<Response> =>
    driven.call('PATCH', `/replicationProtectedItems/${VM_1}`, {
      properties: { selectedRecoveryAzureNetworkId: VNET, vmNics },
    });
  const first = { nicId: 'sql01-nic-0' };
  const second = { nicId: 'sql01-nic-1' };
  const ipConfigs = [{ recoverySubnetName: 'default', recoveryStaticIPAddress: '10.9.0.7' }];
  expect(
    (
      await update([
        { ...first, ipConfigs },
        { ...second, selectionType: 'NotSelected' },
      ])
    ).status,
  ).toBe(200);
  expect(driven.engine.commands).toMatchObject([
    {
      change: {
        targetNetworkId: VNET,
        nics: [
          { nicId: 'sql01-nic-0', isSelected: true, subnetName: 'default', staticIpAddress: '10.9.0.7' },
          { nicId: 'sql01-nic-1', isSelected: false, subnetName: null, staticIpAddress: null },
        ],
      },
    },
  ]);
  const without = { selectionType: 'NotSelected' };
  expect(
    (
      await update([
        { ...first, ...without },
        { ...second, ...without },
      ])
    ).status,
  ).toBe(400);
  expect((await update([{ ...first, ipConfigs: [{ recoverySubnetName: 'none' }] }])).status).toBe(400);
  // Azure keeps the first four addresses of a subnet; without a subnet it is the network's first.
  for (const recoverySubnetName of ['default', '']) {
    const ipConfigs = [{ recoverySubnetName, recoveryStaticIPAddress: '10.9.0.3' }];
    const refused = await update([{ ...first, ipConfigs }]);
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('10.9.0.4 to 10.9.0.254');
  }
  expect((await update([{ ...first, ipConfigs: [{ recoveryStaticIPAddress: '10.9.0' }] }])).status).toBe(400);
  expect((await update([{ ...first, ipConfigs: [{ recoveryStaticIPAddress: '10.9.0.256' }] }])).status).toBe(400);
  expect(driven.engine.commands).toHaveLength(1);
});

test('events are found by their fabric', async () => {
  const driven = driveServer();
  const event = { eventId: 'e1', vmId: VM_1, at: T0, eventCode: 'x', description: 'Lost.', jobId: null } as const;
  driven.engine.eventList = [{ ...event, eventType: 'VmHealth', severity: 'Critical' }];
  const { replicationEvents: events } = sdkOf(driven);
  const count = async (filter: string): Promise<number> => (await all(events.list(VAULT, GROUP, { filter }))).length;
  expect(await count("FabricName eq 'munich' and Severity eq 'Critical' and EventType eq 'VmHealth'")).toBe(1);
  expect(await count("FabricName eq 'Berlin'")).toBe(0);
  expect(await count("StartTime eq '2026-01-05T10:00:00Z' and EndTime eq '2026-01-05T11:00:00Z'")).toBe(0);
  await expect(count("StartTime eq '2026-01-06' and EndTime eq '2026-01-05'")).rejects.toMatchObject({
    statusCode: 400,
  });
});

test('the status tells why nothing may be changed', async () => {
  const driven = driveServer();
  expect(await driven.json('GET', '/status')).toMatchObject({ readOnlyReason: null });
  driven.engine.readOnly = 'The journal is newer.';
  expect(await driven.json('GET', '/status')).toMatchObject({ readOnlyReason: 'The journal is newer.' });
});

test('the status counts the servers and names the silent ones, a VMM server once', async () => {
  const driven = driveServer();
  const [host] = driven.engine.hosts;
  if (!host) throw new Error('no host');
  const servers = async (): Promise<unknown> => (await driven.json<VaultStatus>('GET', '/status')).servers;
  expect(await servers()).toEqual({ count: 1, silent: [] });
  const longAgo = after(host.lastHeartbeatAt, -3_600_000);
  const vmmServer = { name: 'vmm01', providerVersion: '5.24', lastHeartbeatAt: longAgo };
  driven.engine.hosts = [
    { ...host, fabricKind: 'VMM', vmmServer },
    { ...host, hostId: 'hv02' as HostId, name: 'hv02', fabricKind: 'VMM', vmmServer },
    { ...host, hostId: 'hv03' as HostId, name: 'hv03', lastHeartbeatAt: longAgo },
  ];
  expect(await servers()).toEqual({ count: 4, silent: ['vmm01', 'hv03'] });
});
