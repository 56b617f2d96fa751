/** The vault's own settings, and the networks of its target. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ArmAlert } from '../../management/arm.ts';
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
