import { skipToken, useQuery } from '@tanstack/react-query';
import { useClient } from '../../data/live-context.ts';
import { queryKeys } from '../../data/query-keys.ts';
import { viewOf, type TaskView } from '../job/job-view.ts';
import type { PlanView } from './plan-view.ts';

/** The groups of the run under way, or of one that stopped, by their ids; none when nothing waits to be continued. */
export function useRunTasks({ lastRun, isRunning }: PlanView): ReadonlyMap<string, TaskView> {
  const client = useClient();
  const isShown = lastRun !== null && (isRunning || lastRun.state === 'stopped');
  const query = useQuery({
    queryKey: queryKeys.job(lastRun?.jobId ?? ''),
    queryFn: isShown ? () => client.getJob(lastRun.jobId) : skipToken,
  });
  const tasks = isShown && query.data ? viewOf(query.data).tasks : [];
  return new Map(tasks.map((task) => [task.id, task]));
}
