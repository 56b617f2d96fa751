/**
 * Names and ids of ARM resources. A site, of Hyper-V hosts alone or behind a VMM server, is a fabric, with one
 * provider and one container `cloud_<guid>`; items go by the machine's GUID [domain facts:
 * recorded Hyper-V-site traffic]. Ids begin with a capital `/Subscriptions`, as the service answers.
 */
import { decodedUri } from '../../base/decoded-uri.ts';
import { createRng } from '../../base/rng.ts';
import type { FabricKind, VmId } from '../../core/model.ts';
import { VAULT_PATH } from '../wire.ts';

const VAULT_ID = VAULT_PATH.replace(/^\/subscriptions\//, '/Subscriptions/');

/** The fixed container that stands for Azure, and its friendly name. */
export const RECOVERY_CONTAINER = 'd38048d4-b460-4791-8ece-108395ee8478';
export const AZURE_FABRIC = '21a9403c-6ec1-44f2-b744-b4e50b792387';
export const AZURE_NAME = 'Microsoft Azure';

/** Which site a machine or host belongs to, under the names that ARM gives it. */
export interface SiteNames {
  readonly siteName: string;
  readonly fabric: string;
  readonly container: string;
  readonly provider: string;
  /** The fabric's own GUID. */
  readonly guid: string;
  readonly kind: FabricKind;
  /** Where the provider sits: the VMM server; of a Hyper-V site, whose hosts have one each, the site. */
  readonly server: string;
}

/** The names of a site; ids follow from its display name alone. */
export function siteNames(siteName: string, vmmServer?: string): SiteNames {
  const slug = siteName.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^-+|-+$/g, '');
  const guid = guidOf(`fabric/${siteName}`);
  return {
    siteName,
    // A name that lost letters to the slug could meet another one.
    fabric: slug === siteName ? slug : `${slug}-${guid.slice(0, 4)}`,
    container: `cloud_${guid}`,
    provider: guidOf(`provider/${siteName}`),
    guid,
    kind: vmmServer === undefined ? 'HyperVSite' : 'VMM',
    server: vmmServer ?? siteName,
  };
}

/** A GUID (version 5 in form) that follows from a name. */
export function guidOf(name: string): string {
  const rng = createRng(name);
  const hex = Array.from({ length: 4 }, () => rng.uint32().toString(16).padStart(8, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** The part of an ARM id after its last slash; a bare name is its own. */
export function lastSegment(armId: string): string {
  return armId.slice(armId.lastIndexOf('/') + 1);
}

/** The same, decoded: a name as its owner knows it. */
export function decodedSegment(armId: string): string {
  return decodedUri(lastSegment(armId));
}

export function fabricId(site: SiteNames): string {
  return `${VAULT_ID}/replicationFabrics/${site.fabric}`;
}

export function containerId(site: SiteNames): string {
  return `${fabricId(site)}/replicationProtectionContainers/${site.container}`;
}

export function providerId(site: SiteNames): string {
  return `${fabricId(site)}/replicationRecoveryServicesProviders/${site.provider}`;
}

export function recoveryContainerId(): string {
  return `${VAULT_ID}/replicationFabrics/${AZURE_FABRIC}/replicationProtectionContainers/${RECOVERY_CONTAINER}`;
}

export function protectableItemId(site: SiteNames, vmId: VmId): string {
  return `${containerId(site)}/replicationProtectableItems/${vmId}`;
}

export function itemArmId(site: SiteNames, vmId: VmId): string {
  return `${containerId(site)}/replicationProtectedItems/${vmId}`;
}

export function jobArmId(jobId: string): string {
  return `${VAULT_ID}/replicationJobs/${jobId}`;
}

export function policyArmId(name: string): string {
  return `${VAULT_ID}/replicationPolicies/${encodeURIComponent(name)}`;
}

export function planArmId(name: string): string {
  return `${VAULT_ID}/replicationRecoveryPlans/${encodeURIComponent(name)}`;
}

export function eventArmId(name: string): string {
  return `${VAULT_ID}/replicationEvents/${name}`;
}

export function alertSettingsArmId(name: string): string {
  return `${VAULT_ID}/replicationAlertSettings/${name}`;
}

export function vaultSettingArmId(name: string): string {
  return `${VAULT_ID}/replicationVaultSettings/${name}`;
}

export function azureFabricId(): string {
  return `${VAULT_ID}/replicationFabrics/${AZURE_FABRIC}`;
}

export function containerMappingArmId(site: SiteNames, name: string): string {
  return `${containerId(site)}/replicationProtectionContainerMappings/${name}`;
}

export function vaultHealthArmId(): string {
  return `${VAULT_ID}/replicationVaultHealth/Default`;
}

const TYPE_ROOT = 'Microsoft.RecoveryServices/vaults';

/** ARM resource types, as the `type` field spells them. */
export const ARM_TYPES = {
  fabric: `${TYPE_ROOT}/replicationFabrics`,
  provider: `${TYPE_ROOT}/replicationFabrics/replicationRecoveryServicesProviders`,
  container: `${TYPE_ROOT}/replicationFabrics/replicationProtectionContainers`,
  protectableItem: `${TYPE_ROOT}/replicationFabrics/replicationProtectionContainers/replicationProtectableItems`,
  item: `${TYPE_ROOT}/replicationFabrics/replicationProtectionContainers/replicationProtectedItems`,
  recoveryPoint: `${TYPE_ROOT}/replicationFabrics/replicationProtectionContainers/replicationProtectedItems/recoveryPoints`,
  job: `${TYPE_ROOT}/replicationJobs`,
  policy: `${TYPE_ROOT}/replicationPolicies`,
  recoveryPlan: `${TYPE_ROOT}/replicationRecoveryPlans`,
  event: `${TYPE_ROOT}/replicationEvents`,
  vaultHealth: `${TYPE_ROOT}/replicationVaultHealth`,
  alertSettings: `${TYPE_ROOT}/replicationAlertSettings`,
  vaultSettings: `${TYPE_ROOT}/replicationVaultSettings`,
  network: `${TYPE_ROOT}/replicationFabrics/replicationNetworks`,
  networkMapping: `${TYPE_ROOT}/replicationFabrics/replicationNetworks/replicationNetworkMappings`,
  logicalNetwork: `${TYPE_ROOT}/replicationFabrics/replicationLogicalNetworks`,
  storageClassification: `${TYPE_ROOT}/replicationFabrics/replicationStorageClassifications`,
  containerMapping: `${TYPE_ROOT}/replicationFabrics/replicationProtectionContainers/replicationProtectionContainerMappings`,
} as const;
