/**
 * The jobs PlannedFailover, UnplannedFailover and ChangeRecoveryPoint:
 *
 *   planned:   checkPrerequisites ─► shutDownSource ─► replicateLastChanges ─► createMachine ─► startMachine
 *   unplanned:                      [shutDownSource ─►] checkPrerequisites ──► createMachine ─► startMachine
 *   change of recovery point:                             deleteMachine ─────► createMachine ─► startMachine
 *
 * The last changes are a delta cycle, frozen when the guest no longer writes. A cycle found under way
 * goes on first: its logs were frozen before. An unplanned failover tries to shut the source down, once.
 */
import { decide, ignore, type Decision, type ItemIn, type Row } from './cell.ts';
import type { DiskSnapshot, FailoverStep, ReplicatedItem } from '../model.ts';
import { attempt, disable, enter, retryRequested, settled } from './common.ts';
import {
  cycleDue,
  logApplied,
  logApplying,
  logsDeleted,
  logsFrozen,
  logShipped,
  pointCreated,
  pointsDeleted,
} from './delta-cycle.ts';
import { effectFailed } from './failure.ts';
import { cancelFailover, changePoint, failOverUnplanned } from './failover-entry.ts';
import type { Facts } from './facts.ts';
import { advanceJob, endJob, jobNote } from './job-notes.ts';
import { NO_FAILOVER } from './no-failover.ts';
import { NO_REPLICATION } from './no-replication.ts';
import { TEST_FAILOVER } from './test-failover.ts';

type FailingOver = ItemIn<'failingOver'>;

export const FAILING_OVER: Row<'failingOver'> = {
  ...NO_REPLICATION,
  ...NO_FAILOVER,
  ...TEST_FAILOVER,
  AzureMachineActed: (item, { act, snapshots }, facts) => {
    const { step, failover } = item.phase;
    if (act === 'check' && step === 'checkPrerequisites')
      return toStep(item, failover.kind === 'planned' ? 'shutDownSource' : 'createMachine');
    if (act === 'delete' && step === 'deleteMachine') return toStep(item, 'createMachine');
    if (act === 'create' && step === 'createMachine') return toStep(withMade(item, snapshots), 'startMachine');
    return act === 'start' && step === 'startMachine' ? complete(item, facts) : ignore(item);
  },
  SourceShutDown: (item, _event, facts) => {
    if (item.phase.step !== 'shutDownSource') return ignore(item);
    return item.phase.failover.kind === 'planned' ? beginLastChanges(item, facts) : toStep(item, 'checkPrerequisites');
  },
  LogsFrozen: (item, event, facts) => (isReplicating(item) ? logsFrozen(item, event, facts) : ignore(item)),
  LogShipped: (item, event) => (isReplicating(item) ? logShipped(item, event) : ignore(item)),
  LogApplying: (item, event) => (isReplicating(item) ? logApplying(item, event) : ignore(item)),
  LogApplied: (item, event) => (isReplicating(item) ? logApplied(item, event) : ignore(item)),
  RecoveryPointCreated: (item, event, facts) => (isReplicating(item) ? pointCreated(item, event, facts) : ignore(item)),
  LogsDeleted: (item, event, facts) =>
    isReplicating(item) ? goOn(item, logsDeleted(item, event, facts), facts) : ignore(item),
  RecoveryPointsDeleted: (item, event, facts) =>
    isReplicating(item) ? goOn(item, pointsDeleted(item, event, facts), facts) : ignore(item),
  EffectFailed: (item, event, facts) => {
    const { step, failover } = item.phase;
    const isInVain = event.effect.kind === 'ShutDownSource' && step === 'shutDownSource';
    if (!isInVain || failover.kind === 'planned') return effectFailed(item, event, facts);
    const next = toStep(item, 'checkPrerequisites');
    const { fault } = event;
    return {
      item: next.item,
      notes: [...jobNote(item, (jobId) => ({ kind: 'ReportJobError', jobId, fault })), ...next.notes],
    };
  },
  RetryDue: attempt,
  RetryRequested: retryRequested,
  UnplannedFailoverRequested: (item, event, facts) =>
    canStillTurn(item) ? failOverUnplanned(item, event, facts) : ignore(item),
  ChangePointRequested: (item, { point }, facts) =>
    item.phase.failover.kind === 'unplanned' && item.trouble
      ? changePoint(item, item.phase.failover, point, facts)
      : ignore(item),
  FailoverCancelRequested: (item, _event, facts) =>
    item.phase.failover.kind === 'planned' ? cancelFailover(item, item.phase.failover, facts) : ignore(item),
  DisableRequested: disable,
};

