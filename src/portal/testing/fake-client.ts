/**
 * A management client without an engine, for component tests and for looking at
 * pages. Commands are recorded; a test changes rows by `push` and fails calls by `fail`.
 */
import { ManagementError, type ManagementClient } from '../../management/client/client-api.ts';
import type { ConnectionState, ManagementConnection } from '../../management/client/worker-connection.ts';
import type { ArmRecoveryPlan } from '../../management/arm.ts';
import type { ChangeBatch, ItemRow, JobRow } from '../../management/wire.ts';
import {
  fakeAdvice,
  fakeArmItem,
  fakeArmJob,
  fakeDisks,
  fakeEvents,
  fakeOperations,
  fakeProof,
  fakeRecoveryPoints,
  fakeSeries,
  fakeStatistics,
} from './fake-shapes.ts';
import { fakePlanJob, FakePlans, fakePlans } from './fake-plans.ts';
import {
  fakeBandwidthForecast,
  fakeBulkResync,
  fakeDifferences,
  fakeHostFlows,
  fakeLogOutlooks,
  fakeOutlook,
  fakeResyncCalendar,
  fakeResyncPlans,
  fakeRootCauses,
  fakeRpoBand,
} from './fake-insight.ts';
import { fakeHealthStrips, fakeJobWindow } from './fake-lists.ts';
import { FakeMappings } from './fake-mappings.ts';
import {
  fakeAlerts,
  fakeFabrics,
  fakeHosts,
  fakePolicies,
  fakePolicy,
  fakeProtectableItems,
  fakeTargetNetworks,
  fakeTargetSizes,
} from './fake-site.ts';
import { FAKE_NOW, fakeItems, fakeJobs } from './fake-vault.ts';

export interface FakeVaultOptions {
  readonly items?: readonly ItemRow[];
  readonly jobs?: readonly JobRow[];
  readonly plans?: readonly ArmRecoveryPlan[];
}

export class FakeConnection implements ManagementConnection {
  /** Commands in the order given: "pause <item id>". */
  readonly commands: string[] = [];
  readonly client: ManagementClient;
  /** Why the engine changes nothing. */
  readOnlyReason: string | null = null;
  silentServers: readonly string[] = [];
  readonly #items = new Map<string, ItemRow>();
  readonly #jobs = new Map<string, JobRow>();
  readonly #plans: FakePlans;
  readonly #mappings = new FakeMappings();
  readonly #listeners = new Set<{ readonly listener: (batch: ChangeBatch) => void; readonly onGap: () => void }>();
  readonly #statusListeners = new Set<() => void>();
  readonly #failures = new Map<string, ManagementError>();
  #sequence = 1;
  #state: ConnectionState = { status: 'ready', reason: null, isDurable: true, restartCount: 0, continuedFrom: null };

  constructor({ items = fakeItems(12), jobs = fakeJobs(items), plans = fakePlans(items) }: FakeVaultOptions = {}) {
    this.#plans = new FakePlans(plans);
    for (const row of items) this.#items.set(row.id, row);
    for (const row of jobs) this.#jobs.set(row.id, row);
    this.client = this.#createClient();
  }

  status(): ConnectionState {
    return this.#state;
  }

  setStatus(change: Partial<ConnectionState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#statusListeners) listener();
  }

