/**
 * The records of the replication core: plain data, JSON-serializable, journalled
 * as they stand. Names follow the ARM models and [MS-HRL]; what Azure does not
 * expose for Hyper-V (log bytes, per-disk progress) is added under our own names.
 */
import type { Extent } from '../base/extent.ts';
import type { BitsPerSecond, Brand, Bytes, Instant, Milliseconds } from '../base/units.ts';
import type { FaultReport } from './errors/fault.ts';

/** A Hyper-V host's GUID. */
export type HostId = Brand<string, 'HostId'>;
/** A virtual machine's GUID; also the name of its protectable item and replicated item. */
export type VmId = Brand<string, 'VmId'>;
/** A virtual disk's id within its machine (a GUID). */
export type DiskId = Brand<string, 'DiskId'>;
export type JobId = Brand<string, 'JobId'>;
export type PolicyId = Brand<string, 'PolicyId'>;
/** Id of a checkpoint on the host. */
export type SnapshotId = Brand<string, 'SnapshotId'>;
/** UniqueId (GUID) from the header of a replica log. */
export type LogId = Brand<string, 'LogId'>;
export type RecoveryPointId = Brand<string, 'RecoveryPointId'>;

/** Where a fabric's provider sits: on each host (Hyper-V site) or on the VMM server. */
export type FabricKind = 'HyperVSite' | 'VMM';

/** What kind of thing a job works on (ARM: targetInstanceType). */
export type JobTargetType = 'ProtectionEntity' | 'ProtectionProfile' | 'RecoveryPlan' | 'Other';

export type Consistency = 'CrashConsistent' | 'ApplicationConsistent';

/** Replication policy (ARM: HyperVReplicaAzurePolicyDetails). */
export interface ReplicationPolicy {
  readonly policyId: PolicyId;
  readonly name: string;
  /** Copy frequency: 30, 300 or 900 s. */
  readonly replicationIntervalSeconds: 30 | 300 | 900;
  /** Hours for which recovery points are kept, 0–24; 0 keeps the latest only. */
  readonly recoveryPointHistoryHours: number;
  /** 0 = off, else 1–12. */
  readonly applicationConsistentFrequencyHours: number;
  /** Local time of day "HH:MM" at which initial replication starts; null = at once. */
  readonly initialReplicationStartTime: string | null;
  readonly resyncWindow: ResyncWindow;
}

/** Automatic resynchronization: the window controls starting only; host local time; may cross midnight. */
export interface ResyncWindow {
  readonly isEnabled: boolean;
  /** "HH:MM", default 18:30. */
  readonly startLocal: string;
  /** "HH:MM", default 06:00. */
  readonly endLocal: string;
}

/** The agent's throttle on one host. null = not throttled. */
export interface BandwidthSchedule {
  readonly workDays: readonly Weekday[];
  /** "HH:MM", host local time. */
  readonly workStartLocal: string;
  readonly workEndLocal: string;
  readonly workHoursBitsPerSecond: BitsPerSecond | null;
  readonly otherHoursBitsPerSecond: BitsPerSecond | null;
  /** UploadThreadsPerVM: 1–32, default 4. */
  readonly uploadThreadsPerMachine: number;
}

/** 0 = Sunday … 6 = Saturday. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** What the administrator chose when protecting a machine. */
export interface ProtectionChoices {
  readonly targetVmName: string;
  readonly targetVmSize: string;
  readonly targetResourceGroupId: string;
  readonly targetNetworkId: string | null;
  readonly targetSubnetName: string | null;
  readonly storageAccountId: string;
  readonly logStorageAccountId: string;
  readonly includedDiskIds: readonly DiskId[];
  readonly osType: 'Windows' | 'Linux';
  /** What the replica's disks are stored on. Absent: Standard_LRS, as in records of earlier versions. */
  readonly diskType?: DiskType;
  /** Of the source's network adapters, those that were chosen about. Absent: none, as in records of earlier versions. */
  readonly nics?: readonly NicChoice[];
}

/** ARM: DiskAccountType. */
export type DiskType = 'Standard_LRS' | 'StandardSSD_LRS' | 'Premium_LRS';

