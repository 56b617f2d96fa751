/** A job's ARM shape as the page shows it: nulls and "not yet" times resolved. */
import type { ArmJob } from '../../../management/arm.ts';
import { armName } from '../../data/arm-name.ts';
import { parseTime } from '../../data/format.ts';
import { tOr } from '../../strings/translate.ts';

export interface TaskView {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly stateDescription: string;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Of a recovery plan's group: its machines and manual actions. */
  readonly children: readonly TaskView[];
  /** Of a machine's part in a recovery plan: the machine, its job, and why it was left out. */
  readonly itemId: string | null;
  readonly jobId: string | null;
  readonly skippedReason: string | null;
  /** Of a manual action: what to do, and what was found. */
  readonly instructions: string | null;
  readonly observation: string | null;
}

/** One layer of an error, as far as it says something. */
export interface ErrorLayer {
  readonly code: string;
  readonly message: string;
  readonly possibleCauses: string;
  readonly recommendedAction: string;
}

export interface JobErrorView {
  readonly at: string | null;
  readonly service: ErrorLayer;
  readonly provider: ErrorLayer;
}

export interface JobView {
  readonly id: string;
  readonly name: string;
  readonly itemId: string;
  readonly itemName: string;
  /** The job runs a recovery plan: the item is the plan. */
  readonly isOfPlan: boolean;
  /** The job works on the vault itself: the item has no page. */
  readonly isOfVault: boolean;
  readonly state: string;
  readonly stateDescription: string;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly activityId: string;
  readonly allowedActions: readonly string[];
  readonly tasks: readonly TaskView[];
  readonly errors: readonly JobErrorView[];
}

export function viewOf(job: ArmJob): JobView {
  const properties = job.properties ?? {};
  return {
    id: job.name ?? '',
    name: scenarioTitle(properties.scenarioName ?? '', properties.friendlyName ?? ''),
    itemId: properties.targetObjectId ?? '',
    itemName: properties.targetObjectName ?? '',
    isOfPlan: properties.targetInstanceType === 'RecoveryPlan',
    isOfVault: ['ProtectionProfile', 'Other'].includes(properties.targetInstanceType ?? ''),
    state: properties.state ?? '',
    stateDescription: properties.stateDescription ?? '',
    startedAt: parseTime(properties.startTime),
    endedAt: parseTime(properties.endTime),
    activityId: properties.activityId ?? '',
    allowedActions: properties.allowedActions ?? [],
    tasks: (properties.tasks ?? []).map(taskView),
    errors: (properties.errors ?? []).map((error) => ({
      at: error.creationTime ?? null,
      service: {
        code: error.serviceErrorDetails?.code ?? '',
        message: error.serviceErrorDetails?.message ?? '',
        possibleCauses: error.serviceErrorDetails?.possibleCauses ?? '',
        recommendedAction: error.serviceErrorDetails?.recommendedAction ?? '',
      },
      provider: {
        code: [error.providerErrorDetails?.errorCode, error.providerErrorDetails?.errorId].filter(Boolean).join(' · '),
        message: error.providerErrorDetails?.errorMessage ?? '',
        possibleCauses: error.providerErrorDetails?.possibleCauses ?? '',
        recommendedAction: error.providerErrorDetails?.recommendedAction ?? '',
      },
    })),
  };
}

type ArmTask = NonNullable<NonNullable<ArmJob['properties']>['tasks']>[number];

/** What the kinds of task details have beyond the common part, which the SDK's union hides. */
interface TaskDetails {
  readonly jobTask?: { readonly jobId?: string | null; readonly targetObjectId?: string | null } | null;
  readonly skippedReasonString?: string | null;
  readonly instructions?: string | null;
  readonly observation?: string | null;
}

function taskView(task: ArmTask): TaskView {
  const details = task.customDetails as TaskDetails | null | undefined;
  return {
    id: task.taskId ?? '',
    name: task.friendlyName ?? task.name ?? '',
    state: task.state ?? '',
    stateDescription: task.stateDescription ?? '',
    startedAt: parseTime(task.startTime),
    endedAt: parseTime(task.endTime),
    children: (task.groupTaskCustomDetails?.childTasks ?? []).map(taskView),
    itemId: details?.jobTask?.targetObjectId ?? null,
    jobId: armName(details?.jobTask?.jobId) || null,
    skippedReason: details?.skippedReasonString ?? null,
    instructions: details?.instructions ?? null,
    observation: details?.observation ?? null,
  };
}

/** The portal's name of a scenario ("Enable protection"), else the service's ("Enable replication"). */
export function scenarioTitle(scenarioName: string, friendlyName: string): string {
  return tOr(`scenario.${scenarioName}`, friendlyName);
}

/** Where a task lies in its job's time, as shares of 0–1; null before it starts. `now` ends what still runs. */
export function placeOf(
  task: TaskView,
  job: JobView,
  now: number,
): { readonly from: number; readonly to: number } | null {
  if (task.startedAt === null || job.startedAt === null) return null;
  const span = Math.max(1, (job.endedAt ?? Math.max(now, task.startedAt)) - job.startedAt);
  const share = (at: number): number => Math.min(1, Math.max(0, (at - (job.startedAt ?? 0)) / span));
  return { from: share(task.startedAt), to: share(task.endedAt ?? job.endedAt ?? now) };
}
