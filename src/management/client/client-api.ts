import type { VaultClient } from './vault-api.ts';
import type { InsightClient } from './insight-api.ts';
import type { MappingClient } from './mapping-api.ts';
import type {
  ChangeBatch,
  HealthProof,
  HostBandwidthSchedule,
  HostDetail,
  IdentityProof,
  ItemOperations,
  ItemRow,
  ItemStatistics,
  JobRow,
  LabFaultRequest,
  LabScenario,
  LabWorld,
  ReplicaDisk,
  ResyncAdviceBody,
  RowsPage,
  Series,
} from '../wire.ts';
import type { HealthStrips, JobQuery, JobWindow } from '../wire-lists.ts';
import type {
  ArmEvent,
  ArmFabric,
  ArmJob,
  ArmPolicy,
  ArmProtectableItem,
  ArmProtectedItem,
  ArmRecoveryPlan,
  ArmRecoveryPoint,
  ArmTargetSize,
} from '../arm.ts';

/** What the portal can ask. Every method throws {@link ManagementError} and nothing else. */
export interface ManagementClient
  extends FailoverClient, PlanClient, InsightClient, ListClient, VaultClient, MappingClient {
  listItems(): Promise<RowsPage<ItemRow>>;
  getItem(itemId: string): Promise<ArmProtectedItem>;
  listDisks(itemId: string): Promise<readonly ReplicaDisk[]>;
  getHealthProof(itemId: string): Promise<HealthProof>;
  getSeries(itemId: string): Promise<Series>;
  /** What may be done with the item now, and why not the rest. */
  getOperations(itemId: string): Promise<ItemOperations>;
  /** Of the monitoring interval so far. */
  getStatistics(itemId: string): Promise<ItemStatistics>;
  resetStatistics(itemId: string): Promise<void>;
  /** With a rate: what it would cost on such a line, instead of the one in force. */
  getResyncAdvice(itemId: string, bandwidthBitsPerSecond?: number): Promise<ResyncAdviceBody>;
  listRecoveryPoints(itemId: string): Promise<readonly ArmRecoveryPoint[]>;
  listEvents(itemId: string | null): Promise<readonly ArmEvent[]>;
  /** SHA-256 of each disk's replica at a recovery point (null = latest). Reads the whole replica. */
  getIdentityProof(itemId: string, recoveryPointId: string | null): Promise<IdentityProof>;

  listJobs(): Promise<RowsPage<JobRow>>;
  getJob(jobId: string): Promise<ArmJob>;
  /** The file, streamed, with its name in `content-disposition`. */
  exportJobs(query: JobExportQuery): Promise<Response>;

  listFabrics(): Promise<readonly ArmFabric[]>;
  listProtectableItems(fabricName: string): Promise<readonly ArmProtectableItem[]>;
  listPolicies(): Promise<readonly ArmPolicy[]>;
  /** Creates the policy or changes it; what is left out keeps its value or takes the default. */
  putPolicy(name: string, settings: PolicySettings): Promise<ArmPolicy>;
  /** Refused (409) while an item uses it. */
  deletePolicy(name: string): Promise<void>;

  listHosts(): Promise<readonly HostDetail[]>;
  /** null: not throttled. */
  getBandwidth(hostId: string): Promise<HostBandwidthSchedule | null>;
  setBandwidth(hostId: string, schedule: HostBandwidthSchedule | null): Promise<void>;

  /** Asks the site's hosts to report now instead of at the next minute. */
  refreshFabric(fabricName: string): Promise<void>;
  /** Sizes for the machine in Azure, with what speaks against each. */
  listTargetSizes(itemId: string): Promise<readonly ArmTargetSize[]>;
  /** What is left out stays; refused (409) once a machine is made of it. */
  changeTarget(itemId: string, change: TargetChangeRequest): Promise<void>;

  /** Each command answers with the id of the job it started, or null where none is needed. */
  enableProtection(request: EnableProtectionRequest): Promise<string | null>;
  disableProtection(itemId: string): Promise<string | null>;
  resynchronize(itemId: string, when: 'now' | 'window' | Date): Promise<string | null>;
  cancelResynchronization(itemId: string): Promise<string | null>;
  pause(itemId: string): Promise<string | null>;
  resume(itemId: string, isResynchronizing: boolean): Promise<string | null>;
  retryNow(itemId: string): Promise<string | null>;
  cancelJob(jobId: string): Promise<void>;
  restartJob(jobId: string): Promise<void>;

  /** The replica of a disk as a fixed VHD, streamed; `recoveryPointId` null = latest. */
  downloadReplica(itemId: string, diskId: string, recoveryPointId: string | null): Promise<Response>;

  /** Batches from the change feed until the returned function is called. */
  subscribe(listener: (batch: ChangeBatch) => void, onGap: () => void): () => void;

  /** Demo world only; undefined when the server has no lab. */
  readonly lab: LabClient;
}

