import type { ArmContainer, ArmContainerMapping, ArmNetwork, ArmNetworkMapping } from '../arm.ts';

/**
 * What a site is told about Azure: the policies that its machines may replicate under, and the network that
 * stands for each of its own. Ids are ARM ids, as the lists tell them. Each command answers with its job's id.
 */
export interface MappingClient {
  /** Of all sites: the virtual switches of one name on a site's hosts are one network. */
  listNetworks(): Promise<readonly ArmNetwork[]>;
  listNetworkMappings(): Promise<readonly ArmNetworkMapping[]>;
  /** Maps the network, or maps it anew; refused (409) while another name maps it. */
  putNetworkMapping(networkId: string, name: string, recoveryNetworkId: string): Promise<string | null>;
  deleteNetworkMapping(mappingId: string): Promise<string | null>;

  /** One a site. */
  listContainers(): Promise<readonly ArmContainer[]>;
  listContainerMappings(): Promise<readonly ArmContainerMapping[]>;
  associatePolicy(containerId: string, name: string, policyName: string): Promise<string | null>;
  /** Refused (409) while machines of the site replicate under the policy. */
  dissociatePolicy(mappingId: string): Promise<string | null>;
}
