import type { FailoverClient } from './client-api.ts';

const HYPER_V = { instanceType: 'HyperVReplicaAzure' } as const;

/** The commands of the life cycle, in the bodies that Microsoft's SDK sends. */
export function createFailoverClient(
  itemPath: (itemId: string, below: string) => string,
  jobPath: (jobId: string) => string,
  post: (path: string, body?: unknown) => Promise<string | null>,
): FailoverClient {
  const act = (itemId: string, action: string, properties?: object): Promise<string | null> =>
    post(itemPath(itemId, `/${action}`), properties && { properties });

  return {
    plannedFailover: (itemId) =>
      act(itemId, 'plannedFailover', { failoverDirection: 'PrimaryToRecovery', providerSpecificDetails: HYPER_V }),
    unplannedFailover: (itemId, { recoveryPointId, isShuttingDownSource }) =>
      act(itemId, 'unplannedFailover', {
        failoverDirection: 'PrimaryToRecovery',
        sourceSiteOperations: isShuttingDownSource ? 'Required' : 'NotRequired',
        providerSpecificDetails: { ...HYPER_V, ...pointOf(recoveryPointId) },
      }),
    testFailover: (itemId, { recoveryPointId, networkId }) =>
      act(itemId, 'testFailover', {
        failoverDirection: 'PrimaryToRecovery',
        ...(networkId === null
          ? { networkType: 'NoNetworkAttachAsInput' }
          : { networkType: 'VmNetworkAsInput', networkId }),
        providerSpecificDetails: { ...HYPER_V, ...pointOf(recoveryPointId) },
      }),
    testFailoverCleanup: (itemId, comments) => act(itemId, 'testFailoverCleanup', { comments }),
    commitFailover: (itemId) => act(itemId, 'failoverCommit'),
    cancelFailover: (itemId) => act(itemId, 'failoverCancel'),
    changeRecoveryPoint: (itemId, recoveryPointId) =>
      act(itemId, 'applyRecoveryPoint', { ...pointOf(recoveryPointId), providerSpecificDetails: HYPER_V }),
    failback: (itemId, { dataSync, createVmIfNotFound }) =>
      act(itemId, 'plannedFailover', {
        failoverDirection: 'RecoveryToPrimary',
        providerSpecificDetails: {
          instanceType: 'HyperVReplicaAzureFailback',
          dataSyncOption: dataSync,
          recoveryVmCreationOption: createVmIfNotFound ? 'CreateVmIfNotFound' : 'NoAction',
        },
      }),
    reverseReplicate: (itemId) =>
      act(itemId, 'reProtect', {
        failoverDirection: 'PrimaryToRecovery',
        providerSpecificDetails: { ...HYPER_V, hvHostVmId: itemId },
      }),
    resumeJob: async (jobId, comments) => void (await post(`${jobPath(jobId)}/resume`, { properties: { comments } })),
  };
}

function pointOf(recoveryPointId: string | null): { readonly recoveryPointId?: string } {
  return recoveryPointId === null ? {} : { recoveryPointId };
}
