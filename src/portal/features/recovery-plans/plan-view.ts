/** A recovery plan's ARM shape as the pages show it. */
import type { ArmRecoveryPlan } from '../../../management/arm.ts';
import type { PlanActionSettings, PlanCommand } from '../../../management/client/client-api.ts';
import { t } from '../../strings/translate.ts';

export type PlanOperation = PlanCommand['operation'];

/** In the order of the command bar. */
export const PLAN_OPERATIONS = [
  'TestFailover',
  'TestFailoverCleanup',
  'PlannedFailover',
  'UnplannedFailover',
  'Commit',
  'CancelFailover',
  'Failback',
  'ReverseReplicate',
] as const satisfies readonly PlanOperation[];

export interface PlanGroupView {
  readonly type: 'Shutdown' | 'Failover' | 'Boot';
  /** From 1; 0: not a Boot group. */
  readonly number: number;
  readonly itemIds: readonly string[];
  readonly startActions: readonly PlanActionSettings[];
  readonly endActions: readonly PlanActionSettings[];
}

export interface PlanRunView {
  readonly jobId: string;
  readonly operation: string;
  readonly state: string;
  readonly startTime: string;
  readonly endTime: string | null;
}

export interface PlanView {
  readonly name: string;
  readonly site: string;
  readonly target: string;
  readonly model: string;
  readonly groups: readonly PlanGroupView[];
  readonly allowedOperations: readonly string[];
  readonly refusals: Readonly<Record<string, string>>;
  readonly lastRun: PlanRunView | null;
  readonly isRunning: boolean;
  readonly lastTest: string | null;
  readonly lastPlanned: string | null;
  readonly lastUnplanned: string | null;
}

type ArmGroup = NonNullable<NonNullable<NonNullable<ArmRecoveryPlan['properties']>['groups']>[number]>;

export function planView(plan: ArmRecoveryPlan): PlanView {
  const { properties } = plan;
  const { lastRun } = properties ?? {};
  return {
    name: plan.name ?? '',
    site: properties?.primaryFabricFriendlyName ?? '',
    target: properties?.recoveryFabricFriendlyName ?? '',
    model: properties?.failoverDeploymentModel ?? '',
    groups: groupViews(properties?.groups ?? []),
    allowedOperations: properties?.allowedOperations ?? [],
    refusals: properties?.operationRefusals ?? {},
    lastRun: lastRun ? { ...lastRun, jobId: lastRun.jobName } : null,
    isRunning: lastRun?.state === 'running' || lastRun?.state === 'waiting',
    lastTest: properties?.lastTestFailoverTime ?? null,
    lastPlanned: properties?.lastPlannedFailoverTime ?? null,
    lastUnplanned: properties?.lastUnplannedFailoverTime ?? null,
  };
}

function groupViews(groups: readonly (ArmGroup | null)[]): readonly PlanGroupView[] {
  let boots = 0;
  return groups.flatMap((group) => {
    const type = group?.groupType;
    if (type !== 'Shutdown' && type !== 'Failover' && type !== 'Boot') return [];
    return [
      {
        type,
        number: type === 'Boot' ? ++boots : 0,
        itemIds: (group?.replicationProtectedItems ?? []).flatMap((item) => item?.virtualMachineId ?? []),
        startActions: (group?.startGroupActions ?? []).flatMap(actionView),
        endActions: (group?.endGroupActions ?? []).flatMap(actionView),
      },
    ];
  });
}

type ArmAction = NonNullable<ArmGroup['startGroupActions']>[number] | null;

function actionView(action: ArmAction): PlanActionSettings[] {
  if (!action) return [];
  const details = action.customDetails as { readonly description?: string | null } | null;
  return [
    {
      name: action.actionName ?? '',
      instructions: details?.description ?? '',
      failoverTypes: FAILOVER_TYPES.filter((type) => action.failoverTypes?.includes(type)),
      failoverDirections: DIRECTIONS.filter((direction) => action.failoverDirections?.includes(direction)),
    },
  ];
}

export const FAILOVER_TYPES = ['TestFailover', 'PlannedFailover', 'UnplannedFailover'] as const;
const DIRECTIONS = ['PrimaryToRecovery', 'RecoveryToPrimary'] as const;

export function bootGroups(plan: Pick<PlanView, 'groups'>): readonly PlanGroupView[] {
  return plan.groups.filter(({ type }) => type === 'Boot');
}

export function machineIds(plan: Pick<PlanView, 'groups'>): readonly string[] {
  return plan.groups.flatMap(({ itemIds }) => itemIds);
}

export function groupTitle({ type, number }: Pick<PlanGroupView, 'type' | 'number'>): string {
  if (type === 'Boot') return t('recoveryPlan.group', { number });
  return type === 'Shutdown' ? t('recoveryPlan.shutdown') : t('recoveryPlan.failover');
}

/** The newer of the two real failovers; null: never. */
export function lastFailover({ lastPlanned, lastUnplanned }: PlanView): string | null {
  return (
    [lastPlanned, lastUnplanned]
      .flatMap((at) => at ?? [])
      .toSorted()
      .at(-1) ?? null
  );
}

/** How many manual actions a run of the operation stops at. */
export function actionCount(plan: PlanView, operation: PlanOperation): number {
  const direction = operation === 'Failback' ? 'RecoveryToPrimary' : 'PrimaryToRecovery';
  const type = operation === 'Failback' ? 'PlannedFailover' : operation;
  return plan.groups
    .flatMap(({ startActions, endActions }) => [...startActions, ...endActions])
    .filter((action) => action.failoverDirections.includes(direction) && isNamed(action, type)).length;
}

function isNamed({ failoverTypes }: PlanActionSettings, type: string): boolean {
  return failoverTypes.some((each) => each === type);
}
