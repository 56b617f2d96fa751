import { decide, ignore, type Row } from './cell.ts';
import { attempt, disable, pause, pollDue, resume, RESUMED, retryRequested, statusPolled } from './common.ts';
import {
  cycleDue,
  cycleFailed,
  logApplied,
  logApplying,
  logsDeleted,
  logsFrozen,
  logShipped,
  pointCreated,
  pointsDeleted,
} from './delta-cycle.ts';
import { enterRequired } from './resync-entry.ts';
import { NO_FAILOVER } from './no-failover.ts';
import { failOverPlanned, failOverUnplanned } from './failover-entry.ts';
import { TEST_FAILOVER } from './test-failover.ts';

/** Delta replication: cycle after cycle, each ending in a recovery point. */
export const PROTECTED: Row<'protected'> = {
  CycleDue: cycleDue,
  LogsFrozen: logsFrozen,
  LogShipped: logShipped,
  LogApplying: logApplying,
  LogApplied: logApplied,
  RecoveryPointCreated: pointCreated,
  LogsDeleted: logsDeleted,
  RecoveryPointsDeleted: pointsDeleted,
  StatusPolled: statusPolled,
  PollDue: pollDue,
  EffectFailed: cycleFailed,
  RetryDue: attempt,
  RetryRequested: retryRequested,
  PauseRequested: pause,
  ResumeRequested: (item, event, facts) => {
    if (item.pausedSince === null || !event.isResynchronizing) return resume(item, event, facts);
    // Forcing a resynchronization on a healthy machine: paused first, resumed with it.
    const jobId = facts.newJobId;
    const required = enterRequired({ ...item, pausedSince: null, activeJobId: jobId }, 'manual', facts, facts.now);
    return decide(required, RESUMED, { kind: 'StartJob', jobId, scenarioName: 'RepairReplication' });
  },
  DisableRequested: disable,
  PrerequisitesChecked: ignore,
  ReplicaCreated: ignore,
  RelationshipCreated: ignore,
  ReplicationStarted: ignore,
  DiskSurveyed: ignore,
  WindowCopied: ignore,
  SnapshotDeleted: ignore,
  TrackingStopped: ignore,
  GeometryChecked: ignore,
  ResynchronizationStarted: ignore,
  WindowCompared: ignore,
  RelationshipRemoved: ignore,
  ReplicaDeleted: ignore,
  StartDue: ignore,
  SlotGranted: ignore,
  ResyncRequested: ignore,
  ResyncCancelRequested: ignore,
  EnableCancelRequested: ignore,
  ...TEST_FAILOVER,
  ...NO_FAILOVER,
  PlannedFailoverRequested: failOverPlanned,
  UnplannedFailoverRequested: failOverUnplanned,
};
