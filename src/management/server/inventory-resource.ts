import { elapsedMs, toIso, type Instant } from '../../base/units.ts';
import { allSilences, describeSilence } from '../../core/infrastructure/heartbeats.ts';
import { versionStateOf } from '../../core/infrastructure/versions.ts';
import { MAX_HEARTBEAT_AGE_MS } from '../../core/limits/limits.ts';
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

type FabricDetails = NonNullable<NonNullable<ArmFabric['properties']>['customDetails']>;
type HealthErrors = NonNullable<NonNullable<ArmFabric['properties']>['healthErrorDetails']>;

/** A Hyper-V site, or a VMM server. */
export function fabricResource(site: SiteNames, hosts: readonly HostInventory[], now: Instant): ArmFabric {
  const healthErrors = heartbeatErrors(hosts, now);
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
      customDetails: siteDetails(site, hosts),
      healthErrorDetails: healthErrors,
      health: healthErrors.length === 0 ? 'Normal' : 'Critical',
    },
  };
}

function siteDetails(site: SiteNames, hosts: readonly HostInventory[]): FabricDetails {
  if (site.kind === 'VMM') return { instanceType: 'VMM' };
  const hyperVHosts = hosts.map((host) => ({ id: host.hostId, name: host.name, marsAgentVersion: host.agentVersion }));
  return { instanceType: 'HyperVSite', hyperVHosts };
}

/** Servers of the site that are not heard of: infrastructure errors. */
function heartbeatErrors(hosts: readonly HostInventory[], now: Instant): HealthErrors {
  return [...allSilences(hosts, now).values()].map((silence) => {
    const { code, message, possibleCauses, recommendedAction } = describeSilence(silence);
    return {
      innerHealthErrors: [],
      errorSource: 'Infrastructure',
      errorType: silence.role,
      errorLevel: 'Error',
      errorCategory: 'FabricInfrastructure',
      errorCode: code,
      summaryMessage: '',
      errorMessage: message,
      possibleCauses,
      recommendedAction,
      creationTimeUtc: toIso(silence.since),
      recoveryProviderErrorMessage: null,
      entityId: silence.hostId,
      errorId: `${code}/${silence.serverName}`,
      customerResolvability: 'NotAllowed' as const,
    };
  });
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
      fabricType: site.kind,
      protectedItemCount,
      pairingStatus: 'Paired',
      role: 'Primary',
      fabricSpecificDetails: { instanceType: site.kind },
    },
  };
}

/** The provider on the VMM server; or those that the site's hosts registered, of which the newest heartbeat speaks for all. */
export function providerResource(
  site: SiteNames,
  hosts: readonly HostInventory[],
  protectedItemCount: number,
  now: Instant,
): unknown {
  const heartbeats = hosts.map((host) => host.vmmServer?.lastHeartbeatAt ?? host.lastHeartbeatAt);
  const lastHeartbeat = heartbeats.toSorted((a, b) => b - a)[0];
  const isSilent = lastHeartbeat === undefined || elapsedMs(lastHeartbeat, now) > MAX_HEARTBEAT_AGE_MS;
  const providerVersion = hosts[0]?.providerVersion;
  return {
    id: providerId(site),
    name: site.provider,
    type: ARM_TYPES.provider,
    properties: {
      fabricType: site.kind,
      friendlyName: site.server,
      providerVersion: providerVersion ?? null,
      serverVersion: null,
      providerVersionState: providerVersion === undefined ? null : versionStateOf('provider', providerVersion),
      providerVersionExpiryDate: null,
      fabricFriendlyName: site.siteName,
      lastHeartBeat: lastHeartbeat === undefined ? null : toIso(lastHeartbeat),
      connectionStatus: isSilent ? 'Disconnected' : 'Connected',
      protectedItemCount,
      allowedScenarios: [],
      healthErrorDetails: heartbeatErrors(hosts, now),
      // Ours: the service tells no agent's version state.
      agents: hosts.map((host) => ({
        id: host.hostId,
        name: host.name,
        version: host.agentVersion,
        versionState: versionStateOf('agent', host.agentVersion),
        lastHeartBeat: toIso(host.lastHeartbeatAt),
      })),
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
