import { decide, ignore, type Row } from './cell.ts';
import { disable, enter, pause, resume, rollBack } from './common.ts';
import { NO_FAILOVER } from './no-failover.ts';
import { TEST_FAILOVER } from './test-failover.ts';

/** Protection is enabled; the initial replication waits for its time, then for room. */
export const WAITING: Row<'waitingForInitialReplication'> = {
  StartDue: (item) => {
    if (item.phase.isDue) return ignore(item);
    return decide({ ...item, phase: { ...item.phase, isDue: true } });
  },
  SlotGranted: (item) => {
    if (!item.phase.isDue) return ignore(item);
    return decide(enter(item, { kind: 'initialReplication', diskIndex: 0 }));
  },
  DisableRequested: disable,
  EnableCancelRequested: rollBack,
  PauseRequested: pause,
  ResumeRequested: resume,
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
  CycleDue: ignore,
  PollDue: ignore,
  RetryDue: ignore,
  ResyncRequested: ignore,
  ResyncCancelRequested: ignore,
  RetryRequested: ignore,
  ...TEST_FAILOVER,
  ...NO_FAILOVER,
};
