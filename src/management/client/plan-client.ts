import type { ArmRecoveryPlan } from '../arm.ts';
import { VAULT_PATH } from '../wire.ts';
import type { PlanActionSettings, PlanClient, PlanCommand, PlanSettings } from './client-api.ts';

const HYPER_V = 'HyperVReplicaAzure';
const TO_RECOVERY = 'PrimaryToRecovery';

interface Sender {
  listAll(path: string): Promise<readonly ArmRecoveryPlan[]>;
  get(path: string): Promise<ArmRecoveryPlan>;
  put(path: string, body: unknown): Promise<ArmRecoveryPlan>;
  delete(path: string): Promise<unknown>;
  post(path: string, body?: unknown): Promise<string | null>;
}

/** Recovery plans, in the bodies that Microsoft's SDK sends. Plans go by their names. */
export function createPlanClient(sender: Sender): PlanClient {
  const path = (name: string, below = ''): string => `/replicationRecoveryPlans/${encodeURIComponent(name)}${below}`;
  return {
    listPlans: () => sender.listAll('/replicationRecoveryPlans'),
    getPlan: (name) => sender.get(path(name)),
    putPlan: (name, settings) => sender.put(path(name), planBody(settings)),
    deletePlan: async (name) => void (await sender.delete(path(name))),
    runPlan: (name, command) => {
      const { action, properties } = requestOf(command);
      return sender.post(path(name, `/${action}`), properties && { properties });
    },
  };
}

function planBody({ fabricName, groups }: PlanSettings): unknown {
  const fabricId = `${VAULT_PATH}/replicationFabrics/${encodeURIComponent(fabricName)}`;
  return {
    properties: {
      primaryFabricId: fabricId,
      recoveryFabricId: 'Microsoft Azure',
      failoverDeploymentModel: 'ResourceManager',
      groups: groups.map(({ groupType, itemIds, startActions, endActions }) => ({
        groupType,
        replicationProtectedItems: itemIds.map((itemId) => ({
          id: `${VAULT_PATH}/replicationProtectedItems/${itemId}`,
          virtualMachineId: itemId,
        })),
        startGroupActions: startActions.map(actionBody),
        endGroupActions: endActions.map(actionBody),
      })),
    },
  };
}

function actionBody({ name, instructions, failoverTypes, failoverDirections }: PlanActionSettings): unknown {
  return {
    actionName: name,
    failoverTypes,
    failoverDirections,
    customDetails: { instanceType: 'ManualActionDetails', description: instructions },
  };
}

function requestOf(command: PlanCommand): { readonly action: string; readonly properties?: object } {
  switch (command.operation) {
    case 'PlannedFailover':
      return {
        action: 'plannedFailover',
        properties: { failoverDirection: TO_RECOVERY, providerSpecificDetails: [{ instanceType: HYPER_V }] },
      };
    case 'UnplannedFailover':
      return {
        action: 'unplannedFailover',
        properties: {
          failoverDirection: TO_RECOVERY,
          sourceSiteOperations: command.isShuttingDownSource ? 'Required' : 'NotRequired',
          providerSpecificDetails: [{ instanceType: HYPER_V, recoveryPointType: command.point }],
        },
      };
    case 'TestFailover':
      return {
        action: 'testFailover',
        properties: {
          failoverDirection: TO_RECOVERY,
          ...(command.networkId === null
            ? { networkType: 'NoNetworkAttachAsInput' }
            : { networkType: 'VmNetworkAsInput', networkId: command.networkId }),
          providerSpecificDetails: [{ instanceType: HYPER_V, recoveryPointType: command.point }],
        },
      };
    case 'TestFailoverCleanup':
      return { action: 'testFailoverCleanup', properties: { comments: command.comments } };
    case 'Failback':
      return {
        action: 'plannedFailover',
        properties: {
          failoverDirection: 'RecoveryToPrimary',
          providerSpecificDetails: [
            {
              instanceType: 'HyperVReplicaAzureFailback',
              dataSyncOption: command.dataSync,
              recoveryVmCreationOption: command.createVmIfNotFound ? 'CreateVmIfNotFound' : 'NoAction',
            },
          ],
        },
      };
    default:
      return { action: PLAIN_ACTIONS[command.operation] };
  }
}

/** Operations without a body. */
const PLAIN_ACTIONS = {
  Commit: 'failoverCommit',
  CancelFailover: 'failoverCancel',
  ReverseReplicate: 'reProtect',
} as const;