/** What becomes of a source machine's network adapter. All of them are in the one target network. */
export interface NicChoice {
  readonly nicId: string;
  /** Not selected: the machine in Azure is made without it. */
  readonly isSelected: boolean;
  /** null: the machine's own (`targetSubnetName`). */
  readonly subnetName: string | null;
  /** null: Azure assigns one. */
  readonly staticIpAddress: string | null;
}

/**
 * What a replicated item is doing. `protection/machine.ts` holds the diagram and
 * the total table; ARM's protectionState is derived from it (`protection/arm-state.ts`).
 */
export type Phase =
  | { readonly kind: 'enabling'; readonly step: EnableStep }
  | { readonly kind: 'enablingFailed'; readonly step: EnableStep }
  /** Waits for the policy's start time, then (`isDue`) for a free slot among the initial replications. */
  | { readonly kind: 'waitingForInitialReplication'; readonly startsAt: Instant; readonly isDue: boolean }
  /** First the host's snapshot (`baseSnapshot`), then its disks one by one. */
  | { readonly kind: 'initialReplication'; readonly diskIndex: number }
  | { readonly kind: 'finalizing'; readonly step: FinalizeStep }
  | { readonly kind: 'protected' }
  | {
      readonly kind: 'resynchronizationRequired';
      readonly cause: ResyncCause;
      readonly since: Instant;
      /** When the automatic resynchronization starts; null when the policy leaves it to the administrator. */
      readonly startsAt: Instant | null;
      /** The start time has come: it waits for a free slot among the resynchronizations. */
      readonly isDue: boolean;
      /** Nobody asked for it: it starts in the policy's window only. Absent: no, as in records of earlier versions. */
      readonly isAutomatic?: boolean;
      /** The host has ended tracking and deleted its logs; before that nothing may start. */
      readonly isTrackingStopped: boolean;
      /** Bytes logged and not applied when tracking ended; null when the cause hides what was written. */
      readonly loggedBytes: Bytes | null;
    }
  | {
      readonly kind: 'resynchronizing';
      readonly cause: ResyncCause;
      readonly step: ResyncStep;
      readonly diskIndex: number;
      readonly startedAt: Instant;
    }
  /** From the request until the machine runs in Azure; also while it is made anew from another recovery point. */
  | {
      readonly kind: 'failingOver';
      readonly failover: Failover;
      readonly step: FailoverStep;
      /** Number of the cycle that brings the last changes; null before it has begun. */
      readonly finalCycle: number | null;
      readonly isChangingPoint: boolean;
    }
  /** The machine runs in Azure; the administrator commits, cancels, or chooses another recovery point. */
  | { readonly kind: 'failedOver'; readonly failover: Failover }
  | { readonly kind: 'committingFailover'; readonly failover: Failover; readonly step: CommitStep }
  | {
      readonly kind: 'cancellingFailover';
      readonly failover: Failover;
      readonly step: CancelFailoverStep;
      /** The job PlannedFailover was cancelled, which ends with it. */
      readonly isRollback: boolean;
    }
  | { readonly kind: 'failoverCommitted'; readonly failover: Failover }
  /** The machine comes home: to the disks on its host, disk by disk, in one pass or two. */
  | {
      readonly kind: 'failingBack';
      readonly failover: Failover;
      readonly failback: Failback;
      readonly step: FailbackStep;
      readonly diskIndex: number;
    }
  | {
      readonly kind: 'cancellingFailback';
      readonly failover: Failover;
      readonly failback: Failback;
      readonly step: CancelFailbackStep;
      /** The job Failback was cancelled, which ends with it. */
      readonly isRollback: boolean;
    }
  /** The machine runs on its host again; the one in Azure stands still until the commit deletes it. */
  | { readonly kind: 'failedBack'; readonly failover: Failover }
  | {
      readonly kind: 'committingFailback';
      readonly failover: Failover;
      /** Absent in records of earlier versions: `deleteMachine`. */
      readonly step?: CommitFailbackStep;
    }
  /** Nothing protects the machine until its replication is reversed. */
  | { readonly kind: 'failbackCommitted'; readonly failover: Failover }
  | { readonly kind: 'reverseReplicating'; readonly failover: Failover; readonly step: ReverseStep }
  | {
      readonly kind: 'disabling';
      readonly step: DisableStep;
      /** Go on although the host cannot be reached: what lies there is left behind. */
      readonly isForced: boolean;
      /** The job EnableDr was cancelled: what it had made is removed again. */
      readonly isRollback: boolean;
    };

