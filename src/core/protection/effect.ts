import type { Extent } from '../../base/extent.ts';
import type { Bytes, Instant } from '../../base/units.ts';
import type { Consistency, DiskId, Failback, LogId, RecoveryPoint, SnapshotId, TransferWindow } from '../model.ts';

/**
 * Work that a state calls for, to be done through the ports. Each may be done again
 * after a crash with the same result: that is what lets the journal lag behind.
 */
export type Effect =
  /** Asks the inventory whether the machine may be protected with the chosen disks. */
  | { readonly kind: 'CheckPrerequisites' }
  /** Makes the container and one all-zero replica blob per disk; what stood there under that name goes. */
  | { readonly kind: 'CreateReplica' }
  | { readonly kind: 'CreateRelationship' }
  /** The host's snapshot and, at the same instant, the first logs. */
  | { readonly kind: 'StartReplication' }
  /** Finds the windows of a large disk in which there is nothing to copy or to compare. */
  | { readonly kind: 'SurveyDisk'; readonly diskId: DiskId }
  /** Sends the non-zero blocks of a window of the snapshot. */
  | { readonly kind: 'CopyWindow'; readonly diskId: DiskId; readonly window: TransferWindow }
  | { readonly kind: 'DeleteSnapshot'; readonly snapshotId: SnapshotId }
  | { readonly kind: 'FreezeLogs'; readonly consistency: Consistency }
  /** Sends a window of a frozen log's file to its blob in the cache container. */
  | {
      readonly kind: 'ShipLog';
      readonly diskId: DiskId;
      readonly logId: LogId;
      readonly fileBytes: Bytes;
      readonly window: Extent;
    }
  /** Writes a shipped log's changes to the replica, from the cache, inside the cloud. */
  | {
      readonly kind: 'ApplyLog';
      readonly diskId: DiskId;
      readonly logId: LogId;
      readonly fileBytes: Bytes;
      /** Size of the disk at the log's end: a smaller replica grows first. */
      readonly diskBytes: Bytes;
    }
  /** A snapshot of every disk's replica blob. */
  | { readonly kind: 'CreateRecoveryPoint'; readonly time: Instant; readonly consistency: Consistency }
  /** Deletes frozen logs on the host and their copies in the cache container. */
  | { readonly kind: 'DeleteLogs'; readonly logs: readonly LogName[] }
  | { readonly kind: 'DeleteRecoveryPoints'; readonly points: readonly RecoveryPoint[] }
  /** Ends tracking on the host, which deletes its logs, and deletes the copies of those under way. */
  | { readonly kind: 'StopTracking'; readonly logs: readonly LogName[] }
  /** Compares the sizes of source disks and replica blobs. */
  | { readonly kind: 'CheckGeometry' }
  /** The host's snapshot and, at the same instant, a new chain of logs. */
  | { readonly kind: 'Resynchronize' }
  /** Compares a window of the snapshot with the replica and sends what differs. */
  | { readonly kind: 'CompareWindow'; readonly diskId: DiskId; readonly window: TransferWindow }
  | { readonly kind: 'RemoveRelationship' }
  /** Deletes replica and cache blobs with all snapshots. */
  | { readonly kind: 'DeleteReplica' }
  /** The machine in Azure that a failover or a test failover makes. */
  | {
      readonly kind: 'AzureMachine';
      readonly role: AzureMachineRole;
      readonly act: AzureMachineAct;
      /** What it is made of; null where it stands already. */
      readonly source: AzureMachineSource | null;
    }
  | { readonly kind: 'ShutDownSource' }
  | { readonly kind: 'StartSource' }
  /** Deletes logs in the cache container; the host's go with its relationship. */
  | { readonly kind: 'DeleteShippedLogs'; readonly logs: readonly LogName[] }
  /** Whether the host still has the machine, and Azure ours. */
  | { readonly kind: 'CheckFailback' }
  | { readonly kind: 'CreateSource' }
  /** The machine on the host off and without a relationship: its disks may be written. */
  | { readonly kind: 'PrepareSource' }
  | { readonly kind: 'SnapshotAzureDisks' }
  /** Brings a window of a disk in Azure to the disk on the host. */
  | {
      readonly kind: 'FailbackWindow';
      readonly diskId: DiskId;
      readonly window: TransferWindow;
      /** The blob snapshot read; null: the disk itself, whose machine is off. */
      readonly snapshot: string | null;
      /** Only what was written since this blob snapshot, to which the disk on the host is equal; null: all of the disk. */
      readonly since: string | null;
      /** By comparison; else everything. */
      readonly isDifferential: boolean;
    }
  /** The replica takes over, inside the cloud, what the machine in Azure has written. */
  | { readonly kind: 'RefreshReplica' }
  | { readonly kind: 'DeleteAzureSnapshots'; readonly snapshots: Failback['snapshots'] }
  | { readonly kind: 'PollStatus' };

export type AzureMachineRole = 'test' | 'failover';
/** `check`: the compute service answers, and nobody else's machine has the name. */
export type AzureMachineAct = 'check' | 'create' | 'start' | 'stop' | 'delete';

export interface AzureMachineSource {
  readonly point: RecoveryPoint;
  readonly networkId: string | null;
}

/** Names a frozen log. */
export interface LogName {
  readonly diskId: DiskId;
  readonly logId: LogId;
}

/** Equal keys, equal work: by it a state's effects are matched with those already under way. */
export function effectKey(effect: Effect): string {
  switch (effect.kind) {
    case 'CopyWindow':
    case 'CompareWindow':
      return `${effect.kind}(${effect.diskId},${effect.window.index})`;
    case 'ShipLog':
      return `ShipLog(${effect.diskId},${effect.logId},${effect.window.offsetBytes})`;
    case 'ApplyLog':
      return `ApplyLog(${effect.diskId},${effect.logId})`;
    case 'FailbackWindow':
      return `FailbackWindow(${effect.snapshot ?? 'disk'},${effect.diskId},${effect.window.index})`;
    case 'SurveyDisk':
      return `SurveyDisk(${effect.diskId})`;
    case 'AzureMachine':
      return `AzureMachine(${effect.role},${effect.act})`;
    case 'DeleteSnapshot':
      return `DeleteSnapshot(${effect.snapshotId})`;
    case 'FreezeLogs':
      return `FreezeLogs(${effect.consistency})`;
    case 'CreateRecoveryPoint':
      return `CreateRecoveryPoint(${effect.time})`;
    case 'DeleteLogs':
      return `DeleteLogs(${effect.logs.map((log) => log.logId).join(',')})`;
    case 'DeleteRecoveryPoints':
      return `DeleteRecoveryPoints(${effect.points.map((point) => point.recoveryPointId).join(',')})`;
    default:
      return effect.kind;
  }
}
