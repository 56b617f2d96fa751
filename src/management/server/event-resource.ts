import { toIso } from '../../base/units.ts';
import type { ReplicationEvent } from '../../core/model.ts';
import { SCENARIOS } from '../../core/jobs/scenarios.ts';
import type { Job } from '../../core/jobs/job-model.ts';
import type { ItemView } from '../../engine/engine-api.ts';
import type { ArmEvent } from '../arm.ts';
import { ARM_TYPES, AZURE_NAME, eventArmId, fabricId, guidOf, jobArmId } from './arm-id.ts';
import { errorText } from './item-facts.ts';
import type { Sites } from './sites.ts';

const NAME_PREFIX: Readonly<Record<ReplicationEvent['eventType'], string>> = {
  JobStatus: 'JobStatusMonitoringEvent',
  VmHealth: 'VmMonitoringEvent',
  AgentHealth: 'AgentMonitoringEvent',
};

/** An event of an item's history, or of a server; `job` is the one whose end it tells. */
export function eventResource(
  event: ReplicationEvent,
  view: ItemView | undefined,
  sites: Sites,
  job: Job | undefined,
): ArmEvent {
  const name = `${NAME_PREFIX[event.eventType]};${event.eventId}`;
  const machine = event.vmId === null ? undefined : sites.machine(event.vmId);
  const hostId = event.server?.hostId ?? view?.item.hostId ?? machine?.hostId;
  const hostName = event.server?.name ?? view?.item.hostName ?? '';
  const site = hostId === undefined ? undefined : sites.ofHost(hostId, hostName);
  const providerSpecificDetails = {
    instanceType: 'HyperVReplicaAzure' as const,
    containerName: site?.siteName ?? null,
    fabricName: site?.siteName ?? null,
    remoteContainerName: AZURE_NAME,
  };
  return {
    id: eventArmId(name),
    name,
    type: ARM_TYPES.event,
    properties: {
      eventCode: event.eventCode,
      description: event.description,
      eventType: event.eventType,
      affectedObjectFriendlyName: eventSubjectName(event, view, machine?.name),
      affectedObjectCorrelationId: eventSubjectId(event),
      severity: event.severity,
      timeOfOccurrence: toIso(event.at),
      fabricId: site ? fabricId(site) : null,
      providerSpecificDetails,
      eventSpecificDetails: jobDetails(event, job),
      healthErrors: event.eventType === 'JobStatus' && job ? jobErrors(job) : [],
    },
  };
}

type HealthErrors = NonNullable<NonNullable<ArmEvent['properties']>['healthErrors']>;

/** What a job failed by, as the event of its end tells it. */
function jobErrors(job: Job): HealthErrors {
  return job.errors.map(({ fault, at }) => {
    const text = errorText(fault, job.vmName);
    return {
      innerHealthErrors: [],
      errorSource: 'Job',
      errorType: job.scenarioName,
      errorLevel: 'Error',
      errorCategory: 'Replication',
      errorCode: text.id,
      summaryMessage: '',
      errorMessage: text.message,
      possibleCauses: text.possibleCauses,
      recommendedAction: text.recommendedAction,
      creationTimeUtc: toIso(at),
      recoveryProviderErrorMessage: text.detail,
      entityId: job.vmId,
      errorId: `${job.jobId}/${text.id}`,
      customerResolvability: 'NotAllowed' as const,
    };
  });
}

/** What the event concerns, by name: a server, what a job of the vault works on, or a machine. */
export function eventSubjectName(
  { server, jobTarget }: ReplicationEvent,
  view: ItemView | undefined,
  machineName: string | undefined,
): string {
  return server?.name ?? jobTarget?.name ?? view?.item.vmName ?? machineName ?? '';
}

/** The same by id; empty for what has none (an export of jobs). */
export function eventSubjectId({ vmId, server, jobTarget }: ReplicationEvent): string {
  return vmId ?? server?.hostId ?? jobTarget?.id ?? '';
}

/** JobStatusEventDetails; as in the service's examples other events have them too, without a job. */
function jobDetails(event: ReplicationEvent, job: Job | undefined): { instanceType: 'JobStatus' } {
  const details = {
    instanceType: 'JobStatus' as const,
    jobId: event.jobId === null ? null : jobArmId(event.jobId),
    jobFriendlyName: job ? SCENARIOS[job.scenarioName].friendlyName : null,
    jobStatus: job?.state ?? null,
    affectedObjectType: event.jobTarget?.type ?? (event.vmId === null ? 'Server' : 'ProtectionEntity'),
    correlationId: guidOf(`events/${eventSubjectId(event)}`),
  };
  return details;
}
