/** Networks, sites and what they are mapped to, in a fake vault. Mappings can be made and removed. */
import type { ArmContainer, ArmContainerMapping, ArmNetwork, ArmNetworkMapping } from '../../management/arm.ts';
import type { MappingClient } from '../../management/client/mapping-api.ts';
import { VAULT_PATH } from '../../management/wire.ts';
import { fakeTargetNetworks } from './fake-site.ts';

const FABRICS = `${VAULT_PATH}/replicationFabrics`;
const SITES = [
  { site: 'Frankfurt', fabric: 'frankfurt', kind: 'HyperVSite' },
  { site: 'Munich', fabric: 'munich', kind: 'VMM' },
] as const;

function fakeNetworks(): ArmNetwork[] {
  const network = (fabric: string, name: string, prefix: string): ArmNetwork => ({
    id: `${FABRICS}/${fabric}/replicationNetworks/${name.toLowerCase()}`,
    name: name.toLowerCase(),
    properties: { friendlyName: name, subnets: [{ name: '', friendlyName: name, addressList: [prefix] }] },
  });
  return [
    network('frankfurt', 'Production', '10.1.0.0/24'),
    network('frankfurt', 'Backup', '10.1.9.0/24'),
    network('munich', 'Production', '10.2.0.0/24'),
  ];
}

function fakeContainers(): ArmContainer[] {
  return SITES.map(({ site, fabric, kind }) => ({
    id: `${FABRICS}/${fabric}/replicationProtectionContainers/cloud_${fabric}`,
    name: `cloud_${fabric}`,
    properties: { fabricFriendlyName: site, friendlyName: site, fabricType: kind },
  }));
}

function networkMapping(networkId: string, name: string, recoveryNetworkId: string): ArmNetworkMapping {
  return {
    id: `${networkId}/replicationNetworkMappings/${name}`,
    name,
    properties: {
      primaryNetworkId: networkId,
      recoveryNetworkId,
      recoveryNetworkFriendlyName: recoveryNetworkId.slice(recoveryNetworkId.lastIndexOf('/') + 1),
    },
  };
}

function containerMapping(containerId: string, name: string, policy: string): ArmContainerMapping {
  return {
    id: `${containerId}/replicationProtectionContainerMappings/${name}`,
    name,
    properties: { policyFriendlyName: policy },
  };
}

export class FakeMappings {
  #networks: readonly ArmNetworkMapping[];
  #policies: readonly ArmContainerMapping[];

  constructor() {
    const [network] = fakeNetworks();
    const [target] = fakeTargetNetworks();
    this.#networks = [networkMapping(network?.id ?? '', 'production', target?.id ?? '')];
    const [frankfurt] = fakeContainers();
    this.#policies = [containerMapping(frankfurt?.id ?? '', 'half-a-minute', '30 seconds')];
  }

  /** `answer` plays the connection, and `record` notes the command. */
  client(
    answer: <Value>(method: keyof MappingClient, value: () => Value) => Promise<Value>,
    record: (command: string) => void,
  ): MappingClient {
    const change = (method: keyof MappingClient, command: string, act: () => void): Promise<string | null> =>
      answer(method, () => {
        record(`${method} ${command}`);
        act();
        return 'job-mapping';
      });
    return {
      listNetworks: () => answer('listNetworks', fakeNetworks),
      listContainers: () => answer('listContainers', fakeContainers),
      listNetworkMappings: () => answer('listNetworkMappings', () => this.#networks),
      listContainerMappings: () => answer('listContainerMappings', () => this.#policies),
      putNetworkMapping: (networkId, name, recoveryNetworkId) =>
        change('putNetworkMapping', `${below(networkId)} ${name} ${below(recoveryNetworkId)}`, () => {
          const mapping = networkMapping(networkId, name, recoveryNetworkId);
          this.#networks = [...this.#networks.filter(({ id }) => id !== mapping.id), mapping];
        }),
      deleteNetworkMapping: (mappingId) =>
        change('deleteNetworkMapping', below(mappingId), () => {
          this.#networks = this.#networks.filter(({ id }) => id !== mappingId);
        }),
      associatePolicy: (containerId, name, policy) =>
        change('associatePolicy', `${below(containerId)} ${name} ${policy}`, () => {
          this.#policies = [...this.#policies, containerMapping(containerId, name, policy)];
        }),
      dissociatePolicy: (mappingId) =>
        change('dissociatePolicy', below(mappingId), () => {
          this.#policies = this.#policies.filter(({ id }) => id !== mappingId);
        }),
    };
  }
}

/** What tells an ARM id from others of its kind, for the record of commands. */
function below(armId: string): string {
  return armId.replace(/^.*?\/(replicationFabrics|virtualNetworks)\//, '');
}
