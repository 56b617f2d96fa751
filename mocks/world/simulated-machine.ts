import { endOf } from '../../src/base/extent.ts';
import type { Extent } from '../../src/base/extent.ts';
import { resumeRng } from '../../src/base/rng.ts';
import type { Rng } from '../../src/base/rng.ts';
import type { Bytes, Instant } from '../../src/base/units.ts';
import { after, PAGE_BYTES } from '../../src/base/units.ts';
import type { DiskId, HostId, VmId } from '../../src/core/model.ts';
import type { MachineInventory, NewDisk, ReadinessError } from '../../src/core/ports.ts';
import { BLOCK_BYTES } from './block-ref.ts';
import { INVALID_STATE, refuse } from './host-refusal.ts';
import type { BlockRun } from './disk-layout.ts';
import type { MachineReplication, ReplicationRecord } from './machine-replication.ts';
import type { DiskRecord, SimulatedDisk } from './simulated-disk.ts';
import { startWorkload, wakePeriodMs, wakeWorkload } from './workload.ts';
import type { WorkloadState } from './workload.ts';
import type { WorkloadKind } from './world.ts';

/** What never changes about a machine. */
export interface MachineFacts {
  readonly vmId: VmId;
  readonly name: string;
  readonly hostId: HostId;
  readonly generation: 1 | 2;
  readonly state: 'Running' | 'Off';
  readonly osType: 'Windows' | 'Linux';
  readonly osName: string;
  readonly cpuCount: number;
  readonly memoryMegabytes: number;
  readonly readinessErrors: readonly ReadinessError[];
  readonly isImported: boolean;
}

export interface MachineRecord {
  readonly workload: WorkloadState;
  readonly wakesAt: Instant;
  /** Absent in records of worlds in which nothing was ever shut down: as its scenario says. */
  readonly isRunning?: boolean;
  readonly disks: readonly DiskRecord[];
  readonly replication: ReplicationRecord;
}

/** A virtual machine on its host: disks, the guest that writes them, and its replication. */
export class SimulatedMachine {
  readonly facts: MachineFacts;
  readonly disks: readonly SimulatedDisk[];
  readonly replication: MachineReplication;
  #workload: WorkloadState;
  #wakesAt: Instant;
  #isRunning: boolean;

  constructor(
    facts: MachineFacts,
    disks: readonly SimulatedDisk[],
    replication: MachineReplication,
    guest: { readonly workload: WorkloadState; readonly wakesAt: Instant; readonly isRunning?: boolean },
  ) {
    this.facts = facts;
    this.disks = disks;
    this.replication = replication;
    this.#workload = guest.workload;
    this.#wakesAt = guest.wakesAt;
    this.#isRunning = guest.isRunning ?? facts.state === 'Running';
  }

  get workload(): WorkloadKind {
    return this.#workload.kind;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  get wakesAt(): Instant {
    return this.#wakesAt;
  }

  /** Its guest is shut down, or boots. */
  setRunning(isRunning: boolean): void {
    this.#isRunning = isRunning;
  }

