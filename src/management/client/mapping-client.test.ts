/** The client of mappings against the real server. */
import { expect, test } from 'vitest';
import type { TargetNetwork } from '../wire.ts';
import { driveServer } from '../server/testing/driven-server.ts';
import { createManagementClient } from './management-client.ts';

const VNET = '/subscriptions/s/resourceGroups/dr/providers/Microsoft.Network/virtualNetworks/recovery-vnet';
const targetNetworks: readonly TargetNetwork[] = [{ id: VNET, name: 'recovery-vnet', subnets: [] }];

function drive() {
  const { engine, server } = driveServer({ targetNetworks });
  const client = createManagementClient({
    request: ({ method, path, body }) =>
      server.handle(new Request(`https://lockstep.test${path}`, { method, ...(body ? { body } : {}) })),
    subscribe: () => () => undefined,
  });
  return { engine, client };
}

test('maps a network of a site, tells the mapping, and deletes it, each by a job', async () => {
  const { client } = drive();
  const networks = await client.listNetworks();
  const network = networks.find(({ properties }) => properties?.friendlyName === 'Production');
  expect(await client.putNetworkMapping(network?.id ?? '', 'corp', VNET)).not.toBeNull();
  const [mapping] = await client.listNetworkMappings();
  expect(mapping?.properties).toMatchObject({ primaryNetworkId: network?.id, recoveryNetworkId: VNET });
  expect(await client.deleteNetworkMapping(mapping?.id ?? '')).not.toBeNull();
  expect(await client.listNetworkMappings()).toEqual([]);
});

test('associates a policy with a site, and dissociates it', async () => {
  const { client, engine } = drive();
  engine.itemsById.clear();
  const [container] = await client.listContainers();
  expect(await client.associatePolicy(container?.id ?? '', 'gold', 'Gold 30 s')).not.toBeNull();
  const [mapping] = await client.listContainerMappings();
  expect(mapping).toMatchObject({ name: 'gold', properties: { policyFriendlyName: 'Gold 30 s' } });
  expect(await client.dissociatePolicy(mapping?.id ?? '')).not.toBeNull();
  expect(await client.listContainerMappings()).toEqual([]);
});

test('tells why a mapping is refused', async () => {
  const { client } = drive();
  const [network] = await client.listNetworks();
  await expect(client.putNetworkMapping(network?.id ?? '', 'corp', `${VNET}-none`)).rejects.toMatchObject({
    name: 'ManagementError',
    status: 404,
  });
});
