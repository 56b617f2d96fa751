import { toIso, type Instant } from '../../base/units.ts';
import { describe } from '../../core/errors/catalogue.ts';
import { targetTypeOf } from '../../core/jobs/job.ts';
import { SCENARIOS } from '../../core/jobs/scenarios.ts';
import type { ReplicatedItem } from '../../core/model.ts';
import type { Job, JobError, JobTask } from '../../core/jobs/job-model.ts';
import type { ItemView } from '../../engine/engine-api.ts';
import type { ArmJob } from '../arm.ts';
import { VAULT_PATH, type JobRow } from '../wire.ts';
import { ARM_TYPES, AZURE_FABRIC, AZURE_NAME, guidOf, jobArmId, RECOVERY_CONTAINER, type SiteNames } from './arm-id.ts';
import { allowedActionsOf } from './item-facts.ts';
import { planTaskParts } from './plan-task.ts';

/** How the service writes a time that is not there yet [domain facts: recorded tasks]. */
const NO_TIME = '0001-01-01T00:00:00';

function timeOrNone(at: Instant | null): string {
  return at === null ? NO_TIME : toIso(at);
}

/** The flat form of a job. `item` is the one it works on, where it still exists. */
export function jobRow(job: Job, item: ReplicatedItem | undefined): JobRow {
  return {
    id: job.jobId,
    scenarioName: job.scenarioName,
    name: SCENARIOS[job.scenarioName].friendlyName,
    state: job.state,
    stateDescription: job.stateDescription,
    itemId: job.vmId,
    itemName: job.vmName,
    ...(job.recoveryPlan ? { recoveryPlan: job.vmName } : {}),
    ...(job.vaultWork ? { isOfVault: true } : {}),
    startTime: toIso(job.startedAt),
    endTime: job.endedAt === null ? null : toIso(job.endedAt),
    allowedActions: allowedActionsOf(job, item),
    errorCode: job.errors.at(-1)?.fault.code ?? null,
    revision: job.revision,
  };
}

/** A job in a list: without tasks, errors and details, as recorded. */
export function jobListResource(job: Job, item: ReplicatedItem | undefined): ArmJob {
  return {
    id: jobArmId(job.jobId),
    name: job.jobId,
    type: ARM_TYPES.job,
    properties: { ...commonProperties(job, item), activityId: null, tasks: [], errors: [], customDetails: null },
  };
}

/** A job in full. `site` and `view` describe its item, where it still exists; files lie below `origin`. */
export function jobResource(job: Job, site: SiteNames | undefined, view: ItemView | undefined, origin: string): ArmJob {
  return {
    id: jobArmId(job.jobId),
    name: job.jobId,
    type: ARM_TYPES.job,
    properties: {
      ...commonProperties(job, view?.item),
      activityId: `${job.jobId} ActivityId: ${activityIdOf(job)}`,
      tasks: job.tasks.map((task) => taskResource(task, job)),
      errors: job.errors.map((error) => errorDetails(error, job)),
      customDetails: customDetails(job, site, view, origin),
    },
  };
}

/** Where the file of an export is read. */
export const EXPORT_PATH = '/replicationjobexports/jobs';

function customDetails(
  job: Job,
  site: SiteNames | undefined,
  view: ItemView | undefined,
  origin: string,
): NonNullable<NonNullable<ArmJob['properties']>['customDetails']> {
  const query = job.vaultWork?.exportQuery;
  if (query !== undefined) {
    const details = {
      instanceType: 'ExportJobDetails' as const,
      affectedObjectDetails: {},
      blobUri: `${origin}${VAULT_PATH}${EXPORT_PATH}?${query}`,
      sasToken: '',
    };
    return details;
  }
  const isOfMachine = !job.recoveryPlan && !job.vaultWork;
  return {
    instanceType: 'AsrJobDetails',
    affectedObjectDetails: isOfMachine ? affectedObjectDetails(job, site, view) : {},
  };
}

function commonProperties(
  job: Job,
  item: ReplicatedItem | undefined,
): Omit<NonNullable<ArmJob['properties']>, 'activityId' | 'tasks' | 'errors' | 'customDetails'> {
  return {
    scenarioName: job.scenarioName,
    // As recorded: an export has none.
    friendlyName: job.scenarioName === 'ExportJobs' ? null : SCENARIOS[job.scenarioName].friendlyName,
    state: job.state,
    stateDescription: job.stateDescription,
    startTime: toIso(job.startedAt),
    // An unfinished job has no such field at all.
    ...(job.endedAt === null ? {} : { endTime: toIso(job.endedAt) }),
    allowedActions: [...allowedActionsOf(job, item)],
    targetObjectId: job.vmId,
    targetObjectName: job.vmName,
    targetInstanceType: targetTypeOf(job),
  };
}

