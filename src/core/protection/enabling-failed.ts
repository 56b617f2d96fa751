import { decide, ignore, type Row } from './cell.ts';
import { disable, enter } from './common.ts';
import { NO_FAILOVER } from './no-failover.ts';
import { TEST_FAILOVER } from './test-failover.ts';

/** The job EnableDr has failed; it can be restarted where it failed, or protection disabled. */
export const ENABLING_FAILED: Row<'enablingFailed'> = {
  RetryRequested: (item, { jobId }, facts) => {
    const begun = enter(item, { kind: 'enabling', step: item.phase.step });
    if (jobId !== null) return decide({ ...begun, activeJobId: jobId }, { kind: 'RestartJob', jobId });
    const newJobId = facts.newJobId;
    return decide(
      { ...enter(item, { kind: 'enabling', step: 'checkPrerequisites' }), activeJobId: newJobId },
      { kind: 'StartJob', jobId: newJobId, scenarioName: 'EnableDr' },
    );
  },
  DisableRequested: disable,
  PrerequisitesChecked: ignore,
  ReplicaCreated: ignore,
  RelationshipCreated: ignore,
  ReplicationStarted: ignore,
  WindowCopied: ignore,
  SnapshotDeleted: ignore,
  LogsFrozen: ignore,
  LogShipped: ignore,
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
  StatusPolled: ignore,
  EffectFailed: ignore,
  StartDue: ignore,
  SlotGranted: ignore,
  CycleDue: ignore,
  PollDue: ignore,
  RetryDue: ignore,
  ResyncRequested: ignore,
  ResyncCancelRequested: ignore,
  PauseRequested: ignore,
  ResumeRequested: ignore,
  EnableCancelRequested: ignore,
  ...TEST_FAILOVER,
  ...NO_FAILOVER,
};
