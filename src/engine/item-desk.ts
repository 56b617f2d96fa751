import { assert, InvariantError } from '../base/assert.ts';
import type { Rng } from '../base/rng.ts';
import { elapsedMs, type Bytes, type Instant } from '../base/units.ts';
import { DEFAULT_UPLOAD_THREADS } from '../core/limits/limits.ts';
import type { ChecksumManifest } from '../core/resync/manifest.ts';
import type {
  DiskId,
  JobId,
  PlanHold,
  RecoveryPointId,
  ReplicatedItem,
  ReplicationPolicy,
  VmId,
} from '../core/model.ts';
import { effectsOf } from '../core/protection/called-for.ts';
import type { Command, TimerName } from '../core/protection/command.ts';
import { effectKey, type Effect } from '../core/protection/effect.ts';
import type { Epoch } from '../core/ports.ts';
import type { EffectProgress, EffectResult, ProtectionEvent, Signal } from '../core/protection/event.ts';
import type { Facts } from '../core/protection/facts.ts';
import {
  begin,
  follow,
  halt,
  hold,
  keep,
  reset,
  takeUp,
  transition,
  type Transition,
} from '../core/protection/machine.ts';
import { type TargetChange, withTarget } from '../core/protection/target-change.ts';
import { NO_COMPUTE } from './effects/azure-machine.ts';
import { perform } from './effects/perform.ts';
import { isWriting } from './effects/replica-lease.ts';
import type { EffectRunner } from './effect-runner.ts';
import type { EnginePorts } from './engine-ports.ts';
import type { EngineState } from './engine-state.ts';
import { guidOf } from './ids.ts';
import type { ReplicaLease } from './lease-book.ts';
import { meteredHost } from './metered-host.ts';
import type { Registrar } from './registrar.ts';
import type { Settlement } from './settlement.ts';
import { Slots } from './slots.ts';
import type { Timers } from './timers.ts';
import { traceLine } from './trace-line.ts';

const SIGNALS: Readonly<Record<TimerName, Signal>> = {
  start: { kind: 'StartDue' },
  cycle: { kind: 'CycleDue' },
  poll: { kind: 'PollDue' },
  retry: { kind: 'RetryDue' },
  testRetry: { kind: 'TestRetryDue' },
};

/** What the desk works with. */
export interface DeskTools {
  readonly ports: EnginePorts;
  readonly state: EngineState;
  readonly settlement: Settlement;
  readonly runner: EffectRunner;
  readonly timers: Timers;
  readonly registrar: Registrar;
}

function diskBytesOf({ disks }: ReplicatedItem, diskId: DiskId): Bytes {
  return disks.find((disk) => disk.diskId === diskId)?.sizeBytes ?? 0;
}

/**
 * Where events of items become decisions of the core, and those become effects, timers and records.
 * All methods are for use within a settlement.
 */
export class ItemDesk {
  readonly #tools: DeskTools;
  readonly #epoch: Epoch | null;
  readonly #ids: Rng;
  readonly #slots: Slots;
  /** Commanded in this settlement and not yet begun, by owner and key. */
  readonly #pending = new Map<string, number>();
  /** Done, and held back by a throttle. By owner and key. */
  readonly #pacing = new Set<string>();

  /** `epoch`: of the journal, by which this engine's leases are told from those of all others; null where nothing is written. */
  constructor(tools: DeskTools, epoch: Epoch | null) {
    this.#tools = tools;
    this.#epoch = epoch;
    this.#ids = tools.ports.rng.fork('engine/ids');
    this.#slots = new Slots((vmId) => tools.state.resyncTerms.of(vmId));
  }

  /** Lets the core decide. True when the event changed the item. */
  decide(vmId: VmId, event: ProtectionEvent): boolean {
    const item = this.#tools.state.items.get(vmId);
    if (!item) return false;
    const made = this.#guarded(item, (facts) => transition(item, event, facts));
    if (made.item === item) return false;
    this.#carryOut(item, made, event.kind === 'EffectFailed' ? `EffectFailed(${event.fault.code})` : event.kind);
    return true;
  }

  /** What goes by the clock and the host's settings alone: statistics, upload threads. */
  keep(vmId: VmId): void {
    this.#whatever(vmId, keep, 'Kept');
  }

  /** The hosts have told what runs on them: items learn their machines' adapters and follow them to other hosts. */
  followMachines(): void {
    const { state } = this.#tools;
    for (const { vmId, hostId } of state.items.values()) {
      const machine = state.machine(vmId);
      const own = state.host(hostId);
      if (!machine || !own) continue;
      const told = state.host(machine.hostId);
      // Into another site it does not follow; and two hosts may tell of it while it is on its way [IN6].
      const mayMove = told !== undefined && told !== own && told.siteName === own.siteName;
      const host = mayMove && own.machines.every((each) => each.vmId !== vmId) ? told : own;
      this.#whatever(vmId, (item) => follow(item, host, machine), 'Followed');
    }
  }

