import type { Job, JobId, JobState, VmId } from '../../../src/core/model.ts';
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

/** Jobs go their way, and at most one is under way for an item: the one that holds it. */
export function jobs(): Law {
  const seen = new Map<JobId, Job>();
  const active = new Map<VmId, JobId>();
  const law: Law = {
    name: 'one job at a time, and none changes after its end',
    jobChanged(job, { engine }) {
      const before = seen.get(job.jobId);
      seen.set(job.jobId, job);
      if (before && before !== job && JSON.stringify(before) !== JSON.stringify(job)) {
        demand(
          NEXT[before.state].includes(job.state),
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
      demand(
        hasEnded === (job.state !== 'InProgress' && job.state !== 'Suspended' && job.state !== 'NotStarted'),
        law,
        () => `${job.scenarioName} of ${job.vmName} is ${job.state}, ended ${hasEnded}`,
      );
      if (hasEnded) {
        if (active.get(job.vmId) === job.jobId) active.delete(job.vmId);
        return;
      }
      // Of one settlement the changes are told in no order: the other job may have ended in the same one.
      const other = active.get(job.vmId);
      const isOtherActive = other !== undefined && other !== job.jobId && engine.job(other)?.endedAt === null;
      demand(!isOtherActive, law, () => `${job.vmName} has ${other} and ${job.jobId} under way`);
      active.set(job.vmId, job.jobId);
    },
    itemChanged({ item }, { engine }) {
      if (item.activeJobId === null) return;
      const job = engine.job(item.activeJobId);
      demand(
        job !== undefined && job.endedAt === null && job.vmId === item.vmId,
        law,
        () => `${item.vmName} is held by ${item.activeJobId}, which is ${job?.state ?? 'unknown'}`,
      );
    },
    async inspect({ engine }) {
      const held = new Set([...engine.items()].map(({ item }) => item.activeJobId));
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
