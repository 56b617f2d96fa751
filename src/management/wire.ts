/**
 * The wire of the management API. ARM resources keep Microsoft's field names (the
 * types of the public SDK, with ISO strings where it has Date); rows, progress and
 * proofs, which Azure does not expose for Hyper-V, are our own, flat and small.
 * All times are ISO 8601 UTC, all sizes bytes, unless the name says otherwise.
 */

export const API_VERSION = '2023-06-01';
export const VAULT_PATH =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/lockstep/providers/Microsoft.RecoveryServices/vaults/contoso';

export type HealthWord = 'Normal' | 'Warning' | 'Critical' | 'None';
export type ActivityWord = 'Idle' | 'Sending' | 'Waiting' | 'Failing';

/** What an item is doing, one word per phase of its life; `paused` whatever it resumes. */
export type ItemStage =
  | 'enabling'
  | 'enablingFailed'
  | 'waitingForInitialReplication'
  | 'initialReplication'
  | 'finalizing'
  | 'protected'
  | 'resynchronizationRequired'
  | 'resynchronizing'
  | 'failingOver'
  | 'failedOver'
  | 'committingFailover'
  | 'cancellingFailover'
  | 'failoverCommitted'
  | 'failingBack'
  | 'cancellingFailback'
  | 'failedBack'
  | 'committingFailback'
  | 'failbackCommitted'
  | 'reverseReplicating'
  | 'disabling'
  | 'paused';

/** One line of Replicated items: `GET …/replicationProtectedItems?projection=rows`. */
export interface ItemRow {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly site: string;
  readonly policy: string;
  readonly health: HealthWord;
  /** protectionState, ARM spelling. */
  readonly state: string;
  /** For filters and counts; unlike ARM's `state` it tells a resynchronization. */
  readonly stage: ItemStage;
  /** What the portal shows as status: "Protected", "Initial replication 42 %", … derived from state. */
  readonly phase: string;
  readonly activity: ActivityWord;
  /** Reason or next attempt, empty when there is nothing to say. */
  readonly activityDetail: string;
  readonly rpoSeconds: number | null;
  readonly lastRecoveryPoint: string | null;
  readonly logBytes: number;
  readonly logLimitBytes: number;
  readonly sizeBytes: number;
  /** 0–100 while initial replication or a resynchronization runs, else null. */
  readonly progressPercent: number | null;
  readonly activeLocation: 'Primary' | 'Recovery';
  readonly errorCode: string | null;
  readonly allowedOperations: readonly string[];
  readonly revision: number;
}

/** `GET …/replicationProtectedItems/{item}/operations`: what may be done now, and why not the rest. */
export interface ItemOperations {
  readonly stage: ItemStage;
  readonly allowed: readonly string[];
  /** By operation, one sentence each. */
  readonly refusals: Readonly<Record<string, string>>;
  /** Why a PATCH of the target would be refused, as one sentence; null: it may be changed. */
  readonly targetRefusal: string | null;
}

/** `GET {V}/hosts`: a Hyper-V host as its provider reported it last. */
export interface HostDetail {
  readonly id: string;
  readonly name: string;
  readonly site: string;
  readonly fabricName: string;
  readonly fabricKind: 'HyperVSite' | 'VMM';
  readonly providerVersion: string;
  readonly agentVersion: string;
  /** ARM's AgentVersionStatus: Supported, NotSupported, Deprecated, UpdateRequired or SecurityUpdateRequired. */
  readonly providerVersionState: string;
  readonly agentVersionState: string;
  /** The VMM server on which the provider sits; null: on the host itself. */
  readonly vmmServer: { readonly name: string; readonly lastHeartbeat: string; readonly isSilent: boolean } | null;
  readonly lastHeartbeat: string;
  /** Not heard of for longer than the limit: an infrastructure error. */
  readonly isSilent: boolean;
  /** Minutes east of UTC, now. */
  readonly utcOffsetMinutes: number;
  readonly volumes: readonly { readonly name: string; readonly sizeBytes: number; readonly freeBytes: number }[];
  readonly machineCount: number;
  readonly protectedCount: number;
  readonly bandwidth: HostBandwidthSchedule | null;
}

/**
 * The agent's throttle on a host: `{V}/hosts/{host}/bandwidth`, also below `replicationFabrics/{fabric}`.
 * GET answers and PUT takes `{ schedule: … | null }`; null: not throttled.
 */
export interface HostBandwidthSchedule {
  /** 0 = Sunday … 6 = Saturday. */
  readonly workDays: readonly (0 | 1 | 2 | 3 | 4 | 5 | 6)[];
  /** "HH:MM", host local time. */
  readonly workStartLocal: string;
  readonly workEndLocal: string;
  /** 512 Kbps – 1,023 Mbps, where 1 Kbps is 1,024 bits per second; null: not throttled. */
  readonly workHoursBitsPerSecond: number | null;
  readonly otherHoursBitsPerSecond: number | null;
  /** 1–32. */
  readonly uploadThreadsPerMachine: number;
}

