/** How far a machine has come in a step of a run, as its item and the job of its part tell. */
import type { FaultReport } from '../errors/fault.ts';
import type { JobId, PlanHold, ReplicatedItem, VmId } from '../model.ts';
import type { Job } from '../jobs/job-model.ts';
import type { MachineAct, MachineProgress } from './plan.ts';

/** What a run sees of a machine. */
export interface MachineFacts {
  readonly item: ReplicatedItem | undefined;
  /** The job of its part; undefined before it has begun. */
  readonly job: Job | undefined;
}
export type FactsOf = (vmId: VmId, jobId: JobId | null) => MachineFacts;

/** Before which step a machine waits in each act [RP9]. */
export const HOLDS: Readonly<Record<MachineAct, PlanHold['before'] | null>> = {
  shutDown: 'createMachine',
  failOver: 'startMachine',
  start: null,
  synchronize: null,
  complete: null,
  whole: null,
};

export type Reached =
  | { readonly state: 'underWay' | 'succeeded' | 'cancelled' }
  | { readonly state: 'failed'; readonly reason: string; readonly fault?: FaultReport };

/** Whether the machine has come where the act brings it. */
export function reached(act: MachineAct, { item, job }: MachineFacts): Reached {
  if (!job) return { state: 'failed', reason: 'Its job is no longer listed.' };
  if (job.endedAt === null) return { state: item && isThere(act, item, job.jobId) ? 'succeeded' : 'underWay' };
  if (job.state === 'Succeeded' || job.state === 'Cancelled') {
    return { state: job.state === 'Succeeded' ? 'succeeded' : 'cancelled' };
  }
  const fault = job.errors.at(-1)?.fault;
  return { state: 'failed', reason: 'Its job failed.', ...(fault ? { fault } : {}) };
}

/** The job goes on, but what this act asks for is done. */
function isThere(act: MachineAct, { phase, testFailover }: ReplicatedItem, jobId: JobId): boolean {
  switch (act) {
    case 'shutDown':
      return phase.kind === 'failingOver' && phase.step !== 'checkPrerequisites' && phase.step !== 'shutDownSource';
    case 'failOver':
      if (testFailover?.jobId === jobId) return testFailover.step === 'startMachine';
      return phase.kind === 'failingOver' && phase.step === 'startMachine';
    case 'synchronize':
      return phase.kind === 'failingBack' && phase.step === 'waitForCompletion';
    default:
      return false;
  }
}

/** Left out of this step, with the reason. */
export function leftOut(machine: MachineProgress, reason: string | null): MachineProgress {
  return { ...machine, state: 'skipped', reason };
}

export function hasLost({ state }: MachineProgress): boolean {
  return state === 'failed' || state === 'cancelled';
}
