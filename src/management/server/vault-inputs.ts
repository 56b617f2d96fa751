/** Bodies of settings and mappings: the fields that this server acts on; others are let through unread. */
import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1), z.maxLength(512));
const optional = <Schema extends z.ZodMiniType>(schema: Schema) => z.optional(z.nullable(schema));

/** ConfigureAlertRequest. The examples of the API write `true` and `false`, its clients Send and DoNotSend. */
export const alertInput = z.looseObject({
  properties: z.looseObject({
    sendToOwners: optional(z.enum(['Send', 'DoNotSend', 'true', 'false'])),
    customEmailAddresses: optional(z.array(text)),
    locale: optional(text),
  }),
});

export const vaultSettingInput = z.looseObject({
  properties: z.looseObject({ migrationSolutionId: optional(text), vmwareToAzureProviderType: optional(text) }),
});

export const containerMappingInput = z.looseObject({
  properties: z.looseObject({
    policyId: text,
    targetProtectionContainerId: optional(text),
    providerSpecificInput: optional(z.looseObject({ instanceType: text })),
  }),
});

/** Of a PATCH: a mapping of this scenario has nothing that changes; its policy does not. */
export const containerMappingUpdateInput = z.looseObject({
  properties: z.optional(z.looseObject({ providerSpecificInput: optional(z.looseObject({ instanceType: text })) })),
});

export const removeMappingInput = z.looseObject({
  properties: z.optional(z.looseObject({ providerSpecificInput: optional(z.looseObject({})) })),
});

const fabricDetails = optional(z.looseObject({ instanceType: z.literal('VmmToAzure') }));

export const networkMappingInput = z.looseObject({
  properties: z.looseObject({
    recoveryNetworkId: text,
    recoveryFabricName: optional(text),
    fabricSpecificDetails: fabricDetails,
  }),
});

export const networkMappingUpdateInput = z.looseObject({
  properties: z.looseObject({
    recoveryNetworkId: optional(text),
    recoveryFabricName: optional(text),
    fabricSpecificDetails: fabricDetails,
  }),
});
