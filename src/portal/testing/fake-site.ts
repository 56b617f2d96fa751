/** Hosts and policies of the fake vault. */
import type { ArmAlert, ArmFabric, ArmPolicy, ArmProtectableItem, ArmTargetSize } from '../../management/arm.ts';
import type { HostDetail, TargetNetwork } from '../../management/wire.ts';
import { iso } from './fake-vault.ts';

const GIB = 1024 ** 3;

export function fakePolicy(name: string, intervalSeconds: number): ArmPolicy {
  return {
    id: `/replicationPolicies/${name}`,
    name,
    properties: {
      friendlyName: name,
      providerSpecificDetails: {
        instanceType: 'HyperVReplicaAzure',
        replicationInterval: intervalSeconds,
        recoveryPointHistoryDurationInHours: 2,
        applicationConsistentSnapshotFrequencyInHours: 1,
        resyncWindow: { isEnabled: true, startLocal: '18:30', endLocal: '06:00' },
        thresholds: {
          sendAgeSeconds: 3600,
          sendAgeCycles: 3600 / intervalSeconds,
          latencySeconds: 300,
          monitoringSeconds: 43_200,
          dueCycles: 43_200 / intervalSeconds,
          missedShare: 0.2,
          missedCycles: Math.floor(8640 / intervalSeconds),
          applicationConsistentSeconds: 3600,
          logShare: 0.5,
        },
      },
    },
  } as unknown as ArmPolicy;
}

export function fakePolicies(): ArmPolicy[] {
  return [fakePolicy('30 seconds', 30), fakePolicy('5 minutes', 300)];
}

export function fakeHosts(): HostDetail[] {
  return ['HV-FRA-01', 'HV-FRA-02', 'HV-MUC-01'].map((name, index) => ({
    id: `host-${index}`,
    name,
    site: index === 2 ? 'Munich' : 'Frankfurt',
    fabricName: index === 2 ? 'munich' : 'frankfurt',
    fabricKind: index === 2 ? 'VMM' : 'HyperVSite',
    providerVersion: '5.1.8510.0',
    agentVersion: index === 1 ? '2.0.9202.0' : '2.0.9940.0',
    providerVersionState: 'Supported',
    agentVersionState: index === 1 ? 'UpdateRequired' : 'Supported',
    vmmServer: index === 2 ? { name: 'VMM-MUC-01', lastHeartbeat: iso(900), isSilent: true } : null,
    lastHeartbeat: iso(20 + index * 400),
    isSilent: index === 2,
    utcOffsetMinutes: 60,
    volumes: [{ name: 'D:', sizeBytes: 2048 * GIB, freeBytes: 410 * GIB }],
    machineCount: 6,
    protectedCount: 4,
    bandwidth:
      index === 0
        ? {
            workDays: [1, 2, 3, 4, 5],
            workStartLocal: '08:00',
            workEndLocal: '18:00',
            workHoursBitsPerSecond: 20 * 1024 ** 2,
            otherHoursBitsPerSecond: null,
            uploadThreadsPerMachine: 4,
          }
        : null,
  }));
}

export function fakeFabrics(): ArmFabric[] {
  return [
    {
      id: '/replicationFabrics/frankfurt',
      name: 'frankfurt',
      properties: { friendlyName: 'Frankfurt', health: 'Normal' },
    },
    { id: '/replicationFabrics/munich', name: 'munich', properties: { friendlyName: 'Munich', health: 'Critical' } },
  ];
}

/** Three machines of one to three disks; the last has a reason against it. */
export function fakeProtectableItems(fabric: string): ArmProtectableItem[] {
  return ['FILE01', 'DB07', 'CLUSTER2'].map((friendlyName, index) => ({
    id: `/replicationFabrics/${fabric}/replicationProtectionContainers/cloud_${fabric}/replicationProtectableItems/vm-${index}`,
    name: `vm-${index}`,
    properties: {
      friendlyName,
      protectionStatus: 'Unprotected',
      protectionReadinessErrors: index === 2 ? ['A disk of the virtual machine is a shared VHD.'] : [],
      customDetails: {
        instanceType: 'HyperVVirtualMachine',
        generation: '2',
        osDetails: { osType: 'Windows', osEdition: 'Windows Server 2022' },
        diskDetails: ['os', 'data', 'page'].slice(0, index === 0 ? 1 : 3).map((part, place) => ({
          vhdId: `${friendlyName}-${part}`,
          vhdName: `${friendlyName}-${part}.vhdx`,
          vhdType: part === 'os' ? 'OperatingSystem' : 'Data',
          maxSizeMB: 65_536 * (place + 1),
        })),
      },
    },
  }));
}

const NETWORKS = '/subscriptions/s/resourceGroups/dr/providers/Microsoft.Network/virtualNetworks';

export function fakeTargetNetworks(): TargetNetwork[] {
  return [
    {
      id: `${NETWORKS}/dr-vnet`,
      name: 'dr-vnet',
      subnets: [
        { name: 'default', addressPrefix: '10.9.0.0/24' },
        { name: 'databases', addressPrefix: '10.9.1.0/24' },
      ],
    },
    { id: `${NETWORKS}/test-vnet`, name: 'test-vnet', subnets: [{ name: 'default', addressPrefix: '10.8.0.0/24' }] },
  ];
}

/** For a machine with six data disks. */
export function fakeTargetSizes(): ArmTargetSize[] {
  const sizes = [
    ['Standard_B2s', 2, 4, 4, 3],
    ['Standard_D4s_v5', 4, 16, 8, 2],
    ['Standard_D8s_v5', 8, 32, 16, 4],
  ] as const;
  return sizes.map(([name, cpuCoresCount, memoryInGB, maxDataDiskCount, maxNicsCount]) => ({
    id: `/targetComputeSizes/${name}`,
    name,
    type: null,
    properties: {
      name,
      friendlyName: name,
      cpuCoresCount,
      vCPUsAvailable: null,
      memoryInGB,
      maxDataDiskCount,
      maxNicsCount,
      errors:
        maxDataDiskCount < 6
          ? [{ message: `The machine has 6 data disks; ${name} takes ${maxDataDiskCount}.`, severity: 'Error' }]
          : [],
      highIopsSupported: 'Yes',
      hyperVGenerations: null,
    },
  }));
}

export function fakeAlerts(): ArmAlert {
  return {
    name: 'defaultAlertSetting',
    properties: { sendToOwners: 'Send', customEmailAddresses: ['ops@contoso.com'], locale: 'en-US' },
  };
}
