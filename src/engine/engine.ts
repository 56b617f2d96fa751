import { assert } from '../base/assert.ts';
import type { PolicyId } from '../core/model.ts';
import { PortError } from '../core/errors/fault.ts';
import { POLICY_DEFAULTS } from '../core/policy/policy.ts';
import { Administration } from './administration.ts';
import { EffectRunner } from './effect-runner.ts';
import type { AdminCommand, AdminOutcome, EngineApi, EngineChange } from './engine-api.ts';
import type { EnginePorts } from './engine-ports.ts';
import { EngineState } from './engine-state.ts';
import { Housekeeping } from './housekeeping.ts';
import { guidOf } from './ids.ts';
import { createInsight } from './insight.ts';
import { ItemDesk } from './item-desk.ts';
import { JobDesk } from './job-desk.ts';
import { PlanDesk } from './plans/plan-desk.ts';
import { refused } from './refusals.ts';
import { Registrar } from './registrar.ts';
import { ReplicaReader } from './replica-reader.ts';
import { adviceFor } from './resync-advice.ts';
import { Settlement, type Journal } from './settlement.ts';
import { Timers } from './timers.ts';
import { PolicyDesk } from './vault/policy-desk.ts';
import { VaultDesk } from './vault/vault-desk.ts';
import { VaultJobs } from './vault/vault-jobs.ts';
import { createViews, viewOf } from './views.ts';

export interface EngineOptions {
  /**
   * Called once when the journal cannot be written: the engine has stopped and must be started anew;
   * with a PortError `JournalTaken` where another engine has been started on it already.
   */
  readonly onFailure?: (error: unknown) => void;
}

export interface Engine extends EngineApi {
  /** Aborts what is under way and lets go of clock and store. The journal stays; a new engine continues from it. */
  stop(): Promise<void>;
  /** Lines ever traced, and a digest of them all: equal histories, equal digests. */
  traceDigest(): { readonly count: number; readonly digest: string };
}

/**
 * Continues from the journal in the store, or begins with an empty one and a policy of the usual
 * settings. Where a newer version of this program wrote the journal, the engine only shows what it can
 * read there: it writes nothing, asks nobody, and refuses every command. An engine that still runs on
 * the same store has lost it: it stops at its next transaction (rules OE1 and OE2).
 */
