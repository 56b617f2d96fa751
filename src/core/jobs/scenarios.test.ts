import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ScenarioName } from './job-model.ts';
import { SCENARIOS } from './scenarios.ts';

/** taskId / name / friendlyName, line by line as the service's recordings have them. */
const RECORDED: Partial<Record<ScenarioName, readonly string[]>> = {
  EnableDr: [
    'Enable replication',
    'EnableProtectionPreflightChecksTask / EnableProtectionPrerequisitesCheck / Prerequisites check for enabling protection',
    'CreateProtectionTargetTask / CreateProtectionTarget / Identifying the replication target',
    'EnableProtectionTask / EnableProtection / Enable replication',
    'StartInitialReplicationTask / VmStartInitialReplication / Starting initial replication',
    'UpdateDraStateTask / UpdateDraState / Updating the provider states',
  ],
  DisableDr: [
    'Disable replication',
    'DisableProtectionOnPrimaryTask / DisableProtectionOnPrimary / Disable replication on the source location',
    'DisableProtectionOnSecondaryTask / DisableProtectionOnSecondary / Disable replication on the target location',
    'UpdateDraStateTask / UpdateDraState / Updating the provider states',
  ],
  PlannedFailover: [
    'Planned failover',
    'PlannedFailoverPreflightChecksTask / VmPfoPrerequisitesCheck / Prerequisites check for planned failover',
    'ShutdownVmOnPrimary / VmShutdownVmOnPrimary / Shut down the virtual machine',
    'PrepareForFailoverTask / VmPrepareForFailover / Preparing for failover',
    'FailoverTask / VmFailover / Start failover',
    'StartVmOnSecondary / VmFoStartVmOnSecondary / Start the replica virtual machine',
  ],
  TestFailover: [
    'Test failover',
    'TestFailoverPreflightChecksTask / VmTfoPrerequisitesCheck / Prerequisites check for test failover',
    'BeginTestFailoverTask / VmTfoInitiateFailover / Starting test failover',
    'PrepareTestProtectedEntitiesTask / VmTfoPrepareTestVm / Creating test virtual machine',
    'BootTestProtectedEntitiesTask / VmTfoBootTestVm / Start the virtual machine',
  ],
  TestFailoverCleanup: [
    'Test failover cleanup',
    'TestFailoverCleanupPreflightChecksTask / VmTfoCleanupPreflightsCheck / Prerequisites check for test failover cleanup',
    'EndTestFailoverTask / VmTfoEndFailover / Ending test failover',
    'CleanupTestProtectedEntitiesTask / VmTfoDeleteTestVm / Clean up the test virtual machine',
  ],
  ReprotectReplicationGroup: [
    'Reverse replication',
    'CreateProtectionTargetTask / CreateProtectionTarget / Identifying the replication target',
    'EnableProtectionTask / EnableProtection / Enable replication',
    'StartInitialReplicationTask / VmStartInitialReplication / Starting initial replication',
  ],
};

const names = Object.keys(SCENARIOS) as ScenarioName[];
const lines = (name: ScenarioName): readonly string[] => [
  SCENARIOS[name].friendlyName,
  ...SCENARIOS[name].tasks.map((task) => `${task.taskId} / ${task.name} / ${task.friendlyName}`),
];

describe('scenarios', () => {
  test.each(Object.keys(RECORDED) as ScenarioName[])('[JB1] %s is spelled as recorded', (name) => {
    expect(lines(name)).toEqual(RECORDED[name]);
    expect(SCENARIOS[name].origin).toBe('recorded');
  });

  test('[JB2] all others are marked as ours', () => {
    const ours = names.filter((name) => SCENARIOS[name].origin === 'ours');
    expect(ours).toEqual(names.filter((name) => !(name in RECORDED)));
    expect(lines('RepairReplication')).toEqual([
      'Resynchronize',
      'RepairReplicationPreflightTask / RepairReplicationPrerequisitesCheck / Prerequisites check for resynchronize',
      'RepairReplicationTask / RepairReplication / Resynchronize',
    ]);
    expect(SCENARIOS.IrCompletion.friendlyName).toBe('Finalize protection on the virtual machine');
  });

  test('[JB2] ours are called as is written in scenarios.txt', async () => {
    const ours = names.filter((name) => SCENARIOS[name].origin === 'ours');
    const text = ours.map((name) => [`${name}:`, ...lines(name).map((line) => `  ${line}`)].join('\n')).join('\n');
    await expect(`${text}\n`).toMatchFileSnapshot(join(import.meta.dirname, 'testing/scenarios.txt'));
  });

  test('[JB7] a failed job can be restarted where its work goes on at the task that failed', () => {
    expect(names.filter((name) => SCENARIOS[name].isRestartable)).toEqual([
      'EnableDr',
      'IrCompletion',
      'DisableDr',
      'RepairReplication',
      'PlannedFailover',
      'UnplannedFailover',
      'TestFailover',
      'TestFailoverCleanup',
      'CommitFailover',
      'CancelFailover',
      'Failback',
      'ChangeRecoveryPoint',
      'ReprotectReplicationGroup',
    ]);
  });

  test('[JB1] task ids are unique within a scenario, and every scenario has tasks', () => {
    for (const name of names) {
      const ids = SCENARIOS[name].tasks.map((task) => task.taskId);
      expect(ids.length).toBeGreaterThan(0);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });
});
