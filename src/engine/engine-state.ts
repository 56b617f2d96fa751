import type {
  BandwidthSchedule,
  HostId,
  JobId,
  PolicyId,
  ReplicatedItem,
  ReplicationPolicy,
  VmId,
} from '../core/model.ts';
import type { Instant } from '../base/units.ts';
import type { Job } from '../core/jobs/job-model.ts';
import type { Epoch, HostInventory, MachineInventory, Mutation, Store } from '../core/ports.ts';
import type { Silence } from '../core/infrastructure/heartbeats.ts';
import { followOffsets, offsetOf, type HostOffsets, type OffsetChange } from '../core/policy/calendar.ts';
import type { OffsetAt } from '../core/policy/local-time.ts';
import type { PlanId, RecoveryPlan } from '../core/plans/plan.ts';
import { History } from './history.ts';
import { JournalledMap } from './journalled-map.ts';
import { LeaseBook } from './lease-book.ts';
import { Manifests } from './manifests.ts';
import { CycleMeter } from './cycle-meter.ts';
import { ComparisonBook } from './comparison-book.ts';
import { ResyncTermsBook } from './resync-terms.ts';
import { RpoHistory } from './rpo-history.ts';
import { SeriesBook } from './series-book.ts';
import { Trace } from './trace.ts';
import { VaultBook } from './vault/vault-book.ts';

/** Version of the records; a newer one in the store was written by a newer program. */
const SCHEMA_VERSION = 1;

/** The counter must never fall, lest a request id be given twice. */
interface Meta {
  readonly schemaVersion: number;
  readonly commandCount: number;
}

/** The throttle an administrator chose for a host, and whether the host knows it yet. */
export interface HostBandwidth {
  readonly hostId: HostId;
  readonly schedule: BandwidthSchedule | null;
  readonly isPending: boolean;
}

/** What must be known of a host before it has answered: statistics and windows go by its local time. */
export interface HostMemory {
  readonly hostId: HostId;
  readonly utcOffsetMinutes: number;
  /** Changes of its clocks: announced, or just passed. Ascending. Absent in records of earlier versions: none. */
  readonly offsetChanges?: readonly OffsetChange[];
}

