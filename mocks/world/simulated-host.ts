import type { Bytes, Instant } from '../../src/base/units.ts';
import { GIB, instant, MIB, SECOND_MS } from '../../src/base/units.ts';
import type { HostId, VmId } from '../../src/core/model.ts';
import type { HostInventory, MachineInventory, NetworkAdapter, VirtualSwitch } from '../../src/core/ports.ts';
import type { VirtualClock } from '../simulation/virtual-clock.ts';
import { LINK_ORDER } from './call-order.ts';
import { nicsOf, switchesOf } from './host-networks.ts';
import { SharedRate } from './shared-rate.ts';
import type { SimulatedMachine } from './simulated-machine.ts';

/** What never changes about a host. */
export interface HostFacts {
  readonly hostId: HostId;
  readonly name: string;
  readonly siteName: string;
  /** The VMM server on which the site's provider sits; null: on the host itself. */
  readonly vmmServerName: string | null;
  /** Minutes east of UTC until the first of the changes. */
  readonly utcOffsetMinutes: number;
  /** When its clocks change, ascending. */
  readonly offsetChanges: readonly { readonly at: Instant; readonly utcOffsetMinutes: number }[];
  readonly volume: { readonly name: string; readonly sizeBytes: Bytes; readonly otherFilesBytes: Bytes };
}

const DISK_BYTES_PER_MS = (400 * MIB) / SECOND_MS;
const CHECKSUM_BYTES_PER_MS = (2 * GIB) / SECOND_MS;
const HEARTBEAT_MS = 30 * SECOND_MS;
/** Below this share of its volume a host refuses what would fill it. */
const LOW_SPACE_SHARE = 0.01;
/** What a host reports while the lowDiskSpace fault acts: less than the threshold. */
const FAULTY_FREE_SHARE = 0.001;

const PROVIDER_VERSION = '5.1.6900.0';
const AGENT_VERSION = '2.0.9260.0';

/** A Hyper-V server: its volume, and the disk and processor time that its machines' replication shares. */
export class SimulatedHost {
  readonly facts: HostFacts;
  readonly machines: SimulatedMachine[] = [];
  readonly disk: SharedRate;
  readonly processor: SharedRate;
  readonly #switches: readonly VirtualSwitch[];
  /** They never change, and inventories are told once a minute. */
  readonly #nics = new Map<VmId, readonly NetworkAdapter[]>();

  constructor(clock: VirtualClock, facts: HostFacts) {
    this.facts = facts;
    this.#switches = switchesOf(facts.siteName);
    this.disk = new SharedRate(clock, { order: LINK_ORDER, rate: () => DISK_BYTES_PER_MS });
    this.processor = new SharedRate(clock, { order: LINK_ORDER, rate: () => CHECKSUM_BYTES_PER_MS });
  }

  /** Free space of the volume; `hasFault` = the lowDiskSpace fault acts. Negative: files outgrew it. */
  freeBytes(hasFault: boolean): Bytes {
    const { sizeBytes, otherFilesBytes } = this.facts.volume;
    let free = sizeBytes - otherFilesBytes;
    for (const machine of this.machines) free -= machine.volumeBytes();
    return hasFault ? Math.min(free, Math.floor(sizeBytes * FAULTY_FREE_SHARE)) : free;
  }

  isLowOnSpace(hasFault: boolean): boolean {
    return this.freeBytes(hasFault) < this.facts.volume.sizeBytes * LOW_SPACE_SHARE;
  }

  /** Minutes east of UTC that its clocks are set to. */
  utcOffsetAt(at: Instant): number {
    const { utcOffsetMinutes, offsetChanges } = this.facts;
    return offsetChanges.findLast((change) => change.at <= at)?.utcOffsetMinutes ?? utcOffsetMinutes;
  }

  /** When the service heard no more of the host's agent, and of the VMM server's provider; null while it does. */
  inventory(
    machines: readonly SimulatedMachine[],
    hasSpaceFault: boolean,
    silentSince: { readonly agent: Instant | null; readonly provider: Instant | null },
    now: Instant,
  ): HostInventory {
    const { hostId, name, siteName, vmmServerName, offsetChanges, volume } = this.facts;
    return {
      hostId,
      name,
      siteName,
      // A VMM server has its own way to the service: what befalls a host leaves its heartbeat alone.
      ...(vmmServerName === null
        ? { fabricKind: 'HyperVSite' }
        : {
            fabricKind: 'VMM',
            vmmServer: {
              name: vmmServerName,
              lastHeartbeatAt: heartbeatBefore(silentSince.provider ?? now),
              logicalNetworks: [`${siteName} network`],
              storageClassifications: ['Local Storage', 'Remote Storage'],
            },
          }),
      switches: this.#switches,
      providerVersion: PROVIDER_VERSION,
      agentVersion: AGENT_VERSION,
      lastHeartbeatAt: heartbeatBefore(silentSince.agent ?? now),
      utcOffsetMinutes: this.utcOffsetAt(now),
      offsetChanges: offsetChanges.filter(({ at }) => at > now),
      volumes: [
        { name: volume.name, sizeBytes: volume.sizeBytes, freeBytes: Math.max(0, this.freeBytes(hasSpaceFault)) },
      ],
      machines: machines.map((machine) => {
        const inventory = machine.inventory();
        return { ...inventory, nics: this.#nicsOf(inventory) };
      }),
    };
  }

  #nicsOf(machine: MachineInventory): readonly NetworkAdapter[] {
    const known = this.#nics.get(machine.vmId) ?? nicsOf(this.facts.siteName, machine);
    this.#nics.set(machine.vmId, known);
    return known;
  }
}

function heartbeatBefore(at: Instant): Instant {
  return instant(Math.floor(at / HEARTBEAT_MS) * HEARTBEAT_MS);
}
