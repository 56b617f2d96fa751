import type { ArmContainer, ArmNetwork, ArmNetworkMapping } from '../../../management/arm.ts';

/** A network of a site, with what stands for it in Azure. */
export interface MappedNetwork {
  /** ARM id. */
  readonly id: string;
  readonly name: string;
  readonly site: string;
  readonly addressPrefixes: readonly string[];
  readonly mapping: {
    readonly id: string;
    readonly name: string;
    readonly recoveryNetworkId: string;
    readonly recoveryNetworkName: string;
  } | null;
}

/** Every network with its mapping, ascending by site and name. Sites have their names from their containers. */
export function mappedNetworks(
  networks: readonly ArmNetwork[],
  mappings: readonly ArmNetworkMapping[],
  containers: readonly ArmContainer[],
): readonly MappedNetwork[] {
  const siteNames = new Map(
    containers.map(({ id, properties }) => [fabricOf(id), properties?.fabricFriendlyName ?? '']),
  );
  const byNetwork = new Map(mappings.map((mapping) => [foldId(mapping.properties?.primaryNetworkId), mapping]));
  return networks
    .map((network): MappedNetwork => {
      const mapping = byNetwork.get(foldId(network.id));
      return {
        id: network.id ?? '',
        name: network.properties?.friendlyName ?? network.name ?? '',
        site: siteNames.get(fabricOf(network.id)) ?? fabricOf(network.id),
        addressPrefixes: (network.properties?.subnets ?? []).flatMap((subnet) => subnet.addressList ?? []),
        mapping: mapping
          ? {
              id: mapping.id ?? '',
              name: mapping.name ?? '',
              recoveryNetworkId: mapping.properties?.recoveryNetworkId ?? '',
              recoveryNetworkName: mapping.properties?.recoveryNetworkFriendlyName ?? '',
            }
          : null,
      };
    })
    .toSorted((a, b) => a.site.localeCompare(b.site) || a.name.localeCompare(b.name));
}

/** The name of the fabric that an ARM id lies in. */
function fabricOf(armId: string | null | undefined): string {
  return /\/replicationFabrics\/([^/]+)/i.exec(armId ?? '')?.[1] ?? '';
}

/** ARM's ids do not tell cases apart. */
function foldId(armId: string | null | undefined): string {
  return (armId ?? '').toLowerCase();
}
