import type { PolicyId, ReplicationPolicy } from '../../core/model.ts';
import type { VaultScenarioName } from '../../core/jobs/job-model.ts';
import { frequencyRefusal, validatePolicy } from '../../core/policy/policy.ts';
import type { AdminOutcome, EngineChange } from '../engine-api.ts';
import type { EngineState } from '../engine-state.ts';
import type { Housekeeping } from '../housekeeping.ts';
import { refused } from '../refusals.ts';
import type { VaultJobs } from './vault-jobs.ts';

/** Replication policies: checked, journalled, told to the hosts and as jobs. Within a settlement. */
export class PolicyDesk {
  readonly #state: EngineState;
  readonly #jobs: VaultJobs;
  readonly #housekeeping: Pick<Housekeeping, 'announcePolicy'>;
  readonly #changed: (change: EngineChange) => void;

  constructor(
    state: EngineState,
    jobs: VaultJobs,
    housekeeping: Pick<Housekeeping, 'announcePolicy'>,
    changed: (change: EngineChange) => void,
  ) {
    this.#state = state;
    this.#jobs = jobs;
    this.#housekeeping = housekeeping;
    this.#changed = changed;
  }

  put(policy: ReplicationPolicy): AdminOutcome {
    const valid = validatePolicy(policy);
    if (!valid.ok) return refused('InvalidInput', valid.error.map(({ message }) => message).join(' '));
    for (const item of this.#state.items.values()) {
      if (item.policyId !== policy.policyId) continue;
      const tooOften = frequencyRefusal(valid.value, item.choices.diskType);
      if (tooOften !== null) return refused('Conflict', `${tooOften} It holds ${item.vmName} at least.`);
    }
    const isNew = this.#state.policies.get(policy.policyId) === undefined;
    this.#state.policies.put(policy.policyId, valid.value);
    this.#housekeeping.announcePolicy(policy.policyId);
    this.#changed({ kind: 'policy' });
    return this.#told(isNew ? 'AddProtectionProfile' : 'ModifyProtectionProfile', policy);
  }

  delete(policyId: PolicyId): AdminOutcome {
    const policy = this.#state.policies.get(policyId);
    if (!policy) return refused('NotFound', 'The replication policy does not exist.');
    for (const item of this.#state.items.values()) {
      if (item.policyId === policyId) return refused('Conflict', `The policy is in use, by ${item.vmName} at least.`);
    }
    this.#state.policies.delete(policyId);
    this.#changed({ kind: 'policy' });
    return this.#told('DeleteProtectionProfile', policy);
  }

  #told(
    scenarioName: VaultScenarioName,
    { policyId, name }: Pick<ReplicationPolicy, 'policyId' | 'name'>,
  ): AdminOutcome {
    const work = { targetType: 'ProtectionProfile' } as const;
    return this.#jobs.tell(scenarioName, { id: policyId, name, work });
  }
}
