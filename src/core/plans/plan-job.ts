/** The job of a run, as Site Recovery jobs show it: one task per group, in it the machines and manual actions. */
import { unreachable } from '../../base/assert.ts';
import type { Instant } from '../../base/units.ts';
import { SCENARIOS } from '../jobs/scenarios.ts';
import { MAX_JOB_ERRORS } from '../limits/limits.ts';
import type { VmId } from '../model.ts';
import type { Job, JobError, JobState, JobStateDescription, JobTask, ScenarioName } from '../jobs/job-model.ts';
import { hasFallenShort } from './advance-run.ts';
import { hasLost } from './machine-progress.ts';
import type { MachineAct, MachineProgress, PlanOperation, PlanRun, PlanStep, RecoveryPlan } from './plan.ts';
import { stopsAtFailure } from './plan-operations.ts';

/** The scenario that a run's job, and the jobs of its machines, go by. */
export const RUN_SCENARIOS: Readonly<Record<PlanOperation, ScenarioName>> = {
  PlannedFailover: 'PlannedFailover',
  UnplannedFailover: 'UnplannedFailover',
  TestFailover: 'TestFailover',
  TestFailoverCleanup: 'TestFailoverCleanup',
  Commit: 'CommitFailover',
  CancelFailover: 'CancelFailover',
  Failback: 'Failback',
  ReverseReplicate: 'ReprotectReplicationGroup',
};

/** Operations whose job can be cancelled while it runs. */
const REVOCABLE: ReadonlySet<PlanOperation> = new Set([
  'PlannedFailover',
  'UnplannedFailover',
  'TestFailover',
  'Failback',
]);

type Verdict = readonly [JobState, JobStateDescription];
const NOT_STARTED: Verdict = ['NotStarted', 'NotStarted'];
const IN_PROGRESS: Verdict = ['InProgress', 'InProgress'];
const SUCCEEDED: Verdict = ['Succeeded', 'Completed'];
const PARTLY: Verdict = ['Succeeded', 'PartiallySucceeded'];
const FAILED: Verdict = ['Failed', 'Failed'];
const CANCELLED: Verdict = ['Cancelled', 'Cancelled'];
const SUSPENDED: Verdict = ['Suspended', 'Suspended'];
const SKIPPED: Verdict = ['Other', 'Skipped'];

/** The whole record follows from the run. `revision` grows with every change of the plan. */
export function jobOfRun(plan: Pick<RecoveryPlan, 'planId' | 'name' | 'revision'>, run: PlanRun): Job {
  const { operation } = run.request;
  return {
    jobId: run.jobId,
    scenarioName: RUN_SCENARIOS[operation],
    vmId: plan.planId as string as VmId,
    vmName: plan.name,
    ...named(runVerdict(run)),
    tasks: groupsOf(run).map((steps) => groupTask(run, steps)),
    errors: errorsOf(run),
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    revision: plan.revision,
    recoveryPlan: {
      isRestartable: run.state === 'stopped' && stopsAtFailure(operation),
      isRevocable: REVOCABLE.has(operation),
    },
  };
}

function runVerdict(run: PlanRun): Verdict {
  switch (run.state) {
    case 'running':
      return IN_PROGRESS;
    case 'waiting':
      return SUSPENDED;
    case 'stopped':
    case 'failed':
      return FAILED;
    case 'cancelled':
      return CANCELLED;
    case 'succeeded':
      return hasFallenShort(run) ? PARTLY : SUCCEEDED;
    default:
      return unreachable(run.state);
  }
}

type StepsOfGroup = readonly [PlanStep, ...PlanStep[]];

/** Steps of one group follow each other. */
function groupsOf({ steps }: PlanRun): readonly StepsOfGroup[] {
  const groups = new Map<string, StepsOfGroup>();
  for (const step of steps) {
    const group = groups.get(step.groupId);
    groups.set(step.groupId, group ? [...group, step] : [step]);
  }
  return [...groups.values()];
}

function groupTask(run: PlanRun, steps: StepsOfGroup): JobTask {
  const [{ groupId, groupType, groupName, startedAt }] = steps;
  const children = steps.flatMap((step, index) => childTasks(run, step, index));
  const isOver = steps.every((step) => step.endedAt !== null);
  const verdict = groupVerdict(run, steps, isOver);
  const isHalted = verdict === FAILED || verdict === CANCELLED;
  return {
    taskId: groupId,
    name: `RecoveryPlan${groupType}Group`,
    friendlyName: groupName,
    ...named(verdict),
    startedAt,
    endedAt: isOver ? latest(steps) : isHalted ? run.endedAt : null,
    group: { groupId, groupType, children },
  };
}

