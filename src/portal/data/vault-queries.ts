/** The vault's own settings, the networks of both sides, and what is mapped to what. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type {
  ArmAlert,
  ArmContainer,
  ArmContainerMapping,
  ArmNetwork,
  ArmNetworkMapping,
} from '../../management/arm.ts';
import type { TargetNetwork, VaultStatus } from '../../management/wire.ts';
import { useClient } from './live-context.ts';
import { queryKeys } from './query-keys.ts';

export function useVaultStatus(): UseQueryResult<VaultStatus> {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.vaultStatus(), queryFn: () => client.getVaultStatus() });
}

export function useAlertSettings(): UseQueryResult<ArmAlert> {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.alertSettings(), queryFn: () => client.getAlertSettings() });
}

export function useTargetNetworks(): UseQueryResult<readonly TargetNetwork[]> {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.targetNetworks(), queryFn: () => client.listTargetNetworks() });
}

/** Networks of the sites. */
export function useNetworks(): UseQueryResult<readonly ArmNetwork[]> {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.networks(), queryFn: () => client.listNetworks() });
}

export function useNetworkMappings(): UseQueryResult<readonly ArmNetworkMapping[]> {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.networkMappings(), queryFn: () => client.listNetworkMappings() });
}

/** One a site. */
export function useContainers(): UseQueryResult<readonly ArmContainer[]> {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.containers(), queryFn: () => client.listContainers() });
}

export function useContainerMappings(): UseQueryResult<readonly ArmContainerMapping[]> {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.containerMappings(), queryFn: () => client.listContainerMappings() });
}
