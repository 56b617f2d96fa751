/** Bodies that the management API takes, checked before anything acts on them. */
import * as z from 'zod/mini';
import { badRequest } from './arm-error.ts';

const text = z.string().check(z.minLength(1), z.maxLength(512));
const timeOfDay = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/));
const nullish = <Schema extends z.ZodMiniType>(schema: Schema) => z.optional(z.nullable(schema));

const diskType = z.enum(['Standard_LRS', 'StandardSSD_LRS', 'Premium_LRS']);

/** HyperVReplicaAzureEnableProtectionInput: the fields that this server acts on; others are let through unread. */
export const enableInput = z.looseObject({
  properties: z.looseObject({
    policyId: text,
    protectableItemId: z.optional(text),
    providerSpecificDetails: z.looseObject({
      instanceType: z.literal('HyperVReplicaAzure'),
      vmName: nullish(text),
      osType: nullish(z.enum(['Windows', 'Linux'])),
      targetAzureVmName: nullish(text),
      targetVmSize: nullish(text),
      targetAzureV2ResourceGroupId: nullish(text),
      targetAzureNetworkId: nullish(text),
      targetAzureSubnetId: nullish(text),
      targetStorageAccountId: nullish(text),
      logStorageAccountId: nullish(text),
      diskType: nullish(diskType),
      disksToInclude: nullish(z.array(text).check(z.minLength(1), z.maxLength(64))),
      disksToIncludeForManagedDisks: nullish(
        z.array(z.looseObject({ diskId: text, diskType: nullish(diskType) })).check(z.minLength(1), z.maxLength(64)),
      ),
    }),
  }),
});
export type EnableInput = z.infer<typeof enableInput>;

/** DisableProtectionInput: why protection ends changes nothing, but is no word of one's own. */
export const disableInput = z.looseObject({
  properties: z.optional(
    z.looseObject({ disableProtectionReason: nullish(z.enum(['NotSpecified', 'MigrationComplete'])) }),
  ),
});

const policySettings = z.looseObject({
  instanceType: z.literal('HyperVReplicaAzure'),
  recoveryPointHistoryDuration: z.optional(z.int().check(z.gte(0), z.lte(24))),
  applicationConsistentSnapshotFrequencyInHours: z.optional(z.int().check(z.gte(0), z.lte(12))),
  replicationInterval: z.optional(z.int()),
  onlineReplicationStartTime: nullish(timeOfDay),
  resyncWindow: z.optional(z.object({ isEnabled: z.boolean(), startLocal: timeOfDay, endLocal: timeOfDay })),
});
export type PolicySettings = z.infer<typeof policySettings>;

/** Of PUT; PATCH has the same settings under another name. */
export const policyInput = z.looseObject({ properties: z.looseObject({ providerSpecificInput: policySettings }) });
export const policyUpdateInput = z.looseObject({
  properties: z.looseObject({ replicationProviderSettings: policySettings }),
});

const localTime = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));
const bitsPerSecond = z.nullable(z.number().check(z.positive()));

/** The agent's throttle; ranges are judged by the core, which words them. */
export const bandwidthInput = z.object({
  schedule: z.nullable(
    z.object({
      workDays: z.array(z.literal([0, 1, 2, 3, 4, 5, 6])).check(z.maxLength(7)),
      workStartLocal: localTime,
      workEndLocal: localTime,
      workHoursBitsPerSecond: bitsPerSecond,
      otherHoursBitsPerSecond: bitsPerSecond,
      uploadThreadsPerMachine: z.int(),
    }),
  ),
});

/** Body of repairReplication: without one, or without `when`, it means now. */
export const repairInput = z.looseObject({ properties: z.optional(z.looseObject({ when: z.optional(text) })) });

export const resumeInput = z.looseObject({
  properties: z.optional(z.looseObject({ isResynchronizing: z.optional(z.boolean()) })),
});

/** The request's JSON, checked; an absent body reads as `{}`. That it is JSON was checked before. */
export async function readInput<Schema extends z.ZodMiniType>(
  request: Request,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const body = await request.text();
  const result = z.safeParse(schema, body.trim() === '' ? {} : JSON.parse(body));
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; ');
  throw badRequest('InvalidInput', `The body is not valid: ${problems}.`);
}