function activityIdOf(job: Job): string {
  return guidOf(`activity/${job.jobId}`);
}

type JobErrorDetails = NonNullable<NonNullable<NonNullable<ArmJob['properties']>['errors']>[number]>;

function errorDetails(error: JobError, job: Job): JobErrorDetails {
  const text = describe(error.fault, error.vmName ?? job.vmName);
  return {
    serviceErrorDetails: {
      code: text.code,
      message: text.message,
      possibleCauses: text.possibleCauses,
      recommendedAction: text.recommendedAction,
      activityId: activityIdOf(job),
    },
    providerErrorDetails: {
      errorCode: text.provider.errorCode,
      errorMessage: text.provider.message,
      errorId: text.provider.errorId,
      possibleCauses: text.possibleCauses,
      recommendedAction: text.recommendedAction,
    },
    errorLevel: 'Error',
    creationTime: toIso(error.at),
    taskId: error.taskId,
  };
}

/** Keys in the order and spelling of the recording. */
function affectedObjectDetails(
  job: Job,
  site: SiteNames | undefined,
  view: ItemView | undefined,
): Record<string, string> {
  return {
    primaryVmId: job.vmId,
    primaryVmName: job.vmName,
    recoveryVmId: '',
    recoveryVmName: view?.item.choices.targetVmName ?? job.vmName,
    protectionProfileId: view?.item.policyId ?? '',
    primaryCloudId: site?.container ?? '',
    primaryCloudName: site?.siteName ?? '',
    recoveryCloudId: RECOVERY_CONTAINER,
    recoveryCloudName: AZURE_NAME,
    primaryVmmId: site?.guid ?? '',
    primaryVmmName: site?.server ?? '',
    recoveryVmmId: AZURE_FABRIC,
    recoveryVmmName: AZURE_NAME,
    primaryFabricProviderId: site?.kind ?? 'HyperVSite',
    recoveryFabricProviderId: 'Azure',
  };
}

/** The status of a long-running operation, which is its job. */
export function operationStatus(job: Job): unknown {
  const failed = job.errors.at(-1);
  const text = failed && describe(failed.fault, failed.vmName ?? job.vmName);
  return {
    id: jobArmId(job.jobId),
    name: job.jobId,
    status: OPERATION_STATES[job.state],
    startTime: toIso(job.startedAt),
    endTime: job.endedAt === null ? null : toIso(job.endedAt),
    ...(job.state === 'Failed'
      ? { error: { code: text?.code ?? 'JobFailed', message: text?.message ?? 'The job failed.' } }
      : {}),
  };
}

/** ARM knows three terminal words; all else is under way. */
const OPERATION_STATES: Readonly<Record<Job['state'], string>> = {
  NotStarted: 'InProgress',
  InProgress: 'InProgress',
  Suspended: 'InProgress',
  Other: 'InProgress',
  Succeeded: 'Succeeded',
  Failed: 'Failed',
  Cancelled: 'Canceled',
};

type ArmTask = NonNullable<NonNullable<NonNullable<ArmJob['properties']>['tasks']>[number]>;

/** "TaskDetails" is what the service sends; the SDK's type knows only the kinds derived from it. */
const PLAIN_TASK_DETAILS = { instanceType: 'TaskDetails' } as unknown as NonNullable<ArmTask['customDetails']>;

function taskResource(task: JobTask, job: Job): ArmTask {
  return {
    taskId: task.taskId,
    name: task.name,
    startTime: timeOrNone(task.startedAt),
    endTime: timeOrNone(task.endedAt),
    allowedActions: [],
    friendlyName: task.friendlyName,
    state: task.state,
    stateDescription: task.stateDescription,
    taskType: 'TaskDetails',
    customDetails: PLAIN_TASK_DETAILS,
    groupTaskCustomDetails: null,
    ...planTaskParts(task, (child) => taskResource(child, job)),
    errors: job.errors.filter((error) => error.taskId === task.taskId).map((error) => errorDetails(error, job)),
  };
}
