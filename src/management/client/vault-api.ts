import type { ArmAlert } from '../arm.ts';
import type { TargetNetwork, VaultStatus } from '../wire.ts';

/** The vault's own settings, and the networks of its target. */
export interface VaultClient {
  getVaultStatus(): Promise<VaultStatus>;
  /** Who is written to when something is wrong. */
  getAlertSettings(): Promise<ArmAlert>;
  setAlertSettings(settings: AlertRequest): Promise<ArmAlert>;
  /** Virtual networks that machines in Azure can be connected to; empty: not known. */
  listTargetNetworks(): Promise<readonly TargetNetwork[]>;
}

export interface AlertRequest {
  readonly sendsToOwners: boolean;
  readonly customEmailAddresses: readonly string[];
  /** A language tag, as "en-US". */
  readonly locale: string;
}
