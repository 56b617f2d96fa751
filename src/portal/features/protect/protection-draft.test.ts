import { expect, test } from 'vitest';
import type { ArmPolicy, ArmProtectableItem } from '../../../management/arm.ts';
import {
  EMPTY_DRAFT,
  diskKey,
  factsOf,
  includedDisks,
  isEligible,
  isFrequencyAvailable,
  requestsOf,
  totalBytes,
} from './protection-draft.ts';

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
        diskDetails: [
          { maxSizeMB: 1024, vhdId: 'd1', vhdName: 'SQL01.vhdx', vhdType: 'OperatingSystem' },
          { maxSizeMB: 512, vhdId: 'd2', vhdName: 'SQL01-page.vhdx', vhdType: 'Data' },
        ],
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
    disks: [
      { id: 'd1', name: 'SQL01.vhdx', sizeBytes: 1024 ** 3, isOfSystem: true },
      { id: 'd2', name: 'SQL01-page.vhdx', sizeBytes: 1024 ** 3 / 2, isOfSystem: false },
    ],
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
      diskIds: ['d1', 'd2'],
      targetSubnetName: null,
    },
  ]);
});

test('disks that are left out are not replicated, but for the operating system’s', () => {
  const [first, second] = [machine(), { ...machine(), name: 'vm-2' }];
  const [os, page] = factsOf(first).disks;
  if (!os || !page) throw new Error('the machine has two disks');
  const leftOut = new Set([diskKey(first, os), diskKey(first, page)]);
  const draft = { ...EMPTY_DRAFT, fabric: { name: 'site1' }, policy: { id: '/p' }, machines: [first, second], leftOut };
  expect(requestsOf(draft).map(({ diskIds }) => diskIds)).toEqual([['d1'], ['d1', 'd2']]);
  expect(totalBytes(includedDisks(first, leftOut))).toBe(1024 ** 3);
});

test('the network is the mapping’s to say, unless one is chosen or none', () => {
  const networkOf = (networkId: string | null) => {
    const target = { ...EMPTY_DRAFT.target, networkId };
    const draft = { ...EMPTY_DRAFT, fabric: { name: 'site1' }, policy: { id: '/p' }, machines: [machine()], target };
    return requestsOf(draft)[0];
  };
  expect(networkOf(EMPTY_DRAFT.target.networkId)).not.toHaveProperty('targetNetworkId');
  expect(networkOf(null)).toHaveProperty('targetNetworkId', null);
  expect(networkOf('/vnet')).toHaveProperty('targetNetworkId', '/vnet');
});

test('a draft without a policy makes none', () => {
  expect(requestsOf({ ...EMPTY_DRAFT, fabric: { name: 'site1' }, machines: [machine()] })).toEqual([]);
});

test('premium disks and a copy frequency of 30 seconds exclude each other', () => {
  const every = (replicationInterval: number): ArmPolicy => ({
    properties: { providerSpecificDetails: { instanceType: 'HyperVReplicaAzure', replicationInterval } },
  });
  const premium = { ...EMPTY_DRAFT.target, diskType: 'Premium_LRS' } as const;
  expect(isFrequencyAvailable(every(30), premium)).toBe(false);
  expect(isFrequencyAvailable(every(300), premium)).toBe(true);
  expect(isFrequencyAvailable(every(30), EMPTY_DRAFT.target)).toBe(true);
  expect(isFrequencyAvailable({}, premium)).toBe(true);
});