  /** The statistics of an item begin anew. */
  resetStatistics(vmId: VmId): void {
    this.#whatever(vmId, reset, 'StatisticsReset');
  }

  /** Another target, which nothing is made of yet. */
  changeTarget(vmId: VmId, change: TargetChange): void {
    this.#whatever(vmId, (item) => ({ item: withTarget(item, change), commands: [] }), 'TargetChanged');
  }

  /** A recovery plan holds the item's job before a step, or lets it go (null). */
  hold(vmId: VmId, planHold: PlanHold | null): void {
    this.#whatever(vmId, (item) => hold(item, planHold), planHold ? `HeldBefore(${planHold.before})` : 'LetGo');
  }

  /** A new item, with the job that enables it. */
  add(item: ReplicatedItem): void {
    const { activeJobId: jobId } = item;
    assert(jobId !== null, 'protection is enabled by a job');
    this.#carryOut(undefined, begin(item, [{ kind: 'StartJob', jobId, scenarioName: 'EnableDr' }]), 'EnableRequested');
  }

  /** All that an item read from the journal calls for is commanded anew. */
  takeUp(item: ReplicatedItem): void {
    this.#carryOut(item, takeUp(item), 'TakenUp');
  }

  /** Gives room to items that wait for it, as far as there is any. */
  grantSlots(): void {
    for (let vmId = this.#slots.next(); vmId !== undefined; vmId = this.#slots.next()) {
      assert(this.decide(vmId, { kind: 'SlotGranted' }), `${vmId} waits for the room it is given`);
    }
  }

  /** What a decision about the item may know; new ids are drawn only when they are used. */
  factsFor(item: Pick<ReplicatedItem, 'vmId' | 'hostId' | 'policyId' | 'enabledAt' | 'revision'>): Facts {
    const { state, ports } = this.#tools;
    // Enabled at one instant and revised at each decision: no two decisions share the name.
    const idOf = (what: string): string => guidOf(this.#ids, `${item.vmId}/${item.enabledAt}/${item.revision}/${what}`);
    return {
      now: ports.clock.now(),
      policy: this.#policyOf(item),
      offsetAt: state.offsetAt(item.hostId),
      uploadThreads: state.bandwidth.get(item.hostId)?.schedule?.uploadThreadsPerMachine ?? DEFAULT_UPLOAD_THREADS,
      get newJobId() {
        return idOf('job') as JobId;
      },
      get newRecoveryPointId() {
        return idOf('recoveryPoint') as RecoveryPointId;
      },
    };
  }

  #policyOf({ policyId }: Pick<ReplicatedItem, 'policyId'>): ReplicationPolicy {
    const policy = this.#tools.state.policies.get(policyId);
    assert(policy !== undefined, `policy ${policyId} exists while machines are replicated under it`);
    return policy;
  }

