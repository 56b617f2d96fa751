/** Jobs that other pages than their list show: counted by the server, whatever their number. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { ALL_JOBS, type JobWindow } from '../../management/wire-lists.ts';
import { useClient, useLiveData } from './live-context.ts';
import { queryKeys } from './query-keys.ts';

const DAY_MS = 24 * 3_600_000;

/** A plain table holds some hundred rows. */
const ITEM_JOBS_LIMIT = 200;

export interface JobFigures {
  /** Failed, of those started within the last 24 hours of the world. */
  readonly failed: number;
  readonly inProgress: number;
  /** Suspended: they wait for the administrator. */
  readonly waiting: number;
}

export function useJobFigures(): UseQueryResult<JobFigures> {
  const client = useClient();
  const { clock } = useLiveData();
  return useQuery({
    queryKey: queryKeys.jobFigures(),
    queryFn: async () => {
      const from = new Date(clock.now() - DAY_MS).toISOString();
      const failed = await client.getJobWindow({ ...ALL_JOBS, states: ['Failed'], from, offset: 0, limit: 1 });
      return figuresOf(failed);
    },
  });
}

/** The newest jobs of an item, as many as a plain table shows; `count` says how many there are in all. */
export function useItemJobs(itemId: string): UseQueryResult<JobWindow> {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.jobsOf(itemId),
    queryFn: () => client.getJobWindow({ ...ALL_JOBS, itemId, offset: 0, limit: ITEM_JOBS_LIMIT }),
  });
}

/** The window chose the failed jobs; its words count all of the vault. */
function figuresOf({ count, states }: JobWindow): JobFigures {
  const countIn = (wanted: string): number => states.find(({ state }) => state === wanted)?.count ?? 0;
  return { failed: count, inProgress: countIn('InProgress'), waiting: countIn('Suspended') };
}