  /** A disk that nobody but the host writes: the machine is off and not replicated. Throws PortError. */
  idleDisk(diskId: DiskId): SimulatedDisk {
    const { name } = this.facts;
    if (this.#isRunning) throw refuse('InvalidReplicaState', `${name} is running`, INVALID_STATE);
    if (this.replication.status().isRelated)
      throw refuse('InvalidReplicaState', `${name} is replicated`, INVALID_STATE);
    const disk = this.disks.find((each) => each.facts.diskId === diskId);
    if (!disk) throw refuse('InvalidParameter', `${name} has no disk ${diskId}`);
    return disk;
  }

  /** The machine was lost: it stands again, off, with these of its disks, empty. Throws PortError. */
  makeAnew(disks: readonly NewDisk[], at: Instant): void {
    const unknown = disks.find(({ diskId }) => !this.disks.some((each) => each.facts.diskId === diskId));
    if (unknown) throw refuse('InvalidParameter', `${this.facts.name}: no disk ${unknown.diskId}`);
    this.#isRunning = false;
    this.replication.unrelate();
    for (const { diskId, sizeBytes } of disks) this.#diskOf(diskId).resize(sizeBytes, at);
    for (const disk of this.disks) disk.clear({ offsetBytes: 0, lengthBytes: disk.sizeBytes });
  }

  setWorkload(kind: WorkloadKind, rng: Rng): void {
    this.#workload = startWorkload(kind, rng);
  }

  /** One wake of the guest; it does nothing while the machine `isAway` with its host. The next wake is at {@link wakesAt}. */
  wake(at: Instant, utcOffsetMinutes: number, isAway: boolean): void {
    this.#wakesAt = after(at, wakePeriodMs(this.#workload.kind));
    const dataDisk = this.disks.at(-1);
    if (isAway || !this.#isRunning || !dataDisk || dataDisk.area.length === 0) return;
    const { state, writes } = wakeWorkload(this.#workload, dataDisk.area, at, utcOffsetMinutes);
    this.#workload = state;
    for (const run of writes) this.#write(dataDisk, run, at);
    const systemDisk = this.disks[0];
    // The guest's own log, on the system disk: writes of one instant on two disks, whose order must hold.
    if (systemDisk && systemDisk !== dataDisk && writes.length > 0)
      this.#write(systemDisk, systemDisk.area.runAt(at % systemDisk.area.length, 1), at);
  }

  /** Somebody gives a disk another size, also while the guest runs. Whole pages; `RangeError` otherwise. */
  resizeDisk(diskId: DiskId, sizeBytes: Bytes, at: Instant): void {
    const disk = this.#diskOf(diskId);
    if (!Number.isSafeInteger(sizeBytes) || sizeBytes <= 0 || sizeBytes % PAGE_BYTES !== 0)
      throw new RangeError(`a disk has whole pages of ${PAGE_BYTES} bytes, not ${sizeBytes} bytes`);
    disk.resize(sizeBytes, at);
  }

  /** Changes blocks behind tracking's back, as a mount on the host does. */
  editOffline(diskId: DiskId, at: Instant): void {
    const disk = this.#diskOf(diskId);
    this.replication.loseTrack('modifiedOffline');
    const rng = resumeRng(this.#workload.rng).fork(`edit ${at}`);
    for (let i = 0; i < OFFLINE_EDITS && disk.area.length > 0; i++)
      disk.write(disk.area.runAt(rng.below(disk.area.length), 4), at, false);
  }

  /** One write of the guest, where and when somebody wants it. Whole blocks within the disk only. */
  writeAsGuest(diskId: DiskId, extent: Extent, at: Instant): void {
    const disk = this.#diskOf(diskId);
    const block = extent.offsetBytes / BLOCK_BYTES;
    const count = extent.lengthBytes / BLOCK_BYTES;
    const isWhole = Number.isInteger(block) && Number.isInteger(count) && block >= 0 && count > 0;
    if (!isWhole || endOf(extent) > disk.sizeBytes)
      throw new RangeError(
        `a guest writes whole blocks of ${BLOCK_BYTES} bytes within its disk of ${disk.sizeBytes} bytes, ` +
          `not ${extent.lengthBytes} bytes at ${extent.offsetBytes}`,
      );
    this.#write(disk, { block, count }, at);
  }

  /** Bytes of its files on the host's volume: disks, logs, and the differencing files that a checkpoint makes. */
  volumeBytes(): Bytes {
    let total = 0;
    for (const disk of this.disks) {
      total += disk.allocatedBytes + (disk.activeLog?.fileBytes ?? 0) + (disk.frozenLog?.fileBytes ?? 0);
      total += disk.differencingBytes;
    }
    return total;
  }

  inventory(): MachineInventory {
    const { isImported: _isImported, ...facts } = this.facts;
    return {
      ...facts,
      state: this.#isRunning ? 'Running' : 'Off',
      workload: this.#workload.kind,
      disks: this.disks.map(({ facts: { diskId, name, role, format }, sizeBytes, allocatedBytes }) => ({
        diskId,
        name,
        role,
        sizeBytes,
        format,
        allocatedBytes,
      })),
    };
  }

  toRecord(): MachineRecord {
    return {
      workload: this.#workload,
      wakesAt: this.#wakesAt,
      isRunning: this.#isRunning,
      disks: this.disks.map((disk) => disk.toRecord()),
      replication: this.replication.toRecord(),
    };
  }

  #write(disk: SimulatedDisk, run: BlockRun, at: Instant): void {
    disk.write(run, at, this.replication.isTracking);
  }

  #diskOf(diskId: DiskId): SimulatedDisk {
    const disk = this.disks.find((each) => each.facts.diskId === diskId);
    if (!disk) throw new RangeError(`${this.facts.name} has no disk ${diskId}`);
    return disk;
  }
}

/** Writes of an edit behind tracking's back. */
const OFFLINE_EDITS = 16;
