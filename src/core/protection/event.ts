import type { Extent } from '../../base/extent.ts';
import type { Bytes, Instant } from '../../base/units.ts';
import type { FaultReport } from '../errors/fault.ts';
import type {
  BaseSnapshot,
  DiskId,
  JobId,
  LogId,
  RecoveryPoint,
  TransferWindow,
  WindowCounts,
  WindowRun,
  DataSync,
  DiskSnapshot,
  Failback,
} from '../model.ts';
import type { DiskSize, FrozenLogSet, ReadinessError, ReplicationStatus } from '../ports.ts';
import type { AzureMachineAct, Effect } from './effect.ts';

/** An effect has come so far; it may be told again from its beginning, after a crash. */
export type EffectProgress = {
  readonly kind: 'LogApplying';
  readonly diskId: DiskId;
  readonly logId: LogId;
  /** Of this log. */
  readonly appliedBytes: Bytes;
};

/** An effect came to its end. */
export type EffectResult =
  | { readonly kind: 'PrerequisitesChecked'; readonly readinessErrors: readonly ReadinessError[] }
  | { readonly kind: 'ReplicaCreated' }
  | { readonly kind: 'RelationshipCreated' }
  | {
      readonly kind: 'ReplicationStarted';
      readonly snapshot: BaseSnapshot;
      readonly sizes: readonly DiskSize[];
    }
  | { readonly kind: 'DiskSurveyed'; readonly diskId: DiskId; readonly empty: readonly WindowRun[] }
  | {
      readonly kind: 'WindowCopied';
      readonly diskId: DiskId;
      readonly window: TransferWindow;
      readonly counts: WindowCounts;
    }
  | { readonly kind: 'SnapshotDeleted' }
  | { readonly kind: 'LogsFrozen'; readonly set: FrozenLogSet }
  | { readonly kind: 'LogShipped'; readonly diskId: DiskId; readonly logId: LogId; readonly window: Extent }
  | { readonly kind: 'LogApplied'; readonly diskId: DiskId; readonly logId: LogId; readonly appliedBytes: Bytes }
  | { readonly kind: 'RecoveryPointCreated'; readonly point: Omit<RecoveryPoint, 'recoveryPointId'> }
  | { readonly kind: 'LogsDeleted' }
  | { readonly kind: 'RecoveryPointsDeleted'; readonly points: readonly RecoveryPoint[] }
  | { readonly kind: 'TrackingStopped' }
  | { readonly kind: 'GeometryChecked'; readonly mismatches: readonly string[] }
  | {
      readonly kind: 'ResynchronizationStarted';
      readonly snapshot: BaseSnapshot;
      readonly sizes: readonly DiskSize[];
    }
  | {
      readonly kind: 'WindowCompared';
      readonly diskId: DiskId;
      readonly window: TransferWindow;
      readonly counts: WindowCounts;
    }
  | { readonly kind: 'RelationshipRemoved' }
  | { readonly kind: 'ReplicaDeleted' }
  | {
      readonly kind: 'AzureMachineActed';
      readonly act: AzureMachineAct;
      /** Of the disks just made (`create`), before their guest writes. */
      readonly snapshots?: readonly DiskSnapshot[];
    }
  | { readonly kind: 'ReplicaRefreshed' }
  | { readonly kind: 'FailbackChecked'; readonly isSourceThere: boolean }
  | { readonly kind: 'SourceCreated' }
  | { readonly kind: 'SourcePrepared' }
  | { readonly kind: 'AzureDisksSnapshot'; readonly snapshots: Failback['snapshots'] }
  | {
      readonly kind: 'WindowFailedBack';
      readonly diskId: DiskId;
      readonly window: TransferWindow;
      readonly counts: WindowCounts;
    }
  | { readonly kind: 'AzureSnapshotsDeleted' }
  | { readonly kind: 'SourceShutDown' }
  | { readonly kind: 'SourceStarted' }
  | { readonly kind: 'ShippedLogsDeleted' }
  | { readonly kind: 'TestMachineActed'; readonly act: AzureMachineAct }
  | { readonly kind: 'StatusPolled'; readonly status: ReplicationStatus }
  | { readonly kind: 'EffectFailed'; readonly effect: Effect; readonly fault: FaultReport };

/** A time has come, or room is free. */
export type Signal =
  | { readonly kind: 'StartDue' }
  | { readonly kind: 'SlotGranted' }
  | { readonly kind: 'CycleDue' }
  | { readonly kind: 'PollDue' }
  | { readonly kind: 'RetryDue' }
  | { readonly kind: 'TestRetryDue' };

/** The administrator wants it; asked for only where `operations.ts` allows it. */
export type Request =
  | { readonly kind: 'DisableRequested'; readonly isForced: boolean }
  | { readonly kind: 'ResyncRequested'; readonly startsAt: Instant }
  | { readonly kind: 'ResyncCancelRequested' }
  | { readonly kind: 'PauseRequested' }
  | { readonly kind: 'ResumeRequested'; readonly isResynchronizing: boolean }
  /** Try again now; `jobId` names the failed job that is to be taken up again. */
  | { readonly kind: 'RetryRequested'; readonly jobId: JobId | null }
  /** Cancel of the item's job EnableDr: what was made is removed again. */
  | { readonly kind: 'EnableCancelRequested' }
  | { readonly kind: 'PlannedFailoverRequested' }
  | {
      readonly kind: 'UnplannedFailoverRequested';
      readonly point: RecoveryPoint;
      readonly isShuttingDownSource: boolean;
    }
  | { readonly kind: 'ChangePointRequested'; readonly point: RecoveryPoint }
  | { readonly kind: 'CommitRequested' }
  | { readonly kind: 'FailoverCancelRequested' }
  | { readonly kind: 'FailbackRequested'; readonly dataSync: DataSync; readonly createVmIfNotFound: boolean }
  /** The input for which a failback waits: complete it now. */
  | { readonly kind: 'FailbackCompleteRequested' }
  | { readonly kind: 'ReverseReplicateRequested' }
  | { readonly kind: 'TestFailoverRequested'; readonly point: RecoveryPoint; readonly networkId: string | null }
  | { readonly kind: 'TestFailoverCleanupRequested'; readonly comments: string }
  /** The failed job of a test failover, or of its clean-up, is taken up again. */
  | { readonly kind: 'TestRetryRequested'; readonly jobId: JobId }
  /** Cancel of the job TestFailover. */
  | { readonly kind: 'TestFailoverCancelRequested' };

/** A test failover's effect failed: no trouble of the replication. {@link transition} makes it of `EffectFailed`. */
export type TestFailure = {
  readonly kind: 'TestMachineFailed';
  readonly act: AzureMachineAct;
  readonly fault: FaultReport;
};

/** Everything that can happen to a replicated item. */
export type ProtectionEvent = EffectProgress | EffectResult | Signal | Request | TestFailure;
export type EventKind = ProtectionEvent['kind'];
export type EventOf<K extends EventKind> = Extract<ProtectionEvent, { readonly kind: K }>;
