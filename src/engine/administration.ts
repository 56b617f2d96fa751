import { unreachable } from '../base/assert.ts';
import { toIso, type Instant } from '../base/units.ts';
import type {
  PolicyId,
  RecoveryPoint,
  RecoveryPointId,
  ReplicatedItem,
  ReplicationPolicy,
  VmId,
} from '../core/model.ts';
import { describeNotice, NOTICES } from '../core/errors/service-notices.ts';
import type { Job, ScenarioName, VaultScenarioName } from '../core/jobs/job-model.ts';
import { validateBandwidth } from '../core/policy/bandwidth.ts';
import { frequencyRefusal, validatePolicy } from '../core/policy/policy.ts';
import { nextWindowStart } from '../core/policy/window.ts';
import type { ProtectionEvent } from '../core/protection/event.ts';
import { newItem } from '../core/protection/new-item.ts';
import type { Operation } from '../core/protection/operation.ts';
import { judgeOperations } from '../core/protection/operations.ts';
import { stoppedTestScenario } from '../core/protection/test-failover.ts';
import { targetChangeError, targetChangeRefusal } from '../core/protection/target-change.ts';
import type { AdminCommand, AdminOutcome, EngineChange } from './engine-api.ts';
import type { EngineState } from './engine-state.ts';
import type { Housekeeping } from './housekeeping.ts';
import type { ItemDesk } from './item-desk.ts';
import type { PlanDesk } from './plans/plan-desk.ts';
import { refused } from './refusals.ts';
import type { VaultDesk } from './vault/vault-desk.ts';
import type { VaultJobs } from './vault/vault-jobs.ts';

type CommandOf<K extends AdminCommand['kind']> = Extract<AdminCommand, { readonly kind: K }>;

/** What the cancel of a job asks of its item; other jobs are not cancelled. */
const CANCEL_REQUESTS: Readonly<Partial<Record<ScenarioName, ProtectionEvent>>> = {
  EnableDr: { kind: 'EnableCancelRequested' },
  RepairReplication: { kind: 'ResyncCancelRequested' },
  PlannedFailover: { kind: 'FailoverCancelRequested' },
  Failback: { kind: 'FailoverCancelRequested' },
};

const ACCEPTED: AdminOutcome = { isAccepted: true, jobId: null };

/** The administrator's commands: what is asked for is checked against the state, then decided by the core. */
export class Administration {
  readonly #state: EngineState;
  readonly #desk: ItemDesk;
  readonly #plans: PlanDesk;
  readonly #vault: VaultDesk;
  readonly #jobs: VaultJobs;
  readonly #housekeeping: Housekeeping;
  readonly #changed: (change: EngineChange) => void;
  readonly #now: () => Instant;

  constructor(tools: {
    readonly state: EngineState;
    readonly desk: ItemDesk;
    readonly plans: PlanDesk;
    readonly vault: VaultDesk;
    readonly jobs: VaultJobs;
    readonly housekeeping: Housekeeping;
    readonly changed: (change: EngineChange) => void;
    readonly now: () => Instant;
  }) {
    this.#state = tools.state;
    this.#desk = tools.desk;
    this.#plans = tools.plans;
    this.#vault = tools.vault;
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
        return this.#withJob(command.jobId, (job) => this.#cancelJob(job));
      case 'restartJob':
        return this.#withJob(command.jobId, (job) => this.#restartJob(job));
      case 'resumeJob':
        return this.#withJob(command.jobId, (job) => this.#resumeJob(job, command.comments));
      case 'putPlan':
        return this.#plans.put(command.plan);
      case 'deletePlan':
        return this.#plans.delete(command.planId);
      case 'runPlan':
        return this.#plans.run(command.planId, command.request);
      case 'changeVault':
        return this.#vault.carryOut(command.change);
      case 'putPolicy':
        return this.#putPolicy(command);
      case 'deletePolicy':
        return this.#deletePolicy(command.policyId);
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

  /** Beside a recovery plan, what waits for an answer is a failback that has brought its data home. */
  #resumeJob(job: Job, comments: string): AdminOutcome {
    if (job.recoveryPlan) return this.#plans.resume(job, comments);
    if (job.state !== 'Suspended') return refused('NotAllowed', 'The job does not wait for an answer.');
    return this.perform({ kind: 'completeFailback', vmId: job.vmId });
  }

