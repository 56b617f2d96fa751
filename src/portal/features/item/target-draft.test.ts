import { describe, expect, it } from 'vitest';
import { fakeTargetNetworks, fakeTargetSizes } from '../../testing/fake-site.ts';
import {
  NO_NETWORK,
  editedTarget,
  hasProblems,
  isSameTarget,
  storedTarget,
  targetChange,
  targetProblems,
  withNetwork,
  withNicEdit,
  type TargetDraft,
} from './target-draft.ts';

const [network, other] = fakeTargetNetworks();
const GROUP = '/subscriptions/s/resourceGroups/contoso-dr';
const stored: TargetDraft = {
  vmName: 'app-01',
  vmSize: 'Standard_D4s_v5',
  resourceGroup: 'contoso-dr',
  networkId: network?.id ?? '',
  nics: [
    { nicId: 'nic-0', isSelected: true, subnetName: 'default', ipAddress: '10.9.0.20' },
    { nicId: 'nic-1', isSelected: false, subnetName: 'databases', ipAddress: '' },
  ],
};
const sizeNamed = (name: string) => fakeTargetSizes().find((size) => size.name === name);

describe('edits', () => {
  it('stand upon what is stored: what nobody touched follows it', () => {
    const edits = withNicEdit({ vmName: 'app-02' }, 'nic-1', { isSelected: true });
    const draft = editedTarget({ ...stored, vmSize: 'Standard_B2s' }, edits);
    expect(draft).toMatchObject({ vmName: 'app-02', vmSize: 'Standard_B2s' });
    expect(draft.nics.map(({ isSelected, subnetName }) => [isSelected, subnetName])).toEqual([
      [true, 'default'],
      [true, 'databases'],
    ]);
  });

  it('that come to what is stored are none', () => {
    const away = withNetwork({}, stored, other?.id ?? '');
    expect(isSameTarget(editedTarget(stored, away), stored)).toBe(false);
    expect(isSameTarget(editedTarget(stored, withNetwork(away, stored, stored.networkId)), stored)).toBe(true);
  });

  it('another network takes subnets and addresses away, and leaves which adapters are made', () => {
    const edits = withNetwork(withNicEdit({}, 'nic-1', { isSelected: true }), stored, NO_NETWORK);
    expect(editedTarget(stored, edits).nics).toEqual([
      { nicId: 'nic-0', isSelected: true, subnetName: null, ipAddress: '' },
      { nicId: 'nic-1', isSelected: true, subnetName: null, ipAddress: '' },
    ]);
  });
});

describe('the change', () => {
  const changeOf = (draft: TargetDraft) => targetChange(stored, draft, GROUP);

  it('says what differs and nothing else', () => {
    expect(changeOf(stored)).toEqual({});
    expect(changeOf({ ...stored, vmSize: 'Standard_B2s', resourceGroup: 'other' })).toEqual({
      targetVmSize: 'Standard_B2s',
      targetResourceGroupId: '/subscriptions/s/resourceGroups/other',
    });
  });

  it('names all adapters with their addresses once one of them differs', () => {
    expect(changeOf(editedTarget(stored, withNicEdit({}, 'nic-1', { isSelected: true })))).toEqual({
      nics: [
        { nicId: 'nic-0', isSelected: true, subnetName: 'default', staticIpAddress: '10.9.0.20' },
        { nicId: 'nic-1', isSelected: true, subnetName: 'databases', staticIpAddress: null },
      ],
    });
  });

  it('of the network to none of a machine without adapters drops its subnet', () => {
    const bare = { ...stored, nics: [] };
    expect(targetChange(bare, { ...bare, networkId: NO_NETWORK }, GROUP)).toEqual({
      targetNetworkId: null,
      targetSubnetName: null,
    });
  });
});

describe('problems', () => {
  const problemsOf = (edit: Partial<TargetDraft>, size = 'Standard_D4s_v5') =>
    targetProblems({ ...stored, ...edit }, sizeNamed(size), network);
  const withAddress = (ipAddress: string, subnetName: string | null = 'default') =>
    problemsOf({ nics: [{ nicId: 'nic-0', isSelected: true, subnetName, ipAddress }] }).addresses['nic-0'];

  it('are none of what is stored', () => {
    expect(hasProblems(problemsOf({}))).toBe(false);
  });

  it.each(['', '-a', 'a-', 'a b', 'a'.repeat(64)])('%j is no name of a machine', (vmName) => {
    expect(problemsOf({ vmName }).vmName).toMatch(/1 to 63/);
  });

  it.each(['', 'a.', 'a/b', 'a'.repeat(91)])('%j is no resource group', (resourceGroup) => {
    expect(problemsOf({ resourceGroup }).resourceGroup).toMatch(/1 to 90/);
  });

  it('a size says itself what it cannot take, and no more adapters than it has', () => {
    expect(problemsOf({}, 'Standard_B2s').vmSize).toBe('The machine has 6 data disks; Standard_B2s takes 4.');
    const nics = [0, 1, 2].map((index) => ({ nicId: `${index}`, isSelected: true, subnetName: null, ipAddress: '' }));
    expect(problemsOf({ nics }).vmSize).toBe('3 adapters are chosen; Standard_D4s_v5 takes 2.');
    expect(problemsOf({ nics }, 'Unknown').vmSize).toBeUndefined();
  });

  it('a machine with adapters keeps one', () => {
    const nics = stored.nics.map((nic) => ({ ...nic, isSelected: false }));
    expect(problemsOf({ nics }).nics).toMatch(/at least one/);
    expect(problemsOf({ nics: [] }).nics).toBeUndefined();
  });

  it('an address is one that Azure leaves to machines, of its subnet or the network’s first, and of one adapter', () => {
    expect(withAddress('10.9.0')).toMatch(/not an IPv4 address/i);
    expect(withAddress('10.9.0.3')).toBe('Between 10.9.0.4 and 10.9.0.254 in this subnet');
    expect(withAddress('10.9.0.4')).toBeUndefined();
    expect(withAddress('10.9.0.4', 'databases')).toMatch(/10\.9\.1\.4/);
    expect(withAddress('10.9.0.254', null)).toBeUndefined();
    const twice = stored.nics.map((nic) => ({ ...nic, isSelected: true, subnetName: null, ipAddress: '10.9.0.20' }));
    expect(problemsOf({ nics: twice }).addresses).toEqual({ 'nic-1': 'Another adapter has this address' });
  });
});

it('reads what is stored from the item', () => {
  expect(storedTarget(undefined)).toEqual({
    vmName: '',
    vmSize: '',
    resourceGroup: '',
    networkId: NO_NETWORK,
    nics: [],
  });
});
