import { toIso } from '../../base/units.ts';
import type { ReplicationEvent } from '../../core/model.ts';
import type { ItemView } from '../../engine/engine-api.ts';
import type { ArmEvent } from '../arm.ts';
import { ARM_TYPES, AZURE_NAME, eventArmId, fabricId, guidOf, jobArmId } from './arm-id.ts';
import type { Sites } from './sites.ts';

const NAME_PREFIX: Readonly<Record<ReplicationEvent['eventType'], string>> = {
  JobStatus: 'JobStatusMonitoringEvent',
  VmHealth: 'VmMonitoringEvent',
  AgentHealth: 'AgentMonitoringEvent',
};

/** An event of an item's history. */
export function eventResource(event: ReplicationEvent, view: ItemView | undefined, sites: Sites): ArmEvent {
  const name = `${NAME_PREFIX[event.eventType]};${event.eventId}`;
  const machine = sites.machine(event.vmId);
  const hostId = view?.item.hostId ?? machine?.hostId;
  const site = hostId === undefined ? undefined : sites.ofHost(hostId, view?.item.hostName ?? '');
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
      affectedObjectFriendlyName: view?.item.vmName ?? machine?.name ?? '',
      affectedObjectCorrelationId: event.vmId,
      severity: event.severity,
      timeOfOccurrence: toIso(event.at),
      fabricId: site ? fabricId(site) : null,
      providerSpecificDetails,
      eventSpecificDetails: jobDetails(event),
      healthErrors: [],
    },
  };
}

function jobDetails(event: ReplicationEvent): { instanceType: 'JobStatus' } {
  const details = {
    instanceType: 'JobStatus' as const,
    jobId: event.jobId === null ? null : jobArmId(event.jobId),
    affectedObjectType: 'ProtectionEntity',
    correlationId: guidOf(`events/${event.vmId}`),
  };
  return details;
}
