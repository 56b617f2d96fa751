import type { FaultCode } from '../../errors/fault.ts';
import type { DiskId, JobId, LogId } from '../../model.ts';
import type { EventKind, ProtectionEvent } from '../event.ts';
import { resultOf } from './outcomes.ts';
import { BASE, NOW, POINT, SAMPLES } from './sample-items.ts';

/** An event of every kind, some with values that fit no item. */
export const anyEvent: Record<EventKind, ProtectionEvent> = (() => {
  const disk = { diskId: 'os' as DiskId, window: { index: 99, offsetBytes: 0, lengthBytes: 512 } };
  const counts = { processedBytes: 0, differingBytes: 0, sentBytes: 0, checksumBytes: 0 };
  const fault = { code: 'NetworkTimeout' as FaultCode, detail: 'no answer' };
  return {
    PrerequisitesChecked: { kind: 'PrerequisitesChecked', readinessErrors: [] },
    ReplicaCreated: { kind: 'ReplicaCreated' },
    RelationshipCreated: { kind: 'RelationshipCreated' },
    ReplicationStarted: { kind: 'ReplicationStarted', snapshot: BASE, sizes: [] },
    DiskSurveyed: { kind: 'DiskSurveyed', diskId: disk.diskId, empty: [] },
    WindowCopied: { kind: 'WindowCopied', ...disk, counts },
    SnapshotDeleted: { kind: 'SnapshotDeleted' },
    LogsFrozen: { kind: 'LogsFrozen', set: { frozenAt: NOW, consistency: 'CrashConsistent', logs: [] } },
    LogShipped: { kind: 'LogShipped', ...disk, logId: 'log' as LogId },
    LogApplying: { kind: 'LogApplying', diskId: disk.diskId, logId: 'log' as LogId, appliedBytes: 1 },
    LogApplied: { kind: 'LogApplied', diskId: disk.diskId, logId: 'log' as LogId, appliedBytes: 0 },
    RecoveryPointCreated: {
      kind: 'RecoveryPointCreated',
      point: { time: NOW, consistency: 'CrashConsistent', snapshots: [] },
    },
    LogsDeleted: { kind: 'LogsDeleted' },
    RecoveryPointsDeleted: { kind: 'RecoveryPointsDeleted', points: [] },
    TrackingStopped: { kind: 'TrackingStopped' },
    GeometryChecked: { kind: 'GeometryChecked', mismatches: [] },
    ResynchronizationStarted: { kind: 'ResynchronizationStarted', snapshot: BASE, sizes: [] },
    WindowCompared: { kind: 'WindowCompared', ...disk, counts },
    RelationshipRemoved: { kind: 'RelationshipRemoved' },
    ReplicaDeleted: { kind: 'ReplicaDeleted' },
    StatusPolled: resultOf({ kind: 'PollStatus' }, SAMPLES.protected),
    EffectFailed: { kind: 'EffectFailed', effect: { kind: 'StopTracking', logs: [] }, fault },
    StartDue: { kind: 'StartDue' },
    SlotGranted: { kind: 'SlotGranted' },
    CycleDue: { kind: 'CycleDue' },
    PollDue: { kind: 'PollDue' },
    RetryDue: { kind: 'RetryDue' },
    DisableRequested: { kind: 'DisableRequested', isForced: false },
    ResyncRequested: { kind: 'ResyncRequested', startsAt: NOW },
    ResyncCancelRequested: { kind: 'ResyncCancelRequested' },
    PauseRequested: { kind: 'PauseRequested' },
    ResumeRequested: { kind: 'ResumeRequested', isResynchronizing: false },
    RetryRequested: { kind: 'RetryRequested', jobId: null },
    EnableCancelRequested: { kind: 'EnableCancelRequested' },
    TestFailoverRequested: { kind: 'TestFailoverRequested', point: POINT, networkId: null },
    TestFailoverCleanupRequested: { kind: 'TestFailoverCleanupRequested', comments: '' },
    TestRetryRequested: { kind: 'TestRetryRequested', jobId: 'job' as JobId },
    TestFailoverCancelRequested: { kind: 'TestFailoverCancelRequested' },
    TestMachineActed: { kind: 'TestMachineActed', act: 'create' },
    TestMachineFailed: { kind: 'TestMachineFailed', act: 'create', fault },
    TestRetryDue: { kind: 'TestRetryDue' },
    AzureMachineActed: { kind: 'AzureMachineActed', act: 'check' },
    FailbackChecked: { kind: 'FailbackChecked', isSourceThere: false },
    SourceCreated: { kind: 'SourceCreated' },
    SourcePrepared: { kind: 'SourcePrepared' },
    AzureDisksSnapshot: { kind: 'AzureDisksSnapshot', snapshots: [] },
    WindowFailedBack: { kind: 'WindowFailedBack', ...disk, counts },
    ReplicaRefreshed: { kind: 'ReplicaRefreshed' },
    AzureSnapshotsDeleted: { kind: 'AzureSnapshotsDeleted' },
    FailbackRequested: { kind: 'FailbackRequested', dataSync: 'ForDownTime', createVmIfNotFound: false },
    FailbackCompleteRequested: { kind: 'FailbackCompleteRequested' },
    ReverseReplicateRequested: { kind: 'ReverseReplicateRequested' },
    SourceShutDown: { kind: 'SourceShutDown' },
    SourceStarted: { kind: 'SourceStarted' },
    ShippedLogsDeleted: { kind: 'ShippedLogsDeleted' },
    PlannedFailoverRequested: { kind: 'PlannedFailoverRequested' },
    UnplannedFailoverRequested: { kind: 'UnplannedFailoverRequested', point: POINT, isShuttingDownSource: true },
    ChangePointRequested: { kind: 'ChangePointRequested', point: POINT },
    CommitRequested: { kind: 'CommitRequested' },
    FailoverCancelRequested: { kind: 'FailoverCancelRequested' },
  };
})();