/** `GET {V}/targetNetworks`: a virtual network that machines in Azure can be connected to. */
export interface TargetNetwork {
  /** Its ARM id. */
  readonly id: string;
  readonly name: string;
  readonly subnets: readonly { readonly name: string; readonly addressPrefix: string }[];
}

/** `GET {V}/status`. */
export interface VaultStatus {
  /** Why nothing may be changed, as one sentence; null when it may. */
  readonly readOnlyReason: string | null;
  /** The servers on the way of replication: hosts, and VMM servers. */
  readonly servers: {
    readonly count: number;
    /** Names of those not heard of for longer than the limit: what is told of them is from their last heartbeat. */
    readonly silent: readonly string[];
  };
}

/** One line of Site Recovery jobs: `GET …/replicationJobs?projection=rows`. */
export interface JobRow {
  readonly id: string;
  readonly scenarioName: string;
  readonly name: string;
  readonly state: string;
  readonly stateDescription: string;
  readonly itemId: string;
  readonly itemName: string;
  /** The job runs this recovery plan; `itemId` and `itemName` are its too. Absent: it works on a machine. */
  readonly recoveryPlan?: string;
  /** The job works on the vault itself: `itemId` names nothing that has a page. */
  readonly isOfVault?: true;
  readonly startTime: string;
  readonly endTime: string | null;
  readonly allowedActions: readonly string[];
  readonly errorCode: string | null;
  readonly revision: number;
}

export interface RowsPage<Row> {
  readonly rows: readonly Row[];
  /** Sequence number of the change feed that these rows include. */
  readonly sequence: number;
  /** The world's time. */
  readonly asOf: string;
}

/** One message of the change feed. A jump of `sequence` means: fetch again. */
export interface ChangeBatch {
  readonly sequence: number;
  readonly asOf: string;
  readonly items: readonly (Partial<ItemRow> & { readonly id: string })[];
  readonly removedItems: readonly string[];
  readonly jobs: readonly (Partial<JobRow> & { readonly id: string })[];
  /** Kinds of lists that changed otherwise and are to be fetched again. */
  readonly invalidated: readonly ('policies' | 'inventory' | 'events' | 'world' | 'recoveryPlans' | 'vault')[];
}

/** `GET …/replicationProtectedItems/{item}/replicaDisks`. */
export interface ReplicaDisk {
  readonly id: string;
  readonly name: string;
  readonly role: 'OperatingSystem' | 'Data';
  readonly sizeBytes: number;
  readonly activeLogBytes: number;
  readonly inFlightLogBytes: number;
  /** Half of the disk: at that size of its logs a resynchronization is required. */
  readonly logLimitBytes: number;
  /** What was written, and by how much the logs grew beyond what cycles took out of them (below 0: shrank); null: watched too briefly. */
  readonly logTrend: {
    readonly churnBytesPerSecond: number;
    readonly growthBytesPerSecond: number;
    /** Seconds of the world's time; ten minutes where something happens. */
    readonly watchedSeconds: number;
  } | null;
  readonly transfer: {
    readonly kind: 'initialReplication' | 'resynchronization' | 'failback';
    readonly phase: 'waiting' | 'copying' | 'comparing' | 'sending' | 'applying' | 'done';
    readonly totalBytes: number;
    readonly processedBytes: number;
    readonly differingBytes: number;
    readonly sentBytes: number;
    readonly checksumBytes: number;
    readonly startTime: string;
    /** Bytes per second over the last minute of the world's time; null when too young. */
    readonly rateBytesPerSecond: number | null;
    readonly etaSeconds: readonly [number, number] | null;
    /** Seconds since the cursor last moved. */
    readonly stalledSeconds: number;
  } | null;
}

/** `GET …/replicationProtectedItems/{item}/healthProof`. */
export interface HealthProof {
  readonly health: HealthWord;
  readonly asOf: string;
  readonly findings: readonly {
    readonly rule: string;
    readonly title: string;
    readonly verdict: HealthWord;
    readonly input: string;
    readonly threshold: string;
    readonly since: string | null;
    readonly clears: string;
    readonly error: ErrorText | null;
  }[];
  /** Recoverable errors: the ladder in minutes and where the item stands on it. */
  readonly retry: {
    readonly ladderMinutes: readonly number[];
    readonly failures: number;
    readonly nextAttempt: string | null;
    readonly lastAttempt: string;
    readonly isRecoverable: boolean;
  } | null;
}

/**
 * `GET …/replicationProtectedItems/{item}/statistics`: Msvm_ReplicationStatistics of the monitoring interval
 * so far. Sizes in bytes, latencies in seconds. `POST …/resetStatistics` begins them anew.
 */
export interface ItemStatistics {
  readonly startStatisticTime: string;
  readonly endStatisticTime: string;
  readonly replicationSuccessCount: number;
  readonly replicationSize: number;
  readonly maxReplicationSize: number;
  /** The sum over all cycles. */
  readonly replicationLatency: number;
  readonly maxReplicationLatency: number;
  readonly replicationMissCount: number;
  readonly networkFailureCount: number;
  readonly replicationFailureCount: number;
  readonly pendingReplicationSize: number;
  readonly applicationConsistentSnapshotFailureCount: number;
  readonly replicationHealth: HealthWord;
  readonly lastTestFailoverTime: string | null;
}

