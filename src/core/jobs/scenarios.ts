/**
 * The vocabulary of jobs and tasks. `recorded` ones are spelled as the service spells
 * them in recorded traffic; `ours` are worded by analogy, because none is published.
 */
import type { ScenarioName } from './job-model.ts';

export interface TaskTemplate {
  readonly taskId: string;
  readonly name: string;
  readonly friendlyName: string;
}

export interface Scenario {
  readonly friendlyName: string;
  readonly tasks: readonly TaskTemplate[];
  readonly origin: 'recorded' | 'ours';
  /** The job can be restarted when it failed; others are redone from the machine. */
  readonly isRestartable: boolean;
}

const CREATE_TARGET = task(
  'CreateProtectionTargetTask',
  'CreateProtectionTarget',
  'Identifying the replication target',
);
const ENABLE = task('EnableProtectionTask', 'EnableProtection', 'Enable replication');
const START_IR = task('StartInitialReplicationTask', 'VmStartInitialReplication', 'Starting initial replication');
const UPDATE_PROVIDERS = task('UpdateDraStateTask', 'UpdateDraState', 'Updating the provider states');

export const SCENARIOS: Readonly<Record<ScenarioName, Scenario>> = {
  EnableDr: {
    friendlyName: 'Enable replication',
    tasks: [
      task(
        'EnableProtectionPreflightChecksTask',
        'EnableProtectionPrerequisitesCheck',
        'Prerequisites check for enabling protection',
      ),
      CREATE_TARGET,
      ENABLE,
      START_IR,
      UPDATE_PROVIDERS,
    ],
    origin: 'recorded',
    isRestartable: true,
  },
  IrCompletion: {
    friendlyName: 'Finalize protection on the virtual machine',
    tasks: [
      task('FinalizePrimaryTask', 'VmFinalizePrimary', 'Finalize protection on the primary virtual machine'),
      task('FinalizeRecoveryTask', 'VmFinalizeRecovery', 'Finalize protection on the recovery virtual machine'),
    ],
    origin: 'ours',
    isRestartable: true,
  },
  DisableDr: {
    friendlyName: 'Disable replication',
    tasks: [
      task(
        'DisableProtectionOnPrimaryTask',
        'DisableProtectionOnPrimary',
        'Disable replication on the source location',
      ),
      task(
        'DisableProtectionOnSecondaryTask',
        'DisableProtectionOnSecondary',
        'Disable replication on the target location',
      ),
      UPDATE_PROVIDERS,
    ],
    origin: 'recorded',
    isRestartable: true,
  },
  RepairReplication: {
    friendlyName: 'Resynchronize',
    tasks: [
      task(
        'RepairReplicationPreflightTask',
        'RepairReplicationPrerequisitesCheck',
        'Prerequisites check for resynchronize',
      ),
      task('RepairReplicationTask', 'RepairReplication', 'Resynchronize'),
    ],
    origin: 'ours',
    isRestartable: true,
  },
  PlannedFailover: {
    friendlyName: 'Planned failover',
    tasks: [
      task('PlannedFailoverPreflightChecksTask', 'VmPfoPrerequisitesCheck', 'Prerequisites check for planned failover'),
      task('ShutdownVmOnPrimary', 'VmShutdownVmOnPrimary', 'Shut down the virtual machine'),
      task('PrepareForFailoverTask', 'VmPrepareForFailover', 'Preparing for failover'),
      task('FailoverTask', 'VmFailover', 'Start failover'),
      task('StartVmOnSecondary', 'VmFoStartVmOnSecondary', 'Start the replica virtual machine'),
    ],
    origin: 'recorded',
    isRestartable: true,
  },
  UnplannedFailover: {
    friendlyName: 'Failover',
    tasks: [
      task('UnplannedFailoverPreflightChecksTask', 'VmFoPrerequisitesCheck', 'Prerequisites check for failover'),
      task('FailoverTask', 'VmFailover', 'Start failover'),
      task('StartVmOnSecondary', 'VmFoStartVmOnSecondary', 'Start the replica virtual machine'),
    ],
    origin: 'ours',
    isRestartable: true,
  },
  TestFailover: {
    friendlyName: 'Test failover',
    tasks: [
      task('TestFailoverPreflightChecksTask', 'VmTfoPrerequisitesCheck', 'Prerequisites check for test failover'),
      task('BeginTestFailoverTask', 'VmTfoInitiateFailover', 'Starting test failover'),
      task('PrepareTestProtectedEntitiesTask', 'VmTfoPrepareTestVm', 'Creating test virtual machine'),
      task('BootTestProtectedEntitiesTask', 'VmTfoBootTestVm', 'Start the virtual machine'),
    ],
    origin: 'recorded',
    isRestartable: true,
  },
  TestFailoverCleanup: {
    friendlyName: 'Test failover cleanup',
    tasks: [
      task(
        'TestFailoverCleanupPreflightChecksTask',
        'VmTfoCleanupPreflightsCheck',
        'Prerequisites check for test failover cleanup',
      ),
      task('EndTestFailoverTask', 'VmTfoEndFailover', 'Ending test failover'),
      task('CleanupTestProtectedEntitiesTask', 'VmTfoDeleteTestVm', 'Clean up the test virtual machine'),
    ],
    origin: 'recorded',
    isRestartable: true,
  },
  CommitFailover: {
    friendlyName: 'Commit',
    tasks: [
      task('CommitFailoverPreflightTask', 'VmCommitPrerequisitesCheck', 'Prerequisites check for commit'),
      task('CommitFailoverTask', 'VmCommitFailover', 'Commit'),
    ],
    origin: 'ours',
    isRestartable: true,
  },
  CancelFailover: {
    friendlyName: 'Cancel failover',
    tasks: [
      task('CancelFailoverTask', 'VmCancelFailover', 'Delete the virtual machine in Azure'),
      task('StartVmOnPrimary', 'VmStartVmOnPrimary', 'Start the virtual machine on the primary location'),
    ],
    origin: 'ours',
    isRestartable: true,
  },
  Failback: {
    friendlyName: 'Planned failover',
    tasks: [
      task('FailbackPreflightChecksTask', 'VmFailbackPrerequisitesCheck', 'Prerequisites check for planned failover'),
      task('SynchronizeDataTask', 'VmSynchronizeData', 'Synchronizing data'),
      task('ShutdownVmOnSecondary', 'VmShutdownVmOnSecondary', 'Shut down the virtual machine in Azure'),
      task('CompleteFailbackTask', 'VmCompleteFailback', 'Bringing over the last changes'),
      task('StartVmOnPrimary', 'VmStartVmOnPrimary', 'Start the virtual machine on the primary location'),
    ],
    origin: 'ours',
    isRestartable: true,
  },
  ChangeRecoveryPoint: {
    friendlyName: 'Change recovery point',
    tasks: [
      task('ChangeRecoveryPointTask', 'VmChangeRecoveryPoint', 'Delete the virtual machine in Azure'),
      task('FailoverTask', 'VmFailover', 'Start failover'),
      task('StartVmOnSecondary', 'VmFoStartVmOnSecondary', 'Start the replica virtual machine'),
    ],
    origin: 'ours',
    isRestartable: true,
  },
  ReprotectReplicationGroup: {
    friendlyName: 'Reverse replication',
    tasks: [CREATE_TARGET, ENABLE, START_IR],
    origin: 'recorded',
    isRestartable: true,
  },
  PauseReplication: {
    friendlyName: 'Pause replication',
    tasks: [task('PauseReplicationTask', 'PauseReplication', 'Pause replication')],
    origin: 'ours',
    isRestartable: false,
  },
  ResumeReplication: {
    friendlyName: 'Resume replication',
    tasks: [task('ResumeReplicationTask', 'ResumeReplication', 'Resume replication')],
    origin: 'ours',
    isRestartable: false,
  },
  AddProtectionProfile: vaultScenario('AddProtectionProfile', 'Create replication policy'),
  ModifyProtectionProfile: vaultScenario('ModifyProtectionProfile', 'Modify settings of the replication policy'),
  DeleteProtectionProfile: vaultScenario('DeleteProtectionProfile', 'Delete replication policy'),
  AssociateProtectionProfile: vaultScenario('AssociateProtectionProfile', 'Associate replication policy'),
  DissociateProtectionProfile: vaultScenario('DissociateProtectionProfile', 'Dissociate replication policy'),
  AddNetworkMapping: vaultScenario('AddNetworkMapping', 'Create network mapping'),
  ModifyNetworkMapping: vaultScenario('ModifyNetworkMapping', 'Modify network mapping'),
  RemoveNetworkMapping: vaultScenario('RemoveNetworkMapping', 'Delete network mapping'),
  CreateRecoveryPlan: vaultScenario('CreateRecoveryPlan', 'Create a recovery plan'),
  UpdateRecoveryPlan: vaultScenario('UpdateRecoveryPlan', 'Update a recovery plan'),
  DeleteRecoveryPlan: vaultScenario('DeleteRecoveryPlan', 'Delete a recovery plan'),
  ExportJobs: vaultScenario('ExportJobs', 'Export jobs'),
};

/** Work on the vault is one task, called as its job, as no recording shows its tasks; it is done at once. */
function vaultScenario(name: string, friendlyName: string): Scenario {
  return { friendlyName, tasks: [task(`${name}Task`, name, friendlyName)], origin: 'ours', isRestartable: false };
}

function task(taskId: string, name: string, friendlyName: string): TaskTemplate {
  return { taskId, name, friendlyName };
}
