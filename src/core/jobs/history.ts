import type { JobId } from '../model.ts';
import type { Job } from './job-model.ts';
import { MAX_ENDED_JOBS } from '../limits/limits.ts';

/** Jobs to forget, oldest end first, so that at most `limit` ended ones stay. Running jobs always stay. */
export function expiredJobs(jobs: Iterable<Job>, limit: number = MAX_ENDED_JOBS): JobId[] {
  const ended: { jobId: JobId; endedAt: number }[] = [];
  for (const { jobId, endedAt } of jobs) if (endedAt !== null) ended.push({ jobId, endedAt });
  ended.sort((a, b) => a.endedAt - b.endedAt || (a.jobId < b.jobId ? -1 : 1));
  return ended.slice(0, Math.max(0, ended.length - limit)).map((job) => job.jobId);
}
