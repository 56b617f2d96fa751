/** Bodies of the failover operations, as Microsoft's SDK spells them. */
import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1), z.maxLength(512));
const optional = <Schema extends z.ZodMiniType>(schema: Schema) => z.optional(z.nullable(schema));
const comments = optional(z.string().check(z.maxLength(1024)));
/** Judged by the route: a wrong one has an error code of its own. */
const failoverDirection = optional(text);

const details = optional(
  z.looseObject({
    instanceType: text,
    recoveryPointId: optional(text),
  }),
);

export const plannedFailoverInput = z.looseObject({
  properties: z.looseObject({
    failoverDirection,
    providerSpecificDetails: optional(
      z.looseObject({
        instanceType: text,
        dataSyncOption: optional(z.enum(['ForDownTime', 'ForSynchronization'])),
        recoveryVmCreationOption: optional(z.enum(['CreateVmIfNotFound', 'NoAction'])),
      }),
    ),
  }),
});
export type PlannedFailoverInput = z.infer<typeof plannedFailoverInput>;

export const unplannedFailoverInput = z.looseObject({
  properties: z.looseObject({
    failoverDirection,
    sourceSiteOperations: optional(z.enum(['Required', 'NotRequired'])),
    providerSpecificDetails: details,
  }),
});

export const testFailoverInput = z.looseObject({
  properties: z.looseObject({
    failoverDirection,
    networkType: optional(z.enum(['NoNetworkAttachAsInput', 'VmNetworkAsInput', 'LogicalNetworkAsInput'])),
    networkId: optional(text),
    providerSpecificDetails: details,
  }),
});
export type TestFailoverInput = z.infer<typeof testFailoverInput>;

export const cleanupInput = z.looseObject({ properties: z.optional(z.looseObject({ comments })) });

export const applyPointInput = z.looseObject({
  properties: z.looseObject({ recoveryPointId: optional(text), providerSpecificDetails: details }),
});

export const reprotectInput = z.looseObject({
  properties: z.looseObject({ failoverDirection, providerSpecificDetails: details }),
});

export const resumeJobInput = z.looseObject({ properties: z.optional(z.looseObject({ comments })) });
