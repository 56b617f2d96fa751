/** Recovery plans of the fake vault: one idle, one waiting for the administrator, one stopped by a failure. */
import { ManagementError, type PlanSettings } from '../../management/client/client-api.ts';
import type { ArmJob, ArmRecoveryPlan } from '../../management/arm.ts';
import type { ItemRow } from '../../management/wire.ts';
import { FAKE_NOW } from './fake-vault.ts';

type Properties = NonNullable<ArmRecoveryPlan['properties']>;
type Group = NonNullable<NonNullable<Properties['groups']>[number]>;

const HOUR_MS = 3_600_000;
const before = (hours: number): string => new Date(FAKE_NOW - hours * HOUR_MS).toISOString();

export function fakePlans(items: readonly ItemRow[]): ArmRecoveryPlan[] {
  const ids = items.filter(({ site }) => site === SITE).map(({ id }) => id);
  if (ids.length < 6) return [];
  const finance = [bootGroup(ids.slice(5, 6)), bootGroup(ids.slice(6, 7), ['Switch the DNS entry'])];
  const run = { operation: 'PlannedFailover', startTime: before(0.3), endTime: null };
  return [
    fakePlan(
      'Contoso-Shop',
      [bootGroup(ids.slice(0, 1), [], ['Check the database']), bootGroup(ids.slice(1, 4)), bootGroup(ids.slice(4, 5))],
      { lastTestFailoverTime: before(30) },
    ),
    fakePlan('Finance', finance, {
      currentScenario: { scenarioName: 'PlannedFailover', jobId: WAITING_JOB, startTime: before(0.3) },
      currentScenarioStatus: 'Suspended',
      lastPlannedFailoverTime: before(0.3),
      lastRun: { ...run, jobName: WAITING_JOB, state: 'waiting' },
      allowedOperations: [],
      operationRefusals: Object.fromEntries(
        OPERATIONS.map((name) => [name, 'A job of the recovery plan is under way.']),
      ),
    }),
    fakePlan('Intranet', [bootGroup(ids.slice(7))], {
      lastPlannedFailoverTime: before(5),
      lastRun: { ...run, jobName: STOPPED_JOB, state: 'stopped', endTime: before(4.8) },
      allowedOperations: ['CancelFailover'],
    }),
  ];
}

const SITE = 'Frankfurt';
const WAITING_JOB = 'plan-job-waiting';
const STOPPED_JOB = 'plan-job-stopped';

type JobProperties = NonNullable<ArmJob['properties']>;
type Task = NonNullable<NonNullable<JobProperties['tasks']>[number]>;

/** The jobs of the plans that run, or have stopped. */
export function fakePlanJob(jobId: string, plans: readonly ArmRecoveryPlan[]): ArmJob | undefined {
  if (jobId !== WAITING_JOB && jobId !== STOPPED_JOB) return undefined;
  const isWaiting = jobId === WAITING_JOB;
  const plan = plans.find(({ properties }) => properties?.lastRun?.jobName === jobId);
  // A job keeps the name of a plan that was deleted since.
  const planName = plan?.name ?? 'Retired';
  const boots = (plan?.properties?.groups ?? []).flatMap((group) => (group?.groupType === 'Boot' ? [group] : []));
  const ids = boots.flatMap((group) =>
    (group.replicationProtectedItems ?? []).map((item) => item?.virtualMachineId ?? ''),
  );
  const state = isWaiting ? 'Suspended' : 'Failed';
  return {
    id: `/replicationJobs/${jobId}`,
    name: jobId,
    properties: {
      scenarioName: 'PlannedFailover',
      friendlyName: 'Planned failover',
      state,
      stateDescription: state,
      startTime: before(0.3),
      allowedActions: isWaiting ? ['Cancel', 'Resume'] : ['Restart'],
      targetObjectId: planName,
      targetObjectName: planName,
      targetInstanceType: 'RecoveryPlan',
      activityId: 'activity',
      tasks: [
        task(
          'ShutdownGroup',
          'All groups shutdown',
          isWaiting ? 'Succeeded' : 'Failed',
          ids.map((id) => machine(id, 'Shut down', isWaiting ? 'Succeeded' : 'Failed')),
        ),
        task(
          'FailoverGroup',
          'All groups failover',
          isWaiting ? 'Succeeded' : 'NotStarted',
          ids.map((id) => machine(id, 'Fail over', isWaiting ? 'Succeeded' : 'NotStarted')),
        ),
        ...boots.map((_, index) =>
          task(
            `BootGroup${index + 1}`,
            `Group ${index + 1}: Start`,
            isWaiting ? (index === 0 ? 'Succeeded' : 'Suspended') : 'NotStarted',
            [
              ...(isWaiting && index === 1 ? [manual('Switch the DNS entry')] : []),
              machine(ids[index] ?? '', 'Start', isWaiting && index === 0 ? 'Succeeded' : 'NotStarted'),
            ],
          ),
        ),
      ],
      errors: [],
      customDetails: null,
    },
  };
}

