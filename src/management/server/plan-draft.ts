import type { VmId } from '../../core/model.ts';
import type { ActionOperation, PlanGroup, PlanId, RecoveryPlan } from '../../core/plans/plan.ts';
import type { PlanActionDraft, PlanGroupDraft } from '../../core/plans/validate-plan.ts';
import { badRequest } from './arm-error.ts';
import { AZURE_FABRIC, AZURE_NAME, decodedSegment, guidOf, lastSegment } from './arm-id.ts';
import type { ActionInput, GroupInput } from './plan-inputs.ts';

/** The id of the plan of a name; names differ by more than their case. */
export function planIdOf(name: string): PlanId {
  return guidOf(`recoveryPlan/${name.toLowerCase()}`) as PlanId;
}

/** Hyper-V machines fail over to Azure, as Resource Manager has it. */
export function requireAzure(recoveryFabricId: string, deploymentModel: string | null | undefined): void {
  const recovery = decodedSegment(recoveryFabricId);
  if (recovery !== AZURE_NAME && recovery.toLowerCase() !== AZURE_FABRIC) {
    throw badRequest(
      'InvalidRecoveryFabric',
      `properties.recoveryFabricId: machines fail over to '${AZURE_NAME}', not to '${recoveryFabricId}'.`,
    );
  }
  if ((deploymentModel ?? 'ResourceManager') !== 'ResourceManager') {
    throw badRequest(
      'InvalidFailoverDeploymentModel',
      `properties.failoverDeploymentModel: machines are made in Azure as ResourceManager has it, not ${deploymentModel}.`,
    );
  }
}

export function groupDraft(input: GroupInput): PlanGroupDraft {
  return {
    type: input.groupType,
    vmIds: (input.replicationProtectedItems ?? []).map(({ id, virtualMachineId }) => {
      const name = id ? lastSegment(id) : virtualMachineId;
      if (!name) throw badRequest('InvalidInput', 'groups.replicationProtectedItems: an item is named by its id.');
      return name.toLowerCase() as VmId;
    }),
    startActions: (input.startGroupActions ?? []).map(actionDraft),
    endActions: (input.endGroupActions ?? []).map(actionDraft),
  };
}

const ACTION_KINDS = {
  ManualActionDetails: 'manual',
  AutomationRunbookActionDetails: 'runbook',
  ScriptActionDetails: 'script',
} as const;

const ACTION_OPERATIONS: readonly ActionOperation[] = ['PlannedFailover', 'UnplannedFailover', 'TestFailover'];

/** Kinds of failover that no plan runs with actions are let through and mean nothing. */
function actionDraft({ actionName, failoverTypes, failoverDirections, customDetails }: ActionInput): PlanActionDraft {
  return {
    kind: ACTION_KINDS[customDetails.instanceType],
    name: actionName,
    instructions: customDetails.description ?? '',
    operations: ACTION_OPERATIONS.filter((operation) => failoverTypes.includes(operation)),
    directions: failoverDirections,
  };
}

/** What a PATCH that names no groups keeps. */
export function draftsOf({ groups }: Pick<RecoveryPlan, 'groups'>): readonly PlanGroupDraft[] {
  const manual = (actions: PlanGroup['startActions']): readonly PlanActionDraft[] =>
    actions.map((action) => ({ ...action, kind: 'manual' }));
  return groups.map((group) => ({
    ...group,
    startActions: manual(group.startActions),
    endActions: manual(group.endActions),
  }));
}
