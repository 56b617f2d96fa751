import { completeJob, createJob, startTask, succeedTask } from '../../../core/jobs/job.ts';
import type { JobId, VmId } from '../../../core/model.ts';
import type { Job, VaultScenarioName } from '../../../core/jobs/job-model.ts';
import type { VaultChange, VaultRecords } from '../../../core/vault/vault.ts';
import { T0 } from './records.ts';

/** The records after a change that nothing speaks against. */
export function withVaultChange(records: VaultRecords, change: VaultChange): VaultRecords {
  const put = <T extends { readonly name: string }>(list: readonly T[], record: T): readonly T[] => [
    ...list.filter(({ name }) => name !== record.name),
    record,
  ];
  switch (change.kind) {
    case 'putAlertSettings':
      return { ...records, alertSettings: put(records.alertSettings, change.settings) };
    case 'putVaultSetting':
      return { ...records, vaultSettings: put(records.vaultSettings, change.setting) };
    case 'putContainerMapping':
      return { ...records, containerMappings: put(records.containerMappings, change.mapping) };
    case 'removeContainerMapping':
      return { ...records, containerMappings: records.containerMappings.filter(({ name }) => name !== change.name) };
    case 'putNetworkMapping':
      return { ...records, networkMappings: put(records.networkMappings, change.mapping) };
    case 'removeNetworkMapping':
      return { ...records, networkMappings: records.networkMappings.filter(({ name }) => name !== change.name) };
    case 'exportJobs':
      return records;
  }
}

const SCENARIO_NAMES: Readonly<Partial<Record<VaultChange['kind'], VaultScenarioName>>> = {
  putContainerMapping: 'AssociateProtectionProfile',
  removeContainerMapping: 'DissociateProtectionProfile',
  putNetworkMapping: 'AddNetworkMapping',
  removeNetworkMapping: 'RemoveNetworkMapping',
};

/** The job of a change, done. */
export function vaultJob(change: VaultChange, number: number): Job {
  const jobId = `77777777-0000-4000-8000-${String(number).padStart(12, '0')}` as JobId;
  const subject = { jobId, vmId: '' as VmId, vmName: '' };
  const created: Job = {
    ...createJob(SCENARIO_NAMES[change.kind] ?? 'ExportJobs', subject, T0),
    vaultWork: { targetType: 'Other', ...(change.kind === 'exportJobs' ? { exportQuery: change.query } : {}) },
  };
  const [first] = created.tasks;
  const run = first ? succeedTask(startTask(created, first.taskId, T0), first.taskId, T0) : created;
  return completeJob(run, T0);
}