export interface ErrorText {
  readonly id: string;
  readonly message: string;
  readonly possibleCauses: string;
  readonly recommendedAction: string;
  readonly detail: string;
}

/** `GET …/replicationProtectedItems/{item}/series`: at most 360 points. */
export interface Series {
  readonly logLimitBytes: number;
  readonly points: readonly {
    readonly at: string;
    readonly rpoSeconds: number | null;
    readonly logBytes: number;
    readonly churnBytesPerSecond: number;
    readonly sentBytes: number;
    readonly health: HealthWord;
  }[];
}

/**
 * `GET …/replicationProtectedItems/{item}/resyncAdvice`. Ranges are [low, high]. With
 * `?bandwidthBitsPerSecond=` the answer is for that rate instead of the one in force.
 */
export interface ResyncAdviceBody {
  readonly totalBytes: number;
  readonly differingBytes: readonly [number, number];
  readonly fullBytes: number;
  readonly durationSeconds: readonly [number, number];
  readonly fullDurationSeconds: readonly [number, number];
  readonly bandwidthBitsPerSecond: number | null;
  readonly compareBytesPerSecond: number;
  readonly recommendation: 'differential' | 'window' | 'full';
  readonly recoveryPointsLost: number;
  readonly expectedLogBytes: number;
  readonly logLimitBytes: number;
  readonly isLoopRisk: boolean;
  readonly windowOpensAt: string | null;
  readonly blockedOperations: readonly string[];
  readonly isAllowed: boolean;
  readonly refusal: string | null;
}

/** POST `…/repairReplication` may carry it; without a body it means now. `when`: "now", "window" or an ISO time. */
export interface RepairBody {
  readonly properties?: { readonly when?: string };
}

/** `GET …/replicationProtectedItems/{item}/proof`: SHA-256 of source and replica, disk by disk. */
export interface IdentityProof {
  readonly disks: readonly {
    readonly id: string;
    readonly recoveryPoint: string | null;
    readonly replicaSha256: string;
  }[];
}

/** `GET /lab/world`: the demo world's controls (absent from a real one: 404). */
export interface LabWorld {
  readonly scenario: string;
  readonly seed: string;
  readonly now: string;
  /** World seconds per real second: 1, 10, 60 or 600. */
  readonly speed: number;
  readonly isPaused: boolean;
  readonly faults: readonly LabFault[];
  /** `fault=` of the address that reproduces this world: of its own address, and those started by hand. */
  readonly faultPlan: readonly string[];
  readonly hosts: readonly {
    readonly id: string;
    readonly name: string;
    readonly site: string;
    /** The VMM server that it stands behind. */
    readonly vmmServer?: string | null;
    readonly linkBitsPerSecond: number;
    readonly latencyMs: number;
  }[];
  readonly machines: readonly {
    readonly id: string;
    readonly name: string;
    readonly hostId: string;
    readonly workload: string;
    readonly isImported: boolean;
    /** A checkpoint made for replication stands beside its disks. */
    readonly hasCheckpoint: boolean;
    readonly disks: readonly { readonly id: string; readonly name: string; readonly sizeBytes: number }[];
  }[];
}

export type LabFaultKind =
  | 'linkDown'
  | 'linkSlow'
  | 'latency'
  | 'packetLoss'
  | 'lowDiskSpace'
  | 'lowMemory'
  | 'brokenVhdChain'
  | 'authorizationRevoked'
  | 'hostDown'
  | 'vmmServerDown'
  | 'storageThrottled'
  | 'vmDeleted'
  | 'vssFailure'
  | 'churnBurst'
  | 'clockSkew'
  /** These happen at once and are over. */
  | 'hostCrash'
  | 'offlineEdit'
  | 'outOfSequenceLog';

export interface LabFault {
  readonly id: string;
  readonly kind: LabFaultKind;
  /** Host id (of a VMM server: of one of its hosts) or machine id, by kind. */
  readonly target: string;
  readonly since: string;
  /** null: until somebody ends it. */
  readonly endsAt: string | null;
  /** Its meaning depends on the kind; null where it has none, or the usual one. */
  readonly intensity: number | null;
}

/** `POST /lab/faults`: answered with the fault, or 204 for one that happens at once. */
export interface LabFaultRequest {
  readonly kind: LabFaultKind;
  /** Host id or machine id; absent: the storage account. */
  readonly target?: string;
  readonly durationSeconds?: number;
  readonly intensity?: number;
}

/** `GET /lab/scenarios`: what the library offers. */
export interface LabScenario {
  readonly id: string;
  readonly title: string;
  readonly story: string;
  readonly faults: readonly {
    readonly kind: LabFaultKind;
    /** A name; empty: the storage account. */
    readonly target: string;
    readonly startSeconds: number;
    readonly durationSeconds: number | null;
    readonly intensity: number | null;
  }[];
  readonly watch: readonly string[];
  readonly outcome: string;
}
