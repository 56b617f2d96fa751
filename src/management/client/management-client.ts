import type { ArmJob, ArmPolicy, ArmProtectedItem } from '../arm.ts';
import type { ManagementTransport, TransportRequest } from '../transport/transport.ts';
import {
  API_VERSION,
  VAULT_PATH,
  type HealthProof,
  type HostBandwidthSchedule,
  type HostDetail,
  type IdentityProof,
  type ItemOperations,
  type ItemRow,
  type ItemStatistics,
  type JobRow,
  type ReplicaDisk,
  type ResyncAdviceBody,
  type RowsPage,
  type Series,
} from '../wire.ts';
import type {
  EnableProtectionRequest,
  JobExportQuery,
  ManagementClient,
  PolicySettings,
  TargetChangeRequest,
} from './client-api.ts';
import { createFailoverClient } from './failover-client.ts';
import { createInsightClient } from './insight-client.ts';
import { createLabClient } from './lab-client.ts';
import { createListClient } from './list-client.ts';
import { createMappingClient } from './mapping-client.ts';
import { createPlanClient } from './plan-client.ts';
import { createVaultClient } from './vault-client.ts';
import { type Query, send, readJson } from './request.ts';

/**
 * The portal's client of the management API. Items go by their machine's GUID and jobs by their
 * name, as rows carry them. It follows `nextLink` to the end and words every failure as a
 * ManagementError.
 */
