/** Recovery plans as data: who fails over with whom, in which order, and the run under way. Journalled as they stand. */
import type { Brand, Instant } from '../../base/units.ts';
import type { FaultReport } from '../errors/fault.ts';
import type { DataSync, JobId, VmId } from '../model.ts';
import type { PlanGroupType } from '../jobs/job-model.ts';
import type { Operation } from '../protection/operation.ts';

export type PlanId = Brand<string, 'PlanId'>;

/** ARM: RecoveryPlan. Its machines replicate from one site to Azure. */
export interface RecoveryPlan {
  readonly planId: PlanId;
  readonly name: string;
  /** The primary fabric, by the name of its site. */
  readonly siteName: string;
  /** Shutdown, Failover, then the Boot groups in their order [RP2]. */
  readonly groups: readonly PlanGroup[];
  /** When the newest run of each kind began; null: never. */
  readonly lastPlannedFailoverAt: Instant | null;
  readonly lastUnplannedFailoverAt: Instant | null;
  readonly lastTestFailoverAt: Instant | null;
  /** The newest run; null before the first. */
  readonly run: PlanRun | null;
  /** Grows with every change. */
  readonly revision: number;
}

/** ARM: RecoveryPlanGroup. Only Boot groups have machines [RP3]. */
export interface PlanGroup {
  readonly type: PlanGroupType;
  readonly vmIds: readonly VmId[];
  readonly startActions: readonly ManualAction[];
  readonly endActions: readonly ManualAction[];
}

/** The run waits here until somebody says that it is done. */
export interface ManualAction {
  readonly name: string;
  readonly instructions: string;
  /** In which runs it is asked for. */
  readonly operations: readonly ActionOperation[];
  readonly directions: readonly FailoverDirection[];
}

export type ActionOperation = Extract<Operation, 'PlannedFailover' | 'UnplannedFailover' | 'TestFailover'>;
export type FailoverDirection = 'PrimaryToRecovery' | 'RecoveryToPrimary';

/** What can be run on a plan. */
export type PlanOperation = Extract<
  Operation,
  | 'PlannedFailover'
  | 'UnplannedFailover'
  | 'TestFailover'
  | 'TestFailoverCleanup'
  | 'Commit'
  | 'CancelFailover'
  | 'Failback'
  | 'ReverseReplicate'
>;

/** Which recovery point of each machine; the newest of all, or the newest application-consistent one. */
export type PlanPoint = 'Latest' | 'LatestApplicationConsistent';

/** An operation with what it needs to know. */
export type PlanRequest =
  | { readonly operation: 'PlannedFailover' | 'Commit' | 'CancelFailover' | 'ReverseReplicate' }
  | { readonly operation: 'UnplannedFailover'; readonly point: PlanPoint; readonly isShuttingDownSource: boolean }
  | { readonly operation: 'TestFailover'; readonly point: PlanPoint; readonly networkId: string | null }
  | { readonly operation: 'TestFailoverCleanup'; readonly comments: string }
  | { readonly operation: 'Failback'; readonly dataSync: DataSync; readonly createVmIfNotFound: boolean };

/** One execution of a plan: its steps are fixed when it begins, so that a changed plan does not change them. */
export interface PlanRun {
  readonly jobId: JobId;
  readonly request: PlanRequest;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly state: PlanRunState;
  /** Those whose `endedAt` is null are still to be done, the first of them now. */
  readonly steps: readonly PlanStep[];
  readonly members: readonly PlanMember[];
}

/**
 * `waiting`: for the administrator. `stopped`: something failed, and what comes after it is not begun; it can be
 * restarted. The last three are for good.
 */
export type PlanRunState = 'running' | 'waiting' | 'stopped' | 'succeeded' | 'failed' | 'cancelled';

/** A machine in a run, and the one job that carries out its part. */
export interface PlanMember {
  readonly vmId: VmId;
  readonly vmName: string;
  /** null: not begun, or left out. */
  readonly jobId: JobId | null;
}

/** Something that a run does before it does the next. */
export type PlanStep = ManualStep | MachinesStep;

interface StepCommon {
  /** Task id of its group. */
  readonly groupId: string;
  readonly groupType: PlanGroupType;
  readonly groupName: string;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
}

export interface ManualStep extends StepCommon {
  readonly kind: 'manual';
  readonly name: string;
  readonly instructions: string;
  /** What the administrator noted when it was done. */
  readonly observation: string;
}

export interface MachinesStep extends StepCommon {
  readonly kind: 'machines';
  readonly act: MachineAct;
  readonly machines: readonly MachineProgress[];
}

/**
 * How far a step brings its machines: the source is off; the machine in Azure is made and not started; it runs;
 * a failback has brought the data home; or simply the whole operation.
 */
export type MachineAct = 'shutDown' | 'failOver' | 'start' | 'synchronize' | 'complete' | 'whole';

export interface MachineProgress {
  readonly vmId: VmId;
  readonly state: 'notStarted' | 'underWay' | 'succeeded' | 'failed' | 'cancelled' | 'skipped';
  /** Why it was left out, or what failed; null: nothing to say. */
  readonly reason: string | null;
  /** The error behind a failure, where its job told one. */
  readonly fault?: FaultReport;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
}
