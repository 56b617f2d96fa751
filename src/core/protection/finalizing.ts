import { decide, ignore, type Row } from './cell.ts';
import { attempt, disable, enter, pollDue, retryRequested, settled, statusPolled } from './common.ts';
import { effectFailed } from './failure.ts';
import { advanceJob, endJob } from './job-notes.ts';
import { addRecoveryPoint } from './recovery-point.ts';
import { dropTransfers } from './transfer.ts';
import { NO_FAILOVER } from './no-failover.ts';
import { TEST_FAILOVER } from './test-failover.ts';

/** The job IrCompletion: the copy becomes the first recovery point, then the host merges its snapshot. */
export const FINALIZING: Row<'finalizing'> = {
  RecoveryPointCreated: (item, { point }, facts) => {
    if (item.phase.step !== 'createRecoveryPoint') return ignore(item);
    const next = addRecoveryPoint(settled(item), point, facts);
    return decide({ ...next, phase: { ...item.phase, step: 'deleteSnapshot' } }, ...advanceJob(item));
  },
  SnapshotDeleted: (item, _event, facts) => {
    if (item.phase.step !== 'deleteSnapshot') return ignore(item);
    const done = enter(item, { kind: 'protected' });
    return decide(
      {
        ...done,
        baseSnapshot: null,
        disks: dropTransfers(item.disks),
        // What was written during the copy waits in the logs: the first cycle begins at once.
        cycle: { ...item.cycle, nextAt: facts.now },
        activeJobId: null,
      },
      ...endJob(item, 'Succeeded'),
      {
        kind: 'RaiseEvent',
        severity: 'OK',
        eventCode: 'InitialReplicationCompleted',
        description: 'Initial replication is complete; the machine is protected.',
      },
    );
  },
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
  DiskSurveyed: ignore,
  WindowCopied: ignore,
  LogsFrozen: ignore,
  LogShipped: ignore,
  LogApplying: ignore,
  LogApplied: ignore,
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
  PauseRequested: ignore,
  ResumeRequested: ignore,
  EnableCancelRequested: ignore,
  ...TEST_FAILOVER,
  ...NO_FAILOVER,
};