export function createManagementClient(transport: ManagementTransport): ManagementClient {
  const get = <Body>(path: string, query: Query = {}): Promise<Body> =>
    readJson<Body>(transport, { method: 'GET', path: vaultPath(path, query) });

  const command = async (request: Omit<TransportRequest, 'path'>, path: string): Promise<string | null> => {
    const response = await send(transport, { ...request, path: vaultPath(path) });
    await response.body?.cancel();
    return startedJob(response);
  };
  const post = (path: string, body?: unknown): Promise<string | null> =>
    command({ method: 'POST', ...json(body) }, path);

  /** All pages of an ARM list. */
  const listAll = async <Element>(path: string, query: Query = {}): Promise<readonly Element[]> => {
    const elements: Element[] = [];
    for (let next: string | null = vaultPath(path, query); next !== null;) {
      const page: { value: Element[]; nextLink?: string | null } = await readJson(transport, {
        method: 'GET',
        path: next,
      });
      elements.push(...page.value);
      next = page.nextLink ? pathOf(page.nextLink) : null;
    }
    return elements;
  };

  return {
    listItems: () => get<RowsPage<ItemRow>>('/replicationProtectedItems', { projection: 'rows' }),
    getItem: (itemId) => get<ArmProtectedItem>(itemPath(itemId)),
    listDisks: (itemId) => get<readonly ReplicaDisk[]>(itemPath(itemId, '/replicaDisks')),
    getHealthProof: (itemId) => get<HealthProof>(itemPath(itemId, '/healthProof')),
    getSeries: (itemId) => get<Series>(itemPath(itemId, '/series')),
    getOperations: (itemId) => get<ItemOperations>(itemPath(itemId, '/operations')),
    getStatistics: (itemId) => get<ItemStatistics>(itemPath(itemId, '/statistics')),
    resetStatistics: async (itemId) => void (await post(itemPath(itemId, '/resetStatistics'))),
    getResyncAdvice: (itemId, bandwidthBitsPerSecond) =>
      get<ResyncAdviceBody>(
        itemPath(itemId, '/resyncAdvice'),
        bandwidthBitsPerSecond === undefined ? {} : { bandwidthBitsPerSecond: String(bandwidthBitsPerSecond) },
      ),
    listRecoveryPoints: (itemId) => listAll(itemPath(itemId, '/recoveryPoints')),
    listEvents: (itemId) =>
      listAll('/replicationEvents', itemId === null ? {} : { $filter: `AffectedObjectCorrelationId eq '${itemId}'` }),
    getIdentityProof: (itemId, recoveryPointId) =>
      get<IdentityProof>(
        itemPath(itemId, '/proof'),
        recoveryPointId === null ? {} : { recoveryPoint: recoveryPointId },
      ),

    listJobs: () => get<RowsPage<JobRow>>('/replicationJobs', { projection: 'rows' }),
    getJob: (jobId) => get<ArmJob>(jobPath(jobId)),
    exportJobs: async (query) => {
      const job = await readJson<ArmJob>(transport, {
        method: 'POST',
        path: vaultPath('/replicationJobs/export'),
        ...json(exportBody(query)),
      });
      return send(transport, { method: 'GET', path: pathOf(exportedFile(job)) });
    },

    listFabrics: () => listAll('/replicationFabrics'),
    listProtectableItems: (fabricName) =>
      listAll(`/replicationFabrics/${segment(fabricName)}/replicationProtectableItems`),
    listPolicies: () => listAll('/replicationPolicies'),
    putPolicy: (name, settings) =>
      readJson<ArmPolicy>(transport, {
        method: 'PUT',
        path: vaultPath(`/replicationPolicies/${segment(name)}`),
        ...json(policyBody(settings)),
      }),
    deletePolicy: async (name) => void (await command({ method: 'DELETE' }, `/replicationPolicies/${segment(name)}`)),

    listHosts: async () => (await get<{ readonly value: readonly HostDetail[] }>('/hosts')).value,
    getBandwidth: async (hostId) =>
      (await get<{ readonly schedule: HostBandwidthSchedule | null }>(bandwidthPath(hostId))).schedule,
    setBandwidth: async (hostId, schedule) =>
      void (await command({ method: 'PUT', ...json({ schedule }) }, bandwidthPath(hostId))),

    refreshFabric: async (fabricName) =>
      void (await post(`/replicationFabrics/${segment(fabricName)}/checkConsistency`)),
    listTargetSizes: (itemId) => listAll(itemPath(itemId, '/targetComputeSizes')),
    changeTarget: async (itemId, change) =>
      void (await command({ method: 'PATCH', ...json(targetBody(change)) }, itemPath(itemId))),

    enableProtection: (request) => command({ method: 'PUT', ...json(enableBody(request)) }, armItemPath(request)),
    disableProtection: (itemId) =>
      post(itemPath(itemId, '/remove'), {
        properties: {
          disableProtectionReason: 'NotSpecified',
          replicationProviderInput: { instanceType: 'HyperVReplicaAzure' },
        },
      }),
    resynchronize: (itemId, when) =>
      post(itemPath(itemId, '/repairReplication'), {
        properties: { when: when instanceof Date ? when.toISOString() : when },
      }),
    cancelResynchronization: (itemId) => post(itemPath(itemId, '/cancelResynchronization')),
    pause: (itemId) => post(itemPath(itemId, '/pause')),
    resume: (itemId, isResynchronizing) => post(itemPath(itemId, '/resume'), { properties: { isResynchronizing } }),
    retryNow: (itemId) => post(itemPath(itemId, '/retryNow')),
    ...createFailoverClient(itemPath, jobPath, post),
    ...createInsightClient(
      { get, post: (path, body) => readJson(transport, { method: 'POST', path: vaultPath(path), ...json(body) }) },
      itemPath,
    ),
    ...createListClient(get),
    ...createVaultClient({
      get,
      put: (path, body) => readJson(transport, { method: 'PUT', path: vaultPath(path), ...json(body) }),
    }),
    ...createMappingClient({
      listAll,
      put: (path, body) => command({ method: 'PUT', ...json(body) }, path),
      post,
      delete: (path) => command({ method: 'DELETE' }, path),
    }),
    ...createPlanClient({
      listAll,
      get,
      put: (path, body) => readJson(transport, { method: 'PUT', path: vaultPath(path), ...json(body) }),
      delete: (path) => command({ method: 'DELETE' }, path),
      post,
    }),
    cancelJob: async (jobId) => void (await post(`${jobPath(jobId)}/cancel`)),
    restartJob: async (jobId) => void (await post(`${jobPath(jobId)}/restart`)),

    downloadReplica: (itemId, diskId, recoveryPointId) =>
      send(transport, {
        method: 'GET',
        path: vaultPath(
          itemPath(itemId, `/replicaDisks/${segment(diskId)}/content`),
          recoveryPointId === null ? {} : { recoveryPoint: recoveryPointId },
        ),
      }),

    subscribe: (listener, onGap) => transport.subscribe(listener, onGap),
    lab: createLabClient(transport),
  };
}

const segment = encodeURIComponent;

/** Our short form of an item's address; the fabric and container in ARM's long form say nothing more. */
function itemPath(itemId: string, below = ''): string {
  return `/replicationProtectedItems/${segment(itemId)}${below}`;
}

function jobPath(jobId: string): string {
  return `/replicationJobs/${segment(jobId)}`;
}

function bandwidthPath(hostId: string): string {
  return `/hosts/${segment(hostId)}/bandwidth`;
}

