import { unreachable } from '../base/assert.ts';
import { toIso, type Instant } from '../base/units.ts';
import type { RecoveryPoint, RecoveryPointId, ReplicatedItem, VmId } from '../core/model.ts';
import { describeNotice, NOTICES } from '../core/errors/service-notices.ts';
import { validateBandwidth } from '../core/policy/bandwidth.ts';
import { frequencyRefusal } from '../core/policy/policy.ts';
import { nextWindowStart } from '../core/policy/window.ts';
import type { ProtectionEvent } from '../core/protection/event.ts';
import { newItem } from '../core/protection/new-item.ts';
import type { Operation } from '../core/protection/operation.ts';
import { judgeOperations } from '../core/protection/operations.ts';
import { targetChangeError, targetChangeRefusal } from '../core/protection/target-change.ts';
import type { AdminCommand, AdminOutcome, EngineChange } from './engine-api.ts';
import type { EngineState } from './engine-state.ts';
import type { Housekeeping } from './housekeeping.ts';
import type { ItemDesk } from './item-desk.ts';
import type { JobDesk } from './job-desk.ts';
import type { PlanDesk } from './plans/plan-desk.ts';
import { refused } from './refusals.ts';
import type { PolicyDesk } from './vault/policy-desk.ts';
import type { VaultDesk } from './vault/vault-desk.ts';

type CommandOf<K extends AdminCommand['kind']> = Extract<AdminCommand, { readonly kind: K }>;

const ACCEPTED: AdminOutcome = { isAccepted: true, jobId: null };

/** The administrator's commands: what is asked for is checked against the state, then decided by the core. */
export class Administration {
  readonly #state: EngineState;
  readonly #desk: ItemDesk;
  readonly #plans: PlanDesk;
  readonly #vault: VaultDesk;
  readonly #policies: PolicyDesk;
  readonly #jobs: JobDesk;
  readonly #housekeeping: Housekeeping;
  readonly #changed: (change: EngineChange) => void;
  readonly #now: () => Instant;

  constructor(tools: {
    readonly state: EngineState;
    readonly desk: ItemDesk;
    readonly plans: PlanDesk;
    readonly vault: VaultDesk;
    readonly policies: PolicyDesk;
    readonly jobs: JobDesk;
    readonly housekeeping: Housekeeping;
    readonly changed: (change: EngineChange) => void;
    readonly now: () => Instant;
  }) {
    this.#state = tools.state;
    this.#desk = tools.desk;
    this.#plans = tools.plans;
    this.#vault = tools.vault;
    this.#policies = tools.policies;
    this.#jobs = tools.jobs;
    this.#housekeeping = tools.housekeeping;
    this.#changed = tools.changed;
    this.#now = tools.now;
  }

  /** Takes a command or refuses it. Within a settlement. */
  carryOut(command: AdminCommand): AdminOutcome {
    const outcome = this.perform(command);
    const verdict = outcome.isAccepted ? 'accepted' : `refused ${outcome.refusal.code}`;
    this.#state.trace.add(`${toIso(this.#now())} admin ${summary(command)}: ${verdict}`);
    return outcome;
  }

