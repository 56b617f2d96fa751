import type { LogId, ReplicatedItem, SnapshotId } from '../../model.ts';
import type { Effect } from '../effect.ts';
import type { EffectResult } from '../event.ts';
import { BASE, NOW } from './sample-items.ts';

/** What comes back from an effect that goes well. */
export function resultOf(effect: Effect, item: ReplicatedItem): EffectResult {
  const counts = { processedBytes: 0, differingBytes: 0, sentBytes: 0, checksumBytes: 0 };
  switch (effect.kind) {
    case 'CheckPrerequisites':
      return { kind: 'PrerequisitesChecked', readinessErrors: [] };
    case 'CreateReplica':
      return { kind: 'ReplicaCreated' };
    case 'CreateRelationship':
      return { kind: 'RelationshipCreated' };
    case 'StartReplication':
      return { kind: 'ReplicationStarted', snapshot: BASE, sizes: [] };
    case 'SurveyDisk':
      return { kind: 'DiskSurveyed', diskId: effect.diskId, empty: [] };
    case 'CopyWindow':
      return { kind: 'WindowCopied', diskId: effect.diskId, window: effect.window, counts };
    case 'CompareWindow': {
      const compared = { ...counts, processedBytes: effect.window.lengthBytes };
      return { kind: 'WindowCompared', diskId: effect.diskId, window: effect.window, counts: compared };
    }
    case 'DeleteSnapshot':
      return { kind: 'SnapshotDeleted' };
    case 'FreezeLogs': {
      const logs = item.disks.map((disk) => ({
        logId: `${disk.diskId}-${item.cycle.number}` as LogId,
        previousLogId: disk.lastAppliedLogId,
        diskId: disk.diskId,
        fileBytes: 8192,
        dataBytes: 0,
        diskBytes: disk.sizeBytes,
      }));
      return { kind: 'LogsFrozen', set: { frozenAt: NOW, consistency: effect.consistency, logs } };
    }
    case 'ShipLog':
      return { kind: 'LogShipped', diskId: effect.diskId, logId: effect.logId, window: effect.window };
    case 'ApplyLog':
      return { kind: 'LogApplied', diskId: effect.diskId, logId: effect.logId, appliedBytes: 0 };
    case 'CreateRecoveryPoint':
      return {
        kind: 'RecoveryPointCreated',
        point: { time: effect.time, consistency: effect.consistency, snapshots: [] },
      };
    case 'DeleteLogs':
      return { kind: 'LogsDeleted' };
    case 'DeleteRecoveryPoints':
      return { kind: 'RecoveryPointsDeleted', points: effect.points };
    case 'StopTracking':
      return { kind: 'TrackingStopped' };
    case 'CheckGeometry':
      return { kind: 'GeometryChecked', mismatches: [] };
    case 'Resynchronize':
      return { kind: 'ResynchronizationStarted', snapshot: { ...BASE, snapshotId: 'resync' as SnapshotId }, sizes: [] };
    case 'RemoveRelationship':
      return { kind: 'RelationshipRemoved' };
    case 'DeleteReplica':
      return { kind: 'ReplicaDeleted' };
    case 'AzureMachine':
      return { kind: effect.role === 'test' ? 'TestMachineActed' : 'AzureMachineActed', act: effect.act };
    case 'ShutDownSource':
      return { kind: 'SourceShutDown' };
    case 'CheckFailback':
      return { kind: 'FailbackChecked', isSourceThere: true };
    case 'CreateSource':
      return { kind: 'SourceCreated' };
    case 'PrepareSource':
      return { kind: 'SourcePrepared' };
    case 'SnapshotAzureDisks': {
      const snapshots = item.disks.map(({ diskId }) => ({ diskId, snapshot: 'base' }));
      return { kind: 'AzureDisksSnapshot', snapshots };
    }
    case 'FailbackWindow': {
      const compared = { ...counts, processedBytes: effect.window.lengthBytes };
      return { kind: 'WindowFailedBack', diskId: effect.diskId, window: effect.window, counts: compared };
    }
    case 'RefreshReplica':
      return { kind: 'ReplicaRefreshed' };
    case 'DeleteAzureSnapshots':
      return { kind: 'AzureSnapshotsDeleted' };
    case 'StartSource':
      return { kind: 'SourceStarted' };
    case 'DeleteShippedLogs':
      return { kind: 'ShippedLogsDeleted' };
    case 'PollStatus':
      return { kind: 'StatusPolled', status: { isTracking: true, isRelated: true, disks: [], resyncCause: null } };
  }
}
