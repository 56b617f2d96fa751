import type { Rng } from '../../src/base/rng.ts';
import type { BitsPerSecond, Bytes, Instant, Milliseconds } from '../../src/base/units.ts';
import { after, SECOND_MS } from '../../src/base/units.ts';
import { PortError } from '../../src/core/errors/fault.ts';
import type { BandwidthSchedule, HostId } from '../../src/core/model.ts';
import type { Call } from '../../src/core/ports.ts';
import type { VirtualClock } from '../simulation/virtual-clock.ts';
import { givenUp, LINK_ORDER, orderOf, useOf } from './call-order.ts';
import { SharedRate } from './shared-rate.ts';
import { throttleAt, throttleChangesAt } from './throttle.ts';

/** How long a connection attempt, or a transfer that stands still, lasts before it is given up. */
export const CONNECT_TIMEOUT_MS: Milliseconds = 5 * SECOND_MS;
export const CLOUD_BITS_PER_SECOND: BitsPerSecond = 8e9;
export const CLOUD_LATENCY_MS: Milliseconds = 1;
/** A round trip takes its latency and up to this share more. */
const JITTER = 0.2;

export interface LinkRecord {
  readonly bitsPerSecond: BitsPerSecond;
  readonly latencyMs: Milliseconds;
  readonly schedule: BandwidthSchedule | null;
  /** Share of the requests that get no answer; absent: none. */
  readonly lossShare?: number;
}

export interface Transfer {
  /** Whose link the bytes cross; 'cloud' = between services. */
  readonly over: HostId | 'cloud';
  readonly bytes: Bytes;
  /** Seen from the host. Both ways have the link's full bandwidth. */
  readonly direction: 'up' | 'down';
  readonly call: Call;
}

/** Minutes east of UTC at an instant, by a host's clocks. */
type UtcOffsetAt = (at: Instant) => number;

/** One host's way to the storage account. */
class Link {
  record: LinkRecord;
  isUp = true;
  readonly up: SharedRate;
  readonly down: SharedRate;
  #disarm: (() => void) | null = null;
  readonly #clock: VirtualClock;
  readonly #order: number;
  readonly #name: string;

  constructor(clock: VirtualClock, order: number, name: string, record: LinkRecord, utcOffsetAt: UtcOffsetAt) {
    this.#clock = clock;
    this.#order = order;
    this.#name = name;
    this.record = record;
    const bytesPerMs = (limit: BitsPerSecond | null): number =>
      this.isUp ? Math.min(this.record.bitsPerSecond, limit ?? Infinity) / 8 / SECOND_MS : 0;
    this.up = new SharedRate(clock, {
      order,
      // The agent throttles what it sends, not what it fetches.
      rate: () =>
        bytesPerMs(this.record.schedule && throttleAt(this.record.schedule, clock.now(), utcOffsetAt(clock.now()))),
      changesAt: () =>
        this.record.schedule && throttleChangesAt(this.record.schedule, clock.now(), utcOffsetAt(clock.now())),
    });
    this.down = new SharedRate(clock, { order: order + 0.5, rate: () => bytesPerMs(null) });
  }

  change(record: LinkRecord): void {
    this.record = record;
    this.up.changed();
    this.down.changed();
  }

  /** While down nothing moves; what stands still for the connect timeout fails. */
  setUp(isUp: boolean): void {
    if (this.isUp === isUp) return;
    this.isUp = isUp;
    this.#disarm?.();
    this.#disarm = isUp
      ? null
      : this.#clock.arm(after(this.#clock.now(), CONNECT_TIMEOUT_MS), this.#order, () => this.#failAll());
    this.up.changed();
    this.down.changed();
  }

  unreachable(): PortError {
    return new PortError({
      code: 'NetworkUnreachable',
      detail: `${this.#name} has no connection to the storage account`,
    });
  }

  #failAll(): void {
    this.up.failAll(() => this.unreachable());
    this.down.failAll(() => this.unreachable());
  }
}

/** The links of all hosts and the way inside the cloud. Machines with transfers under way have equal parts of their link. */
export class Network {
  readonly #clock: VirtualClock;
  readonly #rng: Rng;
  readonly #links = new Map<HostId, Link>();
  readonly #cloud: SharedRate;

  constructor(clock: VirtualClock, rng: Rng) {
    this.#clock = clock;
    this.#rng = rng;
    this.#cloud = new SharedRate(clock, { order: LINK_ORDER, rate: () => CLOUD_BITS_PER_SECOND / 8 / SECOND_MS });
  }

  addLink(hostId: HostId, name: string, record: LinkRecord, utcOffsetAt: UtcOffsetAt): void {
    this.#links.set(hostId, new Link(this.#clock, LINK_ORDER + 1 + this.#links.size, name, record, utcOffsetAt));
  }

  /** Throws PortError InvalidParameter for a host that is not there. */
  linkOf(hostId: HostId): LinkRecord {
    return this.#link(hostId).record;
  }

  /** Acts on transfers under way. */
  changeLink(hostId: HostId, change: Partial<LinkRecord>): void {
    const link = this.#link(hostId);
    link.change({ ...link.record, ...change });
  }

  setUp(hostId: HostId, isUp: boolean): void {
    this.#link(hostId).setUp(isUp);
  }

  /**
   * Waits in the world for a round trip and for the bytes. Rejects with PortError
   * NetworkUnreachable, after the connect timeout, while the link is down.
   */
  async transfer({ over, bytes, direction, call }: Transfer): Promise<void> {
    const order = orderOf(call);
    const link = over === 'cloud' ? null : this.#link(over);
    if (link && !link.isUp) {
      await this.#clock.sleep(CONNECT_TIMEOUT_MS, order, call.signal, givenUp(call));
      if (!link.isUp) throw link.unreachable();
    }
    const latencyMs = link ? link.record.latencyMs : CLOUD_LATENCY_MS;
    if (link?.record.lossShare && this.#rng.fork(`${call.requestId} loss`).unit() < link.record.lossShare) {
      await this.#clock.sleep(CONNECT_TIMEOUT_MS, order, call.signal, givenUp(call));
      throw new PortError({ code: 'NetworkTimeout', detail: 'no answer from the storage account' });
    }
    const jitter = this.#rng.fork(call.requestId).unit() * JITTER;
    await this.#clock.sleep(Math.max(1, Math.round(latencyMs * (1 + jitter))), order, call.signal, givenUp(call));
    const rate = link ? link[direction] : this.#cloud;
    await rate.use(bytes, useOf(call));
  }

  #link(hostId: HostId): Link {
    const link = this.#links.get(hostId);
    if (!link) throw new PortError({ code: 'InvalidParameter', detail: `no host ${hostId}` });
    return link;
  }
}