function groupVerdict(run: PlanRun, steps: readonly PlanStep[], isOver: boolean): Verdict {
  if (steps.every((step) => step.startedAt === null)) return NOT_STARTED;
  const machines = steps.flatMap((step) => (step.kind === 'machines' ? step.machines : []));
  if (isOver && run.state !== 'cancelled') {
    if (!machines.some(hasLost)) return SUCCEEDED;
    return machines.some(({ state }) => state === 'succeeded') ? PARTLY : FAILED;
  }
  if (run.state === 'stopped') return FAILED;
  // What had ended before the cancel was asked for stands.
  if (run.state === 'cancelled')
    return steps.some((step) => step.endedAt === run.endedAt) || !isOver ? CANCELLED : SUCCEEDED;
  return run.state === 'waiting' ? SUSPENDED : IN_PROGRESS;
}

function latest(steps: readonly PlanStep[]): Instant | null {
  return steps.reduce<Instant | null>((end, step) => step.endedAt ?? end, null);
}

function childTasks(run: PlanRun, step: PlanStep, index: number): readonly JobTask[] {
  const { groupId, startedAt, endedAt } = step;
  if (step.kind === 'machines') return step.machines.map((machine) => machineTask(run, step.act, groupId, machine));
  const isWaiting = run.state === 'waiting' && startedAt !== null;
  const verdict =
    startedAt === null
      ? NOT_STARTED
      : endedAt === null && isWaiting
        ? SUSPENDED
        : run.endedAt === endedAt && run.state === 'cancelled'
          ? CANCELLED
          : SUCCEEDED;
  return [
    {
      taskId: `${groupId}-action-${index + 1}`,
      name: 'ManualAction',
      friendlyName: step.name,
      ...named(verdict),
      startedAt,
      endedAt,
      detail: { kind: 'manualAction', instructions: step.instructions, observation: step.observation },
    },
  ];
}

const MACHINE_VERDICTS: Readonly<Record<MachineProgress['state'], Verdict>> = {
  notStarted: NOT_STARTED,
  underWay: IN_PROGRESS,
  succeeded: SUCCEEDED,
  failed: FAILED,
  cancelled: CANCELLED,
  skipped: SKIPPED,
};

/** Our wording: no task of a recovery plan is published. */
const ACT_NAMES: Readonly<Record<Exclude<MachineAct, 'whole'>, readonly [string, string]>> = {
  shutDown: ['RecoveryPlanShutdownVm', 'Shut down'],
  failOver: ['RecoveryPlanFailoverVm', 'Fail over'],
  start: ['RecoveryPlanStartVm', 'Start'],
  synchronize: ['RecoveryPlanSynchronizeVm', 'Synchronize the data of'],
  complete: ['RecoveryPlanCompleteFailbackVm', 'Complete the failback of'],
};

function machineTask(run: PlanRun, act: MachineAct, groupId: string, machine: MachineProgress): JobTask {
  const member = run.members.find((each) => each.vmId === machine.vmId);
  const vmName = member?.vmName ?? machine.vmId;
  const scenarioName = RUN_SCENARIOS[run.request.operation];
  const [name, verb] =
    act === 'whole' ? [`RecoveryPlan${scenarioName}Vm`, `${SCENARIOS[scenarioName].friendlyName}:`] : ACT_NAMES[act];
  return {
    taskId: `${groupId}-${act}-${machine.vmId}`,
    name,
    friendlyName: `${verb} ${vmName}`,
    ...named(MACHINE_VERDICTS[machine.state]),
    startedAt: machine.startedAt,
    endedAt: machine.endedAt,
    detail: {
      kind: 'machine',
      vmId: machine.vmId,
      vmName,
      jobId: member?.jobId ?? null,
      scenarioName,
      reason: machine.reason,
    },
  };
}

function errorsOf(run: PlanRun): readonly JobError[] {
  const errors = run.steps.flatMap((step) =>
    step.kind === 'manual'
      ? []
      : step.machines.flatMap(({ vmId, fault, endedAt }): JobError[] => {
          if (!fault || endedAt === null) return [];
          const vmName = run.members.find((member) => member.vmId === vmId)?.vmName ?? vmId;
          return [{ fault, taskId: step.groupId, at: endedAt, vmName }];
        }),
  );
  return errors.slice(0, MAX_JOB_ERRORS);
}

function named([state, stateDescription]: Verdict): Pick<JobTask, 'state' | 'stateDescription'> {
  return { state, stateDescription };
}
