import { isInWindow, nextWindowStart } from '../policy/window.ts';
import { decide, ignore, type Decision, type ItemIn, type Row } from './cell.ts';
import { attempt, disable, enter, pause, resume, retryRequested, settled } from './common.ts';
import { IDLE_CYCLE } from './new-item.ts';
import { isAtRest } from './called-for.ts';
import type { Facts } from './facts.ts';
import { effectFailed } from './failure.ts';
import { endJob } from './job-notes.ts';
import { NO_FAILOVER } from './no-failover.ts';
import { failOverUnplanned } from './failover-entry.ts';
import { TEST_FAILOVER } from './test-failover.ts';

/** Nothing is tracked, nothing replicates: only a resynchronization leads on. */
export const RESYNC_REQUIRED: Row<'resynchronizationRequired'> = {
  TrackingStopped: (item) => {
    if (item.phase.isTrackingStopped) return ignore(item);
    const { number, lastApplicationConsistentAt } = item.cycle;
    return decide({
      ...settled(item),
      phase: { ...item.phase, isTrackingStopped: true },
      cycle: { ...IDLE_CYCLE, number, lastApplicationConsistentAt },
      disks: item.disks.map((disk) => ({ ...disk, activeLogBytes: 0, inFlightLogBytes: 0, lastAppliedLogId: null })),
    });
  },
  SnapshotDeleted: (item) => (item.baseSnapshot ? decide({ ...settled(item), baseSnapshot: null }) : ignore(item)),
  ResyncRequested: (item, { startsAt }, facts) => {
    const isDue = startsAt <= facts.now;
    const isSameStart = startsAt === item.phase.startsAt && isDue === item.phase.isDue && !item.phase.isAutomatic;
    const isRetrying = isDue && item.trouble !== null && !item.isAttempting;
    if (isSameStart && item.pausedSince === null && !isRetrying) return ignore(item);
    const phase = { ...item.phase, startsAt, isDue, isAutomatic: false };
    const next = { ...item, pausedSince: null, isAttempting: item.isAttempting || isRetrying, phase };
    if (!isDue || item.activeJobId !== null) return decide(next);
    const jobId = facts.newJobId;
    return decide({ ...next, activeJobId: jobId }, { kind: 'StartJob', jobId, scenarioName: 'RepairReplication' });
  },
  ResyncCancelRequested: (item) => {
    if (item.phase.startsAt === null) return ignore(item);
    const phase = { ...item.phase, startsAt: null, isDue: false, isAutomatic: false };
    return decide({ ...item, phase, activeJobId: null }, ...endJob(item, 'Cancelled'));
  },
  StartDue: (item, _event, facts) => {
    if (item.phase.isDue) return ignore(item);
    return mayStart(item, facts)
      ? decide({ ...item, phase: { ...item.phase, isDue: true } })
      : untilWindow(item, facts);
  },
  SlotGranted: (item, _event, facts) => {
    if (!item.phase.isDue || !isAtRest(item)) return ignore(item);
    if (!mayStart(item, facts)) return untilWindow(item, facts);
    const { cause } = item.phase;
    const begun = enter(item, { kind: 'resynchronizing', cause, step: 'geometry', diskIndex: 0, startedAt: facts.now });
    if (item.activeJobId !== null) return decide(begun);
    const jobId = facts.newJobId;
    return decide({ ...begun, activeJobId: jobId }, { kind: 'StartJob', jobId, scenarioName: 'RepairReplication' });
  },
  EffectFailed: effectFailed,
  RetryDue: attempt,
  RetryRequested: retryRequested,
  PauseRequested: pause,
  ResumeRequested: resume,
  DisableRequested: disable,
  PrerequisitesChecked: ignore,
  ReplicaCreated: ignore,
  RelationshipCreated: ignore,
  ReplicationStarted: ignore,
  DiskSurveyed: ignore,
  WindowCopied: ignore,
  LogsFrozen: ignore,
  LogShipped: ignore,
  LogApplying: ignore,
  LogApplied: ignore,
  RecoveryPointCreated: ignore,
  LogsDeleted: ignore,
  RecoveryPointsDeleted: ignore,
  GeometryChecked: ignore,
  ResynchronizationStarted: ignore,
  WindowCompared: ignore,
  RelationshipRemoved: ignore,
  ReplicaDeleted: ignore,
  StatusPolled: ignore,
  CycleDue: ignore,
  PollDue: ignore,
  EnableCancelRequested: ignore,
  ...TEST_FAILOVER,
  ...NO_FAILOVER,
  UnplannedFailoverRequested: failOverUnplanned,
};

/** Also after a pause, a night without the engine or hours in the queue an automatic one starts in the window only [PO6]. */
function mayStart({ phase }: ItemIn<'resynchronizationRequired'>, { policy, now, offsetAt }: Facts): boolean {
  return !phase.isAutomatic || isInWindow(policy.resyncWindow, now, offsetAt);
}

function untilWindow(item: ItemIn<'resynchronizationRequired'>, { policy, now, offsetAt }: Facts): Decision {
  const startsAt = nextWindowStart(policy.resyncWindow, now, offsetAt);
  return decide({ ...item, phase: { ...item.phase, startsAt, isDue: false } });
}
