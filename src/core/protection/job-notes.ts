import type { JobId, ReplicatedItem } from '../model.ts';
import type { JobEnd, Note } from './command.ts';

/** A note for the job that holds the item; none where no job does. */
export function jobNote(item: ReplicatedItem, make: (jobId: JobId) => Note): readonly Note[] {
  return item.activeJobId === null ? [] : [make(item.activeJobId)];
}

export function advanceJob(item: ReplicatedItem): readonly Note[] {
  return jobNote(item, (jobId) => ({ kind: 'AdvanceJob', jobId }));
}

export function skipTask(item: ReplicatedItem, taskId: string): readonly Note[] {
  return jobNote(item, (jobId) => ({ kind: 'SkipTask', jobId, taskId }));
}

export function endJob(item: ReplicatedItem, end: JobEnd): readonly Note[] {
  return jobNote(item, (jobId) => ({ kind: 'EndJob', jobId, end }));
}

/** The same of the job of a test failover or its clean-up. */
export function endTestJob({ testFailover }: ReplicatedItem, end: JobEnd): readonly Note[] {
  const jobId = testFailover?.jobId ?? null;
  return jobId === null ? [] : [{ kind: 'EndJob', jobId, end }];
}
