import { expect, test } from 'vitest';
import type { ArmProtectableItem } from '../../../management/arm.ts';
import { EMPTY_DRAFT, factsOf, isEligible, requestsOf, shortName, totalBytes } from './protection-draft.ts';

function machine(change: object = {}): ArmProtectableItem {
  return {
    id: '/subscriptions/s/x/replicationFabrics/site1/replicationProtectionContainers/cloud_1/replicationProtectableItems/vm-1',
    name: 'vm-1',
    properties: {
      friendlyName: 'SQL01',
      protectionStatus: 'Unprotected',
      protectionReadinessErrors: [],
      customDetails: {
        instanceType: 'HyperVVirtualMachine',
        generation: '2',
        osDetails: { osType: 'Linux', osEdition: 'Debian 12' },
        diskDetails: [{ maxSizeMB: 1024, vhdId: 'd1', vhdName: 'SQL01.vhdx' }],
      },
      ...change,
    },
  };
}

test('a machine’s facts come from its Hyper-V details', () => {
  expect(factsOf(machine())).toEqual({
    name: 'SQL01',
    generation: '2',
    osName: 'Debian 12',
    osType: 'Linux',
    disks: [{ id: 'd1', name: 'SQL01.vhdx', sizeBytes: 1024 ** 3 }],
    isProtected: false,
    errors: [],
  });
});

test('details that the service left out do not break the list', () => {
  expect(factsOf({ name: 'vm-2', properties: { customDetails: null } })).toMatchObject({
    name: 'vm-2',
    disks: [],
    isProtected: false,
  });
});

test('protected machines and those with readiness errors cannot be chosen', () => {
  expect(isEligible(machine())).toBe(true);
  expect(isEligible(machine({ protectionStatus: 'Protected' }))).toBe(false);
  expect(isEligible(machine({ protectionReadinessErrors: ['A disk of the virtual machine is a shared VHD.'] }))).toBe(
    false,
  );
});

test('a complete draft makes one request a machine, with its container and disks', () => {
  const draft = {
    ...EMPTY_DRAFT,
    fabric: { name: 'site1' },
    policy: { id: '/policies/gold' },
    machines: [machine()],
  };
  expect(requestsOf(draft)).toMatchObject([
    {
      itemId: 'vm-1',
      fabricName: 'site1',
      containerName: 'cloud_1',
      policyId: '/policies/gold',
      targetVmName: 'SQL01',
      osType: 'Linux',
      diskIds: ['d1'],
      targetNetworkId: null,
      targetSubnetName: null,
    },
  ]);
  expect(totalBytes(draft.machines)).toBe(1024 ** 3);
});

test('a draft without a policy makes none', () => {
  expect(requestsOf({ ...EMPTY_DRAFT, fabric: { name: 'site1' }, machines: [machine()] })).toEqual([]);
});

test('the short name of an ARM id is its last segment', () => {
  expect(shortName('/subscriptions/s/resourceGroups/rg')).toBe('rg');
});
