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
