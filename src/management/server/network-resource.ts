/** Networks of both sides, and what VMM has besides, as ARM shows them. */
import type { HostInventory, VirtualSwitch } from '../../core/ports.ts';
import type { NetworkMapping } from '../../core/vault/vault.ts';
import type { TargetNetwork } from '../wire.ts';
import { ARM_TYPES, AZURE_NAME, azureFabricId, fabricId, guidOf, lastSegment, type SiteNames } from './arm-id.ts';

/** A network of a site: the virtual switches of one name on its hosts. */
export interface SiteNetwork {
  readonly name: string;
  readonly site: SiteNames;
  readonly friendlyName: string;
  readonly addressPrefixes: readonly string[];
}

/** Ascending by name. */
export function networksOf(site: SiteNames, hosts: readonly HostInventory[]): readonly SiteNetwork[] {
  const prefixes = new Map<string, Set<string>>();
  for (const { name, addressPrefixes } of hosts.flatMap((host): readonly VirtualSwitch[] => host.switches ?? [])) {
    const known = prefixes.get(name) ?? new Set<string>();
    prefixes.set(name, known);
    for (const prefix of addressPrefixes) known.add(prefix);
  }
  return Array.from(prefixes, ([friendlyName, known]) => ({
    name: guidOf(`network/${site.siteName}/${friendlyName}`),
    site,
    friendlyName,
    addressPrefixes: [...known].toSorted(),
  })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

export function networkArmId({ site, name }: Pick<SiteNetwork, 'site' | 'name'>): string {
  return `${fabricId(site)}/replicationNetworks/${name}`;
}

export function networkResource(network: SiteNetwork): unknown {
  const { site, name, friendlyName, addressPrefixes } = network;
  return {
    id: networkArmId(network),
    name,
    type: ARM_TYPES.network,
    properties: {
      fabricType: site.kind,
      friendlyName,
      networkType: 'NoIsolation',
      subnets: addressPrefixes.length === 0 ? [] : [{ name: '', friendlyName, addressList: addressPrefixes }],
    },
  };
}

/** A virtual network in Azure as a network of the Azure fabric; `networkId`, its own ARM id, is our addition. */
export function azureNetworkResource({ id, name, subnets }: TargetNetwork): unknown {
  return {
    id: `${azureFabricId()}/replicationNetworks/${name}`,
    name,
    type: ARM_TYPES.network,
    properties: {
      fabricType: 'Azure',
      friendlyName: name,
      networkType: 'NoIsolation',
      subnets: subnets.map((subnet) => ({
        name: subnet.name,
        friendlyName: subnet.name,
        addressList: [subnet.addressPrefix],
      })),
      networkId: id,
    },
  };
}

export function networkMappingArmId(network: SiteNetwork, name: string): string {
  return `${networkArmId(network)}/replicationNetworkMappings/${name}`;
}

export function networkMappingResource(network: SiteNetwork, { name, recoveryNetworkId }: NetworkMapping): unknown {
  return {
    id: networkMappingArmId(network, name),
    name,
    type: ARM_TYPES.networkMapping,
    properties: {
      state: 'Paired',
      primaryNetworkFriendlyName: network.friendlyName,
      primaryNetworkId: networkArmId(network),
      primaryFabricFriendlyName: network.site.siteName,
      recoveryNetworkFriendlyName: lastSegment(recoveryNetworkId),
      recoveryNetworkId,
      recoveryFabricArmId: azureFabricId(),
      recoveryFabricFriendlyName: AZURE_NAME,
      fabricSpecificSettings: { instanceType: 'VmmToAzure' },
    },
  };
}

/** Named things of a VMM server: logical networks and storage classifications. */
export interface VmmThing {
  readonly name: string;
  readonly site: SiteNames;
  readonly friendlyName: string;
}

export function vmmThings(
  site: SiteNames,
  hosts: readonly HostInventory[],
  kind: 'logicalNetworks' | 'storageClassifications',
): readonly VmmThing[] {
  const names = new Set(hosts.flatMap((host) => host.vmmServer?.[kind] ?? []));
  return Array.from(names, (friendlyName) => ({
    name: guidOf(`${kind}/${site.siteName}/${friendlyName}`),
    site,
    friendlyName,
  })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

export function logicalNetworkResource({ name, site, friendlyName }: VmmThing): unknown {
  return {
    id: `${fabricId(site)}/replicationLogicalNetworks/${name}`,
    name,
    type: ARM_TYPES.logicalNetwork,
    properties: {
      friendlyName,
      logicalNetworkDefinitionsStatus: 'LogicalNetworkDefinitionsNotIsolated',
      logicalNetworkUsage: 'NotUsedAsPrivateNetworkForTestFailover',
      networkVirtualizationStatus: 'NetworkVirtualizationNotEnabled',
    },
  };
}

export function storageClassificationResource({ name, site, friendlyName }: VmmThing): unknown {
  return {
    id: `${fabricId(site)}/replicationStorageClassifications/${name}`,
    name,
    type: ARM_TYPES.storageClassification,
    properties: { friendlyName },
  };
}