/**
 * How a failback brings the data home: all of it, with the machine off the whole time, or what
 * differs, while it runs in Azure, and the rest when the administrator completes it.
 */
export type DataSync = 'ForDownTime' | 'ForSynchronization';

/** A failover to Azure. */
export interface Failover {
  readonly kind: 'planned' | 'unplanned';
  /** What the machine in Azure was made of; null: the last changes are still to be replicated. */
  readonly point: RecoveryPoint | null;
  readonly startedAt: Instant;
  /** Of the disks in Azure as they were made: what tells the guest's writes there. Absent: none, as in records of earlier versions. */
  readonly madeSnapshots?: readonly DiskSnapshot[];
}

/** A blob snapshot of a disk. */
export interface DiskSnapshot {
  readonly diskId: DiskId;
  readonly snapshot: string;
}

/** The work of the jobs PlannedFailover (all but the deletion), UnplannedFailover and ChangeRecoveryPoint. */
export type FailoverStep =
  | 'checkPrerequisites'
  | 'shutDownSource'
  | 'replicateLastChanges'
  | 'deleteMachine'
  | 'createMachine'
  | 'startMachine';

/** The work of the job CommitFailover. */
export type CommitStep = 'removeRelationship' | 'deleteLogs' | 'deleteRecoveryPoints';

/** A failback: planned failover from Azure to the primary site. */
export interface Failback {
  readonly dataSync: DataSync;
  readonly createVmIfNotFound: boolean;
  readonly startedAt: Instant;
  /** Of the disks in Azure, what the first pass compares with; empty where there is none. */
  readonly snapshots: readonly DiskSnapshot[];
}

/**
 * The work of the job Failback. `synchronize` and what belongs to it only for `ForSynchronization`:
 * it runs while the machine runs in Azure, and then waits for the administrator.
 */
export type FailbackStep =
  | 'checkPrerequisites'
  | 'createSource'
  | 'prepareSource'
  | 'snapshotDisks'
  | 'synchronize'
  | 'waitForCompletion'
  | 'stopMachine'
  | 'transferRest'
  | 'deleteSnapshots'
  | 'startSource';

/** The work of the job CommitFailover after a failback. */
export type CommitFailbackStep = 'refreshReplica' | 'deleteMachine';

export type CancelFailbackStep = 'startMachine' | 'deleteSnapshots';

/** The work of the job ReprotectReplicationGroup. */
export type ReverseStep = 'checkTarget' | 'createRelationship';

/** The work of the job CancelFailover. */
export type CancelFailoverStep = 'deleteMachine' | 'startSource';

/** The work of the job EnableDr, one step after the other. */
export type EnableStep = 'checkPrerequisites' | 'createReplica' | 'createRelationship';

/** The work of the job IrCompletion. */
export type FinalizeStep = 'createRecoveryPoint' | 'deleteSnapshot';

/** The work of the job DisableDr. */
export type DisableStep = 'removeRelationship' | 'deleteReplica';

/** The seven steps of a resynchronization; from `merge` on it can no longer be cancelled. */
export type ResyncStep =
  | 'geometry'
  | 'track'
  | 'protectReplica'
  | 'compare'
  | 'complete'
  | 'merge'
  | 'discardRecoveryPoints';

export type ResyncCause =
  | 'logSizeDisk'
  | 'logSizeMachine'
  | 'logWriteFailure'
  | 'logNotClosed'
  | 'modifiedOffline'
  | 'revertedToOlderPoint'
  | 'outOfSequenceLog'
  | 'invalidLog'
  | 'reverseReplication'
  | 'manual';