export async function startEngine(ports: EnginePorts, options: EngineOptions = {}): Promise<Engine> {
  const { clock, store } = ports;
  const state = new EngineState();
  // First of all: what the engine before us still writes must not come after what we read.
  const epoch = await state.enter(store);
  await state.load(store);
  const journal: Journal = (mutations) => {
    assert(epoch !== null, 'a journal that is only read is not written');
    return store.transact(mutations, epoch);
  };
  const changes = new ChangeFeed();
  const changed = (change: EngineChange): void => changes.add(change);
  const settlement: Settlement = new Settlement(clock, journal, {
    conclude: () => {
      plans.advance();
      desk.grantSlots();
      settlement.afterCommit(() => changes.announce());
    },
    takeMutations: () => state.takeMutations(),
    fail: (error) => {
      void stop();
      options.onFailure?.(error);
    },
  });
  const runner = new EffectRunner(clock, (number, take) => settlement.post(take, number));
  const timers = new Timers(clock, (take) => settlement.post(take));
  const tools = { ports, state, settlement, runner, timers, registrar: new Registrar(state, changed) };
  const desk = new ItemDesk(tools, epoch);
  const housekeeping = new Housekeeping(tools, desk, changed);
  const perform = (command: AdminCommand): AdminOutcome => administration.perform(command);
  const vaultJobs = new VaultJobs(tools);
  const plans: PlanDesk = new PlanDesk(tools, desk, perform, vaultJobs, changed);
  const vault = new VaultDesk(tools, vaultJobs, changed);
  const policies = new PolicyDesk(state, vaultJobs, housekeeping, changed);
  const jobs = new JobDesk(state, desk, plans, perform);
  const administration: Administration = new Administration({
    state,
    desk,
    plans,
    vault,
    policies,
    jobs,
    housekeeping,
    changed,
    now: () => clock.now(),
  });
  const reader = new ReplicaReader(ports);
  const view = createViews(state);

  /** Commands not yet answered: an engine that stops refuses them, so that no caller waits for ever. */
  const unanswered = new Set<(reason: Error) => void>();
  const hasStopped = (): Error => new Error('The engine has stopped.');
  let isStopped = false;

  const stop = async (): Promise<void> => {
    isStopped = true;
    timers.clear();
    for (const reject of unanswered) reject(hasStopped());
    unanswered.clear();
    await Promise.all([runner.stop(), settlement.stop()]);
  };

  const dispatch = (command: AdminCommand): Promise<AdminOutcome> =>
    new Promise((resolve, reject) => {
      if (isStopped) {
        reject(hasStopped());
        return;
      }
      if (readOnlyReason !== null) {
        resolve(refused('ReadOnly', readOnlyReason));
        return;
      }
      unanswered.add(reject);
      settlement.post(() => {
        const outcome = administration.carryOut(command);
        settlement.afterCommit(() => {
          unanswered.delete(reject);
          resolve(outcome);
        });
      });
    });

  const readOnlyReason = state.readOnlyReason();

  const begin = (): void => {
    if (state.policies.size === 0) {
      const policyId = guidOf(ports.rng.fork('engine/ids'), 'policy') as PolicyId;
      state.policies.put(policyId, { ...POLICY_DEFAULTS, policyId, name: 'Default replication policy' });
    }
    for (const item of state.items.values()) desk.takeUp(item);
    housekeeping.beat();
  };
  if (readOnlyReason === null) settlement.post(begin);

  return {
    now: () => clock.now(),
    inventory: () => state.inventory,
    refreshInventory() {
      if (readOnlyReason === null) settlement.post(() => housekeeping.refreshInventory());
    },
    *items() {
      const now = clock.now();
      for (const item of state.items.values()) yield viewOf(state, item, now);
    },
    item(vmId) {
      const item = state.items.get(vmId);
      return item && view(item, clock.now());
    },
    jobs: () => state.jobs.values(),
    job: (jobId) => state.jobs.get(jobId),
    policies: () => [...state.policies.values()],
    vault: () => state.vault.records(),
    readOnlyReason: () => readOnlyReason,
    plans: () => [...state.plans.values()].map((plan) => plans.view(plan)),
    plan(planId) {
      const plan = state.plans.get(planId);
      return plan && plans.view(plan);
    },
    bandwidth: (hostId) => state.bandwidth.get(hostId)?.schedule ?? null,
    events: (vmId) => state.history.of(vmId),
    series: (vmId) => state.series.of(vmId),
    resyncAdvice(vmId, bandwidthBitsPerSecond) {
      const item = state.items.get(vmId);
      return item && adviceFor(state, item, clock.now(), bandwidthBitsPerSecond);
    },
    insight: createInsight(state, clock),
    dispatch,
    subscribe: (listener) => changes.subscribe(listener),
    async readReplica(vmId, diskId, recoveryPointId, offsetBytes, lengthBytes) {
      const item = state.items.get(vmId);
      if (!item) throw new PortError({ code: 'BlobNotFound', detail: `The machine ${vmId} is not replicated.` });
      return reader.read(item, diskId, recoveryPointId, { offsetBytes, lengthBytes });
    },
    trace: () => state.trace.lines(),
    traceDigest: () => ({ count: state.trace.count, digest: state.trace.digest }),
    stop,
  };
}

/** Tells listeners what changed, each thing once per settlement. */
class ChangeFeed {
  readonly #listeners = new Set<(change: EngineChange) => void>();
  readonly #gathered = new Map<string, EngineChange>();

  add(change: EngineChange): void {
    const id = 'vmId' in change ? change.vmId : 'jobId' in change ? change.jobId : '';
    this.#gathered.set(`${change.kind}/${id}`, change);
  }

  announce(): void {
    const changes = [...this.#gathered.values()];
    this.#gathered.clear();
    for (const change of changes) for (const listener of this.#listeners) listener(change);
  }

  subscribe(listener: (change: EngineChange) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
