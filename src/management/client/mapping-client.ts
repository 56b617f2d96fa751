import { assert } from '../../base/assert.ts';
import type { ArmContainer, ArmContainerMapping, ArmNetwork, ArmNetworkMapping } from '../arm.ts';
import { VAULT_PATH } from '../wire.ts';
import type { MappingClient } from './mapping-api.ts';

const segment = encodeURIComponent;

export function createMappingClient(access: {
  readonly listAll: <Element>(path: string) => Promise<readonly Element[]>;
  readonly put: (path: string, body: unknown) => Promise<string | null>;
  readonly post: (path: string, body: unknown) => Promise<string | null>;
  readonly delete: (path: string) => Promise<string | null>;
}): MappingClient {
  const { listAll, put, post } = access;
  return {
    listNetworks: () => listAll<ArmNetwork>('/replicationNetworks'),
    listNetworkMappings: () => listAll<ArmNetworkMapping>('/replicationNetworkMappings'),
    putNetworkMapping: (networkId, name, recoveryNetworkId) =>
      put(`${belowVault(networkId)}/replicationNetworkMappings/${segment(name)}`, {
        properties: { recoveryNetworkId, fabricSpecificDetails: { instanceType: 'VmmToAzure' } },
      }),
    deleteNetworkMapping: (mappingId) => access.delete(belowVault(mappingId)),
    listContainers: () => listAll<ArmContainer>('/replicationProtectionContainers'),
    listContainerMappings: () => listAll<ArmContainerMapping>('/replicationProtectionContainerMappings'),
    associatePolicy: (containerId, name, policyName) =>
      put(`${belowVault(containerId)}/replicationProtectionContainerMappings/${segment(name)}`, {
        properties: {
          policyId: `${VAULT_PATH}/replicationPolicies/${segment(policyName)}`,
          targetProtectionContainerId: 'Microsoft Azure',
          providerSpecificInput: { instanceType: 'HyperVReplicaAzure' },
        },
      }),
    dissociatePolicy: (mappingId) => post(`${belowVault(mappingId)}/remove`, { properties: {} }),
  };
}

/** The service spells `/Subscriptions` in ids as it likes; what follows the vault is the path. */
function belowVault(armId: string): string {
  assert(armId.toLowerCase().startsWith(VAULT_PATH.toLowerCase()), `${armId} is of this vault`);
  return armId.slice(VAULT_PATH.length);
}
