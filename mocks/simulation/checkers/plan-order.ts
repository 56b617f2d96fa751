import type { JobId, ReplicatedItem, VmId } from '../../../src/core/model.ts';
import { hasLost } from '../../../src/core/plans/machine-progress.ts';
import { stopsAtFailure } from '../../../src/core/plans/plan-operations.ts';
import type { PlanRun, RecoveryPlan } from '../../../src/core/plans/plan.ts';
import { holdOn } from '../../../src/core/protection/plan-hold.ts';
import { demand, type Law } from './law.ts';

/**
 * While a plan's run goes its way no machine starts before all of the groups before it have had their turn, and none
 * while a question before it stands open.
 */
export function planOrder(): Law {
  /** Jobs that have ended once: what is restarted later by hand is no part of the order. */
  const ended = new Set<JobId>();
  const law: Law = {
    name: 'a recovery plan keeps its order',
    jobChanged({ jobId, endedAt }) {
      if (endedAt !== null) ended.add(jobId);
    },
    itemChanged({ item }, { engine }) {
      const jobId = startingJob(item);
      if (jobId === null) return;
      for (const { plan } of engine.plans()) {
        const run = goingRun(plan);
        if (
          !run ||
          hasDroppedOut(run, item.vmId) ||
          !run.members.some((member) => member.vmId === item.vmId && member.jobId === jobId)
        )
          continue;
        const waiting = before(run, item.vmId).find(
          (member) => member.jobId !== null && !ended.has(member.jobId) && engine.job(member.jobId)?.endedAt === null,
        );
        demand(waiting === undefined, law, () => `${item.vmName} starts before ${waiting?.vmName} has started`);
        const question = openQuestion(run, item.vmId);
        demand(question === null, law, () => `${item.vmName} starts, and '${question}' is not answered`);
      }
    },
  };
  return law;
}

/** The job that starts the item's machine in Azure now; null also while the plan holds it back. */
function startingJob(item: ReplicatedItem): JobId | null {
  const { phase, activeJobId, testFailover } = item;
  const isFailover = phase.kind === 'failingOver' && phase.step === 'startMachine';
  const jobId = testFailover?.step === 'startMachine' ? testFailover.jobId : isFailover ? activeJobId : null;
  return jobId === null || holdOn(item, jobId) === 'startMachine' ? null : jobId;
}

function goingRun({ run }: RecoveryPlan): PlanRun | null {
  return run && (run.state === 'running' || run.state === 'waiting' || run.state === 'stopped') ? run : null;
}

/** Unplanned and test failovers go on without a machine that failed [RP13]: restarted by hand, it waits for nobody. */
function hasDroppedOut({ request, steps }: PlanRun, vmId: VmId): boolean {
  return (
    !stopsAtFailure(request.operation) &&
    steps.some((step) => step.kind === 'machines' && step.machines.some((each) => each.vmId === vmId && hasLost(each)))
  );
}

/** The steps before that in which the machine starts; none where it starts in none. */
function stepsBefore({ steps }: PlanRun, vmId: VmId): PlanRun['steps'] {
  const place = steps.findIndex(
    (step) => step.kind === 'machines' && step.act === 'start' && step.machines.some((each) => each.vmId === vmId),
  );
  return steps.slice(0, Math.max(0, place));
}

/** Members whose start comes in an earlier step than that of the machine. */
function before(run: PlanRun, vmId: VmId): readonly PlanRun['members'][number][] {
  const earlier = new Set(
    stepsBefore(run, vmId).flatMap((step) =>
      step.kind === 'machines' && step.act === 'start' ? step.machines.map((machine) => machine.vmId) : [],
    ),
  );
  return run.members.filter((member) => earlier.has(member.vmId));
}

function openQuestion(run: PlanRun, vmId: VmId): string | null {
  const open = stepsBefore(run, vmId).find((step) => step.kind === 'manual' && step.endedAt === null);
  return open?.kind === 'manual' ? open.name : null;
}
