import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { after, elapsedMs, MINUTE_MS, type Instant } from '../../base/units.ts';
import { MAX_JOB_ERRORS } from '../limits/limits.ts';
import type { JobId, VmId } from '../model.ts';
import type { Job, JobTask } from '../jobs/job-model.ts';
import { NOW } from '../protection/testing/sample-items.ts';
import { jobOfRun } from './plan-job.ts';
import type { MachineProgress, PlanMember, PlanOperation, PlanRequest, PlanRun, PlanStep } from './plan.ts';
import { plan, PLANNED } from './testing/sample-plans.ts';

const at = (minutes: number): Instant => after(NOW, minutes * MINUTE_MS);
const fault = { code: 'BrokenVhdChain', detail: 'the chain is broken' } as const;
const members: readonly PlanMember[] = [
  { vmId: 'db' as VmId, vmName: 'DB01', jobId: 'job-db' as JobId },
  { vmId: 'web' as VmId, vmName: 'WEB01', jobId: null },
];

type State = MachineProgress['state'];
const isOpen = (state: State): boolean => state === 'notStarted' || state === 'underWay';

function machine(vmId: string, state: State): MachineProgress {
  return {
    vmId: vmId as VmId,
    state,
    reason: state === 'skipped' ? 'It is in Azure already.' : null,
    ...(state === 'failed' && { fault }),
    startedAt: state === 'notStarted' ? null : at(1),
    endedAt: isOpen(state) ? null : at(2),
  };
}

/** A step of a group: `begun` and `ended` as minutes, null where it has not come so far. */
function step(group: string, begun: number | null, ended: number | null, ...machines: MachineProgress[]): PlanStep {
  return {
    kind: 'machines',
    act: 'start',
    groupId: `${group}Group`,
    groupType: group === 'Shutdown' ? 'Shutdown' : 'Boot',
    groupName: `Group ${group}`,
    startedAt: begun === null ? null : at(begun),
    endedAt: ended === null ? null : at(ended),
    machines,
  };
}

function manual(group: string, begun: number | null, ended: number | null): PlanStep {
  const {
    machines: _none,
    act: _act,
    ...common
  } = step(group, begun, ended) as Extract<PlanStep, { kind: 'machines' }>;
  const observation = ended === null ? '' : 'It answers.';
  return { ...common, kind: 'manual', name: 'Check the name service', instructions: 'Ping it.', observation };
}

function run(state: PlanRun['state'], steps: readonly PlanStep[], request: PlanRequest = PLANNED): PlanRun {
  const endedAt = state === 'running' || state === 'waiting' ? null : at(9);
  return { jobId: 'run' as JobId, request, startedAt: NOW, endedAt, state, steps, members };
}

const done = step('Shutdown', 0, 3, machine('db', 'succeeded'), machine('web', 'succeeded'));
const ahead = step('1', null, null, machine('db', 'notStarted'), machine('web', 'notStarted'));

const RUNS: Readonly<Record<string, PlanRun>> = {
  'just begun': run('running', [ahead, step('2', null, null, machine('web', 'notStarted'))]),
  'a machine under way': run('running', [
    done,
    step('1', 3, null, machine('db', 'underWay'), machine('web', 'skipped')),
  ]),
  'waiting for a manual action': run('waiting', [done, manual('1', 4, null), ahead, manual('2', null, null)]),
  'a manual action done': run('running', [manual('1', 1, 2), step('1', 2, null, machine('db', 'underWay'))]),
  stopped: run('stopped', [
    step('1', 1, null, machine('db', 'failed'), machine('web', 'succeeded')),
    manual('2', null, null),
  ]),
  'stopped after an action of the group was done': run('stopped', [
    manual('1', 1, 2),
    step('1', 2, null, machine('db', 'failed')),
  ]),
  'ended well': run('succeeded', [done, step('1', 3, 8, machine('db', 'succeeded')), manual('1', 8, 9)]),
  'ended, one machine lost': run('succeeded', [
    done,
    step('1', 3, 9, machine('db', 'failed'), machine('web', 'succeeded')),
  ]),
  'ended, one machine left out': run('succeeded', [
    step('1', 3, 9, machine('db', 'skipped'), machine('web', 'succeeded')),
  ]),
  'all machines lost': run('failed', [step('1', 3, 9, machine('db', 'failed'), machine('web', 'cancelled'))]),
  'cancelled at a manual action': run('cancelled', [done, manual('1', 4, 9), step('2', null, null)]),
  'cancelled in the middle of a group': run('cancelled', [
    done,
    step('1', 3, 5, machine('db', 'succeeded')),
    step('1', 5, null, machine('db', 'cancelled')),
  ]),
  'cancelled at an action that closes a group': run('cancelled', [
    step('1', 3, 5, machine('db', 'succeeded')),
    manual('1', 5, 9),
  ]),
  'cancelled after an action was done': run('cancelled', [
    manual('1', 1, 2),
    step('1', 2, 9, machine('db', 'cancelled')),
  ]),
  'waiting for the second action of a group': run('waiting', [manual('1', 1, 2), manual('1', 2, null)]),
  'each act': run(
    'running',
    (['shutDown', 'failOver', 'start', 'synchronize', 'complete', 'whole'] as const).map((act) => ({
      ...(step('1', 1, null, machine('db', 'underWay')) as Extract<PlanStep, { kind: 'machines' }>),
      act,
    })),
  ),
  'a machine that has left the plan': run('running', [step('1', 1, null, machine('gone', 'underWay'))]),
};

