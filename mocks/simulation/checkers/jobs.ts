import type { JobId, ReplicatedItem } from '../../../src/core/model.ts';
import type { Job, JobState } from '../../../src/core/jobs/job-model.ts';
import { demand, type Law } from './law.ts';

/** From each state of a job the next ones; an ended job changes only when it is restarted. */
const NEXT: Readonly<Record<JobState, readonly JobState[]>> = {
  NotStarted: ['NotStarted', 'InProgress', 'Cancelled'],
  InProgress: ['InProgress', 'Succeeded', 'Failed', 'Cancelled', 'Suspended'],
  Suspended: ['Suspended', 'InProgress', 'Cancelled', 'Failed'],
  Failed: ['InProgress'],
  Succeeded: [],
  Cancelled: [],
  Other: [],
};

/** A run of a plan goes on as far as it can within one settlement, and only where it has come to is told. */
const NEXT_OF_PLAN: typeof NEXT = {
  ...NEXT,
  Suspended: [...NEXT.Suspended, 'Succeeded'],
  Failed: ['InProgress', 'Suspended', 'Succeeded', 'Failed'],
};

/** A test failover goes beside whatever else its machine does, with a job of its own. */
const TESTING: ReadonlySet<Job['scenarioName']> = new Set(['TestFailover', 'TestFailoverCleanup']);

/** Jobs go their way, and at most one is under way for an item, beside that of its test failover: the one that holds it. */
export function jobs(): Law {
  const seen = new Map<JobId, Job>();
  const active = new Map<string, JobId>();
  const law: Law = {
    name: 'one job at a time, and none changes after its end',
    jobChanged(job, { engine }) {
      const before = seen.get(job.jobId);
      seen.set(job.jobId, job);
      if (before && before !== job && JSON.stringify(before) !== JSON.stringify(job)) {
        demand(
          (job.recoveryPlan ? NEXT_OF_PLAN : NEXT)[before.state].includes(job.state),
          law,
          () => `${job.scenarioName} of ${job.vmName}: ${before.state} → ${job.state}`,
        );
        demand(
          job.revision > before.revision,
          law,
          () => `${job.scenarioName} of ${job.vmName}: revision ${before.revision} → ${job.revision}`,
        );
      }
      const hasEnded = job.endedAt !== null;
      const place = `${job.vmId}/${TESTING.has(job.scenarioName) ? 'test' : 'item'}`;
      demand(
        hasEnded === (job.state !== 'InProgress' && job.state !== 'Suspended' && job.state !== 'NotStarted'),
        law,
        () => `${job.scenarioName} of ${job.vmName} is ${job.state}, ended ${hasEnded}`,
      );
      if (hasEnded) {
        if (active.get(place) === job.jobId) active.delete(place);
        return;
      }
      // Of one settlement the changes are told in no order: the other job may have ended in the same one.
      const other = active.get(place);
      const isOtherActive = other !== undefined && other !== job.jobId && engine.job(other)?.endedAt === null;
      demand(!isOtherActive, law, () => `${job.vmName} has ${other} and ${job.jobId} under way`);
      active.set(place, job.jobId);
    },
    itemChanged({ item }, { engine }) {
      for (const jobId of holdersOf(item)) {
        const job = engine.job(jobId);
        demand(
          job !== undefined && job.endedAt === null && job.vmId === item.vmId,
          law,
          () => `${item.vmName} is held by ${jobId}, which is ${job?.state ?? 'unknown'}`,
        );
      }
    },
    async inspect({ engine }) {
      const runs = engine.plans().flatMap(({ plan: { run } }) => run?.jobId ?? []);
      const held = new Set([...runs, ...[...engine.items()].flatMap(({ item }) => holdersOf(item))]);
      for (const job of engine.jobs()) {
        demand(
          job.endedAt !== null || held.has(job.jobId),
          law,
          () => `${job.scenarioName} of ${job.vmName} is under way and holds no item`,
        );
      }
    },
  };
  return law;
}

function holdersOf({ activeJobId, testFailover }: ReplicatedItem): readonly JobId[] {
  return [activeJobId, testFailover?.jobId ?? null].filter((jobId) => jobId !== null);
}
