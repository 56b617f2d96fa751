/** Body of PATCH of a replicated item: the fields that this server acts on; others are let through unread. */
import * as z from 'zod/mini';

const text = z.string().check(z.maxLength(512));
const optional = <Schema extends z.ZodMiniType>(schema: Schema) => z.optional(z.nullable(schema));

/** Of IPv4; empty: assigned by Azure. */
const IP_ADDRESS_OR_NONE = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$|^$/;

const nic = z.looseObject({
  nicId: optional(text),
  selectionType: optional(z.enum(['NotSelected', 'SelectedByDefault', 'SelectedByUser'])),
  recoveryVMSubnetName: optional(text),
  ipConfigs: optional(
    z
      .array(
        z.looseObject({
          recoverySubnetName: optional(text),
          recoveryStaticIPAddress: optional(text.check(z.regex(IP_ADDRESS_OR_NONE))),
        }),
      )
      .check(z.maxLength(16)),
  ),
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
