/**
 * What the engine offers to the management server (and to simulations): read the
 * state, give an administrator's command, hear what changed. Everything the engine
 * answers is a plain, immutable record of `core/model.ts`.
 */
import type { BitsPerSecond, Bytes, Instant, Milliseconds } from '../base/units.ts';
import type { FaultCode } from '../core/errors/fault.ts';
import type { MonitoringStatistics } from '../core/health/monitoring.ts';
import type {
  BandwidthSchedule,
  DataSync,
  Health,
  HealthFinding,
  HostId,
  JobId,
  PolicyId,
  ProtectionChoices,
  RecoveryPointId,
  ReplicatedItem,
  ReplicationEvent,
  ReplicationPolicy,
  VmId,
} from '../core/model.ts';
import type { Job } from '../core/jobs/job-model.ts';
import type { HostInventory } from '../core/ports.ts';
import type { PlanId, PlanOperation, PlanRequest, RecoveryPlan } from '../core/plans/plan.ts';
import type { PlanDraft } from '../core/plans/validate-plan.ts';
import type { Operation } from '../core/protection/operation.ts';
import type { VaultChange, VaultRecords } from '../core/vault/vault.ts';
import type { TargetChange } from '../core/protection/target-change.ts';
import type { EngineInsight } from './insight-api.ts';
import type { ResyncTerms } from './resync-terms.ts';

export type AdminCommand =
  | {
      readonly kind: 'enableProtection';
      readonly vmId: VmId;
      readonly policyId: PolicyId;
      readonly choices: ProtectionChoices;
    }
  | { readonly kind: 'disableProtection'; readonly vmId: VmId; readonly isForced: boolean }
  /** now; at the next window of the policy; or at an instant. A healthy item is paused and resumed with resynchronization. */
  | {
      readonly kind: 'resynchronize';
      readonly vmId: VmId;
      readonly when: 'now' | 'window' | Instant;
      /** Absent: those of all resynchronizations. */
      readonly terms?: ResyncTerms | null;
    }
  | { readonly kind: 'cancelResynchronization'; readonly vmId: VmId }
  | { readonly kind: 'pause'; readonly vmId: VmId }
  | { readonly kind: 'resume'; readonly vmId: VmId; readonly isResynchronizing: boolean }
  /** Tries again now what waits for its back-off or stands Critical. */
  | { readonly kind: 'retryNow'; readonly vmId: VmId }
  /** A test machine in Azure beside the replication, which goes on. null: the newest recovery point; no network. */
  | {
      readonly kind: 'testFailover';
      readonly vmId: VmId;
      readonly recoveryPointId: RecoveryPointId | null;
      readonly networkId: string | null;
    }
  | { readonly kind: 'testFailoverCleanup'; readonly vmId: VmId; readonly comments: string }
  /** Without loss: the machine is shut down first, and its last writes are brought over. */
  | { readonly kind: 'plannedFailover'; readonly vmId: VmId }
  /** To a recovery point (null: the newest); the shutdown of the source is tried, never waited for. */
  | {
      readonly kind: 'unplannedFailover';
      readonly vmId: VmId;
      readonly recoveryPointId: RecoveryPointId | null;
      readonly isShuttingDownSource: boolean;
    }
  /** Of an uncommitted unplanned failover: the machine in Azure is made anew (null: from the newest point). */
  | { readonly kind: 'changeRecoveryPoint'; readonly vmId: VmId; readonly recoveryPointId: RecoveryPointId | null }
  /** Of a failover or a failback, whichever stands uncommitted. */
  | { readonly kind: 'commitFailover'; readonly vmId: VmId }
  /** Of an uncommitted planned failover, or of a failback before its completion. */
  | { readonly kind: 'cancelFailover'; readonly vmId: VmId }
  /** Planned failover from Azure to the primary site (ARM: dataSyncOption, recoveryVmCreationOption). */
  | {
      readonly kind: 'failback';
      readonly vmId: VmId;
      readonly dataSync: DataSync;
      readonly createVmIfNotFound: boolean;
    }
  /** Complete failover: the answer that a failback with `ForSynchronization` waits for. */
  | { readonly kind: 'completeFailback'; readonly vmId: VmId }
  /** After a committed failback: on-premises to Azure again, by comparison. */
  | { readonly kind: 'reverseReplicate'; readonly vmId: VmId }
  /** What the machine in Azure will be made as; fields left out keep their value. */
  | { readonly kind: 'changeTarget'; readonly vmId: VmId; readonly change: TargetChange }
  /** The statistics of the monitoring interval begin anew; those so far go to the history. */
  | { readonly kind: 'resetStatistics'; readonly vmId: VmId }
  | { readonly kind: 'cancelJob'; readonly jobId: JobId }
  | { readonly kind: 'restartJob'; readonly jobId: JobId }
  /** Answers a job that waits: a manual action of a recovery plan is done, a failback is to be completed. */
  | { readonly kind: 'resumeJob'; readonly jobId: JobId; readonly comments: string }
  /** Creates the recovery plan or changes it. */
  | { readonly kind: 'putPlan'; readonly plan: PlanDraft }
  | { readonly kind: 'deletePlan'; readonly planId: PlanId }
  | { readonly kind: 'runPlan'; readonly planId: PlanId; readonly request: PlanRequest }
  | { readonly kind: 'changeVault'; readonly change: VaultChange }
  | { readonly kind: 'putPolicy'; readonly policy: ReplicationPolicy }
  | { readonly kind: 'deletePolicy'; readonly policyId: PolicyId }
  | { readonly kind: 'setBandwidth'; readonly hostId: HostId; readonly schedule: BandwidthSchedule | null };