  /** A decision that no phase has a part in. */
  #whatever(vmId: VmId, make: (item: ReplicatedItem, facts: Facts) => Transition, cause: string): void {
    const item = this.#tools.state.items.get(vmId);
    const made = item && this.#guarded(item, (facts) => make(item, facts));
    if (made && made.item !== item) this.#carryOut(item, made, cause);
  }

  #guarded(item: ReplicatedItem, decide: (facts: Facts) => Transition): Transition {
    const facts = this.factsFor(item);
    try {
      return decide(facts);
    } catch (error) {
      if (error instanceof InvariantError) return halt(item, error.message, facts);
      throw error;
    }
  }

  #carryOut(before: ReplicatedItem | undefined, { item, commands }: Transition, cause: string): void {
    const { state, registrar } = this.#tools;
    const now = this.#tools.ports.clock.now();
    const isRemoved = commands.some((command) => command.kind === 'RemoveItem');
    if (isRemoved) registrar.removeItem(item);
    else registrar.putItem(before, item, now);
    this.#slots.update(item.vmId, isRemoved ? undefined : item);
    const acted = commands.filter((command) => this.#act(item, command, now));
    state.trace.add(traceLine(now, before, item, cause, acted));
  }

  /** False when there was nothing to do: what is to be aborted has ended. */
  #act(item: ReplicatedItem, command: Command, now: Instant): boolean {
    const { timers, registrar } = this.#tools;
    switch (command.kind) {
      case 'Abort':
        return this.#abort(item.vmId, command.key);
      case 'Disarm':
        timers.disarm(item.vmId, command.timer);
        return true;
      case 'Arm':
        timers.arm(item.vmId, command.timer, command.at, () => this.decide(item.vmId, SIGNALS[command.timer]));
        return true;
      case 'Start':
        this.#start(item, command.key, command.effect);
        return true;
      case 'RemoveItem':
        return true;
      default:
        registrar.note(item, command, now);
        return true;
    }
  }

  #start(item: ReplicatedItem, key: string, effect: Effect): void {
    const { state, settlement, runner } = this.#tools;
    const { vmId } = item;
    const number = state.nextCommandNumber();
    const id = `${vmId}/${key}`;
    const policy = this.#policyOf(item);
    const lease = isWriting(effect) ? this.#claim(item) : null;
    this.#pending.set(id, number);
    settlement.afterCommit(() => {
      if (this.#pending.get(id) !== number) return;
      this.#pending.delete(id);
      const { host, storage, compute = NO_COMPUTE, checksums, clock } = this.#tools.ports;
      const startedAt = clock.now();
      runner.start({
        owner: vmId,
        key,
        number,
        run: async (call) => {
          const manifestOf = (diskId: DiskId): ChecksumManifest | undefined => state.manifests.of(vmId, diskId);
          const machine = state.machine(vmId);
          const source = effect.kind === 'ShipLog' ? meteredHost(host, clock) : { host, readingMs: () => 0 };
          const context = {
            host: source.host,
            storage,
            compute,
            checksums,
            item,
            policy,
            lease,
            machine,
            manifestOf,
            tell: (progress: EffectProgress) => settlement.post(() => void this.decide(vmId, progress), number),
            call,
          };
          const { result, edits, findings } = await perform(effect, context);
          const endedAt = clock.now();
          return () => {
            if (effect.kind === 'ShipLog') {
              state.cycles.noteShipment(vmId, source.readingMs(), elapsedMs(startedAt, endedAt));
            }
            if (lease) state.leases.noteHeld(lease);
            if (result.kind === 'ReplicaDeleted') state.leases.forget(vmId);
            this.#whenPaced(vmId, key, result, startedAt, () => {
              for (const edit of edits) state.manifests.edit(vmId, edit);
              if (findings) state.comparisons.note(vmId, diskBytesOf(item, findings.diskId), findings);
              this.#takeResult(vmId, key, result);
            });
          };
        },
        fail: (fault) => this.#takeResult(vmId, key, { kind: 'EffectFailed', effect, fault }),
      });
    });
  }

  #claim({ vmId, leaseId }: ReplicatedItem): ReplicaLease {
    return this.#tools.state.leases.claim(vmId, guidOf(this.#ids, `${vmId}/lease/${this.#epoch}`), leaseId);
  }

  /** A throttled resynchronization takes the outcome of a window when its bytes have had their time. */
  #whenPaced(vmId: VmId, key: string, result: EffectResult, startedAt: Instant, take: () => void): void {
    const { state, timers, ports } = this.#tools;
    if (result.kind !== 'WindowCompared') return take();
    const item = state.items.get(vmId);
    const threads = item ? this.factsFor(item).uploadThreads : DEFAULT_UPLOAD_THREADS;
    const until = state.resyncTerms.paceUntil(vmId, startedAt, result.counts.sentBytes, threads);
    if (until <= ports.clock.now()) return take();
    const id = `${vmId}/${key}`;
    this.#pacing.add(id);
    timers.arm(vmId, `pace/${key}`, until, () => {
      if (this.#pacing.delete(id)) take();
    });
  }

  #abort(vmId: VmId, key: string): boolean {
    const id = `${vmId}/${key}`;
    if (this.#pacing.delete(id)) this.#tools.timers.disarm(vmId, `pace/${key}`);
    else if (!this.#pending.delete(id)) return this.#tools.runner.abort(vmId, key);
    return true;
  }

  /** An awaited outcome moves its item on; were it ignored, the item would wait for it for ever. */
  #takeResult(vmId: VmId, key: string, result: EffectResult): void {
    this.decide(vmId, result);
    const item = this.#tools.state.items.get(vmId);
    const isCalledFor = item && effectsOf(item).some((effect) => effectKey(effect) === key);
    if (!isCalledFor || this.#pending.has(`${vmId}/${key}`)) return;
    const detail = `${result.kind} left ${key} undone in phase ${item.phase.kind}`;
    this.#carryOut(
      item,
      this.#guarded(item, (facts) => halt(item, detail, facts)),
      'Halted',
    );
  }
}
