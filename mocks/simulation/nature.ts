import type { Rng } from '../../src/base/rng.ts';
import { after, MINUTE_MS, PAGE_BYTES, SECOND_MS, type Instant } from '../../src/base/units.ts';
import type { HostId, VmId } from '../../src/core/model.ts';
import { replicaContainer } from '../../src/core/protection/blob-names.ts';
import { BLOCK_BYTES } from '../world/block-ref.ts';
import type { World, WorldMachine } from '../world/world.ts';
import { oneOf, spanMs } from './draw.ts';
import type { LogLevel, NatureKind } from './plan.ts';

/** What happens to the site without anybody's doing, and how it is mended. */
export class Nature {
  readonly #world: World;
  readonly #rng: Rng;
  #ends: { readonly at: Instant; readonly end: () => void }[] = [];

  constructor(world: World, rng: Rng) {
    this.#world = world;
    this.#rng = rng;
  }

  /** When the next fault ends by itself; undefined when none is under way. */
  get nextEndAt(): Instant | undefined {
    return this.#ends[0]?.at;
  }

  /** True when anything has changed by it. */
  strike(kind: NatureKind): boolean {
    const machine = oneOf(this.#rng, this.#world.machines());
    const { hostId } = machine;
    switch (kind) {
      case 'hostCrash':
        this.#world.crashHost(hostId);
        return machine.policy !== null;
      case 'offlineEdit':
        // Between two runs of its guest: what is edited while a failover keeps the machine off is nobody's loss but the editor's.
        if (!this.#world.isRunningAtHome(machine.vmId)) return false;
        this.#world.editDiskOffline(machine.vmId, oneOf(this.#rng, machine.disks).diskId);
        return true;
      case 'diskGrowth': {
        const { diskId, sizeBytes } = oneOf(this.#rng, machine.disks);
        // By an eighth at most: as often as a seed may have it, the world stays small.
        const grownBytes = sizeBytes + (1 + this.#rng.below(Math.floor(sizeBytes / 8 / PAGE_BYTES))) * PAGE_BYTES;
        if (!this.#world.isRunningAtHome(machine.vmId)) return false;
        this.#world.resizeDisk(machine.vmId, diskId, grownBytes);
        return true;
      }
      case 'logAt49Percent':
      case 'logAt50Percent':
      case 'logAt51Percent':
        return this.#fillLog(machine.vmId, LOG_SHARES[kind]);
      case 'leaseBroken':
        return this.#breakLeases(machine.vmId, null);
      case 'leaseTaken': {
        const isLeased = this.#breakLeases(machine.vmId, STRANGER);
        this.#later(() => this.#breakLeases(machine.vmId, null));
        return isLeased;
      }
      case 'slowLink': {
        const host = this.#world.hosts().find((candidate) => candidate.hostId === hostId);
        if (!host) return false;
        const bitsPerSecond = host.linkBitsPerSecond;
        this.#world.setLink(hostId, { bitsPerSecond: Math.max(1e6, bitsPerSecond / 20) });
        this.#later(() => this.#world.setLink(hostId, { bitsPerSecond: Math.max(5e6, bitsPerSecond) }));
        return true;
      }
      default: {
        if (kind === 'vmmServerDown' && !this.#isBehindVmm(hostId)) return false;
        const target = TARGETS[kind] === 'host' ? hostId : machine.vmId;
        const isNew = !this.#world.faults().some((fault) => fault.kind === kind && fault.target === target);
        const { id } = this.#world.startFault(kind, target);
        this.#later(() => this.#world.endFault(id));
        return isNew;
      }
    }
  }

  /** Ends what is due, or all of it. */
  mend(until: Instant | 'all'): void {
    const due = this.#ends.filter(({ at }) => until === 'all' || at <= until);
    this.#ends = this.#ends.filter((end) => !due.includes(end));
    for (const { end } of due) end();
  }

  /** One of the machine's disks is written until its logs are at least `share` of it, and by less than two blocks more. */
  #fillLog(vmId: VmId, share: number): boolean {
    const disk = (): WorldMachine['disks'][number] | undefined => {
      const machine = this.#world.machines().find((each) => each.vmId === vmId);
      return machine && this.#world.isRunningAtHome(machine.vmId) ? machine.disks[0] : undefined;
    };
    let before = 0;
    for (let now = disk(); now && now.logBytes > before; now = disk()) {
      const { diskId, sizeBytes, logBytes } = now;
      const missingBytes = sizeBytes * share - logBytes;
      if (missingBytes <= 0) return -missingBytes < 2 * BLOCK_BYTES;
      before = logBytes;
      // The log describes each write in a block of its own now and then, so the last ones go one by one.
      const count = Math.max(1, Math.floor(missingBytes / BLOCK_BYTES) - 2);
      this.#world.writeAsGuest(vmId, diskId, { offsetBytes: 0, lengthBytes: count * BLOCK_BYTES });
    }
    // Nothing tracks the disk: its log does not grow.
    return false;
  }

  /** As somebody with the portal can. False where no replica was leased. */
  #breakLeases(vmId: VmId, taker: string | null): boolean {
    const replicas = this.#world.blobs().filter(({ container }) => container === replicaContainer(vmId));
    const isLeased = replicas.some((blob) => this.#world.leaseIdOf(blob) !== null);
    for (const blob of replicas) this.#world.breakLease(blob, taker);
    return isLeased;
  }

  #isBehindVmm(hostId: HostId): boolean {
    return this.#world.inventory().some((host) => host.hostId === hostId && host.fabricKind === 'VMM');
  }

  #later(end: () => void): void {
    const at = after(this.#world.clock.now(), spanMs(this.#rng, 10 * SECOND_MS, 20 * MINUTE_MS));
    this.#ends = [...this.#ends, { at, end }].toSorted((a, b) => a.at - b.at);
  }
}

/** A lease of somebody who has nothing to do with replication. */
const STRANGER = '99999999-9999-4999-8999-999999999999';

const LOG_SHARES: Readonly<Record<LogLevel, number>> = {
  logAt49Percent: 0.49,
  logAt50Percent: 0.5,
  logAt51Percent: 0.51,
};

const TARGETS: Readonly<
  Record<
    Exclude<
      NatureKind,
      LogLevel | 'hostCrash' | 'offlineEdit' | 'slowLink' | 'diskGrowth' | 'leaseBroken' | 'leaseTaken'
    >,
    'host' | 'machine'
  >
> = {
  linkDown: 'host',
  lowDiskSpace: 'host',
  lowMemory: 'host',
  clockSkew: 'host',
  hostDown: 'host',
  vmmServerDown: 'host',
  brokenVhdChain: 'machine',
  vmDeleted: 'machine',
  vssFailure: 'machine',
  // Of the account, whatever the target.
  authorizationRevoked: 'machine',
  storageThrottled: 'machine',
};

/** One guest's writes, where it runs: `share` of its disks within `periodMs`, in six pieces on random places. */
export function writeSome(world: World, machine: WorldMachine, share: number, rng: Rng): void {
  const disk = oneOf(rng, machine.disks);
  const blocks = Math.floor(disk.sizeBytes / BLOCK_BYTES);
  const wanted = (blocks * machine.disks.length * share) / WRITES_PER_INTERVAL;
  // Chance rounds what is less than a block, so that the mean holds.
  const count = Math.min(blocks, Math.floor(wanted + rng.unit()));
  if (count === 0) return;
  const block = rng.below(blocks - count + 1);
  const extent = { offsetBytes: block * BLOCK_BYTES, lengthBytes: count * BLOCK_BYTES };
  if (world.isRunningAtHome(machine.vmId)) world.writeAsGuest(machine.vmId, disk.diskId, extent);
  for (const { vmId, ref } of world.azureMachines()) {
    if (vmId === machine.vmId) world.writeInAzure(ref, disk.diskId, extent);
  }
}

/** Pieces in which a guest writes its share of one copy interval. */
export const WRITES_PER_INTERVAL = 6;
