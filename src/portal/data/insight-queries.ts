/** Queries of what goes beyond Azure. Those of one item are fetched again with it, the others once a minute of the world. */
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { HostBandwidthSchedule } from '../../management/wire.ts';
import type {
  BandwidthForecast,
  BulkResyncAnswer,
  BulkResyncRequest,
  HostFlows,
  ItemDifferences,
  ItemOutlook,
  LogOutlooks,
  ResyncCalendar,
  ResyncPlans,
  RootCauses,
  RpoBand,
} from '../../management/wire-insight.ts';
import { useClient } from './live-context.ts';
import { INSIGHT } from './query-keys.ts';

export function useOutlook(itemId: string): UseQueryResult<ItemOutlook> {
  const client = useClient();
  return useQuery({ queryKey: ['item', itemId, 'outlook'], queryFn: () => client.getOutlook(itemId) });
}

export function useDifferences(itemId: string): UseQueryResult<ItemDifferences> {
  const client = useClient();
  return useQuery({ queryKey: ['item', itemId, 'differences'], queryFn: () => client.getDifferences(itemId) });
}

/** With a rate, as if the line had that. The last answer stays until the next one has come. */
export function useResyncPlans(itemId: string, bandwidthBitsPerSecond: number | null): UseQueryResult<ResyncPlans> {
  const client = useClient();
  return useQuery({
    queryKey: ['item', itemId, 'resyncPlans', bandwidthBitsPerSecond],
    queryFn: () => client.getResyncPlans(itemId, bandwidthBitsPerSecond ?? undefined),
    placeholderData: keepPreviousData,
  });
}

/** What would become of a resynchronization of several machines. */
export function useBulkResyncPlan(request: BulkResyncRequest): UseQueryResult<BulkResyncAnswer> {
  const client = useClient();
  const dryRun = { ...request, isDryRun: true };
  return useQuery({
    queryKey: [INSIGHT, 'bulkResync', dryRun],
    queryFn: () => client.resynchronizeMany(dryRun),
    placeholderData: keepPreviousData,
  });
}

export function useLogOutlooks(top: number): UseQueryResult<LogOutlooks> {
  const client = useClient();
  return useQuery({ queryKey: [INSIGHT, 'logOutlooks', top], queryFn: () => client.getLogOutlooks(top) });
}

export function useRpoBand(): UseQueryResult<RpoBand> {
  const client = useClient();
  return useQuery({ queryKey: [INSIGHT, 'rpoBand'], queryFn: () => client.getRpoBand() });
}

export function useResyncCalendar(): UseQueryResult<ResyncCalendar> {
  const client = useClient();
  return useQuery({ queryKey: [INSIGHT, 'resyncCalendar'], queryFn: () => client.getResyncCalendar() });
}

export function useRootCauses(isWanted = true): UseQueryResult<RootCauses> {
  const client = useClient();
  return useQuery({ queryKey: [INSIGHT, 'rootCauses'], queryFn: () => client.getRootCauses(), enabled: isWanted });
}

export function useHostFlows(): UseQueryResult<HostFlows> {
  const client = useClient();
  return useQuery({ queryKey: [INSIGHT, 'flows'], queryFn: () => client.getHostFlows() });
}

/** Were the host throttled so; null: not at all. The last answer stays until the next one has come. */
export function useBandwidthForecast(
  hostId: string,
  schedule: HostBandwidthSchedule | null,
): UseQueryResult<BandwidthForecast> {
  const client = useClient();
  return useQuery({
    queryKey: [INSIGHT, 'bandwidthForecast', hostId, schedule],
    queryFn: () => client.getBandwidthForecast(hostId, schedule),
    placeholderData: keepPreviousData,
  });
}