  /** The same without a line in the trace: for what follows from a command, as a recovery plan's orders do. */
  perform(command: AdminCommand): AdminOutcome {
    switch (command.kind) {
      case 'enableProtection':
        return this.#enable(command);
      case 'disableProtection':
        return this.#operate(command.vmId, 'DisableProtection', () => ({
          kind: 'DisableRequested',
          isForced: command.isForced,
        }));
      case 'resynchronize':
        return this.#operate(command.vmId, 'RepairReplication', (item) => {
          this.#state.resyncTerms.set(item.vmId, command.terms ?? null);
          return { kind: 'ResyncRequested', startsAt: this.#resyncStart(item, command.when) };
        });
      case 'cancelResynchronization':
        return this.#cancelResynchronization(command.vmId);
      case 'pause':
        return this.#operate(command.vmId, 'PauseReplication', () => ({ kind: 'PauseRequested' }));
      case 'resume':
        return this.#operate(command.vmId, 'ResumeReplication', () => ({
          kind: 'ResumeRequested',
          isResynchronizing: command.isResynchronizing,
        }));
      case 'retryNow':
        return this.#retry(command.vmId);
      case 'testFailover':
        return this.#toPoint(command, 'TestFailover', (point) => ({
          kind: 'TestFailoverRequested',
          point,
          networkId: command.networkId,
        }));
      case 'testFailoverCleanup':
        return this.#operate(command.vmId, 'TestFailoverCleanup', () => ({
          kind: 'TestFailoverCleanupRequested',
          comments: command.comments,
        }));
      case 'plannedFailover':
        return this.#operate(command.vmId, 'PlannedFailover', () => ({ kind: 'PlannedFailoverRequested' }));
      case 'unplannedFailover':
        return this.#toPoint(command, 'UnplannedFailover', (point) => ({
          kind: 'UnplannedFailoverRequested',
          point,
          isShuttingDownSource: command.isShuttingDownSource,
        }));
      case 'changeRecoveryPoint':
        return this.#toPoint(command, 'ChangePit', (point) => ({ kind: 'ChangePointRequested', point }));
      case 'commitFailover':
        return this.#operate(command.vmId, 'Commit', () => ({ kind: 'CommitRequested' }));
      case 'cancelFailover':
        return this.#operate(command.vmId, 'CancelFailover', () => ({ kind: 'FailoverCancelRequested' }));
      case 'failback':
        return this.#operate(command.vmId, 'Failback', () => ({
          kind: 'FailbackRequested',
          dataSync: command.dataSync,
          createVmIfNotFound: command.createVmIfNotFound,
        }));
      case 'completeFailback':
        return this.#operate(command.vmId, 'FinalizeFailback', () => ({ kind: 'FailbackCompleteRequested' }));
      case 'reverseReplicate':
        return this.#operate(command.vmId, 'ReverseReplicate', () => ({ kind: 'ReverseReplicateRequested' }));
      case 'changeTarget':
        return this.#changeTarget(command);
      case 'resetStatistics':
        return this.#resetStatistics(command.vmId);
      case 'cancelJob':
        return this.#jobs.cancel(command.jobId);
      case 'restartJob':
        return this.#jobs.restart(command.jobId);
      case 'resumeJob':
        return this.#jobs.resume(command.jobId, command.comments);
      case 'putPlan':
        return this.#plans.put(command.plan);
      case 'deletePlan':
        return this.#plans.delete(command.planId);
      case 'runPlan':
        return this.#plans.run(command.planId, command.request);
      case 'changeVault':
        return this.#vault.carryOut(command.change);
      case 'putPolicy':
        return this.#policies.put(command.policy);
      case 'deletePolicy':
        return this.#policies.delete(command.policyId);
      case 'setBandwidth':
        return this.#setBandwidth(command);
      default:
        return unreachable(command);
    }
  }

  #enable({ vmId, policyId, choices }: CommandOf<'enableProtection'>): AdminOutcome {
    const machine = this.#state.machine(vmId);
    if (!machine) return refused('NotFound', 'No host reports this virtual machine.');
    if (this.#state.items.get(vmId)) return refused('Conflict', `${machine.name} is replicated already.`);
    const policy = this.#state.policies.get(policyId);
    if (!policy) return refused('NotFound', 'The replication policy does not exist.');
    const tooOften = frequencyRefusal(policy, choices.diskType);
    if (tooOften !== null) return refused('InvalidInput', tooOften);
    const included = machine.disks.filter((disk) => choices.includedDiskIds.includes(disk.diskId));
    if (included.length !== choices.includedDiskIds.length || included.length === 0) {
      return refused('InvalidInput', 'The disks to replicate are disks of the machine, at least one.');
    }
    if (!included.some((disk) => disk.role === 'OperatingSystem')) {
      return refused('InvalidInput', 'The operating system disk is replicated in any case.');
    }
    const identity = { vmId, hostId: machine.hostId, policyId, enabledAt: this.#now(), revision: 0 };
    const facts = this.#desk.factsFor(identity);
    const hostName = this.#state.host(machine.hostId)?.name ?? '';
    const item = newItem(machine, hostName, choices, facts);
    this.#desk.add(item);
    return { isAccepted: true, jobId: item.activeJobId };
  }

  /** An operation of the item that the core allows now; the job is the one it has started, where it did. */
  #operate(vmId: VmId, operation: Operation, eventFor: (item: ReplicatedItem) => ProtectionEvent): AdminOutcome {
    const item = this.#state.items.get(vmId);
    const refusal = this.#refusalOf(vmId, operation);
    return item && !refusal
      ? this.#decide(vmId, eventFor(item))
      : (refusal ?? refused('NotFound', 'The machine is not replicated.'));
  }

  /** null: the item is there, and the core allows the operation now. */
  #refusalOf(vmId: VmId, operation: Operation): AdminOutcome | null {
    const item = this.#state.items.get(vmId);
    if (!item) return refused('NotFound', 'The machine is not replicated.');
    const { allowed, refusals } = judgeOperations(item);
    if (allowed.includes(operation)) return null;
    return refused('NotAllowed', refusals[operation] ?? `${operation} is not allowed now.`);
  }

  /** An operation that leads to a recovery point; null is the newest. */
  #toPoint(
    { vmId, recoveryPointId }: { readonly vmId: VmId; readonly recoveryPointId: RecoveryPointId | null },
    operation: Operation,
    eventFor: (point: RecoveryPoint) => ProtectionEvent,
  ): AdminOutcome {
    const item = this.#state.items.get(vmId);
    const points = item?.recoveryPoints ?? [];
    const point =
      recoveryPointId === null ? points.at(-1) : points.find((each) => each.recoveryPointId === recoveryPointId);
    if (point) return this.#operate(vmId, operation, () => eventFor(point));
    // Whatever else speaks against the operation goes first.
    const refusal = this.#refusalOf(vmId, operation);
    return refusal ?? pointIsGone(item?.vmName ?? vmId);
  }

  #decide(vmId: VmId, event: ProtectionEvent): AdminOutcome {
    const jobsBefore = this.#state.jobs.newestKey();
    this.#desk.decide(vmId, event);
    const newest = this.#state.jobs.newestKey();
    const started = newest === jobsBefore ? undefined : newest;
    return { isAccepted: true, jobId: started ?? this.#state.items.get(vmId)?.activeJobId ?? null };
  }

  #cancelResynchronization(vmId: VmId): AdminOutcome {
    const item = this.#state.items.get(vmId);
    if (!item) return refused('NotFound', 'The machine is not replicated.');
    if (!this.#desk.decide(vmId, { kind: 'ResyncCancelRequested' })) {
      return refused('NotAllowed', 'There is no resynchronization that can be cancelled now.');
    }
    return ACCEPTED;
  }

  #retry(vmId: VmId): AdminOutcome {
    const item = this.#state.items.get(vmId);
    if (!item) return refused('NotFound', 'The machine is not replicated.');
    if (!item.trouble && item.phase.kind !== 'enablingFailed') {
      const isTestTried = this.#desk.decide(vmId, { kind: 'TestRetryDue' });
      return isTestTried ? ACCEPTED : refused('NotAllowed', 'Nothing has failed.');
    }
    return this.#decide(vmId, { kind: 'RetryRequested', jobId: null });
  }

  #changeTarget({ vmId, change }: CommandOf<'changeTarget'>): AdminOutcome {
    const item = this.#state.items.get(vmId);
    if (!item) return refused('NotFound', 'The machine is not replicated.');
    const error = targetChangeError(change);
    if (error !== null) return refused('InvalidInput', error);
    const refusal = targetChangeRefusal(item);
    if (refusal !== null) return refused('NotAllowed', refusal);
    this.#desk.changeTarget(vmId, change);
    return ACCEPTED;
  }

  #resetStatistics(vmId: VmId): AdminOutcome {
    if (!this.#state.items.get(vmId)) return refused('NotFound', 'The machine is not replicated.');
    this.#desk.resetStatistics(vmId);
    return ACCEPTED;
  }

  #setBandwidth({ hostId, schedule }: CommandOf<'setBandwidth'>): AdminOutcome {
    if (!this.#state.host(hostId)) return refused('NotFound', 'The host does not exist.');
    const errors = schedule ? validateBandwidth(schedule) : [];
    if (errors.length > 0) return refused('InvalidInput', errors.map(({ message }) => message).join(' '));
    this.#state.bandwidth.put(hostId, { hostId, schedule, isPending: true });
    this.#housekeeping.throttle(hostId);
    for (const item of this.#state.items.values()) if (item.hostId === hostId) this.#desk.keep(item.vmId);
    this.#changed({ kind: 'inventory' });
    return ACCEPTED;
  }

  #resyncStart(item: ReplicatedItem, when: CommandOf<'resynchronize'>['when']): Instant {
    const now = this.#now();
    if (when === 'now') return now;
    if (when !== 'window') return when;
    const { policy, offsetAt } = this.#desk.factsFor(item);
    // Asked for by hand the window counts, also where the policy starts nothing by itself.
    return nextWindowStart({ ...policy.resyncWindow, isEnabled: true }, now, offsetAt) ?? now;
  }
}

function summary(command: AdminCommand): string {
  const subject = subjectOf(command);
  return subject === '' ? command.kind : `${command.kind} ${subject}`;
}

function subjectOf(command: AdminCommand): string {
  if ('vmId' in command) return command.vmId;
  if ('jobId' in command) return command.jobId;
  if (command.kind === 'changeVault') return command.change.kind;
  if (command.kind === 'runPlan') return `${command.planId} ${command.request.operation}`;
  return 'planId' in command ? command.planId : '';
}

/** It expired since it was chosen, or never was. */
function pointIsGone(vmName: string): AdminOutcome {
  const { message, possibleCauses, recommendedAction } = describeNotice('FailoverAborted', vmName);
  const { code } = NOTICES.FailoverAborted;
  return { isAccepted: false, refusal: { code, message, possibleCauses, recommendedAction } };
}