/** A machine under protection, with its disks (ARM: replicationProtectedItem). */
export interface ReplicatedItem {
  readonly vmId: VmId;
  readonly vmName: string;
  readonly hostId: HostId;
  readonly hostName: string;
  /** Absent in records of earlier versions. */
  readonly generation?: 1 | 2;
  /** The machine's network adapters, as told before a machine was made of them. Absent: never told. */
  readonly nicIds?: readonly string[];
  readonly policyId: PolicyId;
  readonly choices: ProtectionChoices;
  readonly phase: Phase;
  /** In records of earlier versions, the lease on the replica's blobs; now the engine keeps it beside the item, in the table `leases`. */
  readonly leaseId?: string;
  /** Set while replication is suspended by the administrator; the phase is what it resumes. */
  readonly pausedSince: Instant | null;
  readonly disks: readonly DiskReplication[];
  readonly cycle: CycleState;
  /** The attempt now waiting for its back-off, or the error that stopped the item; null when all is well. */
  readonly trouble: Trouble | null;
  /**
   * Application-consistent freezes fail while crash-consistent cycles go on; ends with the next that succeeds.
   * `nextAttemptAt`: when the next one is due. Absent in records of earlier versions.
   */
  readonly quiesceTrouble?: Trouble | null;
  /** The attempt that `trouble` waited for is under way: its success ends the trouble. */
  readonly isAttempting: boolean;
  /** The job that holds the item: one conflicting job per item. */
  readonly activeJobId: JobId | null;
  /** Ascending by time. */
  readonly recoveryPoints: readonly RecoveryPoint[];
  /** Past their retention: no longer offered, their blob snapshots not yet deleted. */
  readonly expiredRecoveryPoints: readonly RecoveryPoint[];
  /** The host's snapshot that an initial replication or a resynchronization copies; null when there is none. */
  readonly baseSnapshot: BaseSnapshot | null;
  readonly poll: PollState;
  /** When the newest data that reached the log or cache storage was taken at the source; RPO does not count from here. */
  readonly lastReplicatedAt: Instant | null;
  /** The `lastReplicatedAt` of which it was told that it lies more than an hour back (event 33414). Absent: none. */
  readonly behindSince?: Instant;
  /** When the newest recovery point was applied (ARM: lastRecoveryPointReceived). RPO counts from here [DL12]. */
  readonly lastRecoveryPointAt: Instant | null;
  /** When the last failover succeeded, to Azure or back. Absent: none, as in records of earlier versions. */
  readonly lastFailoverAt?: Instant;
  /** When the last test failover ended whose clean-up succeeded too. */
  readonly lastTestFailoverAt: Instant | null;
  /** A test failover stands or is under way, beside the phase. Absent: none, as in records of earlier versions. */
  readonly testFailover?: TestFailover;
  /** A recovery plan's hold on the job that it has begun. Absent: none, as in records of earlier versions. */
  readonly planHold?: PlanHold;
  readonly statistics: ReplicationStatistics;
  readonly enabledAt: Instant;
  /** Grows with every transition; a listener that missed one sees the gap. */
  readonly revision: number;
}

/** The job of a failover or test failover goes no further than this step until its recovery plan says so [RP9]. */
export interface PlanHold {
  readonly jobId: JobId;
  readonly before: Extract<FailoverStep & TestFailoverStep, 'createMachine' | 'startMachine'>;
}

/** A snapshot on the host, as the base of a copy: what it shows is the content at `takenAt`. */
export interface BaseSnapshot {
  readonly snapshotId: SnapshotId;
  readonly takenAt: Instant;
  readonly consistency: Consistency;
}

/** Asking the host for the sizes of the replica logs: once a minute while it tracks. */
export interface PollState {
  readonly isRunning: boolean;
  /** null: tracking is off, nothing to ask. */
  readonly nextAt: Instant | null;
}

/**
 * A test failover, from its request to the end of its clean-up. Replication goes on meanwhile, so it
 * has a job, failures and back-off of its own.
 */
