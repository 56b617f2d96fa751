import { expect, test } from 'vitest';
import { driveServer } from './testing/driven-server.ts';
import { disk, item, view, VM_1 } from './testing/records.ts';

const ITEM = `/replicationProtectedItems/${VM_1}`;

test('a PATCH changes what it names and leaves the rest', async () => {
  const driven = driveServer();
  const response = await driven.call('PATCH', ITEM, {
    properties: {
      recoveryAzureVMName: 'sql01-new',
      recoveryAzureVMSize: 'Standard_D8s_v5',
      selectedRecoveryAzureNetworkId: '/net',
      vmNics: [
        { nicId: 'sql01-nic-0', selectionType: 'NotSelected', ipConfigs: [{ recoverySubnetName: 'wrong' }] },
        { nicId: 'sql01-nic-1', selectionType: 'SelectedByUser', ipConfigs: [{ recoverySubnetName: 'back' }] },
      ],
      providerSpecificDetails: { instanceType: 'HyperVReplicaAzure', recoveryAzureV2ResourceGroupId: '/rg' },
    },
  });
  expect(response.status).toBe(200);
  await driven.call('PATCH', ITEM, { properties: { recoveryAzureVMName: null, selectedRecoveryAzureNetworkId: '' } });
  expect(driven.engine.commands).toEqual([
    {
      kind: 'changeTarget',
      vmId: VM_1,
      change: {
        targetVmName: 'sql01-new',
        targetVmSize: 'Standard_D8s_v5',
        targetResourceGroupId: '/rg',
        targetNetworkId: '/net',
        targetSubnetName: 'back',
        nics: [
          { nicId: 'sql01-nic-0', isSelected: false, subnetName: 'wrong', staticIpAddress: null },
          { nicId: 'sql01-nic-1', isSelected: true, subnetName: 'back', staticIpAddress: null },
        ],
      },
    },
    { kind: 'changeTarget', vmId: VM_1, change: { targetNetworkId: null } },
  ]);
});

const NIC_0 = { nicId: 'sql01-nic-0', isSelected: true, subnetName: null, staticIpAddress: null };
const NIC_1 = { ...NIC_0, nicId: 'sql01-nic-1' };

test('adapters that a PATCH leaves out come along', async () => {
  const driven = driveServer();
  const vmNics = [{ nicId: NIC_1.nicId, selectionType: 'NotSelected' }];
  expect((await driven.call('PATCH', ITEM, { properties: { vmNics } })).status).toBe(200);
  expect(driven.engine.commands).toMatchObject([{ change: { nics: [NIC_0, { ...NIC_1, isSelected: false }] } }]);
});

test('[TG4] in another network nothing is left of subnets and addresses chosen for the one before', async () => {
  const driven = driveServer();
  const place = { subnetName: 'back', staticIpAddress: '10.9.0.7' };
  const choices = { ...item().choices, targetNetworkId: '/Net', targetSubnetName: 'back' };
  driven.engine.put(view({ item: item({ choices: { ...choices, nics: [{ ...NIC_0, ...place }, NIC_1] } }) }));
  const moveTo = (networkId: string, vmNics?: unknown) =>
    driven.call('PATCH', ITEM, { properties: { selectedRecoveryAzureNetworkId: networkId, vmNics } });
  await moveTo('/net');
  await moveTo('/other');
  await moveTo('/other', [{ nicId: NIC_1.nicId, ipConfigs: [{ recoverySubnetName: 'front' }] }]);
  expect(driven.engine.commands.map((command) => 'change' in command && command.change)).toEqual([
    { targetNetworkId: '/net' },
    { targetNetworkId: '/other', targetSubnetName: null, nics: [NIC_0, NIC_1] },
    { targetNetworkId: '/other', targetSubnetName: 'front', nics: [NIC_0, { ...NIC_1, subnetName: 'front' }] },
  ]);
});

test('a PATCH of the wrong shape is refused', async () => {
  const driven = driveServer();
  expect((await driven.call('PATCH', ITEM, { properties: { recoveryAzureVMSize: 4 } })).status).toBe(400);
  expect(driven.engine.commands).toEqual([]);
});

test('target sizes say what speaks against them for this machine', async () => {
  const driven = driveServer();
  const disks = [disk(), ...Array.from({ length: 6 }, () => disk({ role: 'Data' }))];
  driven.engine.put(view({ item: item({ disks }) }));
  const { value } = await driven.json<{ value: { name: string; properties: { errors: { message: string }[] } }[] }>(
    'GET',
    `${ITEM}/targetComputeSizes`,
  );
  const errorsOf = (name: string) => value.find((size) => size.name === name)?.properties.errors;
  expect(errorsOf('Standard_D8s_v5')).toEqual([]);
  expect(errorsOf('Standard_B2s')).toEqual([
    { message: 'The machine has 6 data disks; Standard_B2s takes 4.', severity: 'Error' },
  ]);
});