/** All that the engine knows. Everything but the inventory, which the hosts tell anew, is journalled. */
export class EngineState {
  readonly items = new JournalledMap<VmId, ReplicatedItem>('items');
  readonly jobs = new JournalledMap<JobId, Job>('jobs');
  readonly policies = new JournalledMap<PolicyId, ReplicationPolicy>('policies');
  readonly plans = new JournalledMap<PlanId, RecoveryPlan>('plans');
  readonly bandwidth = new JournalledMap<HostId, HostBandwidth>('bandwidth');
  readonly hosts = new JournalledMap<HostId, HostMemory>('hosts');
  /** Servers whose heartbeat is missing, by name: told once, also by the engine after this one. */
  readonly silences = new JournalledMap<string, Silence>('silences');
  /** Machines whose host has not been told of their changed policy; `number` tells changes apart. */
  readonly policyNews = new JournalledMap<VmId, { readonly vmId: VmId; readonly number: number }>('policyNews');
  readonly history = new History();
  readonly series = new SeriesBook();
  readonly rpoHistory = new RpoHistory();
  readonly comparisons = new ComparisonBook();
  readonly resyncTerms = new ResyncTermsBook();
  /** Not journalled: what was measured is of use only while it is new. */
  readonly cycles = new CycleMeter();
  readonly leases = new LeaseBook();
  readonly manifests = new Manifests();
  readonly vault = new VaultBook();
  readonly trace = new Trace();
  #inventory: readonly HostInventory[] = [];
  #hostsById: ReadonlyMap<HostId, HostInventory> = new Map();
  #machinesById: ReadonlyMap<VmId, MachineInventory> = new Map();
  readonly #meta = new JournalledMap<'counters', Meta>('meta');
  /** In the order in which a transaction names them. */
  readonly #journalled: readonly { takeMutations(): readonly Mutation[] }[] = [
    this.#meta,
    this.items,
    this.jobs,
    this.policies,
    this.plans,
    this.bandwidth,
    this.hosts,
    this.silences,
    this.policyNews,
    this.history.records,
    this.series.records,
    this.rpoHistory.records,
    this.comparisons.records,
    this.comparisons.completions,
    this.resyncTerms.records,
    this.leases.records,
    this.manifests,
    this.vault,
    this.trace.chunks,
  ];

  /** Reads the journal's version, and begins an epoch unless nothing may be written: null. To be called before {@link load}. */
  async enter(store: Store): Promise<Epoch | null> {
    await this.#meta.load(store);
    return this.readOnlyReason() === null ? store.takeEpoch() : null;
  }

  /** Reads the journal. One of a newer version is read as it stands; nothing may be written to it. */
  async load(store: Store): Promise<void> {
    await this.#meta.load(store);
    for (const table of [
      this.items,
      this.jobs,
      this.policies,
      this.plans,
      this.bandwidth,
      this.hosts,
      this.silences,
      this.policyNews,
      this.history,
      this.series,
      this.rpoHistory,
      this.comparisons,
      this.resyncTerms,
      this.leases,
      this.manifests,
      this.vault,
      this.trace,
    ]) {
      await table.load(store);
    }
  }

  /** Why nothing may be changed, as one sentence; null when it may. */
  readOnlyReason(): string | null {
    const { schemaVersion } = this.#counters();
    return schemaVersion > SCHEMA_VERSION
      ? `The journal has version ${schemaVersion}, of a newer program; this one writes version ${SCHEMA_VERSION}.`
      : null;
  }

  takeMutations(): readonly Mutation[] {
    const taken: Mutation[] = [];
    for (const table of this.#journalled) taken.push(...table.takeMutations());
    return taken;
  }

  /** The number of a new command; unique in the life of the journal, so that equal times have an order. */
  nextCommandNumber(): number {
    const counters = this.#counters();
    const commandCount = counters.commandCount + 1;
    this.#meta.put('counters', { ...counters, commandCount });
    return commandCount;
  }

  /** What the hosts told last; empty until they have. */
  get inventory(): readonly HostInventory[] {
    return this.#inventory;
  }

  /** The hosts have answered. */
  noteInventory(inventory: readonly HostInventory[], now: Instant): void {
    this.#inventory = inventory;
    this.#hostsById = new Map(inventory.map((host) => [host.hostId, host]));
    this.#machinesById = new Map(
      inventory.flatMap((host) => host.machines.map((machine) => [machine.vmId, machine] as const)),
    );
    for (const { hostId, utcOffsetMinutes, offsetChanges = [] } of inventory) {
      const known = this.hosts.get(hostId);
      const told = { utcOffsetMinutes, offsetChanges };
      const offsets = followOffsets(known && { ...known, offsetChanges: known.offsetChanges ?? [] }, told, now);
      if (!isSameClock(known, offsets)) this.hosts.put(hostId, { hostId, ...offsets });
    }
  }

  /** The host's clocks as it told of them last; UTC while it never has. */
  offsetAt(hostId: HostId): OffsetAt {
    const known = this.hosts.get(hostId);
    return offsetOf(known?.utcOffsetMinutes ?? 0, known?.offsetChanges);
  }

  host(hostId: HostId): HostInventory | undefined {
    return this.#hostsById.get(hostId);
  }

  machine(vmId: VmId): MachineInventory | undefined {
    return this.#machinesById.get(vmId);
  }

  #counters(): Meta {
    return this.#meta.get('counters') ?? { schemaVersion: SCHEMA_VERSION, commandCount: 0 };
  }
}

function isSameClock(known: HostMemory | undefined, { utcOffsetMinutes, offsetChanges }: HostOffsets): boolean {
  const instants = known?.offsetChanges?.map(({ at }) => at) ?? [];
  return (
    known?.utcOffsetMinutes === utcOffsetMinutes &&
    instants.length === offsetChanges.length &&
    offsetChanges.every(({ at }, index) => at === instants[index])
  );
}
