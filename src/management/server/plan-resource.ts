import { toIso, type Instant } from '../../base/units.ts';
import type { VmId } from '../../core/model.ts';
import { RUN_SCENARIOS } from '../../core/plans/plan-job.ts';
import type { ManualAction, PlanGroup, PlanRun } from '../../core/plans/plan.ts';
import { isUnderWay } from '../../core/plans/plan-operations.ts';
import type { PlanView } from '../../engine/engine-api.ts';
import type { ArmRecoveryPlan } from '../arm.ts';
import { ARM_TYPES, AZURE_NAME, fabricId, itemArmId, jobArmId, planArmId, siteNames } from './arm-id.ts';
import type { ServerContext } from './context.ts';
import type { Sites } from './sites.ts';

type Properties = NonNullable<ArmRecoveryPlan['properties']>;
type ArmGroup = NonNullable<NonNullable<Properties['groups']>[number]>;
type ArmAction = NonNullable<NonNullable<ArmGroup['startGroupActions']>[number]>;

/** A recovery plan as ARM shows it [recorded plan]; `operationRefusals` and `lastRun` are our additions. */
export function planResource(server: ServerContext, { plan, allowedOperations, refusals }: PlanView): ArmRecoveryPlan {
  const sites = server.sites();
  const site = sites.all.find((each) => each.siteName === plan.siteName) ?? siteNames(plan.siteName);
  const running = plan.run && isUnderWay(plan.run) ? plan.run : null;
  return {
    id: planArmId(plan.name),
    name: plan.name,
    type: ARM_TYPES.recoveryPlan,
    properties: {
      friendlyName: plan.name,
      primaryFabricId: fabricId(site),
      primaryFabricFriendlyName: site.siteName,
      recoveryFabricId: AZURE_NAME,
      recoveryFabricFriendlyName: AZURE_NAME,
      failoverDeploymentModel: 'ResourceManager',
      replicationProviders: ['HyperVReplicaAzure'],
      allowedOperations: [...allowedOperations],
      ...timed('lastPlannedFailoverTime', plan.lastPlannedFailoverAt),
      ...timed('lastUnplannedFailoverTime', plan.lastUnplannedFailoverAt),
      ...timed('lastTestFailoverTime', plan.lastTestFailoverAt),
      currentScenario: running && {
        scenarioName: RUN_SCENARIOS[running.request.operation],
        jobId: jobArmId(running.jobId),
        startTime: toIso(running.startedAt),
      },
      currentScenarioStatus: running && (running.state === 'waiting' ? 'Suspended' : 'InProgress'),
      currentScenarioStatusDescription: null,
      groups: plan.groups.map((group) => groupResource(group, server, sites)),
      providerSpecificDetails: [],
      operationRefusals: refusals,
      lastRun: plan.run && runResource(plan.run),
    },
  };
}

function timed(name: string, at: Instant | null): Record<string, string> {
  return at === null ? {} : { [name]: toIso(at) };
}

function runResource(run: PlanRun): NonNullable<Properties['lastRun']> {
  return {
    jobName: run.jobId,
    operation: run.request.operation,
    state: run.state,
    startTime: toIso(run.startedAt),
    endTime: run.endedAt === null ? null : toIso(run.endedAt),
  };
}

/** Machines that are no longer replicated are not shown: they have no part in runs [RP19]. */
function groupResource(
  { type, vmIds, startActions, endActions }: PlanGroup,
  server: ServerContext,
  sites: Sites,
): ArmGroup {
  return {
    groupType: type,
    replicationProtectedItems: vmIds.flatMap((vmId) => itemResource(vmId, server, sites)),
    startGroupActions: startActions.map(actionResource),
    endGroupActions: endActions.map(actionResource),
  };
}

function itemResource(
  vmId: VmId,
  server: ServerContext,
  sites: Sites,
): { readonly id: string; readonly virtualMachineId: string }[] {
  const item = server.engine.item(vmId)?.item;
  if (!item) return [];
  return [{ id: itemArmId(sites.ofHost(item.hostId, item.hostName), vmId), virtualMachineId: vmId }];
}

function actionResource({ name, instructions, operations, directions }: ManualAction): ArmAction {
  return {
    actionName: name,
    failoverTypes: [...operations],
    failoverDirections: [...directions],
    customDetails: { instanceType: 'ManualActionDetails', description: instructions },
  };
}