function containerPath(request: EnableProtectionRequest): string {
  return `/replicationFabrics/${segment(request.fabricName)}/replicationProtectionContainers/${segment(request.containerName)}`;
}

function armItemPath(request: EnableProtectionRequest): string {
  return `${containerPath(request)}/replicationProtectedItems/${segment(request.itemId)}`;
}

function vaultPath(path: string, query: Query = {}): string {
  return `${VAULT_PATH}${path}?${new URLSearchParams({ 'api-version': API_VERSION, ...query }).toString()}`;
}

function json(body: unknown): { readonly body: string; readonly contentType: string } | undefined {
  return body === undefined ? undefined : { body: JSON.stringify(body), contentType: 'application/json' };
}

function pathOf(link: string): string {
  const url = new URL(link, 'https://management.invalid');
  return `${url.pathname}${url.search}`;
}

/** `x-ms-request-id` carries the job's ARM id where a job was started, else a GUID of no use to us. */
function startedJob(response: Response): string | null {
  return /\/replicationJobs\/([^/?]+)$/i.exec(response.headers.get('x-ms-request-id') ?? '')?.[1] ?? null;
}

function exportBody(query: JobExportQuery): unknown {
  return {
    jobOutputType: query.format,
    startTime: query.from?.toISOString(),
    endTime: query.to?.toISOString(),
    jobStatus: query.states?.join(','),
    timezoneOffset: query.timezoneOffsetMinutes,
  };
}

/** The SDK's type of a job's details hides what the kinds have. */
function exportedFile(job: ArmJob): string {
  const details = job.properties?.customDetails as { readonly blobUri?: string } | null | undefined;
  return details?.blobUri ?? '';
}

/** An empty text takes a network away; what is not given stays. */
function targetBody(change: TargetChangeRequest): unknown {
  const subnet = change.targetSubnetName;
  return {
    properties: {
      recoveryAzureVMName: change.targetVmName,
      recoveryAzureVMSize: change.targetVmSize,
      selectedRecoveryAzureNetworkId: change.targetNetworkId === null ? '' : change.targetNetworkId,
      ...(subnet === undefined ? {} : { vmNics: [{ ipConfigs: [{ recoverySubnetName: subnet ?? '' }] }] }),
      ...(change.nics ? { vmNics: change.nics.map(nicBody) } : {}),
      providerSpecificDetails: {
        instanceType: 'HyperVReplicaAzure',
        recoveryAzureV2ResourceGroupId: change.targetResourceGroupId,
      },
    },
  };
}

function nicBody(choice: NonNullable<TargetChangeRequest['nics']>[number]): unknown {
  const { nicId, isSelected, subnetName, staticIpAddress } = choice;
  return {
    nicId,
    selectionType: isSelected ? 'SelectedByUser' : 'NotSelected',
    ipConfigs: [{ recoverySubnetName: subnetName ?? '', recoveryStaticIPAddress: staticIpAddress ?? '' }],
  };
}

function policyBody(settings: PolicySettings): unknown {
  return {
    properties: {
      providerSpecificInput: {
        instanceType: 'HyperVReplicaAzure',
        replicationInterval: settings.replicationIntervalSeconds,
        recoveryPointHistoryDuration: settings.recoveryPointHistoryHours,
        applicationConsistentSnapshotFrequencyInHours: settings.applicationConsistentFrequencyHours,
        onlineReplicationStartTime: settings.initialReplicationStartTime,
        resyncWindow: settings.resyncWindow,
      },
    },
  };
}

function enableBody(request: EnableProtectionRequest): unknown {
  return {
    properties: {
      policyId: request.policyId,
      protectableItemId: `${VAULT_PATH}${containerPath(request)}/replicationProtectableItems/${segment(request.itemId)}`,
      providerSpecificDetails: {
        instanceType: 'HyperVReplicaAzure',
        hvHostVmId: request.itemId,
        vmName: request.vmName,
        osType: request.osType,
        targetAzureVmName: request.targetVmName,
        targetVmSize: request.targetVmSize,
        targetAzureV2ResourceGroupId: request.targetResourceGroupId,
        targetAzureNetworkId: request.targetNetworkId,
        targetAzureSubnetId: request.targetSubnetName,
        targetStorageAccountId: request.storageAccountId,
        logStorageAccountId: request.storageAccountId,
        diskType: request.diskType,
        disksToInclude: request.diskIds,
      },
    },
  };
}
