/** What may be run on a recovery plan now: it follows from its machines, and from the run under way. */
import type { ReplicatedItem, VmId } from '../model.ts';
import { judgeOperations } from '../protection/operations.ts';
import type { PlanOperation, PlanRun, RecoveryPlan } from './plan.ts';

export const PLAN_OPERATIONS: readonly PlanOperation[] = [
  'PlannedFailover',
  'UnplannedFailover',
  'TestFailover',
  'TestFailoverCleanup',
  'Commit',
  'CancelFailover',
  'Failback',
  'ReverseReplicate',
];

export interface PlanVerdicts {
  readonly allowed: readonly PlanOperation[];
  /** Why each of the others is not allowed, as one sentence. */
  readonly refusals: Readonly<Partial<Record<PlanOperation, string>>>;
}

/** The replicated item of a machine; undefined: it is not replicated any more. */
export type ItemOf = (vmId: VmId) => ReplicatedItem | undefined;

/** A machine that has this behind it is left out of the run, and that is no failure [RP8]. */
const OVER: Readonly<Record<PlanOperation, ReadonlySet<ReplicatedItem['phase']['kind']>>> = {
  PlannedFailover: new Set(['failedOver', 'committingFailover', 'failoverCommitted']),
  UnplannedFailover: new Set(['failedOver', 'committingFailover', 'failoverCommitted']),
  TestFailover: new Set(),
  TestFailoverCleanup: new Set(),
  Commit: new Set(['committingFailover', 'failoverCommitted', 'committingFailback', 'failbackCommitted']),
  CancelFailover: new Set(['protected', 'cancellingFailover', 'cancellingFailback']),
  Failback: new Set(['failedBack', 'committingFailback', 'failbackCommitted']),
  ReverseReplicate: new Set(['reverseReplicating', 'resynchronizationRequired', 'resynchronizing', 'protected']),
};

/** The work of the operation is done on this machine already, or being done. */
export function isOver(operation: PlanOperation, { phase, testFailover }: ReplicatedItem): boolean {
  if (operation === 'TestFailover') return testFailover?.step === 'running';
  if (operation === 'TestFailoverCleanup') return testFailover === undefined;
  return OVER[operation].has(phase.kind);
}

/** Operations whose run stops at a failure, and which every machine must therefore allow [RP7] [RP12]. */
export function stopsAtFailure(operation: PlanOperation): boolean {
  return operation === 'PlannedFailover' || operation === 'Failback';
}

export function isUnderWay(run: PlanRun | null): boolean {
  return run !== null && (run.state === 'running' || run.state === 'waiting');
}

/** The machines of a plan in the order of its groups. */
export function machinesOf(plan: Pick<RecoveryPlan, 'groups'>): readonly VmId[] {
  return plan.groups.flatMap((group) => group.vmIds);
}

export function judgePlan(plan: RecoveryPlan, itemOf: ItemOf): PlanVerdicts {
  const items = machinesOf(plan).flatMap((vmId) => itemOf(vmId) ?? []);
  const verdicts = items.map((item) => ({ item, verdict: judgeOperations(item) }));
  const allowed: PlanOperation[] = [];
  const refusals: Partial<Record<PlanOperation, string>> = {};
  for (const operation of PLAN_OPERATIONS) {
    const refusal = isUnderWay(plan.run) ? 'A job of the recovery plan is under way.' : refusalOf(operation, verdicts);
    if (refusal === null) allowed.push(operation);
    else refusals[operation] = refusal;
  }
  return { allowed, refusals };
}

interface Judged {
  readonly item: ReplicatedItem;
  readonly verdict: ReturnType<typeof judgeOperations>;
}

function refusalOf(operation: PlanOperation, judged: readonly Judged[]): string | null {
  const [firstJudged] = judged;
  if (!firstJudged) return 'None of the plan’s machines is replicated.';
  const isAble = ({ verdict }: Judged): boolean => verdict.allowed.includes(operation);
  const blocked = judged.find((each) => !isAble(each) && !isOver(operation, each.item));
  const hasAble = judged.some(isAble);
  if (hasAble && (!blocked || !stopsAtFailure(operation))) return null;
  const { item, verdict } = blocked ?? firstJudged;
  return `${item.vmName}: ${verdict.refusals[operation] ?? `${operation} is not allowed now.`}`;
}
