import { instant, type Instant } from '../../../base/units.ts';
import type {
  BandwidthSchedule,
  HostId,
  JobId,
  ReplicationEvent,
  ReplicationPolicy,
  VmId,
} from '../../../core/model.ts';
import type { Job } from '../../../core/jobs/job-model.ts';
import type {
  AdminCommand,
  AdminOutcome,
  EngineApi,
  EngineChange,
  ItemView,
  PlanView,
  ResyncAdvice,
  SeriesPoint,
} from '../../../engine/engine-api.ts';
import type { VaultChange, VaultRecords } from '../../../core/vault/vault.ts';
import { vaultJob, withVaultChange } from './fake-vault.ts';
import { forecastRate } from '../../../core/policy/bandwidth-forecast.ts';
import type { BandwidthForecast, DiskComparison, ItemOutlook, RpoBandPoint } from '../../../engine/insight-api.ts';
import type { RootCause } from '../../../core/infrastructure/root-causes.ts';
import type { ResyncPlans } from '../../../core/resync/plans.ts';
import { inventory, job, policy, T0, view } from './records.ts';

/** An engine whose state a test writes by hand. Commands are recorded and answered by `answer`. */
export class FakeEngine implements EngineApi {
  time: Instant = T0;
  hosts = inventory();
  itemsById = new Map<VmId, ItemView>([[view().item.vmId, view()]]);
  jobsById = new Map<JobId, Job>([[job().jobId, job()]]);
  policyList: ReplicationPolicy[] = [policy()];
  eventList: ReplicationEvent[] = [];
  seriesPoints: SeriesPoint[] = [];
  schedules = new Map<HostId, BandwidthSchedule>();
  advice: ResyncAdvice | undefined = undefined;
  outlook: ItemOutlook | undefined = undefined;
  rpoPoints: RpoBandPoint[] = [];
  causes: RootCause[] = [];
  comparisonList: DiskComparison[] = [];
  readonly commands: AdminCommand[] = [];
  readonly reads: { recoveryPointId: string | null; offsetBytes: number; lengthBytes: number }[] = [];
  answer: (command: AdminCommand) => AdminOutcome = () => ({ isAccepted: true, jobId: null });
  readonly #listeners = new Set<(change: EngineChange) => void>();

  now = (): Instant => this.time;
  inventory = () => this.hosts;
  refreshInventory = (): void => this.emit({ kind: 'inventory' });
  items = (): Iterable<ItemView> => this.itemsById.values();
  item = (vmId: VmId) => this.itemsById.get(vmId);
  jobs = (): Iterable<Job> => this.jobsById.values();
  job = (jobId: JobId) => this.jobsById.get(jobId);
  policies = () => this.policyList;
  vaultRecords: VaultRecords = { alertSettings: [], vaultSettings: [], containerMappings: [], networkMappings: [] };
  vault = () => this.vaultRecords;
  readOnly: string | null = null;
  readOnlyReason = () => this.readOnly;
  planList: PlanView[] = [];
  plans = () => this.planList;
  plan = (planId: PlanView['plan']['planId']) => this.planList.find((each) => each.plan.planId === planId);
  bandwidth = (hostId: HostId) => this.schedules.get(hostId) ?? null;
  events = (vmId: VmId | null) => this.eventList.filter((event) => vmId === null || event.vmId === vmId);
  series = () => this.seriesPoints;
  resyncAdvice: EngineApi['resyncAdvice'] = (_vmId, bandwidthBitsPerSecond) =>
    this.advice && { ...this.advice, ...(bandwidthBitsPerSecond === undefined ? {} : { bandwidthBitsPerSecond }) };
  readonly insight = {
    outlook: (): ItemOutlook | undefined => this.outlook,
    rpoBand: (): readonly RpoBandPoint[] => this.rpoPoints,
    rootCauses: (): readonly RootCause[] => this.causes,
    resyncPlans: (): ResyncPlans | undefined => undefined,
    bandwidthForecast: (_hostId: HostId, schedule: BandwidthSchedule | null): BandwidthForecast => ({
      machineCount: 1,
      logBytes: 8_000_000,
      churnBytesPerSecond: 100,
      workHours: forecastRate([], schedule?.workHoursBitsPerSecond ?? null),
      otherHours: forecastRate([], schedule?.otherHoursBitsPerSecond ?? null),
      resyncs: [],
    }),
    comparisons: (): readonly DiskComparison[] => this.comparisonList,
    sentBytesPerSecond: () => 0,
    offsetAt: () => () => 60,
  };
  trace = () => [];

  dispatch = async (command: AdminCommand): Promise<AdminOutcome> => {
    this.commands.push(command);
    const outcome = command.kind === 'changeVault' ? this.#changeVault(command.change) : this.answer(command);
    if (outcome.isAccepted && command.kind === 'putPolicy') {
      this.policyList = [
        ...this.policyList.filter((each) => each.policyId !== command.policy.policyId),
        command.policy,
      ];
    }
    if (outcome.isAccepted && command.kind === 'setBandwidth') {
      if (command.schedule) this.schedules.set(command.hostId, command.schedule);
      else this.schedules.delete(command.hostId);
    }
    return outcome;
  };

  /** Changes of the vault are carried out, so that what follows can be read again. */
  #changeVault(change: VaultChange): AdminOutcome {
    const outcome = this.answer({ kind: 'changeVault', change });
    if (!outcome.isAccepted) return outcome;
    this.vaultRecords = withVaultChange(this.vaultRecords, change);
    if (change.kind === 'putAlertSettings' || change.kind === 'putVaultSetting') return outcome;
    const done = vaultJob(change, this.commands.length);
    this.putJob(done);
    return { isAccepted: true, jobId: done.jobId };
  }

  subscribe = (listener: (change: EngineChange) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readReplica: EngineApi['readReplica'] = async (_vmId, _diskId, recoveryPointId, offsetBytes, lengthBytes) => {
    this.reads.push({ recoveryPointId, offsetBytes, lengthBytes });
    return new Uint8Array(lengthBytes).fill(offsetBytes / (4 * 1024 * 1024) + 1);
  };

  put(next: ItemView): void {
    this.itemsById.set(next.item.vmId, next);
    this.emit({ kind: 'item', vmId: next.item.vmId });
  }

  putJob(next: Job): void {
    this.jobsById.set(next.jobId, next);
    this.emit({ kind: 'job', jobId: next.jobId });
  }

  emit(change: EngineChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  advance(durationMs: number): void {
    this.time = instant(this.time + durationMs);
  }
}
