/** The records of Site Recovery jobs: their states, tasks and errors, as journalled and as told. */
import type { Instant } from '../../base/units.ts';
import type { FaultReport } from '../errors/fault.ts';
import type { JobId, JobTargetType, VmId } from '../model.ts';

/** Job and task states as ARM spells them. */
export type JobState = 'NotStarted' | 'InProgress' | 'Succeeded' | 'Failed' | 'Cancelled' | 'Suspended' | 'Other';
export type JobStateDescription =
  | 'NotStarted'
  | 'InProgress'
  | 'Completed'
  | 'PartiallySucceeded'
  | 'CompletedWithInformation'
  | 'Skipped'
  | 'Failed'
  | 'Cancelled'
  | 'Suspended';

/** scenarioName of ARM jobs; recorded names, and (RepairReplication, PauseReplication, ResumeReplication) our own wording. */
export type ScenarioName =
  | 'EnableDr'
  | 'IrCompletion'
  | 'DisableDr'
  | 'RepairReplication'
  | 'PlannedFailover'
  | 'UnplannedFailover'
  | 'TestFailover'
  | 'TestFailoverCleanup'
  | 'CommitFailover'
  | 'CancelFailover'
  | 'Failback'
  | 'ChangeRecoveryPoint'
  | 'ReprotectReplicationGroup'
  | 'PauseReplication'
  | 'ResumeReplication'
  | VaultScenarioName;

/** Work on the vault itself. Recorded names, and (create and update of plans, removals but a plan's, network mappings) our own. */
export type VaultScenarioName =
  | 'AddProtectionProfile'
  | 'ModifyProtectionProfile'
  | 'DeleteProtectionProfile'
  | 'AssociateProtectionProfile'
  | 'DissociateProtectionProfile'
  | 'AddNetworkMapping'
  | 'ModifyNetworkMapping'
  | 'RemoveNetworkMapping'
  | 'CreateRecoveryPlan'
  | 'UpdateRecoveryPlan'
  | 'DeleteRecoveryPlan'
  | 'ExportJobs';

export interface Job {
  readonly jobId: JobId;
  readonly scenarioName: ScenarioName;
  readonly vmId: VmId;
  readonly vmName: string;
  readonly state: JobState;
  readonly stateDescription: JobStateDescription;
  readonly tasks: readonly JobTask[];
  readonly errors: readonly JobError[];
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  /** Grows with every change of the job. */
  readonly revision: number;
  /** It runs a recovery plan, whose id and name stand in `vmId` and `vmName`. Absent: it works on a machine. */
  readonly recoveryPlan?: { readonly isRestartable: boolean; readonly isRevocable: boolean };
  /** It works on the vault itself: on what is named in `vmId` and `vmName`. Absent: on a machine, or a recovery plan. */
  readonly vaultWork?: {
    readonly targetType: Exclude<JobTargetType, 'ProtectionEntity'>;
    /** Of an export: which jobs, and as what. */
    readonly exportQuery?: string;
  };
}

export interface JobTask {
  readonly taskId: string;
  readonly name: string;
  readonly friendlyName: string;
  readonly state: JobState;
  readonly stateDescription: JobStateDescription;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  /** Of a recovery plan's job: the group, with what is done in it. */
  readonly group?: JobTaskGroup;
  /** Of a task in such a group. */
  readonly detail?: JobTaskDetail;
}

/** ARM: RecoveryPlanGroupType. */
export type PlanGroupType = 'Shutdown' | 'Failover' | 'Boot';

export interface JobTaskGroup {
  readonly groupId: string;
  readonly groupType: PlanGroupType;
  readonly children: readonly JobTask[];
}

/** A machine's part in a recovery plan, with the job that does it, or something for the administrator to do. */
export type JobTaskDetail =
  | {
      readonly kind: 'machine';
      readonly vmId: VmId;
      readonly vmName: string;
      readonly jobId: JobId | null;
      readonly scenarioName: ScenarioName;
      /** Why it was left out, or what failed; null: nothing to say. */
      readonly reason: string | null;
    }
  | { readonly kind: 'manualAction'; readonly instructions: string; readonly observation: string };

export interface JobError {
  readonly fault: FaultReport;
  readonly taskId: string | null;
  readonly at: Instant;
  /** The machine it concerns, where that is not the job's. */
  readonly vmName?: string;
}