function inWords({ state, stateDescription, errors, recoveryPlan, ...job }: Job): string[] {
  return [
    `  ${job.scenarioName} of ${job.vmName} (${job.vmId}): ${state}/${stateDescription}, ${spanOf(job)}`,
    `  restartable: ${recoveryPlan?.isRestartable}, revocable: ${recoveryPlan?.isRevocable}`,
    ...job.tasks.flatMap((task) => [`    ${taskInWords(task)}`, ...childrenInWords(task)]),
    ...errors.map((error) => `  error ${JSON.stringify({ ...error, at: minutes(error.at) })}`),
  ];
}

function childrenInWords({ group }: JobTask): readonly string[] {
  return [
    `      ${group?.groupId} ${group?.groupType}`,
    ...(group?.children ?? []).map((child) => `      ${taskInWords(child)}`),
  ];
}

function taskInWords({ taskId, name, friendlyName, state, stateDescription, detail, ...times }: JobTask): string {
  const told = detail ? ` ${JSON.stringify(detail)}` : '';
  return `${taskId} / ${name} / ${friendlyName}: ${state}/${stateDescription}, ${spanOf(times)}${told}`;
}

function spanOf({
  startedAt,
  endedAt,
}: {
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
}): string {
  return `${minutes(startedAt)} to ${minutes(endedAt)}`;
}

function minutes(when: Instant | null): number | null {
  return when === null ? null : elapsedMs(NOW, when) / MINUTE_MS;
}

describe('the job of a run', () => {
  test('[RP10] it follows from the run as is written in plan-job.txt', async () => {
    const lines = Object.entries(RUNS).flatMap(([name, each]) => [`${name}:`, ...inWords(jobOfRun(plan(), each))]);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(join(import.meta.dirname, 'testing/plan-job.txt'));
  });

  test.each<[PlanOperation, string, boolean, boolean]>([
    ['PlannedFailover', 'PlannedFailover', true, true],
    ['UnplannedFailover', 'UnplannedFailover', false, true],
    ['TestFailover', 'TestFailover', false, true],
    ['TestFailoverCleanup', 'TestFailoverCleanup', false, false],
    ['Commit', 'CommitFailover', false, false],
    ['CancelFailover', 'CancelFailover', false, false],
    ['Failback', 'Failback', true, true],
    ['ReverseReplicate', 'ReprotectReplicationGroup', false, false],
  ])(
    '[RP12][RP14] %s is the scenario %s; restarted when stopped: %s; cancelled while it runs: %s',
    (operation, scenarioName, isRestartable, isRevocable) => {
      const whole = { ...step('1', 1, null, machine('db', 'failed')), act: 'whole' as const };
      const job = jobOfRun(plan(), run('stopped', [whole], { ...PLANNED, operation } as PlanRequest));
      expect(job.scenarioName).toBe(scenarioName);
      expect(job.recoveryPlan).toEqual({ isRestartable, isRevocable });
      expect(job.tasks[0]?.group?.children[0]?.name).toBe(`RecoveryPlan${scenarioName}Vm`);
    },
  );

  test('[JB11] it keeps a limited number of errors', () => {
    const lost = Array.from({ length: MAX_JOB_ERRORS + 5 }, (_, index) => machine(`vm${index}`, 'failed'));
    const { errors } = jobOfRun(plan(), run('failed', [step('1', 1, 2, ...lost)]));
    expect(errors).toHaveLength(MAX_JOB_ERRORS);
    expect(errors[0]).toEqual({ fault, taskId: '1Group', at: at(2), vmName: 'vm0' });
  });
});
