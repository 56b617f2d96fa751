import { unreachable } from '../../base/assert.ts';
import {
  alertSettingsError,
  recoveryNetworkError,
  resourceNameError,
  vaultSettingError,
} from '../../core/vault/validate-vault.ts';
import type { ContainerMapping, NetworkMapping, VaultChange } from '../../core/vault/vault.ts';
import type { AdminOutcome, EngineChange } from '../engine-api.ts';
import type { DeskTools } from '../item-desk.ts';
import { refused } from '../refusals.ts';
import type { VaultJobs } from './vault-jobs.ts';

const ACCEPTED: AdminOutcome = { isAccepted: true, jobId: null };

/**
 * Settings and mappings of the vault: checked, journalled and, where the service has a job for it, told
 * as one. All methods are for use within a settlement.
 */
export class VaultDesk {
  readonly #tools: Pick<DeskTools, 'state'>;
  readonly #jobs: VaultJobs;
  readonly #changed: (change: EngineChange) => void;

  constructor(tools: Pick<DeskTools, 'state'>, jobs: VaultJobs, changed: (change: EngineChange) => void) {
    this.#tools = tools;
    this.#jobs = jobs;
    this.#changed = changed;
  }

  carryOut(change: VaultChange): AdminOutcome {
    const outcome = this.#perform(change);
    if (outcome.isAccepted) this.#changed({ kind: 'vault' });
    return outcome;
  }

  #perform(change: VaultChange): AdminOutcome {
    const { vault } = this.#tools.state;
    switch (change.kind) {
      case 'putAlertSettings': {
        const error = alertSettingsError(change.settings);
        if (error !== null) return refused('InvalidInput', error);
        vault.alertSettings.put(change.settings.name.toLowerCase(), change.settings);
        return ACCEPTED;
      }
      case 'putVaultSetting': {
        const error = vaultSettingError(change.setting);
        if (error !== null) return refused('InvalidInput', error);
        vault.vaultSettings.put(change.setting.name.toLowerCase(), change.setting);
        return ACCEPTED;
      }
      case 'putContainerMapping':
        return this.#putContainerMapping(change.mapping);
      case 'removeContainerMapping':
        return this.#removeContainerMapping(change);
      case 'putNetworkMapping':
        return this.#putNetworkMapping(change.mapping);
      case 'removeNetworkMapping':
        return this.#removeNetworkMapping(change);
      case 'exportJobs': {
        const work = { targetType: 'Other', exportQuery: change.query } as const;
        return this.#jobs.tell('ExportJobs', { id: '', name: '', work });
      }
      default:
        return unreachable(change);
    }
  }

  #putContainerMapping(mapping: ContainerMapping): AdminOutcome {
    const { state } = this.#tools;
    const badName = resourceNameError(mapping.name);
    if (badName !== null) return refused('InvalidInput', badName);
    if (!this.#isSite(mapping.siteName)) return refused('NotFound', `There is no site '${mapping.siteName}'.`);
    const policy = state.policies.get(mapping.policyId);
    if (!policy) return refused('NotFound', 'The replication policy does not exist.');
    const same = [...state.vault.containerMappings.values()].find(
      (each) => each.siteName === mapping.siteName && each.policyId === mapping.policyId,
    );
    if (same && same.name.toLowerCase() !== mapping.name.toLowerCase()) {
      return refused('Conflict', `The policy is associated with the site already, by '${same.name}'.`);
    }
    const before = state.vault.containerMappings.get(keyOf(mapping.siteName, mapping.name));
    if (before && before.policyId !== mapping.policyId) {
      return refused('Conflict', `'${before.name}' associates another policy; remove it first.`);
    }
    state.vault.containerMappings.put(keyOf(mapping.siteName, mapping.name), mapping);
    const work = { targetType: 'ProtectionProfile' } as const;
    return this.#jobs.tell('AssociateProtectionProfile', { id: policy.policyId, name: policy.name, work });
  }

  #removeContainerMapping({ siteName, name }: { readonly siteName: string; readonly name: string }): AdminOutcome {
    const { state } = this.#tools;
    const mapping = state.vault.containerMappings.get(keyOf(siteName, name));
    if (!mapping) return refused('NotFound', `The protection container mapping '${name}' does not exist.`);
    const hostIds = new Set(state.inventory.filter((host) => host.siteName === siteName).map(({ hostId }) => hostId));
    for (const item of state.items.values()) {
      if (item.policyId !== mapping.policyId || !hostIds.has(item.hostId)) continue;
      return refused('Conflict', `Machines of the site replicate under the policy, ${item.vmName} at least.`);
    }
    state.vault.containerMappings.delete(keyOf(siteName, name));
    const policyName = state.policies.get(mapping.policyId)?.name ?? mapping.policyId;
    const work = { targetType: 'ProtectionProfile' } as const;
    return this.#jobs.tell('DissociateProtectionProfile', { id: mapping.policyId, name: policyName, work });
  }

  #putNetworkMapping(mapping: NetworkMapping): AdminOutcome {
    const { state } = this.#tools;
    const error = resourceNameError(mapping.name) ?? recoveryNetworkError(mapping.recoveryNetworkId);
    if (error !== null) return refused('InvalidInput', error);
    const { siteName, networkName } = mapping;
    if (!this.#isNetwork(siteName, networkName)) {
      return refused('NotFound', `The site '${siteName}' has no network '${networkName}'.`);
    }
    const all = [...state.vault.networkMappings.values()];
    const other = all.find((each) => each.siteName === siteName && each.networkName === networkName);
    if (other && other.name.toLowerCase() !== mapping.name.toLowerCase()) {
      return refused('Conflict', `The network is mapped already, by '${other.name}'.`);
    }
    const key = keyOf(siteName, networkName, mapping.name);
    const scenarioName = state.vault.networkMappings.get(key) ? 'ModifyNetworkMapping' : 'AddNetworkMapping';
    state.vault.networkMappings.put(key, mapping);
    return this.#jobs.tell(scenarioName, { id: key, name: networkName, work: { targetType: 'Other' } });
  }

  #removeNetworkMapping(change: Extract<VaultChange, { readonly kind: 'removeNetworkMapping' }>): AdminOutcome {
    const { state } = this.#tools;
    const key = keyOf(change.siteName, change.networkName, change.name);
    const mapping = state.vault.networkMappings.get(key);
    if (!mapping) return refused('NotFound', `The network mapping '${change.name}' does not exist.`);
    state.vault.networkMappings.delete(key);
    const work = { targetType: 'Other' } as const;
    return this.#jobs.tell('RemoveNetworkMapping', { id: key, name: mapping.networkName, work });
  }

  #isSite(siteName: string): boolean {
    return this.#tools.state.inventory.some((host) => host.siteName === siteName);
  }

  #isNetwork(siteName: string, networkName: string): boolean {
    return this.#tools.state.inventory.some(
      (host) => host.siteName === siteName && host.switches?.some(({ name }) => name === networkName),
    );
  }
}

/** ARM's names do not tell cases apart. */
function keyOf(...names: readonly string[]): string {
  return names.join('/').toLowerCase();
}
