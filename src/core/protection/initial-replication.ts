import { after } from '../../base/units.ts';
import type { ReplicatedItem } from '../model.ts';
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
  rollBack,
  settled,
  statusPolled,
} from './common.ts';
import { resized, sizeFault } from './disk-sizes.ts';
import type { Facts } from './facts.ts';
import { effectFailed, stepFailed } from './failure.ts';
import { advanceJob, endJob } from './job-notes.ts';
import { acknowledgeWindow, beginTransfers, fillWindows, isTransferred, takeSurvey } from './transfer.ts';
import { NO_FAILOVER } from './no-failover.ts';
import { TEST_FAILOVER } from './test-failover.ts';

/** The snapshot's allocated blocks go to the replica, disk by disk; guest writes go to the log meanwhile. */
export const INITIAL_REPLICATION: Row<'initialReplication'> = {
  ReplicationStarted: (item, { snapshot, sizes }, facts) => {
    if (item.baseSnapshot) return ignore(item);
    const fault = sizeFault(item, sizes);
    if (fault) return stepFailed(item, fault, facts);
    const grown = resized(item, sizes);
    const tracked = {
      ...item,
      disks: grown.disks,
      baseSnapshot: snapshot,
      poll: { isRunning: false, nextAt: after(facts.now, POLL_INTERVAL_MS) },
    };
    const begun = beginTransfers(settled(tracked), 'initialReplication', facts);
    // The job that enables protection ends when the copy has begun, not when it is complete.
    const notes = [...advanceJob(item), ...endJob(item, 'Succeeded'), ...grown.notes];
    return decide({ ...begun, activeJobId: null }, ...notes);
  },
  DiskSurveyed: (item, event, facts) => copyOn(item, takeSurvey(item, item.phase.diskIndex, event, facts), facts),
  WindowCopied: (item, event, facts) =>
    copyOn(item, acknowledgeWindow(item, item.phase.diskIndex, event, facts), facts),
  StatusPolled: statusPolled,
  PollDue: pollDue,
  EffectFailed: effectFailed,
  RetryDue: attempt,
  RetryRequested: retryRequested,
  PauseRequested: pause,
  ResumeRequested: resume,
  DisableRequested: disable,
  EnableCancelRequested: rollBack,
  PrerequisitesChecked: ignore,
  ReplicaCreated: ignore,
  RelationshipCreated: ignore,
  SnapshotDeleted: ignore,
  LogsFrozen: ignore,
  LogShipped: ignore,
  LogApplying: ignore,
  LogApplied: ignore,
  RecoveryPointCreated: ignore,
  LogsDeleted: ignore,
  RecoveryPointsDeleted: ignore,
  TrackingStopped: ignore,
  GeometryChecked: ignore,
  ResynchronizationStarted: ignore,
  WindowCompared: ignore,
  RelationshipRemoved: ignore,
  ReplicaDeleted: ignore,
  StartDue: ignore,
  SlotGranted: ignore,
  CycleDue: ignore,
  ResyncRequested: ignore,
  ResyncCancelRequested: ignore,
  ...TEST_FAILOVER,
  ...NO_FAILOVER,
};

/** `next` knows more of the disk under way than `item`, or is the same: then nothing happened. */
function copyOn(item: ItemIn<'initialReplication'>, next: ReplicatedItem, facts: Facts): Decision {
  const { diskIndex } = item.phase;
  if (next === item) return ignore(item);
  if (!isTransferred(next, diskIndex)) return decide(settled(next));
  if (diskIndex + 1 < next.disks.length) {
    const onward = { ...settled(next), phase: { ...item.phase, diskIndex: diskIndex + 1 } };
    return decide(fillWindows(onward, diskIndex + 1, facts));
  }
  const jobId = facts.newJobId;
  return decide(
    { ...enter(next, { kind: 'finalizing', step: 'createRecoveryPoint' }), activeJobId: jobId },
    { kind: 'StartJob', jobId, scenarioName: 'IrCompletion' },
  );
}
