/** The ways into a failover, and out of it again. */
import type { Failover, FailoverStep, Phase, RecoveryPoint, ReplicatedItem } from '../model.ts';
import { decide, type Decision } from './cell.ts';
import { enter } from './common.ts';
import type { EventOf } from './event.ts';
import type { Facts } from './facts.ts';
import { endJob } from './job-notes.ts';
import { dropTransfers } from './transfer.ts';

/** The machine is shut down first, so that nothing of it is lost. */
export function failOverPlanned(
  item: ReplicatedItem,
  _event: EventOf<'PlannedFailoverRequested'>,
  facts: Facts,
): Decision {
  const failover: Failover = { kind: 'planned', point: null, startedAt: facts.now };
  const jobId = facts.newJobId;
  const begun = { ...leaveReplication(item, failingOver(failover, 'checkPrerequisites')), activeJobId: jobId };
  return decide(begun, ...endJob(item, 'Cancelled'), { kind: 'StartJob', jobId, scenarioName: 'PlannedFailover' });
}

/** Whatever replication was doing is given up: what is under way there may never end. */
export function failOverUnplanned(
  item: ReplicatedItem,
  { point, isShuttingDownSource }: EventOf<'UnplannedFailoverRequested'>,
  facts: Facts,
): Decision {
  const failover: Failover = { kind: 'unplanned', point, startedAt: facts.now };
  const step = isShuttingDownSource ? 'shutDownSource' : 'checkPrerequisites';
  const jobId = facts.newJobId;
  const begun = { ...leaveReplication(item, failingOver(failover, step)), activeJobId: jobId };
  return decide(
    { ...begun, baseSnapshot: null },
    ...endJob(item, 'Cancelled'),
    { kind: 'StartJob', jobId, scenarioName: 'UnplannedFailover' },
    {
      kind: 'RaiseEvent',
      severity: 'Warning',
      eventCode: 'UnplannedFailover',
      description: 'An unplanned failover was started; what was written after its recovery point is lost.',
    },
  );
}

/** The machine in Azure is made anew, from another point. */
export function changePoint(item: ReplicatedItem, failover: Failover, point: RecoveryPoint, facts: Facts): Decision {
  const phase: Phase = { ...failingOver({ ...failover, point }, 'deleteMachine'), isChangingPoint: true };
  const jobId = facts.newJobId;
  return decide({ ...enter(item, phase), activeJobId: jobId }, ...endJob(item, 'Cancelled'), {
    kind: 'StartJob',
    jobId,
    scenarioName: 'ChangeRecoveryPoint',
  });
}

/** A planned failover is taken back: the machine runs at its primary site again. */
export function cancelFailover(item: ReplicatedItem, failover: Failover, facts: Facts): Decision {
  const isRollback = item.activeJobId !== null;
  const phase: Phase = { kind: 'cancellingFailover', failover, step: 'deleteMachine', isRollback };
  const cancelling = enter(item, phase);
  if (isRollback) return decide(cancelling);
  const jobId = facts.newJobId;
  return decide({ ...cancelling, activeJobId: jobId }, { kind: 'StartJob', jobId, scenarioName: 'CancelFailover' });
}

function failingOver(failover: Failover, step: FailoverStep): Extract<Phase, { readonly kind: 'failingOver' }> {
  return { kind: 'failingOver', failover, step, finalCycle: null, isChangingPoint: false };
}

function leaveReplication(item: ReplicatedItem, phase: Phase): ReplicatedItem {
  return {
    ...enter(item, phase),
    pausedSince: null,
    disks: dropTransfers(item.disks),
    poll: { isRunning: false, nextAt: null },
  };
}
