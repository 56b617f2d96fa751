import type { Mutation, Store } from '../../core/ports.ts';
import {
  type AlertSettings,
  type ContainerMapping,
  DEFAULT_ALERT_SETTINGS,
  DEFAULT_VAULT_SETTING,
  type NetworkMapping,
  type VaultRecords,
  type VaultSetting,
} from '../../core/vault/vault.ts';
import { JournalledMap } from '../journalled-map.ts';

/** The vault's own records in the journal. Names differ by more than their case. */
export class VaultBook {
  readonly alertSettings = new JournalledMap<string, AlertSettings>('alertSettings');
  readonly vaultSettings = new JournalledMap<string, VaultSetting>('vaultSettings');
  readonly containerMappings = new JournalledMap<string, ContainerMapping>('containerMappings');
  readonly networkMappings = new JournalledMap<string, NetworkMapping>('networkMappings');

  async load(store: Store): Promise<void> {
    await this.alertSettings.load(store);
    await this.vaultSettings.load(store);
    await this.containerMappings.load(store);
    await this.networkMappings.load(store);
  }

  takeMutations(): Mutation[] {
    return [
      ...this.alertSettings.takeMutations(),
      ...this.vaultSettings.takeMutations(),
      ...this.containerMappings.takeMutations(),
      ...this.networkMappings.takeMutations(),
    ];
  }

  /** With the default settings, where nobody has chosen others under their names. */
  records(): VaultRecords {
    return {
      alertSettings: byName(withDefault(this.alertSettings, DEFAULT_ALERT_SETTINGS)),
      vaultSettings: byName(withDefault(this.vaultSettings, DEFAULT_VAULT_SETTING)),
      containerMappings: byName([...this.containerMappings.values()]),
      networkMappings: byName([...this.networkMappings.values()]),
    };
  }
}

function withDefault<T extends { readonly name: string }>(chosen: JournalledMap<string, T>, fallback: T): readonly T[] {
  const hasDefault = chosen.get(fallback.name.toLowerCase()) !== undefined;
  return hasDefault ? [...chosen.values()] : [fallback, ...chosen.values()];
}

function byName<T extends { readonly name: string }>(records: readonly T[]): readonly T[] {
  return records.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
