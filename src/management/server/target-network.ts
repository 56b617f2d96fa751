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
