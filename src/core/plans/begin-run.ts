/**
 * The steps of a run, fixed when it begins:
 *
 *   Shutdown:  before … ─► all sources off ─────────────────► after …      (not in a test failover)
 *   Failover:  before … ─► all machines made in Azure ──────► after …
 *   Boot 1:    before … ─► its machines started ────────────► after …
 *   Boot 2:    …
 *
 * A failback brings the data home in the Failover group and switches over Boot group by Boot group. All
 * other operations have no order: one step, all machines at once.
 */
import type { Instant } from '../../base/units.ts';
import type { JobId, VmId } from '../model.ts';
import type {
  ActionOperation,
  FailoverDirection,
  MachineAct,
  MachinesStep,
  ManualAction,
  ManualStep,
  PlanGroup,
  PlanOperation,
  PlanRequest,
  PlanRun,
  PlanStep,
  RecoveryPlan,
} from './plan.ts';
import { machinesOf, type ItemOf } from './plan-operations.ts';

/** A run of the plan, with nothing done yet. Machines that are not replicated any more have no part in it. */
export function beginRun(
  plan: RecoveryPlan,
  request: PlanRequest,
  itemOf: ItemOf,
  jobId: JobId,
  now: Instant,
): PlanRun {
  const members = machinesOf(plan).flatMap((vmId) => {
    const item = itemOf(vmId);
    return item ? [{ vmId, vmName: item.vmName, jobId: null }] : [];
  });
  const present = new Set(members.map((member) => member.vmId));
  const groups = namedGroups(plan.groups, present);
  const steps = groups.flatMap((group) => stepsOfGroup(group, request, [...present]));
  return { jobId, request, startedAt: now, endedAt: null, state: 'running', steps, members };
}

interface NamedGroup extends PlanGroup {
  readonly groupId: string;
  /** 0: not a Boot group. */
  readonly number: number;
}

function namedGroups(groups: readonly PlanGroup[], present: ReadonlySet<VmId>): readonly NamedGroup[] {
  let boots = 0;
  return groups.map((group) => {
    const number = group.type === 'Boot' ? ++boots : 0;
    const vmIds = group.vmIds.filter((vmId) => present.has(vmId));
    return { ...group, vmIds, number, groupId: number === 0 ? `${group.type}Group` : `BootGroup${number}` };
  });
}

function stepsOfGroup(group: NamedGroup, request: PlanRequest, everyone: readonly VmId[]): readonly PlanStep[] {
  const { operation } = request;
  const asked = ACTIONS_ASKED[operation];
  if (!asked) {
    // Without an order: all at once, where machines are failed over.
    return group.type === 'Failover' ? [machinesStep(group, 'whole', everyone, 'All machines')] : [];
  }
  const act = actOf(group, request);
  const vmIds = group.type === 'Boot' ? group.vmIds : everyone;
  return [
    ...manualSteps(group, group.startActions, asked),
    ...(act !== null && vmIds.length > 0 ? [machinesStep(group, act, vmIds)] : []),
    ...(act === 'synchronize' ? [COMPLETION(group)] : []),
    ...manualSteps(group, group.endActions, asked),
  ];
}

/** How far the group brings its machines; null: it has no part in the operation. */
function actOf({ type }: NamedGroup, request: PlanRequest): MachineAct | null {
  if (request.operation === 'Failback') {
    const isSynchronized = request.dataSync === 'ForSynchronization';
    if (type === 'Boot') return isSynchronized ? 'complete' : 'whole';
    return type === 'Failover' && isSynchronized ? 'synchronize' : null;
  }
  if (type === 'Boot') return 'start';
  if (type === 'Failover') return 'failOver';
  const isShuttingDown =
    request.operation === 'PlannedFailover' ||
    (request.operation === 'UnplannedFailover' && request.isShuttingDownSource);
  return isShuttingDown ? 'shutDown' : null;
}

/** What an action must name to be asked for in a run; an operation that is not listed asks for none. */
const ACTIONS_ASKED: Readonly<Partial<Record<PlanOperation, readonly [ActionOperation, FailoverDirection]>>> = {
  PlannedFailover: ['PlannedFailover', 'PrimaryToRecovery'],
  UnplannedFailover: ['UnplannedFailover', 'PrimaryToRecovery'],
  TestFailover: ['TestFailover', 'PrimaryToRecovery'],
  Failback: ['PlannedFailover', 'RecoveryToPrimary'],
};

function manualSteps(
  group: NamedGroup,
  actions: readonly ManualAction[],
  [operation, direction]: readonly [ActionOperation, FailoverDirection],
): readonly ManualStep[] {
  return actions
    .filter((action) => action.operations.includes(operation) && action.directions.includes(direction))
    .map(({ name, instructions }) => manualStep(group, name, instructions));
}

function manualStep(group: NamedGroup, name: string, instructions: string): ManualStep {
  return { ...commonOf(group), kind: 'manual', name, instructions, observation: '' };
}

/** The machines run in Azure until somebody says that they may go home. */
const COMPLETION = (group: NamedGroup): ManualStep =>
  manualStep(
    group,
    'Complete failover',
    'The data is synchronized. Resume the job to shut the machines down in Azure, bring over the last changes and start them at the primary site.',
  );

function machinesStep(group: NamedGroup, act: MachineAct, vmIds: readonly VmId[], name?: string): MachinesStep {
  const machines = vmIds.map((vmId) => ({
    vmId,
    state: 'notStarted' as const,
    reason: null,
    startedAt: null,
    endedAt: null,
  }));
  return { ...commonOf(group, name), kind: 'machines', act, machines };
}

function commonOf(
  { groupId, type, number }: NamedGroup,
  name?: string,
): Pick<PlanStep, 'groupId' | 'groupType' | 'groupName' | 'startedAt' | 'endedAt'> {
  const groupName = name ?? (number === 0 ? ALL_GROUPS[type] : `Group ${number}: Start`);
  return { groupId, groupType: type, groupName, startedAt: null, endedAt: null };
}

/** As the Azure portal calls them [general knowledge]. */
const ALL_GROUPS = { Shutdown: 'All groups shutdown', Failover: 'All groups failover', Boot: '' } as const;
