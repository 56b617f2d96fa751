import type {
  ChangeBatch,
  HealthProof,
  IdentityProof,
  ItemRow,
  JobRow,
  LabFaultKind,
  LabWorld,
  ReplicaDisk,
  ResyncAdviceBody,
  RowsPage,
  Series,
} from '../wire.ts';
import type {
  ArmEvent,
  ArmFabric,
  ArmJob,
  ArmPolicy,
  ArmProtectableItem,
  ArmProtectedItem,
  ArmRecoveryPoint,
} from '../arm.ts';

/** What the portal can ask. Every method throws {@link ManagementError} and nothing else. */
export interface ManagementClient {
  listItems(): Promise<RowsPage<ItemRow>>;
  getItem(itemId: string): Promise<ArmProtectedItem>;
  listDisks(itemId: string): Promise<readonly ReplicaDisk[]>;
  getHealthProof(itemId: string): Promise<HealthProof>;
  getSeries(itemId: string): Promise<Series>;
  getResyncAdvice(itemId: string): Promise<ResyncAdviceBody>;
  listRecoveryPoints(itemId: string): Promise<readonly ArmRecoveryPoint[]>;
  listEvents(itemId: string | null): Promise<readonly ArmEvent[]>;
  /** SHA-256 of each disk's replica at a recovery point (null = latest). Reads the whole replica. */
  getIdentityProof(itemId: string, recoveryPointId: string | null): Promise<IdentityProof>;

  listJobs(): Promise<RowsPage<JobRow>>;
  getJob(jobId: string): Promise<ArmJob>;

  listFabrics(): Promise<readonly ArmFabric[]>;
  listProtectableItems(fabricName: string): Promise<readonly ArmProtectableItem[]>;
  listPolicies(): Promise<readonly ArmPolicy[]>;

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
  readonly targetNetworkId: string | null;
  readonly targetSubnetName: string | null;
  readonly storageAccountId: string;
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
  startFault(kind: LabFaultKind, target: string): Promise<void>;
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
