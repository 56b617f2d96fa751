import type { Phase, PolicyId, VmId } from '../core/model.ts';
import type { Call } from '../core/ports.ts';
import type { DeskTools } from './item-desk.ts';

/** Phases in which the host has a relationship that can be told of a policy. Others ask for the newest policy when they make one. */
const RELATED: ReadonlySet<Phase['kind']> = new Set<Phase['kind']>([
  'enabling',
  'enablingFailed',
  'waitingForInitialReplication',
  'initialReplication',
  'finalizing',
  'protected',
  'resynchronizationRequired',
  'resynchronizing',
]);

/**
 * Tells the hosts a policy that has changed, for each machine replicated under it. What a host could not
 * be told is journalled and told at a later beat. All methods are for use within a settlement.
 */
export class PolicyNews {
  readonly #tools: DeskTools;
  readonly #telling = new Set<VmId>();

  constructor(tools: DeskTools) {
    this.#tools = tools;
  }

  /** The policy has changed. */
  announce(policyId: PolicyId): void {
    const { state } = this.#tools;
    for (const { vmId, policyId: own } of state.items.values()) {
      if (own !== policyId) continue;
      const number = (state.policyNews.get(vmId)?.number ?? 0) + 1;
      state.policyNews.put(vmId, { vmId, number });
    }
    this.tell();
  }

  /** Sends what is pending, and forgets it where there is nobody left to tell. */
  tell(): void {
    const { state } = this.#tools;
    for (const { vmId } of state.policyNews.values()) {
      const item = state.items.get(vmId);
      if (!item || item.phase.kind === 'disabling') state.policyNews.delete(vmId);
      else if (RELATED.has(item.phase.kind) && !this.#telling.has(vmId)) this.#send(vmId, item.policyId);
    }
  }

  #send(vmId: VmId, policyId: PolicyId): void {
    const { ports, state, settlement, runner } = this.#tools;
    const policy = state.policies.get(policyId);
    const news = state.policyNews.get(vmId);
    if (!policy) return;
    this.#telling.add(vmId);
    const owner = `policy-${vmId}`;
    const number = state.nextCommandNumber();
    const run = async (call: Call): Promise<() => void> => {
      await ports.host.modifyReplicationSettings(vmId, policy, call);
      return () => {
        this.#telling.delete(vmId);
        // A policy that changed again meanwhile is told again.
        if (state.policyNews.get(vmId) === news) state.policyNews.delete(vmId);
        else this.tell();
      };
    };
    // A relationship that is not there yet, a host that does not answer: the next beat asks again.
    const fail = (): void => void this.#telling.delete(vmId);
    settlement.afterCommit(() => runner.start({ owner, key: owner, number, run, fail }));
  }
}
