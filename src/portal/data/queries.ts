/** Full shapes by query. The change feed says when to fetch again (`live-data.ts`); no query polls. */
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type {
  ArmEvent,
  ArmFabric,
  ArmJob,
  ArmPolicy,
  ArmProtectableItem,
  ArmProtectedItem,
  ArmRecoveryPlan,
  ArmRecoveryPoint,
  ArmTargetSize,
} from '../../management/arm.ts';
import type {
  HealthProof,
  HostDetail,
  ItemOperations,
  LabScenario,
  LabWorld,
  ReplicaDisk,
  ResyncAdviceBody,
  Series,
} from '../../management/wire.ts';
import { useClient } from './live-context.ts';
import { queryKeys } from './query-keys.ts';

export function useItem(itemId: string): UseQueryResult<ArmProtectedItem> {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.itemPart(itemId, 'arm'), queryFn: () => client.getItem(itemId) });
}

export function useDisks(itemId: string): UseQueryResult<readonly ReplicaDisk[]> {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.itemPart(itemId, 'disks'), queryFn: () => client.listDisks(itemId) });
}

export function useHealthProof(itemId: string): UseQueryResult<HealthProof> {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.itemPart(itemId, 'healthProof'),
    queryFn: () => client.getHealthProof(itemId),
  });
}

export function useSeries(itemId: string): UseQueryResult<Series> {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.itemPart(itemId, 'series'), queryFn: () => client.getSeries(itemId) });
}

/** Sizes for the machine in Azure, with what speaks against each. */
export function useTargetSizes(itemId: string): UseQueryResult<readonly ArmTargetSize[]> {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.itemPart(itemId, 'targetSizes'),
    queryFn: () => client.listTargetSizes(itemId),
  });
}

/** What may be done with the item now, and why not the rest. */
export function useOperations(itemId: string): UseQueryResult<ItemOperations> {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.itemPart(itemId, 'operations'), queryFn: () => client.getOperations(itemId) });
}

/** The planner's advice; with a rate, as if the line had that. The last answer stays until the next one has come. */
export function useResyncAdvice(
  itemId: string,
  bandwidthBitsPerSecond: number | null = null,
): UseQueryResult<ResyncAdviceBody> {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.resyncAdvice(itemId, bandwidthBitsPerSecond),
    queryFn: () => client.getResyncAdvice(itemId, bandwidthBitsPerSecond ?? undefined),
    placeholderData: keepPreviousData,
  });
}

export function useRecoveryPoints(itemId: string): UseQueryResult<readonly ArmRecoveryPoint[]> {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.itemPart(itemId, 'recoveryPoints'),
    queryFn: () => client.listRecoveryPoints(itemId),
  });
}

/** Events of one item. */
export function useItemEvents(itemId: string): UseQueryResult<readonly ArmEvent[]> {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.itemPart(itemId, 'events'), queryFn: () => client.listEvents(itemId) });
}

/** Events of the whole vault. */
export function useEvents(): UseQueryResult<readonly ArmEvent[]> {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.events(), queryFn: () => client.listEvents(null) });
}

export function useJob(jobId: string): UseQueryResult<ArmJob> {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.job(jobId), queryFn: () => client.getJob(jobId) });
}

/** Hyper-V hosts as their providers reported them last. */
export function useHosts(): UseQueryResult<readonly HostDetail[]> {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.hosts(), queryFn: () => client.listHosts() });
}

export function useFabrics(): UseQueryResult<readonly ArmFabric[]> {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.fabrics(), queryFn: () => client.listFabrics() });
}

export function useProtectableItems(fabricName: string): UseQueryResult<readonly ArmProtectableItem[]> {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.protectableItems(fabricName),
    queryFn: () => client.listProtectableItems(fabricName),
  });
}

export function usePolicies(): UseQueryResult<readonly ArmPolicy[]> {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.policies(), queryFn: () => client.listPolicies() });
}

/** `isNeeded` false asks for nothing. */
export function usePlans(isNeeded = true): UseQueryResult<readonly ArmRecoveryPlan[]> {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.recoveryPlans(), queryFn: () => client.listPlans(), enabled: isNeeded });
}

/** The scenario library of the demo. It is the same as long as the page lives. */
export function useScenarios(): UseQueryResult<readonly LabScenario[]> {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.scenarios(),
    queryFn: () => client.lab.listScenarios(),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The demo world's controls; null against a real world. */
export function useWorld(): UseQueryResult<LabWorld | null> {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.world(), queryFn: () => client.lab.getWorld() });
}
