import { ignore, type SharedCells } from './cell.ts';

/** What belongs to failovers alone. */
type FailoverEvent =
  | 'AzureMachineActed'
  | 'SourceShutDown'
  | 'SourceStarted'
  | 'ShippedLogsDeleted'
  | 'PlannedFailoverRequested'
  | 'UnplannedFailoverRequested'
  | 'ChangePointRequested'
  | 'CommitRequested'
  | 'FailoverCancelRequested'
  | 'FailbackChecked'
  | 'SourceCreated'
  | 'SourcePrepared'
  | 'AzureDisksSnapshot'
  | 'WindowFailedBack'
  | 'AzureSnapshotsDeleted'
  | 'ReplicaRefreshed'
  | 'FailbackRequested'
  | 'FailbackCompleteRequested'
  | 'ReverseReplicateRequested';

/** Phases in which the machine runs at its primary site take these over, and set apart what begins a failover. */
export const NO_FAILOVER: SharedCells<FailoverEvent> = {
  AzureMachineActed: ignore,
  SourceShutDown: ignore,
  SourceStarted: ignore,
  ShippedLogsDeleted: ignore,
  PlannedFailoverRequested: ignore,
  UnplannedFailoverRequested: ignore,
  ChangePointRequested: ignore,
  CommitRequested: ignore,
  FailoverCancelRequested: ignore,
  FailbackChecked: ignore,
  SourceCreated: ignore,
  SourcePrepared: ignore,
  AzureDisksSnapshot: ignore,
  WindowFailedBack: ignore,
  AzureSnapshotsDeleted: ignore,
  ReplicaRefreshed: ignore,
  FailbackRequested: ignore,
  FailbackCompleteRequested: ignore,
  ReverseReplicateRequested: ignore,
};
