/** Records of the vault itself: who is told of trouble, which policies and networks go together. */
import type { PolicyId } from '../model.ts';

/** Who gets mail about the vault (ARM: replicationAlertSettings). */
export interface AlertSettings {
  readonly name: string;
  /** Whether the owners of the subscription are written to. */
  readonly sendToOwners: 'Send' | 'DoNotSend';
  readonly customEmailAddresses: readonly string[];
  /** Language of the mail, as a BCP 47 tag. */
  readonly locale: string;
}

/** ARM: replicationVaultSettings. Both concern sources other than Hyper-V and are kept as given. */
export interface VaultSetting {
  readonly name: string;
  readonly migrationSolutionId: string | null;
  readonly vmwareToAzureProviderType: string | null;
}

/** A policy that a site's machines may replicate under (ARM: replicationProtectionContainerMappings). */
export interface ContainerMapping {
  readonly name: string;
  readonly siteName: string;
  readonly policyId: PolicyId;
}

/** Which network of Azure stands for a site's network (ARM: replicationNetworkMappings). */
export interface NetworkMapping {
  readonly name: string;
  readonly siteName: string;
  /** The site's network: a virtual switch of its hosts. */
  readonly networkName: string;
  /** ARM id of the virtual network in Azure. */
  readonly recoveryNetworkId: string;
}

/** What an administrator can change of the vault. */
export type VaultChange =
  | { readonly kind: 'putAlertSettings'; readonly settings: AlertSettings }
  | { readonly kind: 'putVaultSetting'; readonly setting: VaultSetting }
  | { readonly kind: 'putContainerMapping'; readonly mapping: ContainerMapping }
  | { readonly kind: 'removeContainerMapping'; readonly siteName: string; readonly name: string }
  | { readonly kind: 'putNetworkMapping'; readonly mapping: NetworkMapping }
  | {
      readonly kind: 'removeNetworkMapping';
      readonly siteName: string;
      readonly networkName: string;
      readonly name: string;
    }
  /** Jobs are written to a file; `query` says which, and how. */
  | { readonly kind: 'exportJobs'; readonly query: string };

/** All of it, each list ascending by name. */
export interface VaultRecords {
  readonly alertSettings: readonly AlertSettings[];
  readonly vaultSettings: readonly VaultSetting[];
  readonly containerMappings: readonly ContainerMapping[];
  readonly networkMappings: readonly NetworkMapping[];
}

/** What holds while nobody has chosen anything. */
export const DEFAULT_ALERT_SETTINGS: AlertSettings = {
  name: 'defaultAlertSetting',
  sendToOwners: 'DoNotSend',
  customEmailAddresses: [],
  locale: 'en-US',
};

export const DEFAULT_VAULT_SETTING: VaultSetting = {
  name: 'default',
  migrationSolutionId: null,
  vmwareToAzureProviderType: null,
};