export interface TestFailover {
  readonly step: TestFailoverStep;
  /** What the test machine shows. */
  readonly point: RecoveryPoint;
  /** null: connected to nothing. */
  readonly networkId: string | null;
  /** The job TestFailover or TestFailoverCleanup under way; null while the machine stands, or after a failure. */
  readonly jobId: JobId | null;
  /** The machine has started: with its clean-up the test counts. */
  readonly hasSucceeded: boolean;
  /** The job was cancelled: what it had made is deleted, and the test counts for nothing. */
  readonly isCancelled: boolean;
  /** What the administrator noted at the clean-up. */
  readonly comments: string;
  readonly trouble: Trouble | null;
  readonly isAttempting: boolean;
}

/** The work of the jobs TestFailover and TestFailoverCleanup; `running`: it waits for the clean-up. */
export type TestFailoverStep =
  | 'checkPrerequisites'
  | 'createMachine'
  | 'startMachine'
  | 'running'
  | 'stopMachine'
  | 'deleteMachine';

export interface DiskReplication {
  readonly diskId: DiskId;
  readonly name: string;
  readonly role: 'OperatingSystem' | 'Data';
  readonly sizeBytes: Bytes;
  /** Allocated on the host when protection was enabled: what an initial replication expects to read. */
  readonly allocatedBytes: Bytes;
  readonly replicaBlobName: string;
  /** Bytes in the active replica log, and in a frozen one under way. */
  readonly activeLogBytes: Bytes;
  readonly inFlightLogBytes: Bytes;
  /** UniqueId of the last log applied to the replica; the next one's PreviousUniqueId must name it. */
  readonly lastAppliedLogId: LogId | null;
  readonly transfer: DiskTransfer | null;
  /** Windows of the transfer under way, and the outcomes of those finished beyond its cursor. */
  readonly windows: TransferWindows;
}

export interface TransferWindows {
  readonly inFlight: readonly TransferWindow[];
  /** Ascending. */
  readonly ahead: readonly { readonly index: number; readonly counts: WindowCounts }[];
  /** Windows in which there is nothing to do, ascending and apart. Absent: not looked for. */
  readonly empty?: readonly WindowRun[];
}

/** Windows one after the other. */
export interface WindowRun {
  readonly firstIndex: number;
  readonly count: number;
}

/** What the work on one window came to; sizes as in {@link DiskTransfer}. */
export interface WindowCounts {
  readonly processedBytes: Bytes;
  readonly differingBytes: Bytes;
  readonly sentBytes: Bytes;
  readonly checksumBytes: Bytes;
}

/** A long copy of one disk, with its durable cursor. Initial replication, resynchronization, and failback. */
export interface DiskTransfer {
  readonly kind: 'initialReplication' | 'resynchronization' | 'failback';
  readonly phase: 'waiting' | 'copying' | 'comparing' | 'sending' | 'applying' | 'done';
  /** Bytes the transfer has to look at: allocated bytes (initial), or the disk's size (resync). */
  readonly totalBytes: Bytes;
  /** Compared or copied: what progress counts. Never falls. Journal-lagging: redoing is idempotent. */
  readonly processedBytes: Bytes;
  /** Found to differ (resync) or non-zero (initial). */
  readonly differingBytes: Bytes;
  /** Payload put on the wire, without checksums. */
  readonly sentBytes: Bytes;
  /** Checksums exchanged. */
  readonly checksumBytes: Bytes;
  /** Byte offset on the disk before which everything is done. */
  readonly cursorBytes: Bytes;
  readonly startedAt: Instant;
}

/** One window of a long copy, commanded and not yet acknowledged. */
export interface TransferWindow extends Extent {
  /** 0-based, ascending by offset. */
  readonly index: number;
}