  #cancelJob(job: Job): AdminOutcome {
    if (job.vaultWork) return refused('NotAllowed', 'The job has ended.');
    if (job.recoveryPlan) return this.#plans.cancel(job);
    const item = this.#state.items.get(job.vmId);
    if (item?.testFailover?.jobId === job.jobId) {
      return this.#desk.decide(job.vmId, { kind: 'TestFailoverCancelRequested' })
        ? { isAccepted: true, jobId: job.jobId }
        : refused('NotAllowed', 'A clean-up is not cancelled.');
    }
    if (item?.activeJobId !== job.jobId) return refused('NotAllowed', 'The job has ended.');
    const event = CANCEL_REQUESTS[job.scenarioName];
    if (event && this.#desk.decide(job.vmId, event)) {
      return { isAccepted: true, jobId: job.jobId };
    }
    return refused('NotAllowed', 'This job can no longer be cancelled.');
  }

  #restartJob(job: Job): AdminOutcome {
    if (job.vaultWork) return refused('NotAllowed', 'The job has ended.');
    if (job.recoveryPlan) return this.#plans.restart(job);
    const { vmId, jobId } = job;
    const item = this.#state.items.get(vmId);
    const isWaitedFor = item !== undefined && item.activeJobId === null && hasStopped(item, job);
    const isRestarted = isWaitedFor
      ? this.#desk.decide(vmId, { kind: 'RetryRequested', jobId })
      : item !== undefined &&
        hasTestStopped(item, job) &&
        this.#desk.decide(vmId, { kind: 'TestRetryRequested', jobId });
    if (!isRestarted) {
      return refused('NotAllowed', 'Only a failed job whose machine still waits for it can be restarted.');
    }
    return { isAccepted: true, jobId };
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

  #withJob(jobId: Job['jobId'], act: (job: Job) => AdminOutcome): AdminOutcome {
    const job = this.#state.jobs.get(jobId);
    return job ? act(job) : refused('NotFound', 'The job does not exist.');
  }

  #putPolicy({ policy }: CommandOf<'putPolicy'>): AdminOutcome {
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
    return this.#toldOfPolicy(isNew ? 'AddProtectionProfile' : 'ModifyProtectionProfile', policy);
  }

  #deletePolicy(policyId: PolicyId): AdminOutcome {
    const policy = this.#state.policies.get(policyId);
    if (!policy) return refused('NotFound', 'The replication policy does not exist.');
    for (const item of this.#state.items.values()) {
      if (item.policyId === policyId) return refused('Conflict', `The policy is in use, by ${item.vmName} at least.`);
    }
    this.#state.policies.delete(policyId);
    this.#changed({ kind: 'policy' });
    return this.#toldOfPolicy('DeleteProtectionProfile', policy);
  }

  #toldOfPolicy(
    scenarioName: VaultScenarioName,
    { policyId, name }: Pick<ReplicationPolicy, 'policyId' | 'name'>,
  ): AdminOutcome {
    const work = { targetType: 'ProtectionProfile' } as const;
    return { isAccepted: true, jobId: this.#jobs.tell(scenarioName, { id: policyId, name, work }) };
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

/** A test failover's failure is not its machine's: its jobs go on beside. */
const BESIDE_THE_PHASE: ReadonlySet<Job['scenarioName']> = new Set(['TestFailover', 'TestFailoverCleanup']);

/** Whether the job's failure is what the item stands still for: an older one's work has gone on without it. */
function hasStopped({ trouble }: ReplicatedItem, job: Job): boolean {
  if (job.state !== 'Failed' || job.endedAt === null || BESIDE_THE_PHASE.has(job.scenarioName)) return false;
  return trouble !== null && trouble.nextAttemptAt === null && job.endedAt >= trouble.firstAt;
}

/** The same for the jobs of a test failover. */
function hasTestStopped(item: ReplicatedItem, job: Job): boolean {
  const { state, endedAt, scenarioName } = job;
  if (state !== 'Failed' || endedAt === null || stoppedTestScenario(item) !== scenarioName) return false;
  return endedAt >= (item.testFailover?.trouble?.firstAt ?? endedAt);
}

/** It expired since it was chosen, or never was. */
function pointIsGone(vmName: string): AdminOutcome {
  const { message, possibleCauses, recommendedAction } = describeNotice('FailoverAborted', vmName);
  const { code } = NOTICES.FailoverAborted;
  return { isAccepted: false, refusal: { code, message, possibleCauses, recommendedAction } };
}
