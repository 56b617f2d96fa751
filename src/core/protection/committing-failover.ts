/**
 * The job CommitFailover: the host's side ends, what was shipped and not applied goes, and of the
 * recovery points stays the one failed over to. The host may be lost: it is asked once, not waited for.
 */
import type { ReplicatedItem } from '../model.ts';
import { decide, ignore, type Decision, type ItemIn, type Row } from './cell.ts';
import { attempt, disable, enter, retryRequested, settled } from './common.ts';
import { effectFailed } from './failure.ts';
import { endJob, jobNote } from './job-notes.ts';
import { IDLE_CYCLE } from './new-item.ts';
import { NO_FAILOVER } from './no-failover.ts';
import { NO_REPLICATION } from './no-replication.ts';
import { deletablePoints, forgetExpired } from './recovery-point.ts';
import { TEST_FAILOVER } from './test-failover.ts';

type Committing = ItemIn<'committingFailover'>;

export const COMMITTING_FAILOVER: Row<'committingFailover'> = {
  ...NO_REPLICATION,
  ...NO_FAILOVER,
  ...TEST_FAILOVER,
  RelationshipRemoved: (item) => (item.phase.step === 'removeRelationship' ? leaveHost(item) : ignore(item)),
  ShippedLogsDeleted: (item) => (item.phase.step === 'deleteLogs' ? discardPoints(item) : ignore(item)),
  RecoveryPointsDeleted: (item, { points }) => {
    if (item.phase.step !== 'deleteRecoveryPoints') return ignore(item);
    const left: Committing = { ...forgetExpired(item, points), phase: item.phase };
    return deletablePoints(left).length > 0 ? decide(settled(left)) : complete(left);
  },
  EffectFailed: (item, event, facts) => {
    if (event.effect.kind !== 'RemoveRelationship' || item.phase.step !== 'removeRelationship')
      return effectFailed(item, event, facts);
    const { fault } = event;
    const left = leaveHost(item);
    return {
      item: left.item,
      notes: [...jobNote(item, (jobId) => ({ kind: 'ReportJobError', jobId, fault })), ...left.notes],
    };
  },
  RetryDue: attempt,
  RetryRequested: retryRequested,
  DisableRequested: disable,
};

function leaveHost(item: Committing): Decision {
  const next: Committing = { ...settled(item), baseSnapshot: null, phase: { ...item.phase, step: 'deleteLogs' } };
  return item.cycle.logs.length > 0 ? decide(next) : discardPoints(next);
}

function discardPoints(item: Committing): Decision {
  const { point } = item.phase.failover;
  const isKept = (id: string): boolean => id === point?.recoveryPointId;
  const { number, lastApplicationConsistentAt } = item.cycle;
  const next: Committing = {
    ...settled(item),
    recoveryPoints: item.recoveryPoints.filter((each) => isKept(each.recoveryPointId)),
    expiredRecoveryPoints: [
      ...item.expiredRecoveryPoints,
      ...item.recoveryPoints.filter((each) => !isKept(each.recoveryPointId)),
    ],
    cycle: { ...IDLE_CYCLE, number, lastApplicationConsistentAt },
    disks: withoutLogs(item),
    phase: { ...item.phase, step: 'deleteRecoveryPoints' },
  };
  return deletablePoints(next).length > 0 ? decide(next) : complete(next);
}

function withoutLogs({ disks }: ReplicatedItem): ReplicatedItem['disks'] {
  return disks.map((disk) => ({ ...disk, activeLogBytes: 0, inFlightLogBytes: 0, lastAppliedLogId: null }));
}

function complete(item: Committing): Decision {
  const committed = enter(item, { kind: 'failoverCommitted', failover: item.phase.failover });
  return decide({ ...committed, activeJobId: null }, ...endJob(item, 'Succeeded'));
}