/** A planned failover that does not come on can be given up for an unplanned one, until it makes its machine. */
export function canStillTurn({ phase }: FailingOver): boolean {
  return phase.failover.kind === 'planned' && phase.failover.point === null;
}

function isReplicating({ phase }: FailingOver): boolean {
  return phase.step === 'replicateLastChanges';
}

function toStep(item: FailingOver, step: FailoverStep): Decision {
  // The attempt to shut the source down is part of an unplanned failover's first task.
  const notes = step === 'checkPrerequisites' ? [] : advanceJob(item);
  return decide({ ...settled(item), phase: { ...item.phase, step } }, ...notes);
}

/** What the guest writes in Azure is told from here on. */
function withMade(item: FailingOver, madeSnapshots: readonly DiskSnapshot[] = []): FailingOver {
  return { ...item, phase: { ...item.phase, failover: { ...item.phase.failover, madeSnapshots } } };
}

/** A cycle under way goes on. Where its logs are not frozen yet there is nobody left to quiesce. */
function beginLastChanges(item: FailingOver, facts: Facts): Decision {
  const { cycle, phase } = item;
  const replicating: FailingOver = {
    ...settled(item),
    phase: { ...phase, step: 'replicateLastChanges' },
    cycle: cycle.step === 'freezing' ? { ...cycle, consistency: 'CrashConsistent' } : cycle,
  };
  const begun = item.cycle.step === 'idle' ? beginFinalCycle(replicating, facts) : replicating;
  return decide(begun, ...advanceJob(item));
}

/** The guest is off: its disks are at rest, and there is nobody to quiesce. */
function beginFinalCycle(item: FailingOver, facts: Facts): ReplicatedItem {
  const begun = cycleDue(item, { kind: 'CycleDue' }, facts).item;
  const { cycle } = begun;
  const phase = { ...item.phase, finalCycle: cycle.number };
  return { ...begun, phase, cycle: { ...cycle, consistency: 'CrashConsistent' } };
}

/** After a cycle: the final one next, or the machine of its recovery point. */
function goOn(item: FailingOver, made: Decision, facts: Facts): Decision {
  if (made.item.cycle.step !== 'idle') return made;
  const ended: FailingOver = { ...made.item, phase: item.phase };
  if (item.phase.finalCycle !== ended.cycle.number) return { item: beginFinalCycle(ended, facts), notes: made.notes };
  const point = ended.recoveryPoints.at(-1) ?? null;
  const phase = { ...item.phase, step: 'createMachine' as const, failover: { ...item.phase.failover, point } };
  return { item: { ...ended, phase }, notes: [...made.notes, ...advanceJob(item)] };
}

function complete(item: FailingOver, facts: Facts): Decision {
  const { failover, isChangingPoint } = item.phase;
  return decide(
    { ...enter(item, { kind: 'failedOver', failover }), activeJobId: null, lastFailoverAt: facts.now },
    ...endJob(item, 'Succeeded'),
    {
      kind: 'RaiseEvent',
      severity: 'Warning',
      eventCode: isChangingPoint ? 'RecoveryPointChanged' : 'FailoverCompleted',
      description: 'The machine runs in Azure; the failover waits for its commit.',
    },
  );
}
