/** Body of PATCH of a replicated item: the fields that this server acts on; others are let through unread. */
import * as z from 'zod/mini';

const text = z.string().check(z.maxLength(512));
const optional = <Schema extends z.ZodMiniType>(schema: Schema) => z.optional(z.nullable(schema));

const nic = z.looseObject({
  selectionType: optional(text),
  recoveryVMSubnetName: optional(text),
  ipConfigs: optional(z.array(z.looseObject({ recoverySubnetName: optional(text) })).check(z.maxLength(16))),
});

export const targetInput = z.looseObject({
  properties: z.looseObject({
    recoveryAzureVMName: optional(text),
    recoveryAzureVMSize: optional(text),
    selectedRecoveryAzureNetworkId: optional(text),
    vmNics: optional(z.array(nic).check(z.maxLength(16))),
    providerSpecificDetails: optional(
      z.looseObject({ instanceType: text, recoveryAzureV2ResourceGroupId: optional(text) }),
    ),
  }),
});
export type TargetInput = z.infer<typeof targetInput>;
