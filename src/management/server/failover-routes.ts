import type { Context } from 'hono';
import { describeNotice } from '../../core/errors/service-notices.ts';
import type { RecoveryPointId } from '../../core/model.ts';
import type { AdminCommand, ItemView, Operation } from '../../engine/engine-api.ts';
import { ArmError, badRequest } from './arm-error.ts';
import { lastSegment } from './arm-id.ts';
import type { ServerContext } from './context.ts';
import {
  applyPointInput,
  cleanupInput,
  plannedFailoverInput,
  type PlannedFailoverInput,
  reprotectInput,
  testFailoverInput,
  type TestFailoverInput,
  unplannedFailoverInput,
} from './failover-inputs.ts';
import { readInput } from './inputs.ts';
import { ITEM_BASES, itemOf, runOnItem } from './item-routes.ts';
import type { App } from './routes.ts';
import { failUnlessNetwork } from './target-network.ts';

/** The item's life beyond replication: failover, test, commit, failback, reverse replication. */
export function addFailoverRoutes(app: App, server: ServerContext): void {
  const post = (action: string, command: (view: ItemView, request: Request) => Promise<AdminCommand>): void => {
    const handler = async (c: Context): Promise<Response> =>
      runOnItem(c, server, await command(itemOf(c, server), c.req.raw));
    for (const base of ITEM_BASES) app.post(`${base}/${action.toLowerCase()}`, handler);
  };

  post('plannedFailover', async (view, request) =>
    plannedCommand(view, await readInput(request, plannedFailoverInput)),
  );
  post('unplannedFailover', async ({ item }, request) => {
    const { properties } = await readInput(request, unplannedFailoverInput);
    requireToRecovery(properties.failoverDirection);
    return {
      kind: 'unplannedFailover',
      vmId: item.vmId,
      recoveryPointId: pointId(properties.providerSpecificDetails?.recoveryPointId),
      isShuttingDownSource: properties.sourceSiteOperations === 'Required',
    };
  });
  post('testFailover', async ({ item }, request) => {
    const input = await readInput(request, testFailoverInput);
    requireToRecovery(input.properties.failoverDirection);
    const networkId = testNetwork(input.properties);
    if (networkId !== null) failUnlessNetwork(server, networkId);
    return {
      kind: 'testFailover',
      vmId: item.vmId,
      recoveryPointId: pointId(input.properties.providerSpecificDetails?.recoveryPointId),
      networkId,
    };
  });
  post('testFailoverCleanup', async ({ item }, request) => {
    const { properties } = await readInput(request, cleanupInput);
    return { kind: 'testFailoverCleanup', vmId: item.vmId, comments: properties?.comments ?? '' };
  });
  post('failoverCommit', async ({ item }) => ({ kind: 'commitFailover', vmId: item.vmId }));
  post('failoverCancel', async ({ item }) => ({ kind: 'cancelFailover', vmId: item.vmId }));
  post('applyRecoveryPoint', async ({ item }, request) => {
    const { properties } = await readInput(request, applyPointInput);
    return { kind: 'changeRecoveryPoint', vmId: item.vmId, recoveryPointId: pointId(properties.recoveryPointId) };
  });
  post('reProtect', async ({ item }, request) => {
    const { properties } = await readInput(request, reprotectInput);
    requireToRecovery(properties.failoverDirection);
    return { kind: 'reverseReplicate', vmId: item.vmId };
  });
}

/** A planned failover to Azure, or, in the other direction, the failback. */
function plannedCommand(view: ItemView, { properties }: PlannedFailoverInput): AdminCommand {
  const { vmId } = view.item;
  const details = properties.providerSpecificDetails;
  const isFailbackInput = details?.instanceType === 'HyperVReplicaAzureFailback';
  const direction = properties.failoverDirection ?? (isFailbackInput ? 'RecoveryToPrimary' : 'PrimaryToRecovery');
  const isHomeward = direction === 'RecoveryToPrimary';
  if (!isHomeward && direction !== 'PrimaryToRecovery') throw invalidDirection();
  if (details && isHomeward !== isFailbackInput) throw invalidDirection();
  requireWay(view, isHomeward ? 'Failback' : 'PlannedFailover', isHomeward ? 'PlannedFailover' : 'Failback');
  if (!isHomeward) return { kind: 'plannedFailover', vmId };
  return {
    kind: 'failback',
    vmId,
    dataSync: details?.dataSyncOption ?? 'ForSynchronization',
    createVmIfNotFound: details?.recoveryVmCreationOption === 'CreateVmIfNotFound',
  };
}

/** Where only the other way is open, the direction is what is wrong; else the engine tells what is. */
function requireWay({ allowedOperations }: ItemView, way: Operation, other: Operation): void {
  if (!allowedOperations.includes(way) && allowedOperations.includes(other)) throw invalidDirection();
}

/** Of Hyper-V machines only a planned failover leads home. */
export function requireToRecovery(direction: string | null | undefined): void {
  if ((direction ?? 'PrimaryToRecovery') !== 'PrimaryToRecovery') throw invalidDirection();
}

/** As recorded, which names no machine. */
export function invalidDirection(): ArmError {
  const { code, message, possibleCauses, recommendedAction } = describeNotice('InvalidFailoverDirection', '');
  return new ArmError(400, { code, message, possibleCauses, recommendedAction });
}

/** By name or ARM id; null: the newest. */
function pointId(armIdOrName: string | null | undefined): RecoveryPointId | null {
  return armIdOrName ? (lastSegment(armIdOrName) as RecoveryPointId) : null;
}

/** null: the test machine is connected to nothing. */
export function testNetwork({
  networkType,
  networkId,
}: Pick<TestFailoverInput['properties'], 'networkType' | 'networkId'>): string | null {
  if (networkType === 'NoNetworkAttachAsInput') return null;
  if (networkType === 'LogicalNetworkAsInput') {
    throw badRequest('InvalidInput', 'properties.networkType: a logical network exists between VMM sites only.');
  }
  if (networkType === 'VmNetworkAsInput' && !networkId) {
    throw badRequest('InvalidInput', 'properties.networkId: VmNetworkAsInput asks for the network.');
  }
  return networkId ?? null;
}
