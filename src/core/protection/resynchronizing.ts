import { after } from '../../base/units.ts';
import type { ReplicatedItem } from '../model.ts';
import { STEP_RULES } from '../resync/steps.ts';
import { decide, ignore, type Decision, type ItemIn, type Row } from './cell.ts';
import {
  attempt,
  disable,
  enter,
  pause,
  POLL_INTERVAL_MS,
  pollDue,
  resume,
  retryRequested,
  settled,
  statusPolled,
} from './common.ts';
import { resized, sizeFault } from './disk-sizes.ts';
import { effectFailed, stepFailed } from './failure.ts';
import { advanceJob, endJob } from './job-notes.ts';
import { deletablePoints, forgetExpired, replaceRecoveryPoints } from './recovery-point.ts';
import { enterRequired } from './resync-entry.ts';
import {
  acknowledgeWindow,
  beginTransfers,
  dropTransfers,
  fillWindows,
  isTransferred,
  takeSurvey,
} from './transfer.ts';
import type { Facts } from './facts.ts';
import { comparisonDone, trackingStarted } from './host-event.ts';
import { NO_FAILOVER } from './no-failover.ts';
import { failOverUnplanned } from './failover-entry.ts';
import { TEST_FAILOVER } from './test-failover.ts';

/**
 * Source and replica are compared, and what differs is sent; guest writes go to the logs from the
 * snapshot's instant on and are applied afterwards, so none is lost.
 *
 * The replica needs no differencing disk of its own: the newest recovery point, a blob snapshot,
 * keeps what it showed; nothing is pruned before the comparison is complete.
 */
export const RESYNCHRONIZING: Row<'resynchronizing'> = {
  GeometryChecked: (item, { mismatches }, facts) => {
    if (item.phase.step !== 'geometry') return ignore(item);
    if (mismatches.length > 0)
      return stepFailed(item, { code: 'DiskSizeMismatch', detail: mismatches.join('; ') }, facts);
    return decide({ ...settled(item), phase: { ...item.phase, step: 'track' } }, ...advanceJob(item));
  },
  ResynchronizationStarted: (item, { snapshot, sizes }, facts) => {
    if (item.phase.step !== 'track') return ignore(item);
    const fault = sizeFault(item, sizes);
    if (fault) return stepFailed(item, fault, facts);
    const grown = resized(item, sizes);
    const tracked = {
      ...settled(item),
      disks: grown.disks,
      baseSnapshot: snapshot,
      poll: { isRunning: false, nextAt: after(facts.now, POLL_INTERVAL_MS) },
    };
    const begun = { ...tracked, phase: { ...item.phase, step: 'compare' as const, diskIndex: 0 } };
    return decide(beginTransfers(begun, 'resynchronization', facts), ...grown.notes, trackingStarted(begun));
  },
  DiskSurveyed: (item, event, facts) =>
    item.phase.step === 'compare'
      ? compareOn(item, takeSurvey(item, item.phase.diskIndex, event, facts), facts)
      : ignore(item),
  WindowCompared: (item, event, facts) =>
    item.phase.step === 'compare'
      ? compareOn(item, acknowledgeWindow(item, item.phase.diskIndex, event, facts), facts)
      : ignore(item),
  RecoveryPointCreated: (item, { point }, facts) => {
    if (item.phase.step !== 'complete') return ignore(item);
    const next = replaceRecoveryPoints(settled(item), point, facts);
    return decide({ ...next, phase: { ...item.phase, step: 'merge' } });
  },
  SnapshotDeleted: (item, _event, facts) => {
    if (item.phase.step !== 'merge') return ignore(item);
    const merged = {
      ...settled(item),
      baseSnapshot: null,
      phase: { ...item.phase, step: 'discardRecoveryPoints' as const },
    };
    return deletablePoints(item).length > 0 ? decide(merged) : complete(merged, facts);
  },
  RecoveryPointsDeleted: (item, { points }, facts) => {
    if (item.phase.step !== 'discardRecoveryPoints') return ignore(item);
    return complete({ ...item, expiredRecoveryPoints: forgetExpired(item, points).expiredRecoveryPoints }, facts);
  },
  ResyncCancelRequested: (item, _event, facts) => {
    if (!STEP_RULES[item.phase.step].canCancel) return ignore(item);
    // Who cancelled it starts it again: a window now open would only undo the cancellation.
    const required = enterRequired({ ...item, pausedSince: null }, item.phase.cause, facts, null);
    return decide({ ...required, activeJobId: null }, ...endJob(item, 'Cancelled'));
  },
  ResyncRequested: (item, _event, facts) => {
    if (item.pausedSince !== null) return resume(item, { kind: 'ResumeRequested', isResynchronizing: true }, facts);
    return attempt(item);
  },
  PauseRequested: (item, event, facts) =>
    STEP_RULES[item.phase.step].canPause ? pause(item, event, facts) : ignore(item),
  ResumeRequested: resume,
  StatusPolled: statusPolled,
  PollDue: pollDue,
  EffectFailed: effectFailed,
  RetryDue: attempt,
  RetryRequested: retryRequested,
  DisableRequested: disable,
  PrerequisitesChecked: ignore,
  ReplicaCreated: ignore,
  RelationshipCreated: ignore,
  ReplicationStarted: ignore,
  WindowCopied: ignore,
  LogsFrozen: ignore,
  LogShipped: ignore,
  LogApplying: ignore,
  LogApplied: ignore,
  LogsDeleted: ignore,
  TrackingStopped: ignore,
  RelationshipRemoved: ignore,
  ReplicaDeleted: ignore,
  StartDue: ignore,
  SlotGranted: ignore,
  CycleDue: ignore,
  EnableCancelRequested: ignore,
  ...TEST_FAILOVER,
  ...NO_FAILOVER,
  UnplannedFailoverRequested: failOverUnplanned,
};

/** `next` knows more of the disk under way than `item`, or is the same: then nothing happened. */
function compareOn(item: ItemIn<'resynchronizing'>, next: ReplicatedItem, facts: Facts): Decision {
  const { diskIndex } = item.phase;
  if (next === item) return ignore(item);
  if (!isTransferred(next, diskIndex)) return decide(settled(next));
  if (diskIndex + 1 === next.disks.length) {
    const compared = { ...settled(next), phase: { ...item.phase, step: 'complete' as const } };
    return decide(compared, comparisonDone(compared, facts));
  }
  const onward = { ...settled(next), phase: { ...item.phase, diskIndex: diskIndex + 1 } };
  return decide(fillWindows(onward, diskIndex + 1, facts));
}

function complete(item: ItemIn<'resynchronizing'>, facts: Facts): Decision {
  return decide(
    {
      ...enter(item, { kind: 'protected' }),
      disks: dropTransfers(item.disks),
      cycle: { ...item.cycle, nextAt: facts.now },
      activeJobId: null,
    },
    ...endJob(item, 'Succeeded'),
    {
      kind: 'RaiseEvent',
      severity: 'OK',
      eventCode: 'ResynchronizationCompleted',
      description: 'Resynchronization is complete; delta replication goes on.',
    },
  );
}
