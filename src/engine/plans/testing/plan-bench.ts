import type { JobId, VmId } from '../../../core/model.ts';
import type { Job, JobTask } from '../../../core/jobs/job-model.ts';
import type { PlanId, PlanRequest, RecoveryPlan } from '../../../core/plans/plan.ts';
import type { PlanGroupDraft } from '../../../core/plans/validate-plan.ts';
import type { AdminOutcome } from '../../engine-api.ts';
import { type BenchOptions, engineBench, type EngineBench } from '../../testing/engine-bench.ts';

export const PLAN_ID = 'plan-1' as PlanId;

/** DB01 and IDLE01 under protection with a cycle behind them, and a plan that starts the one before the other. */
export interface PlanBench extends EngineBench {
  readonly first: VmId;
  readonly second: VmId;
  plan(): RecoveryPlan;
  putPlan(groups: readonly PlanGroupDraft[]): Promise<AdminOutcome>;
  /** Answers the id of the job; throws where the run is refused. */
  run(request: PlanRequest): Promise<JobId>;
  job(jobId: JobId): Job;
  /** "InProgress > Shutdown Succeeded(DB01 Succeeded, …) > …" */
  story(jobId: JobId): string;
  ended(jobId: JobId): Promise<Job>;
}

export function bootGroup(vmIds: readonly VmId[], change: Partial<PlanGroupDraft> = {}): PlanGroupDraft {
  return { type: 'Boot', vmIds, startActions: [], endActions: [], ...change };
}

export function manual(name: string): PlanGroupDraft['startActions'][number] {
  return {
    kind: 'manual',
    name,
    instructions: `Do ${name}.`,
    operations: ['PlannedFailover', 'UnplannedFailover', 'TestFailover'],
    directions: ['PrimaryToRecovery'],
  };
}

export async function planBench(options: BenchOptions = {}): Promise<PlanBench> {
  const bench = await engineBench(options);
  for (const name of ['DB01', 'IDLE01']) await bench.enable(name);
  for (const name of ['DB01', 'IDLE01']) {
    await bench.until('a cycle', () => bench.item(name).cycle.number >= 1 && bench.item(name).cycle.step === 'idle');
  }
  const [first, second] = [bench.machine('DB01').vmId, bench.machine('IDLE01').vmId];
  const made: PlanBench = Object.assign(bench, {
    first,
    second,
    plan() {
      const view = bench.engine.plan(PLAN_ID);
      if (!view) throw new Error('there is no plan');
      return view.plan;
    },
    putPlan: (groups: readonly PlanGroupDraft[]) =>
      bench.send({ kind: 'putPlan', plan: { planId: PLAN_ID, name: 'Shop', siteName: 'Lab', groups } }),
    async run(request: PlanRequest) {
      const outcome = await bench.send({ kind: 'runPlan', planId: PLAN_ID, request });
      if (!outcome.isAccepted || outcome.jobId === null) throw new Error(JSON.stringify(outcome));
      return outcome.jobId;
    },
    job(jobId: JobId) {
      const job = bench.engine.job(jobId);
      if (!job) throw new Error(`no job ${jobId}`);
      return job;
    },
    story: (jobId: JobId) => storyOf(made.job(jobId)),
    async ended(jobId: JobId) {
      await bench.until('the end of the job', () => made.job(jobId).endedAt !== null);
      return made.job(jobId);
    },
  });
  await made.putPlan([bootGroup([first]), bootGroup([second])]);
  return made;
}

function storyOf(job: Job): string {
  const groups = job.tasks.map(
    ({ group, stateDescription }) =>
      `${group?.groupId} ${stateDescription}(${(group?.children ?? []).map(childOf).join(', ')})`,
  );
  return [job.stateDescription, ...groups].join(' > ');
}

function childOf({ detail, friendlyName, stateDescription }: JobTask): string {
  return `${detail?.kind === 'machine' ? detail.vmName : friendlyName} ${stateDescription}`;
}