/** Delta replication's round: at most one log in flight per machine, the other takes the writes. */
export interface CycleState {
  readonly step: 'idle' | 'freezing' | 'uploading' | 'applying' | 'creatingRecoveryPoint' | 'releasing';
  readonly number: number;
  readonly startedAt: Instant | null;
  /** The instant at which the logs now under way were frozen: what the recovery point will show. */
  readonly frozenAt: Instant | null;
  readonly nextAt: Instant | null;
  /**
   * The beat of the cycle under way, in seconds, as the policy had it when it started. null or absent: none is under
   * way, or a version before this began it.
   */
  readonly intervalSeconds?: ReplicationPolicy['replicationIntervalSeconds'] | null;
  /** Missed cycles are counted up to here. null or absent: none yet of this cycle. */
  readonly missedFrom?: Instant | null;
  readonly logBytes: Bytes;
  readonly uploadedBytes: Bytes;
  readonly appliedBytes: Bytes;
  /** What the logs under way are frozen as; in `idle` what the next ones will be. */
  readonly consistency: Consistency;
  /** The logs under way, in the order of the disks; empty while idle or freezing. */
  readonly logs: readonly CycleLog[];
  /** When the newest application-consistent logs were frozen. */
  readonly lastApplicationConsistentAt: Instant | null;
}

/** One disk's frozen log on its way: first its file to the cache, then its changes to the replica. */
export interface CycleLog {
  readonly diskId: DiskId;
  readonly logId: LogId;
  readonly fileBytes: Bytes;
  readonly dataBytes: Bytes;
  /** Size of the disk when the log was closed. Absent in records of earlier versions: the disk's size known. */
  readonly diskBytes?: Bytes;
  /** Byte offset in the file before which everything has arrived in the cache. */
  readonly shippedBytes: Bytes;
  /** Changes written to the replica so far; never falls. Absent: none told yet. */
  readonly appliedBytes?: Bytes;
  readonly isApplied: boolean;
}

/** Error state of an item: recoverable ones carry the ladder, non-recoverable ones need the administrator. */
export interface Trouble {
  readonly fault: FaultReport;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  /** Failures in a row, 1-based. */
  readonly failures: number;
  /** null: no retry (non-recoverable). */
  readonly nextAttemptAt: Instant | null;
}

export interface RecoveryPoint {
  readonly recoveryPointId: RecoveryPointId;
  /** The source's instant that the point shows. */
  readonly time: Instant;
  readonly consistency: Consistency;
  /** Snapshot of each disk's replica blob; without a size (earlier versions), it is the disk's. */
  readonly snapshots: readonly { readonly diskId: DiskId; readonly snapshot: string; readonly sizeBytes?: Bytes }[];
}

/** All fields of Msvm_ReplicationStatistics, over the monitoring interval. Sizes in bytes, latencies in ms. */
export interface ReplicationStatistics {
  readonly startedAt: Instant;
  readonly successCount: number;
  readonly missCount: number;
  readonly failureCount: number;
  readonly networkFailureCount: number;
  readonly applicationConsistentFailureCount: number;
  readonly totalBytes: Bytes;
  readonly maxBytes: Bytes;
  readonly totalLatencyMs: Milliseconds;
  readonly maxLatencyMs: Milliseconds;
}

export type Health = 'Normal' | 'Warning' | 'Critical';

/** One health rule with its inputs: the proof of a verdict. */
export interface HealthFinding {
  /** Rule number in core/SPEC.md, as "HE3". */
  readonly rule: string;
  readonly verdict: Health;
  /** The measured input, as a number with its unit, or a word. */
  readonly input: string;
  readonly threshold: string;
  readonly since: Instant | null;
  /** The error behind it, where one is. */
  readonly fault: FaultReport | null;
}

/** An entry of an item's history, or of the infrastructure's (ARM: replicationEvents). */
export interface ReplicationEvent {
  readonly eventId: string;
  /** null: an event of the infrastructure, told by `server`, or of the vault, told by `jobTarget`. */
  readonly vmId: VmId | null;
  readonly server?: { readonly name: string; readonly hostId: HostId };
  /** What the job that has ended works on, where that is no machine. */
  readonly jobTarget?: { readonly id: string; readonly name: string; readonly type: JobTargetType };
  readonly at: Instant;
  readonly eventType: 'VmHealth' | 'JobStatus' | 'AgentHealth';
  readonly severity: 'OK' | 'Information' | 'Warning' | 'Critical';
  readonly eventCode: string;
  /** Fixed English gist; the portal words it. */
  readonly description: string;
  readonly jobId: JobId | null;
}
