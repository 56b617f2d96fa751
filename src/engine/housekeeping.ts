import { after, MINUTE_MS, type Milliseconds } from '../base/units.ts';
import type { HostId, PolicyId } from '../core/model.ts';
import type { DeskTools, ItemDesk } from './item-desk.ts';
import type { EngineChange } from './engine-api.ts';
import { PolicyNews } from './policy-news.ts';
import { rpoOf } from './views.ts';

/** How often hosts are asked for what runs on them, and the items' series get a point. */
const BEAT_MS: Milliseconds = MINUTE_MS;

/** Of a larger fleet a part gets its point each minute, in turns: 10,000 items every five minutes. */
const MAX_SAMPLES_PER_BEAT = 2_000;

/**
 * The engine's own work, once a minute of its clock: the hosts' inventory and heartbeats, the items'
 * statistics, one point of every item's series, throttles and policies that a host does not know yet.
 */
export class Housekeeping {
  readonly #tools: DeskTools;
  readonly #desk: Pick<ItemDesk, 'keep' | 'followMachines'>;
  readonly #changed: (change: EngineChange) => void;
  readonly #policyNews: PolicyNews;
  #isListing = false;
  /** Asked for while one was under way, whose answer may be older than what it was asked for. */
  #isListingDue = false;
  readonly #throttling = new Set<HostId>();

  constructor(
    tools: DeskTools,
    desk: Pick<ItemDesk, 'keep' | 'followMachines'>,
    changed: (change: EngineChange) => void,
  ) {
    this.#tools = tools;
    this.#desk = desk;
    this.#changed = changed;
    this.#policyNews = new PolicyNews(tools);
  }

  /** One beat, and the next one armed. Within a settlement. */
  beat(): void {
    const { ports, state, timers, registrar } = this.#tools;
    const now = ports.clock.now();
    timers.arm('engine', 'beat', after(now, BEAT_MS), () => this.beat());
    for (const vmId of state.items.keys()) this.#desk.keep(vmId);
    const turns = Math.ceil(state.items.size / MAX_SAMPLES_PER_BEAT);
    let turn = Math.floor(now / BEAT_MS);
    const objectives: Milliseconds[] = [];
    for (const item of state.items.values()) {
      const rpo = rpoOf(item, now);
      if (rpo !== null) objectives.push(rpo);
      if (turn++ % turns !== 0) continue;
      state.series.sample(item, registrar.noteHealth(item, now), now);
      this.#changed({ kind: 'item', vmId: item.vmId });
    }
    state.rpoHistory.sample(objectives, now);
    for (const { hostId, isPending } of state.bandwidth.values()) if (isPending) this.throttle(hostId);
    this.#policyNews.tell();
    this.refreshInventory();
  }

  /** The hosts are told of a policy that has changed. Within a settlement. */
  announcePolicy(policyId: PolicyId): void {
    this.#policyNews.announce(policyId);
  }

  /** Tells a host its throttle; one that cannot be reached hears it at a later beat. Within a settlement. */
  throttle(hostId: HostId): void {
    const { ports, state } = this.#tools;
    const wanted = state.bandwidth.get(hostId);
    if (!wanted || this.#throttling.has(hostId)) return;
    this.#throttling.add(hostId);
    this.#start(`bandwidth-${hostId}`, {
      run: async (call) => {
        await ports.host.setBandwidth(hostId, wanted.schedule, call);
        return () => {
          this.#throttling.delete(hostId);
          const latest = state.bandwidth.get(hostId);
          if (latest === wanted) state.bandwidth.put(hostId, { ...wanted, isPending: false });
          else this.throttle(hostId);
        };
      },
      fail: () => void this.#throttling.delete(hostId),
    });
  }

  /** Asks the hosts what runs on them. Within a settlement. */
  refreshInventory(): void {
    const { ports, state } = this.#tools;
    // A listing that takes longer than a beat is awaited, not doubled; what it left behind is asked for then.
    this.#isListingDue = this.#isListing;
    if (this.#isListing) return;
    this.#isListing = true;
    this.#start('inventory', {
      run: async (call) => {
        const hosts = await ports.host.listHosts(call);
        return () => {
          this.#isListing = false;
          state.noteInventory(hosts, ports.clock.now());
          this.#tools.registrar.noteHeartbeats(ports.clock.now());
          this.#desk.followMachines();
          this.#changed({ kind: 'inventory' });
          if (this.#isListingDue) this.refreshInventory();
        };
      },
      // What the hosts said last stands; its heartbeat grows old, and that is shown.
      fail: () => {
        this.#tools.registrar.noteHeartbeats(ports.clock.now());
        this.#isListing = false;
      },
    });
  }

  #start(owner: string, work: Pick<Parameters<DeskTools['runner']['start']>[0], 'run' | 'fail'>): void {
    const { settlement, runner, state } = this.#tools;
    const number = state.nextCommandNumber();
    settlement.afterCommit(() => runner.start({ owner, key: owner, number, ...work }));
  }
}