function task(taskId: string, friendlyName: string, state: string, childTasks: readonly Task[]): Task {
  const hasStarted = state !== 'NotStarted';
  return {
    taskId,
    name: taskId,
    friendlyName,
    state,
    stateDescription: state === 'Succeeded' ? 'Completed' : state,
    startTime: hasStarted ? before(0.3) : '0001-01-01T00:00:00',
    endTime: state === 'Succeeded' ? before(0.2) : '0001-01-01T00:00:00',
    taskType: 'RecoveryPlanGroupTaskDetails',
    allowedActions: [],
    customDetails: null,
    errors: [],
    groupTaskCustomDetails:
      childTasks.length === 0
        ? null
        : {
            instanceType: 'RecoveryPlanGroupTaskDetails',
            name: friendlyName,
            groupId: taskId,
            childTasks: [...childTasks],
          },
  };
}

function machine(itemId: string, verb: string, state: string): Task {
  return {
    ...task(`${verb}-${itemId}`, `${verb} ${itemId}`, state, []),
    customDetails: {
      instanceType: 'VirtualMachineTaskDetails',
      jobTask: { jobId: 'job-1', targetObjectId: itemId },
    },
  };
}

function manual(name: string): Task {
  return {
    ...task('action', name, 'Suspended', []),
    customDetails: {
      instanceType: 'ManualActionTaskDetails',
      name,
      instructions: `${name}, then resume the job.`,
      observation: '',
    },
  };
}

const OPERATIONS = [
  'PlannedFailover',
  'UnplannedFailover',
  'TestFailover',
  'TestFailoverCleanup',
  'Commit',
  'CancelFailover',
  'Failback',
  'ReverseReplicate',
];

export function fakePlan(
  name: string,
  bootGroups: readonly Group[],
  change: Partial<Properties> = {},
): ArmRecoveryPlan {
  const empty = { replicationProtectedItems: [], startGroupActions: [], endGroupActions: [] };
  const allowedOperations = change.allowedOperations ?? ['PlannedFailover', 'UnplannedFailover', 'TestFailover'];
  return {
    id: `/replicationRecoveryPlans/${name}`,
    name,
    type: 'Microsoft.RecoveryServices/vaults/replicationRecoveryPlans',
    properties: {
      friendlyName: name,
      primaryFabricId: '/vault/replicationFabrics/Frankfurt',
      primaryFabricFriendlyName: SITE,
      recoveryFabricId: 'Microsoft Azure',
      recoveryFabricFriendlyName: 'Microsoft Azure',
      failoverDeploymentModel: 'ResourceManager',
      replicationProviders: ['HyperVReplicaAzure'],
      currentScenario: null,
      currentScenarioStatus: null,
      currentScenarioStatusDescription: null,
      groups: [{ ...empty, groupType: 'Shutdown' }, { ...empty, groupType: 'Failover' }, ...bootGroups],
      providerSpecificDetails: [],
      operationRefusals: Object.fromEntries(
        OPERATIONS.filter((each) => !allowedOperations.includes(each)).map((each) => [
          each,
          'The machine runs at its primary site.',
        ]),
      ),
      lastRun: null,
      ...change,
      allowedOperations,
    },
  };
}

export function bootGroup(
  itemIds: readonly string[],
  startActions: readonly string[] = [],
  endActions: readonly string[] = [],
): Group {
  const action = (actionName: string): NonNullable<NonNullable<Group['startGroupActions']>[number]> => ({
    actionName,
    failoverTypes: ['PlannedFailover', 'UnplannedFailover', 'TestFailover'],
    failoverDirections: ['PrimaryToRecovery'],
    customDetails: { instanceType: 'ManualActionDetails', description: `${actionName}, then resume the job.` },
  });
  return {
    groupType: 'Boot',
    replicationProtectedItems: itemIds.map((id) => ({ id: `/replicationProtectedItems/${id}`, virtualMachineId: id })),
    startGroupActions: startActions.map(action),
    endGroupActions: endActions.map(action),
  };
}

/** What the fake vault keeps of plans. */
export class FakePlans {
  readonly #plans = new Map<string, ArmRecoveryPlan>();

  constructor(plans: readonly ArmRecoveryPlan[]) {
    for (const plan of plans) this.#plans.set(plan.name ?? '', plan);
  }

  list(): readonly ArmRecoveryPlan[] {
    return [...this.#plans.values()];
  }

  get(name: string): ArmRecoveryPlan {
    const plan = this.#plans.get(name);
    if (!plan) throw new ManagementError(404, 'ResourceNotFound', `The recovery plan '${name}' was not found.`);
    return plan;
  }

  put(name: string, { groups }: PlanSettings): ArmRecoveryPlan {
    const boots = groups
      .filter((group) => group.groupType === 'Boot')
      .map((group) =>
        bootGroup(
          group.itemIds,
          group.startActions.map((action) => action.name),
          group.endActions.map((action) => action.name),
        ),
      );
    const plan = fakePlan(name, boots);
    this.#plans.set(name, plan);
    return plan;
  }

  delete(name: string): void {
    this.#plans.delete(name);
  }
}
