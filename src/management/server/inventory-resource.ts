import { toIso } from '../../base/units.ts';
import type { HostInventory, MachineInventory, ReadinessError } from '../../core/ports.ts';
import type { ArmFabric, ArmProtectableItem } from '../arm.ts';
import {
  ARM_TYPES,
  AZURE_NAME,
  containerId,
  fabricId,
  itemArmId,
  protectableItemId,
  providerId,
  type SiteNames,
} from './arm-id.ts';

const MIB = 1024 * 1024;

/** A Hyper-V site. */
export function fabricResource(site: SiteNames, hosts: readonly HostInventory[]): ArmFabric {
  return {
    id: fabricId(site),
    name: site.fabric,
    type: ARM_TYPES.fabric,
    properties: {
      friendlyName: site.siteName,
      encryptionDetails: { kekState: 'None', kekCertThumbprint: null, kekCertExpiryDate: null },
      rolloverEncryptionDetails: { kekState: 'None', kekCertThumbprint: null, kekCertExpiryDate: null },
      internalIdentifier: site.guid,
      bcdrState: 'Valid',
      customDetails: {
        instanceType: 'HyperVSite',
        hyperVHosts: hosts.map((host) => ({ id: host.hostId, name: host.name, marsAgentVersion: host.agentVersion })),
      },
      healthErrorDetails: [],
      health: 'Normal',
    },
  };
}

/** The site's one container: all its machines. */
export function containerResource(site: SiteNames, protectedItemCount: number): unknown {
  return {
    id: containerId(site),
    name: site.container,
    type: ARM_TYPES.container,
    properties: {
      fabricFriendlyName: site.siteName,
      friendlyName: site.siteName,
      fabricType: 'HyperVSite',
      protectedItemCount,
      pairingStatus: 'Paired',
      role: 'Primary',
      fabricSpecificDetails: { instanceType: 'HyperVSite' },
    },
  };
}

/** The provider that the site's hosts registered; the newest heartbeat speaks for all. */
export function providerResource(
  site: SiteNames,
  hosts: readonly HostInventory[],
  protectedItemCount: number,
): unknown {
  const lastHeartbeat = hosts.map((host) => host.lastHeartbeatAt).toSorted((a, b) => b - a)[0];
  return {
    id: providerId(site),
    name: site.provider,
    type: ARM_TYPES.provider,
    properties: {
      fabricType: 'HyperVSite',
      friendlyName: site.siteName,
      providerVersion: hosts[0]?.providerVersion ?? null,
      serverVersion: null,
      providerVersionState: 'Supported',
      fabricFriendlyName: site.siteName,
      lastHeartBeat: lastHeartbeat === undefined ? null : toIso(lastHeartbeat),
      connectionStatus: 'Connected',
      protectedItemCount,
      allowedScenarios: [],
      healthErrorDetails: [],
    },
  };
}

/** How each reason against protection is worded [domain facts: prerequisites, support matrix]. */
const READINESS_WORDS: Readonly<Record<ReadinessError, string>> = {
  BitLocker: 'A volume of the virtual machine is encrypted with BitLocker.',
  FibreChannelAdapter: 'The virtual machine has a virtual Fibre Channel adapter.',
  InvalidMachineName: 'The name must have 1 to 63 letters, digits and hyphens.',
  NoOperatingSystemDisk: 'The virtual machine does not have exactly one operating system disk.',
  OsDiskTooLarge: 'The operating system disk is larger than Azure allows for this generation.',
  DataDiskTooLarge: 'A data disk is larger than 4,095 GB.',
  SharedVhd: 'A disk of the virtual machine is a shared VHD.',
  TooManyDisks: 'The virtual machine has more than 16 data disks.',
  UnsupportedOperatingSystem: 'The guest operating system is not supported.',
  UnsupportedSectorSize: 'A disk has physical sectors of 4,096 bytes.',
};

/** A machine that could be protected, or is. */
export function protectableItemResource(
  site: SiteNames,
  machine: MachineInventory,
  isProtected: boolean,
): ArmProtectableItem {
  const customDetails = {
    instanceType: 'HyperVVirtualMachine',
    sourceItemId: machine.vmId,
    generation: String(machine.generation),
    osDetails: {
      osType: machine.osType,
      productType: null,
      osEdition: machine.osName,
      oSVersion: null,
      oSMajorVersion: null,
      oSMinorVersion: null,
    },
    diskDetails: machine.disks.map((disk) => ({
      maxSizeMB: Math.ceil(disk.sizeBytes / MIB),
      vhdType: disk.role,
      vhdId: disk.diskId,
      vhdName: disk.name,
    })),
    hasPhysicalDisk: 'NotPresent',
    hasFibreChannelAdapter: machine.readinessErrors.includes('FibreChannelAdapter') ? 'Present' : 'NotPresent',
    hasSharedVhd: machine.readinessErrors.includes('SharedVhd') ? 'Present' : 'NotPresent',
    hyperVHostId: machine.hostId,
  } as const;
  return {
    id: protectableItemId(site, machine.vmId),
    name: machine.vmId,
    type: ARM_TYPES.protectableItem,
    properties: {
      friendlyName: machine.name,
      protectionStatus: isProtected ? 'Protected' : 'Unprotected',
      replicationProtectedItemId: isProtected ? itemArmId(site, machine.vmId) : null,
      recoveryServicesProviderId: providerId(site),
      protectionReadinessErrors: machine.readinessErrors.map((error) => READINESS_WORDS[error]),
      supportedReplicationProviders: ['HyperVReplicaAzure'],
      customDetails,
    },
  };
}

/** Azure as a fabric has no hosts; items name it as their other side. */
export const RECOVERY_SIDE = {
  recoveryFabricFriendlyName: AZURE_NAME,
  recoveryFabricId: AZURE_NAME,
  recoveryProtectionContainerFriendlyName: AZURE_NAME,
} as const;
