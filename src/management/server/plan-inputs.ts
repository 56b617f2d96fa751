/** Bodies of the recovery plan operations, as Microsoft's SDK spells them. */
import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1), z.maxLength(512));
const optional = <Schema extends z.ZodMiniType>(schema: Schema) => z.optional(z.nullable(schema));

/** More than any plan may have: what is too much is worded by the core. */
const MANY = 200;

const action = z.looseObject({
  actionName: z.string().check(z.maxLength(128)),
  failoverTypes: z.array(text).check(z.maxLength(20)),
  failoverDirections: z.array(z.enum(['PrimaryToRecovery', 'RecoveryToPrimary'])).check(z.maxLength(2)),
  customDetails: z.looseObject({
    instanceType: z.enum(['ManualActionDetails', 'AutomationRunbookActionDetails', 'ScriptActionDetails']),
    description: optional(z.string().check(z.maxLength(4096))),
  }),
});
export type ActionInput = z.infer<typeof action>;

const actions = optional(z.array(action).check(z.maxLength(MANY)));

const group = z.looseObject({
  groupType: z.enum(['Shutdown', 'Failover', 'Boot']),
  replicationProtectedItems: optional(
    z.array(z.looseObject({ id: optional(text), virtualMachineId: optional(text) })).check(z.maxLength(MANY)),
  ),
  startGroupActions: actions,
  endGroupActions: actions,
});
export type GroupInput = z.infer<typeof group>;

const groups = z.array(group).check(z.maxLength(MANY));

export const createPlanInput = z.looseObject({
  properties: z.looseObject({
    primaryFabricId: text,
    recoveryFabricId: text,
    failoverDeploymentModel: optional(text),
    groups,
  }),
});

export const updatePlanInput = z.looseObject({ properties: z.optional(z.looseObject({ groups: optional(groups) })) });

/** Judged by the route: a wrong one has an error code of its own. */
const failoverDirection = optional(text);

/** One of each provider of the plan; ours has one. */
const details = optional(
  z
    .array(
      z.looseObject({
        instanceType: text,
        recoveryPointType: optional(z.enum(['Latest', 'LatestProcessed', 'LatestApplicationConsistent'])),
        dataSyncOption: optional(z.enum(['ForDownTime', 'ForSynchronization'])),
        recoveryVmCreationOption: optional(z.enum(['CreateVmIfNotFound', 'NoAction'])),
      }),
    )
    .check(z.maxLength(1)),
);

export const planFailoverInput = z.looseObject({
  properties: z.looseObject({
    failoverDirection,
    sourceSiteOperations: optional(z.enum(['Required', 'NotRequired'])),
    networkType: optional(z.enum(['NoNetworkAttachAsInput', 'VmNetworkAsInput', 'LogicalNetworkAsInput'])),
    networkId: optional(text),
    providerSpecificDetails: details,
  }),
});
export type PlanFailoverInput = z.infer<typeof planFailoverInput>['properties'];