  subscribeStatus(listener: () => void): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }

  close(): void {
    this.#listeners.clear();
  }

  /** Changes rows and tells the feed. */
  push(change: Partial<Pick<ChangeBatch, 'items' | 'jobs' | 'removedItems' | 'invalidated'>>, asOf = FAKE_NOW): void {
    this.#sequence += 1;
    for (const patch of change.items ?? []) {
      const known = this.#items.get(patch.id);
      if (known) this.#items.set(patch.id, { ...known, ...patch });
    }
    for (const patch of change.jobs ?? []) {
      const known = this.#jobs.get(patch.id);
      if (known) this.#jobs.set(patch.id, { ...known, ...patch });
    }
    for (const id of change.removedItems ?? []) this.#items.delete(id);
    const batch: ChangeBatch = {
      sequence: this.#sequence,
      asOf: new Date(asOf).toISOString(),
      items: change.items ?? [],
      removedItems: change.removedItems ?? [],
      jobs: change.jobs ?? [],
      invalidated: change.invalidated ?? [],
    };
    for (const { listener } of this.#listeners) listener(batch);
  }

  /** From now on `method` of the client rejects with `error`; null heals it. */
  fail(method: keyof ManagementClient, error: ManagementError | null): void {
    if (error) this.#failures.set(method, error);
    else this.#failures.delete(method);
  }

  #item(id: string): ItemRow {
    const row = this.#items.get(id);
    if (!row) throw new ManagementError(404, 'NotFound', `There is no replicated item ${id}.`);
    return row;
  }

  async #answer<Value>(method: keyof ManagementClient, value: () => Value): Promise<Value> {
    await Promise.resolve();
    const failure = this.#failures.get(method);
    if (failure) throw failure;
    return value();
  }

  #command(name: keyof ManagementClient, target: string, jobId: string | null = null): Promise<string | null> {
    return this.#answer(name, () => {
      this.commands.push(`${name} ${target}`);
      return jobId;
    });
  }

  #page<Row>(rows: ReadonlyMap<string, Row>): { rows: Row[]; sequence: number; asOf: string } {
    return { rows: [...rows.values()], sequence: this.#sequence, asOf: new Date(FAKE_NOW).toISOString() };
  }

  #createClient(): ManagementClient {
    return {
      listItems: () => this.#answer('listItems', () => this.#page(this.#items)),
      listJobs: () => this.#answer('listJobs', () => this.#page(this.#jobs)),
      getJobWindow: (query) =>
        this.#answer('getJobWindow', () => fakeJobWindow([...this.#jobs.values()], query, this.#sequence)),
      getHealthStrips: (ids) => this.#answer('getHealthStrips', () => fakeHealthStrips(ids)),
      getItem: (id) => this.#answer('getItem', () => fakeArmItem(this.#item(id))),
      listDisks: (id) => this.#answer('listDisks', () => fakeDisks(this.#item(id))),
      getHealthProof: (id) => this.#answer('getHealthProof', () => fakeProof(this.#item(id))),
      getSeries: (id) => this.#answer('getSeries', () => fakeSeries(this.#item(id))),
      getOperations: (id) => this.#answer('getOperations', () => fakeOperations(this.#item(id))),
      getResyncAdvice: (id, bandwidth) => this.#answer('getResyncAdvice', () => fakeAdvice(this.#item(id), bandwidth)),
      getStatistics: (id) => this.#answer('getStatistics', () => fakeStatistics(this.#item(id))),
      resetStatistics: async (id) => void (await this.#command('resetStatistics', id)),
      listRecoveryPoints: () => this.#answer('listRecoveryPoints', fakeRecoveryPoints),
      listEvents: (id) => this.#answer('listEvents', () => (id ? fakeEvents(this.#item(id)) : [])),
      getIdentityProof: () => this.#answer('getIdentityProof', () => ({ disks: [] })),
      getOutlook: (id) => this.#answer('getOutlook', () => fakeOutlook(this.#item(id))),
      getLogOutlooks: (top) => this.#answer('getLogOutlooks', () => fakeLogOutlooks([...this.#items.values()], top)),
      getRpoBand: () => this.#answer('getRpoBand', () => fakeRpoBand([...this.#items.values()])),
      getResyncCalendar: () => this.#answer('getResyncCalendar', () => fakeResyncCalendar([...this.#items.values()])),
      getRootCauses: () => this.#answer('getRootCauses', () => fakeRootCauses([...this.#items.values()])),
      getResyncPlans: (id, bandwidth) =>
        this.#answer('getResyncPlans', () => fakeResyncPlans(this.#item(id), bandwidth)),
      resynchronizeMany: (request) =>
        this.#answer('resynchronizeMany', () => {
          if (!request.isDryRun) this.commands.push(`resynchronizeMany ${request.itemIds.join(' ')}`);
          return fakeBulkResync([...this.#items.values()], request);
        }),
      getDifferences: (id) => this.#answer('getDifferences', () => fakeDifferences(this.#item(id))),
      getBandwidthForecast: (_hostId, schedule) =>
        this.#answer('getBandwidthForecast', () => fakeBandwidthForecast(schedule)),
      getHostFlows: () => this.#answer('getHostFlows', () => fakeHostFlows([...this.#items.values()])),
      getJob: (id) =>
        this.#answer('getJob', () => {
          const ofPlan = fakePlanJob(id, this.#plans.list());
          if (ofPlan) return ofPlan;
          const row = this.#jobs.get(id);
          if (!row) throw new ManagementError(404, 'NotFound', `There is no job ${id}.`);
          return fakeArmJob(row);
        }),
      listFabrics: () => this.#answer('listFabrics', fakeFabrics),
      listProtectableItems: (fabric) => this.#answer('listProtectableItems', () => fakeProtectableItems(fabric)),
      listPolicies: () => this.#answer('listPolicies', () => fakePolicies()),
      putPolicy: (name) =>
        this.#answer('putPolicy', () => {
          this.commands.push(`putPolicy ${name}`);
          return fakePolicy(name, 300);
        }),
      deletePolicy: async (name) => void (await this.#command('deletePolicy', name)),
      getVaultStatus: () =>
        this.#answer('getVaultStatus', () => ({
          readOnlyReason: this.readOnlyReason,
          servers: { count: 40, silent: this.silentServers },
        })),
      getAlertSettings: () => this.#answer('getAlertSettings', fakeAlerts),
      setAlertSettings: (settings) =>
        this.#answer('setAlertSettings', () => {
          this.commands.push(`setAlertSettings ${settings.sendsToOwners} ${settings.customEmailAddresses.join('+')}`);
          return fakeAlerts();
        }),
      ...this.#mappings.client(
        (method, value) => this.#answer(method, value),
        (command) => this.commands.push(command),
      ),
      listTargetNetworks: () => this.#answer('listTargetNetworks', fakeTargetNetworks),
      listHosts: () => this.#answer('listHosts', fakeHosts),
      getBandwidth: () => this.#answer('getBandwidth', () => null),
      setBandwidth: async (id) => void (await this.#command('setBandwidth', id)),
      exportJobs: () => this.#answer('exportJobs', () => new Response('[]')),
      refreshFabric: async (name) => void (await this.#command('refreshFabric', name)),
      listTargetSizes: () => this.#answer('listTargetSizes', fakeTargetSizes),
      changeTarget: async (id, change) => void (await this.#command('changeTarget', `${id} ${JSON.stringify(change)}`)),
      plannedFailover: (id) => this.#command('plannedFailover', id, 'job-failover'),
      unplannedFailover: (id, { recoveryPointId }) =>
        this.#command('unplannedFailover', `${id} ${recoveryPointId ?? 'latest'}`, 'job-failover'),
      testFailover: (id) => this.#command('testFailover', id, 'job-test'),
      testFailoverCleanup: (id, comments) => this.#command('testFailoverCleanup', `${id} ${comments}`, 'job-cleanup'),
      commitFailover: (id) => this.#command('commitFailover', id, 'job-commit'),
      cancelFailover: (id) => this.#command('cancelFailover', id, 'job-cancel'),
      changeRecoveryPoint: (id) => this.#command('changeRecoveryPoint', id, 'job-change'),
      failback: (id, { dataSync }) => this.#command('failback', `${id} ${dataSync}`, 'job-failback'),
      reverseReplicate: (id) => this.#command('reverseReplicate', id, 'job-reprotect'),
      resumeJob: async (id) => void (await this.#command('resumeJob', id)),
      listPlans: () => this.#answer('listPlans', () => this.#plans.list()),
      getPlan: (name) => this.#answer('getPlan', () => this.#plans.get(name)),
      putPlan: (name, settings) =>
        this.#answer('putPlan', () => {
          this.commands.push(`putPlan ${name} ${settings.groups.map((group) => group.itemIds.join('+')).join(' | ')}`);
          return this.#plans.put(name, settings);
        }),
      deletePlan: (name) =>
        this.#answer('deletePlan', () => {
          this.commands.push(`deletePlan ${name}`);
          this.#plans.delete(name);
        }),
      runPlan: (name, command) => this.#command('runPlan', `${name} ${command.operation}`, 'job-plan'),
      enableProtection: ({ itemId, diskIds }) =>
        this.#command('enableProtection', `${itemId} ${diskIds.join('+')}`, 'job-enable'),
      disableProtection: (id) => this.#command('disableProtection', id, 'job-disable'),
      resynchronize: (id) => this.#command('resynchronize', id, 'job-resync'),
      cancelResynchronization: (id) => this.#command('cancelResynchronization', id),
      pause: (id) => this.#command('pause', id),
      resume: (id) => this.#command('resume', id),
      retryNow: (id) => this.#command('retryNow', id),
      cancelJob: async (id) => void (await this.#command('cancelJob', id)),
      restartJob: async (id) => void (await this.#command('restartJob', id)),
      downloadReplica: () => this.#answer('downloadReplica', () => new Response(new Uint8Array(512))),
      subscribe: (listener, onGap) => {
        const entry = { listener, onGap };
        this.#listeners.add(entry);
        return () => this.#listeners.delete(entry);
      },
      lab: {
        getWorld: () => Promise.resolve(null),
        setClock: () => Promise.resolve(),
        listScenarios: () => Promise.resolve([]),
        startFault: () => Promise.resolve(),
        endFault: () => Promise.resolve(),
        importDisk: () => Promise.resolve('imported'),
        setWorkload: () => Promise.resolve(),
        reset: () => Promise.resolve(),
      },
    };
  }
}