/** A command was taken (with the job that carries it out, where there is one) or refused with the reason. */
export type AdminOutcome =
  | { readonly isAccepted: true; readonly jobId: JobId | null }
  | { readonly isAccepted: false; readonly refusal: Refusal };

export interface Refusal {
  /** `0x80004004`: a failover to a recovery point that is not there any more. */
  readonly code: FaultCode | 'NotFound' | 'NotAllowed' | 'Conflict' | 'InvalidInput' | 'ReadOnly' | '0x80004004';
  readonly message: string;
  readonly possibleCauses: string;
  readonly recommendedAction: string;
}

export type { Operation, TargetChange };

/** A replicated item with all that is derived from it at an instant. */
export interface ItemView {
  readonly item: ReplicatedItem;
  readonly policy: ReplicationPolicy;
  readonly health: Health;
  readonly findings: readonly HealthFinding[];
  readonly allowedOperations: readonly Operation[];
  /** Why each operation that is not allowed is not. */
  readonly refusals: Readonly<Partial<Record<Operation, string>>>;
  /** null before the first recovery point. */
  readonly rpoMs: Milliseconds | null;
  readonly rpoCalculatedAt: Instant;
  /** Of the monitoring interval so far. */
  readonly statistics: MonitoringStatistics;
  readonly activity: Activity;
}

/** A recovery plan with what may be done with it now. */
export interface PlanView {
  readonly plan: RecoveryPlan;
  readonly allowedOperations: readonly PlanOperation[];
  /** Why each operation that is not allowed is not. */
  readonly refusals: Readonly<Partial<Record<PlanOperation, string>>>;
}

export type Activity =
  | { readonly kind: 'Idle' }
  | { readonly kind: 'Sending'; readonly what: 'initialReplication' | 'delta' | 'resynchronization' }
  | { readonly kind: 'Waiting'; readonly reason: string; readonly until: Instant | null }
  | { readonly kind: 'Failing'; readonly nextAttemptAt: Instant | null };

/** What a resynchronization would cost, before anyone confirms it. Ranges are [low, high]. */
export interface ResyncAdvice {
  readonly totalBytes: Bytes;
  readonly differingBytes: readonly [Bytes, Bytes];
  readonly fullBytes: Bytes;
  readonly durationMs: readonly [Milliseconds, Milliseconds];
  readonly fullDurationMs: readonly [Milliseconds, Milliseconds];
  readonly bandwidthBitsPerSecond: number | null;
  readonly compareBytesPerSecond: number;
  readonly recommendation: 'differential' | 'window' | 'full';
  readonly recoveryPointsLost: number;
  /** Log bytes that guest writes would add meanwhile, against the 50 % limit. */
  readonly expectedLogBytes: Bytes;
  readonly logLimitBytes: Bytes;
  readonly isLoopRisk: boolean;
  readonly windowOpensAt: Instant | null;
  readonly blockedOperations: readonly Operation[];
}

/** One point of an item's history, sampled once per cycle interval or minute of its clock. */
export interface SeriesPoint {
  readonly at: Instant;
  readonly rpoMs: Milliseconds | null;
  readonly logBytes: Bytes;
  readonly churnBytesPerSecond: number;
  readonly sentBytes: Bytes;
  readonly health: Health;
}

export type EngineChange =
  | { readonly kind: 'item'; readonly vmId: VmId }
  | { readonly kind: 'job'; readonly jobId: JobId }
  | { readonly kind: 'policy' }
  | { readonly kind: 'vault' }
  | { readonly kind: 'plan' }
  | { readonly kind: 'inventory' }
  | { readonly kind: 'event'; readonly vmId: VmId };

export interface EngineApi {
  now(): Instant;
  inventory(): readonly HostInventory[];
  /** Asks the hosts now what runs on them, instead of at the next minute; a change of kind `inventory` tells the answer. */
  refreshInventory(): void;
  items(): Iterable<ItemView>;
  item(vmId: VmId): ItemView | undefined;
  jobs(): Iterable<Job>;
  job(jobId: JobId): Job | undefined;
  policies(): readonly ReplicationPolicy[];
  /** Settings and mappings of the vault. */
  vault(): VaultRecords;
  /** Why nothing may be changed, as one sentence; null when it may. */
  readOnlyReason(): string | null;
  plans(): readonly PlanView[];
  plan(planId: PlanId): PlanView | undefined;
  bandwidth(hostId: HostId): BandwidthSchedule | null;
  events(vmId: VmId | null): readonly ReplicationEvent[];
  series(vmId: VmId): readonly SeriesPoint[];
  /** What a resynchronization would cost at the rate in force, or at `bandwidthBitsPerSecond` (above 0). */
  resyncAdvice(vmId: VmId, bandwidthBitsPerSecond?: BitsPerSecond): ResyncAdvice | undefined;
  readonly insight: EngineInsight;
  dispatch(command: AdminCommand): Promise<AdminOutcome>;
  subscribe(listener: (change: EngineChange) => void): () => void;
  /** The replica of a disk (null = its base blob now), in ranges; for downloads. */
  readReplica(
    vmId: VmId,
    diskId: string,
    recoveryPointId: string | null,
    offsetBytes: Bytes,
    lengthBytes: Bytes,
  ): Promise<Uint8Array>;
  /** The trace since the engine was first started: one line per decision, the same in Node and in a browser. */
  trace(): readonly string[];
}