/** The life cycle beyond replication. Each command answers with the id of the job it started, or null. */
export interface FailoverClient {
  /** Without loss: the machine is shut down first. */
  plannedFailover(itemId: string): Promise<string | null>;
  unplannedFailover(itemId: string, choice: UnplannedFailoverChoice): Promise<string | null>;
  /** `recoveryPointId` null: the newest; `networkId` null: connected to nothing. */
  testFailover(
    itemId: string,
    choice: { readonly recoveryPointId: string | null; readonly networkId: string | null },
  ): Promise<string | null>;
  testFailoverCleanup(itemId: string, comments: string): Promise<string | null>;
  commitFailover(itemId: string): Promise<string | null>;
  cancelFailover(itemId: string): Promise<string | null>;
  /** Of an uncommitted failover; null: the newest. */
  changeRecoveryPoint(itemId: string, recoveryPointId: string | null): Promise<string | null>;
  /** Planned failover from Azure to the primary site. */
  failback(itemId: string, choice: FailbackChoice): Promise<string | null>;
  reverseReplicate(itemId: string): Promise<string | null>;
  /** Answers a job that waits: of a failback it means "complete failover". */
  resumeJob(jobId: string, comments: string): Promise<void>;
}

/** What long lists are made of. */
export interface ListClient {
  /** A window of the jobs, chosen and ordered by the server. */
  getJobWindow(query: JobQuery): Promise<JobWindow>;
  /** The last 24 hours of so many items' health; at most 200 ids. */
  getHealthStrips(itemIds: readonly string[]): Promise<HealthStrips>;
}

/** Recovery plans, by name. */
export interface PlanClient {
  listPlans(): Promise<readonly ArmRecoveryPlan[]>;
  getPlan(name: string): Promise<ArmRecoveryPlan>;
  /** Creates the plan or replaces its groups; refused (409) while it runs. */
  putPlan(name: string, settings: PlanSettings): Promise<ArmRecoveryPlan>;
  deletePlan(name: string): Promise<void>;
  /** Answers the id of the job that carries it out. */
  runPlan(name: string, command: PlanCommand): Promise<string | null>;
}

export interface PlanSettings {
  readonly fabricName: string;
  /** Shutdown and Failover may be left out; they list no items. */
  readonly groups: readonly PlanGroupSettings[];
}

export interface PlanGroupSettings {
  readonly groupType: 'Shutdown' | 'Failover' | 'Boot';
  readonly itemIds: readonly string[];
  readonly startActions: readonly PlanActionSettings[];
  readonly endActions: readonly PlanActionSettings[];
}

/** A manual action: the plan's job waits for it, until it is resumed. */
export interface PlanActionSettings {
  readonly name: string;
  readonly instructions: string;
  readonly failoverTypes: readonly ('PlannedFailover' | 'UnplannedFailover' | 'TestFailover')[];
  readonly failoverDirections: readonly ('PrimaryToRecovery' | 'RecoveryToPrimary')[];
}

export type PlanCommand =
  | { readonly operation: 'PlannedFailover' | 'Commit' | 'CancelFailover' | 'ReverseReplicate' }
  | {
      readonly operation: 'UnplannedFailover';
      readonly point: 'Latest' | 'LatestApplicationConsistent';
      /** Their shutdown is tried, never waited for. */
      readonly isShuttingDownSource: boolean;
    }
  | {
      readonly operation: 'TestFailover';
      readonly point: 'Latest' | 'LatestApplicationConsistent';
      /** null: connected to nothing. */
      readonly networkId: string | null;
    }
  | { readonly operation: 'TestFailoverCleanup'; readonly comments: string }
  | ({ readonly operation: 'Failback' } & FailbackChoice);

