/** A recovery plan keeps its machines in step: a job that it has begun waits where its group's turn has not come. */
import type { PlanHold, ReplicatedItem } from '../model.ts';

/** The failover itself waits for its plan. */
export function isFailoverHeld({ phase, planHold, activeJobId }: ReplicatedItem): boolean {
  return phase.kind === 'failingOver' && planHold?.jobId === activeJobId && planHold?.before === phase.step;
}

/** The test failover waits for its plan. */
export function isTestHeld({ testFailover, planHold }: ReplicatedItem): boolean {
  return testFailover !== undefined && planHold?.jobId === testFailover.jobId && planHold?.before === testFailover.step;
}

/** Before which step the job waits; null: it goes to its end. A hold on another job is none. */
export function holdOn({ planHold }: ReplicatedItem, jobId: PlanHold['jobId']): PlanHold['before'] | null {
  return planHold?.jobId === jobId ? planHold.before : null;
}

/** The item under the hold (null: under none); the same one where it stands so already. */
export function withHold(item: ReplicatedItem, hold: PlanHold | null): ReplicatedItem {
  const { planHold, ...rest } = item;
  if (planHold?.jobId === hold?.jobId && planHold?.before === hold?.before) return item;
  return hold ? { ...rest, planHold: hold } : rest;
}
