import { assignableRange, formatIpv4, parseIpv4 } from '../../base/ipv4-prefix.ts';
import { badRequest, notFound } from './arm-error.ts';
import { lastSegment } from './arm-id.ts';
import type { ServerContext } from './context.ts';

/** Where the networks of Azure are known, a machine can be connected to one of them only. */
export function failUnlessNetwork({ targetNetworks }: ServerContext, networkId: string): void {
  const wanted = networkId.toLowerCase();
  if (targetNetworks.length === 0 || targetNetworks.some(({ id }) => id.toLowerCase() === wanted)) return;
  throw notFound('virtual network', lastSegment(networkId));
}

/** A subnet is one of its network's. */
export function failUnlessSubnet({ targetNetworks }: ServerContext, networkId: string | null, subnet: string): void {
  const network = targetNetworks.find(({ id }) => id.toLowerCase() === networkId?.toLowerCase());
  if (!network || network.subnets.some(({ name }) => name.toLowerCase() === subnet.toLowerCase())) return;
  throw badRequest(
    'SubnetNotFound',
    `The virtual network '${network.name}' has no subnet '${subnet}'.`,
    `Use one of ${network.subnets.map(({ name }) => name).join(', ')}.`,
  );
}

/** An address is one that a machine can have in its subnet; without one, in the network's first. */
export function failUnlessAssignable(
  { targetNetworks }: ServerContext,
  networkId: string | null,
  subnetName: string | null,
  ipAddress: string,
): void {
  const network = targetNetworks.find(({ id }) => id.toLowerCase() === networkId?.toLowerCase());
  const wanted = subnetName?.toLowerCase();
  const subnet = wanted ? network?.subnets.find(({ name }) => name.toLowerCase() === wanted) : network?.subnets[0];
  const range = subnet && assignableRange(subnet.addressPrefix);
  const address = parseIpv4(ipAddress);
  if (!range || address === null || (range[0] <= address && address <= range[1])) return;
  throw badRequest(
    'StaticIpAddressNotInSubnet',
    `The subnet '${subnet.name}' has no address ${ipAddress} for a machine.`,
    `Use one from ${formatIpv4(range[0])} to ${formatIpv4(range[1])}, or none: Azure assigns one then.`,
  );
}

/** The network that stands in Azure for the first of a machine's networks that is mapped; null: none is. */
export function mappedNetwork(
  server: ServerContext,
  siteName: string,
  switchNames: readonly (string | null)[],
): string | null {
  const { networkMappings } = server.engine.vault();
  for (const switchName of switchNames) {
    const mapping = networkMappings.find((each) => each.siteName === siteName && each.networkName === switchName);
    if (mapping) return mapping.recoveryNetworkId;
  }
  return null;
}