export interface UnplannedFailoverChoice {
  /** null: the newest. */
  readonly recoveryPointId: string | null;
  /** Its shutdown is tried, never waited for. */
  readonly isShuttingDownSource: boolean;
}

export interface FailbackChoice {
  /** All of it with the machine off, or the difference while it runs and the rest at completion. */
  readonly dataSync: 'ForDownTime' | 'ForSynchronization';
  readonly createVmIfNotFound: boolean;
}

export interface JobExportQuery {
  readonly format: 'Json' | 'Xml' | 'Excel';
  readonly from?: Date;
  readonly to?: Date;
  /** Empty or absent: all. */
  readonly states?: readonly string[];
  /** Minutes east of UTC in which times are told; absent: 0. */
  readonly timezoneOffsetMinutes?: number;
}

export interface TargetChangeRequest {
  readonly targetVmName?: string;
  readonly targetVmSize?: string;
  readonly targetResourceGroupId?: string;
  /** null: none. */
  readonly targetNetworkId?: string | null;
  readonly targetSubnetName?: string | null;
  /** What becomes of each named adapter; a subnet of null is the machine's own. In the place of `targetSubnetName`. */
  readonly nics?: readonly {
    readonly nicId: string;
    readonly isSelected: boolean;
    readonly subnetName: string | null;
    /** IPv4, in the subnet; null: assigned by Azure. */
    readonly staticIpAddress: string | null;
  }[];
}

export interface PolicySettings {
  /** 30, 300 or 900. */
  readonly replicationIntervalSeconds?: number;
  /** 0–24. */
  readonly recoveryPointHistoryHours?: number;
  /** 0 = off, else 1–12. */
  readonly applicationConsistentFrequencyHours?: number;
  /** "HH:MM"; null = at once. */
  readonly initialReplicationStartTime?: string | null;
  /** "HH:MM", host local time; may cross midnight. */
  readonly resyncWindow?: { readonly isEnabled: boolean; readonly startLocal: string; readonly endLocal: string };
}

export interface EnableProtectionRequest {
  readonly itemId: string;
  readonly fabricName: string;
  readonly containerName: string;
  readonly policyId: string;
  readonly vmName: string;
  readonly osType: 'Windows' | 'Linux';
  readonly targetVmName: string;
  readonly targetVmSize: string;
  readonly targetResourceGroupId: string;
  /** null: none; absent: the one that the machine's own network is mapped to. */
  readonly targetNetworkId?: string | null;
  readonly targetSubnetName: string | null;
  readonly storageAccountId: string;
  /** Absent: the service's default, Standard_LRS. */
  readonly diskType?: 'Standard_LRS' | 'StandardSSD_LRS' | 'Premium_LRS';
  readonly diskIds: readonly string[];
}

export interface LabClient {
  /** null when the server has no demo world (404). */
  getWorld(): Promise<LabWorld | null>;
  setClock(change: {
    readonly speed?: number;
    readonly isPaused?: boolean;
    readonly stepSeconds?: number;
  }): Promise<void>;
  /** The scenario library. */
  listScenarios(): Promise<readonly LabScenario[]>;
  startFault(fault: LabFaultRequest): Promise<void>;
  endFault(faultId: string): Promise<void>;
  /** A new machine on `hostId` whose disk is the image (.vhd, .vhdx or raw); answers its machine id. */
  importDisk(hostId: string, name: string, image: Blob): Promise<string>;
  setWorkload(machineId: string, workload: string): Promise<void>;
  /** Deletes world and journal; the page reloads afterwards. */
  reset(): Promise<void>;
}

/** An error answer of the management API, in ARM's words, or a failed connection (status 0). */
export class ManagementError extends Error {
  override readonly name = 'ManagementError';
  readonly status: number;
  readonly code: string;
  readonly possibleCauses: string;
  readonly recommendedAction: string;
  constructor(status: number, code: string, message: string, possibleCauses = '', recommendedAction = '') {
    super(message);
    this.status = status;
    this.code = code;
    this.possibleCauses = possibleCauses;
    this.recommendedAction = recommendedAction;
  }
}
