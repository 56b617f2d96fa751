/** Recovery plans of the fake vault: one idle, one waiting for the administrator, one stopped by a failure. */
import { ManagementError, type PlanSettings } from '../../management/client/client-api.ts';
import type { ArmRecoveryPlan } from '../../management/arm.ts';
import type { ItemRow } from '../../management/wire.ts';
import { FAKE_NOW } from './fake-vault.ts';

type Properties = NonNullable<ArmRecoveryPlan['properties']>;
type Group = NonNullable<NonNullable<Properties['groups']>[number]>;

const HOUR_MS = 3_600_000;
const before = (hours: number): string => new Date(FAKE_NOW - hours * HOUR_MS).toISOString();

export function fakePlans(items: readonly ItemRow[]): ArmRecoveryPlan[] {
  if (items.length === 0) return [];
  const ids = items.map((item) => item.id);
  return [
    fakePlan(
      'Contoso-Shop',
      [bootGroup(ids.slice(0, 2), [], ['Check the database']), bootGroup(ids.slice(2, 5)), bootGroup(ids.slice(5, 6))],
      { lastTestFailoverTime: before(30) },
    ),
    fakePlan(
      'Finance',
      [bootGroup(ids.slice(6, 8)), bootGroup(ids.slice(8, 9), ['Confirm the switch of the DNS entry'])],
      {
        currentScenario: { scenarioName: 'PlannedFailover', jobId: 'job-2', startTime: before(0.3) },
        currentScenarioStatus: 'Suspended',
        lastPlannedFailoverTime: before(0.3),
        lastRun: {
          jobName: 'job-2',
          operation: 'PlannedFailover',
          state: 'waiting',
          startTime: before(0.3),
          endTime: null,
        },
        allowedOperations: [],
        operationRefusals: Object.fromEntries(
          OPERATIONS.map((name) => [name, 'A job of the recovery plan is under way.']),
        ),
      },
    ),
    fakePlan('Intranet', [bootGroup(ids.slice(9))], {
      lastPlannedFailoverTime: before(5),
      lastRun: {
        jobName: 'job-3',
        operation: 'PlannedFailover',
        state: 'stopped',
        startTime: before(5),
        endTime: before(4.8),
      },
      allowedOperations: ['CancelFailover'],
    }),
  ];
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
      primaryFabricId: '/vault/replicationFabrics/Munich',
      primaryFabricFriendlyName: 'Munich',
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
