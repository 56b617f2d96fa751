import { ignore, type SharedCells } from './cell.ts';

/** What belongs to replication: copies, cycles, comparison, pause, and the beginning and the end of all that. */
type ReplicationEvent =
  | 'PrerequisitesChecked'
  | 'ReplicaCreated'
  | 'RelationshipCreated'
  | 'ReplicationStarted'
  | 'DiskSurveyed'
  | 'WindowCopied'
  | 'SnapshotDeleted'
  | 'LogsFrozen'
  | 'LogShipped'
  | 'LogApplying'
  | 'LogApplied'
  | 'RecoveryPointCreated'
  | 'LogsDeleted'
  | 'RecoveryPointsDeleted'
  | 'TrackingStopped'
  | 'GeometryChecked'
  | 'ResynchronizationStarted'
  | 'WindowCompared'
  | 'RelationshipRemoved'
  | 'ReplicaDeleted'
  | 'StatusPolled'
  | 'StartDue'
  | 'SlotGranted'
  | 'CycleDue'
  | 'PollDue'
  | 'ResyncRequested'
  | 'ResyncCancelRequested'
  | 'PauseRequested'
  | 'ResumeRequested'
  | 'EnableCancelRequested';

/** Phases in which nothing replicates, or not yet, or no more, take these over, and set apart what they use of it. */
export const NO_REPLICATION: SharedCells<ReplicationEvent> = {
  PrerequisitesChecked: ignore,
  ReplicaCreated: ignore,
  RelationshipCreated: ignore,
  ReplicationStarted: ignore,
  DiskSurveyed: ignore,
  WindowCopied: ignore,
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
  StatusPolled: ignore,
  StartDue: ignore,
  SlotGranted: ignore,
  CycleDue: ignore,
  PollDue: ignore,
  ResyncRequested: ignore,
  ResyncCancelRequested: ignore,
  PauseRequested: ignore,
  ResumeRequested: ignore,
  EnableCancelRequested: ignore,
};
