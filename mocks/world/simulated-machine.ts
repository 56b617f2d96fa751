import { endOf } from '../../src/base/extent.ts';
import type { Extent } from '../../src/base/extent.ts';
import { resumeRng } from '../../src/base/rng.ts';
import type { Rng, RngState } from '../../src/base/rng.ts';
import type { Bytes, Instant } from '../../src/base/units.ts';
import { after } from '../../src/base/units.ts';
import { PortError } from '../../src/core/errors/fault.ts';
import type { Consistency, DiskId, HostId, LogId, SnapshotId, VmId } from '../../src/core/model.ts';
import type {
  FrozenLogSet,
  MachineInventory,
  ReadinessError,
  ReplicationStatus,
  Snapshot,
} from '../../src/core/ports.ts';
import { BLOCK_BYTES } from './block-ref.ts';
import { ContentHistory } from './content-history.ts';
import { drawGuid } from './guid.ts';
import type { ReplicaLogFile } from './replica-log-file.ts';
import type { DiskRecord, SimulatedDisk } from './simulated-disk.ts';
import type { VirtualFile } from './virtual-file.ts';
import { startWorkload, wakeWorkload, WAKE_MS } from './workload.ts';
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

export type ResyncFinding = NonNullable<ReplicationStatus['resyncCause']>;

/** A checkpoint made for replication: the frozen view of each tracked disk. */
interface Checkpoint extends Snapshot {
  /** The request that asked for it: the same request again gets the same answer. */
  readonly requestId: string;
  readonly files: ReadonlyMap<DiskId, VirtualFile>;
}

export interface MachineRecord {
  readonly workload: WorkloadState;
  readonly wakesAt: Instant;
  readonly ids: RngState;
  readonly disks: readonly DiskRecord[];
  /** null: no replication relationship. */
  readonly includedDiskIds: readonly DiskId[] | null;
  readonly isTracking: boolean;
  readonly resyncCause: ResyncFinding | null;
  readonly checkpoint:
    | (Snapshot & { readonly requestId: string; readonly files: readonly (readonly [DiskId, number])[] })
    | null;
  readonly frozen: { readonly frozenAt: Instant; readonly consistency: Consistency } | null;
}

/**
 * A virtual machine on its host: disks, the guest that writes them, and its replication.
 *
 *   no relationship ──create──► related ──startReplication / resynchronize──► tracking
 *                                  ▲                                            │
 *                                  └── stopTracking, or a finding that only ────┘
 *                                      a resynchronization mends
 *
 * Methods act at one instant; what they cost in time is the host API's business.
 */
export class SimulatedMachine {
  readonly facts: MachineFacts;
  readonly disks: readonly SimulatedDisk[];
  #workload: WorkloadState;
  #wakesAt: Instant;
  readonly #ids: Rng;
  #includedDiskIds: readonly DiskId[] | null = null;
  #isTracking = false;
  #resyncCause: ResyncFinding | null = null;
  #checkpoint: Checkpoint | null = null;
  #frozen: { readonly frozenAt: Instant; readonly consistency: Consistency } | null = null;
  #history = new ContentHistory();

  constructor(
    facts: MachineFacts,
    disks: readonly SimulatedDisk[],
    workload: WorkloadState,
    wakesAt: Instant,
    ids: Rng,
  ) {
    this.facts = facts;
    this.disks = disks;
    this.#workload = workload;
    this.#wakesAt = wakesAt;
    this.#ids = ids;
  }

  static restore(
    facts: MachineFacts,
    disks: readonly SimulatedDisk[],
    record: MachineRecord,
    history: ContentHistory,
    fileOf: (mapId: number, sizeBytes: Bytes) => VirtualFile,
  ): SimulatedMachine {
    const machine = new SimulatedMachine(facts, disks, record.workload, record.wakesAt, resumeRng(record.ids));
    const sizes = new Map(disks.map((disk) => [disk.facts.diskId, disk.facts.sizeBytes]));
    machine.#includedDiskIds = record.includedDiskIds;
    machine.#isTracking = record.isTracking;
    machine.#resyncCause = record.resyncCause;
    machine.#frozen = record.frozen;
    machine.#history = history;
    if (record.checkpoint) {
      const files = record.checkpoint.files.map(
        ([diskId, mapId]) => [diskId, fileOf(mapId, sizes.get(diskId) ?? 0)] as const,
      );
      machine.#setCheckpoint({ ...record.checkpoint, files: new Map(files) });
    }
    return machine;
  }

  get workload(): WorkloadKind {
    return this.#workload.kind;
  }

  get wakesAt(): Instant {
    return this.#wakesAt;
  }

  get isTracking(): boolean {
    return this.#isTracking;
  }

  get isRelated(): boolean {
    return this.#includedDiskIds !== null;
  }

  get history(): ContentHistory {
    return this.#history;
  }

  setWorkload(kind: WorkloadKind, rng: Rng): void {
    this.#workload = startWorkload(kind, rng);
  }

  /** One wake of the guest; it does nothing while the machine `isAway` with its host. The next wake is at {@link wakesAt}. */
  wake(at: Instant, utcOffsetMinutes: number, isAway: boolean): void {
    this.#wakesAt = after(at, WAKE_MS);
    const dataDisk = this.disks.at(-1);
    if (isAway || this.facts.state === 'Off' || !dataDisk || dataDisk.area.length === 0) return;
    const { state, writes } = wakeWorkload(this.#workload, dataDisk.area, at, utcOffsetMinutes);
    this.#workload = state;
    for (const run of writes) this.#write(dataDisk, run, at);
    const systemDisk = this.disks[0];
    // The guest's own log, on the system disk: writes of one instant on two disks, whose order must hold.
    if (systemDisk && systemDisk !== dataDisk && writes.length > 0)
      this.#write(systemDisk, systemDisk.area.runAt(at % systemDisk.area.length, 1), at);
  }

  // ── relationship and tracking ──

  /** Idempotent for the same disks. */
  relate(includedDiskIds: readonly DiskId[]): void {
    const known = new Set(this.disks.map((disk) => disk.facts.diskId));
    const unknown = includedDiskIds.find((diskId) => !known.has(diskId));
    if (unknown !== undefined) throw refuse('InvalidParameter', `${this.facts.name} has no disk ${unknown}`);
    if (includedDiskIds.length === 0) throw refuse('InvalidParameter', `${this.facts.name}: no disk is included`);
    const isSame =
      this.#includedDiskIds === null ||
      [...this.#includedDiskIds].toSorted().join() === [...includedDiskIds].toSorted().join();
    if (!isSame) throw refuse('InvalidReplicaState', `${this.facts.name} is already related with other disks`);
    this.#includedDiskIds = [...includedDiskIds];
  }

  unrelate(): void {
    this.stopTracking();
    this.#dropCheckpoint();
    this.#includedDiskIds = null;
    this.#resyncCause = null;
  }

  /** Takes the checkpoint and starts a new chain of logs at the same instant. */
  startChain(requestId: string, at: Instant): Snapshot {
    if (this.#checkpoint?.requestId === requestId) {
      const { snapshotId, takenAt, consistency } = this.#checkpoint;
      return { snapshotId, takenAt, consistency };
    }
    const disks = this.#tracked();
    this.#dropCheckpoint();
    this.#frozen = null;
    for (const disk of disks) disk.startLog(this.#drawLogId(), at);
    this.#isTracking = true;
    this.#resyncCause = null;
    this.#history.keep(at, this.disks);
    const files = new Map(disks.map((disk) => [disk.facts.diskId, disk.file.clone()]));
    const snapshotId = drawGuid(this.#ids) as SnapshotId;
    this.#setCheckpoint({ snapshotId, takenAt: at, consistency: 'CrashConsistent', requestId, files });
    return { snapshotId, takenAt: at, consistency: 'CrashConsistent' };
  }

  /** Ends tracking and deletes all logs; the relationship and a finding stay. */
  stopTracking(): void {
    this.#isTracking = false;
    this.#frozen = null;
    for (const disk of this.disks) disk.discardLogs();
  }

  /** Tracking ends and only a resynchronization mends it; a log under way stays unclosed. No-op while nothing is tracked. */
  loseTrack(cause: ResyncFinding): void {
    if (!this.#isTracking) return;
    this.#isTracking = false;
    this.#resyncCause = cause;
  }

  /** Changes blocks behind tracking's back, as a mount on the host does. */
  editOffline(diskId: DiskId, at: Instant): void {
    const disk = this.diskOf(diskId);
    this.loseTrack('modifiedOffline');
    const rng = resumeRng(this.#ids.save()).fork(`edit ${at}`);
    for (let i = 0; i < OFFLINE_EDITS && disk.area.length > 0; i++)
      disk.write(disk.area.runAt(rng.below(disk.area.length), 4), at, false);
  }

  /** One write of the guest, where and when somebody wants it. Whole blocks within the disk only. */
  writeAsGuest(diskId: DiskId, extent: Extent, at: Instant): void {
    const disk = this.disks.find((each) => each.facts.diskId === diskId);
    if (!disk) throw new RangeError(`${this.facts.name} has no disk ${diskId}`);
    const block = extent.offsetBytes / BLOCK_BYTES;
    const count = extent.lengthBytes / BLOCK_BYTES;
    const isWhole = Number.isInteger(block) && Number.isInteger(count) && block >= 0 && count > 0;
    if (!isWhole || endOf(extent) > disk.facts.sizeBytes)
      throw new RangeError(
        `a guest writes whole blocks of ${BLOCK_BYTES} bytes within its disk of ${disk.facts.sizeBytes} bytes, ` +
          `not ${extent.lengthBytes} bytes at ${extent.offsetBytes}`,
      );
    this.#write(disk, { block, count }, at);
  }

  freeze(consistency: Consistency, at: Instant): FrozenLogSet {
    if (!this.#frozen) {
      if (!this.#isTracking) throw this.#notTracking();
      for (const disk of this.#tracked()) disk.swapLog(this.#drawLogId(), at);
      this.#frozen = { frozenAt: at, consistency };
      this.#history.keep(at, this.disks);
    }
    const logs = this.#tracked().flatMap((disk) =>
      disk.frozenLog ? [disk.frozenLog.describe(disk.facts.diskId)] : [],
    );
    return { ...this.#frozen, logs };
  }

  frozenLog(diskId: DiskId, logId: LogId): ReplicaLogFile {
    const log = this.diskOf(diskId).frozenLog;
    if (log?.logId !== logId)
      throw refuse('InvalidParameter', `${this.facts.name}: no frozen log ${logId} of disk ${diskId}`);
    return log;
  }

  deleteLogs(logIds: readonly LogId[]): void {
    for (const disk of this.disks) if (disk.frozenLog && logIds.includes(disk.frozenLog.logId)) disk.discardFrozenLog();
    if (this.disks.every((disk) => !disk.frozenLog)) this.#frozen = null;
  }

  /** A disk as the checkpoint shows it. */
  checkpointFile(diskId: DiskId, snapshotId: SnapshotId): VirtualFile {
    const file = this.#checkpoint?.snapshotId === snapshotId ? this.#checkpoint.files.get(diskId) : undefined;
    if (!file) throw refuse('InvalidParameter', `${this.facts.name}: no snapshot ${snapshotId} of disk ${diskId}`);
    return file;
  }

  /** Merges the checkpoint into the disks. Idempotent. */
  deleteCheckpoint(snapshotId: SnapshotId): void {
    if (this.#checkpoint?.snapshotId === snapshotId) this.#dropCheckpoint();
  }

  status(): ReplicationStatus {
    return {
      isTracking: this.#isTracking,
      isRelated: this.isRelated,
      disks: this.disks.map((disk) => ({
        diskId: disk.facts.diskId,
        sizeBytes: disk.facts.sizeBytes,
        activeLogBytes: disk.activeLog?.fileBytes ?? 0,
        frozenLogBytes: disk.frozenLog?.fileBytes ?? 0,
      })),
      resyncCause: this.#resyncCause,
    };
  }

  diskOf(diskId: DiskId): SimulatedDisk {
    const disk = this.disks.find((each) => each.facts.diskId === diskId);
    if (!disk) throw refuse('InvalidParameter', `${this.facts.name} has no disk ${diskId}`);
    return disk;
  }

  // ── what it takes up ──

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
      workload: this.#workload.kind,
      disks: this.disks.map(({ facts: { diskId, name, role, sizeBytes, format }, allocatedBytes }) => ({
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
    const checkpoint = this.#checkpoint;
    return {
      workload: this.#workload,
      wakesAt: this.#wakesAt,
      ids: this.#ids.save(),
      disks: this.disks.map((disk) => disk.toRecord()),
      includedDiskIds: this.#includedDiskIds,
      isTracking: this.#isTracking,
      resyncCause: this.#resyncCause,
      checkpoint: checkpoint && {
        ...checkpoint,
        files: [...checkpoint.files].map(([diskId, file]) => [diskId, file.map.id] as const),
      },
      frozen: this.#frozen,
    };
  }

  /** Gives all its blocks back. */
  dispose(): void {
    this.unrelate();
    this.#history.dispose();
    for (const disk of this.disks) disk.file.dispose();
  }

  #write(disk: SimulatedDisk, run: { readonly block: number; readonly count: number }, at: Instant): void {
    disk.write(run, at, this.#isTracking);
  }

  #tracked(): readonly SimulatedDisk[] {
    const included = this.#includedDiskIds;
    if (included === null) throw refuse('InvalidReplicaState', `${this.facts.name} has no replication relationship`);
    return this.disks.filter((disk) => included.includes(disk.facts.diskId));
  }

  #notTracking(): PortError {
    const code =
      this.#resyncCause === 'logNotClosed'
        ? 'LogNotClosed'
        : this.#resyncCause === 'logWriteFailure'
          ? 'LogWriteFailure'
          : 'InvalidReplicaState';
    return refuse(code, `${this.facts.name} is not tracked${this.#resyncCause ? `: ${this.#resyncCause}` : ''}`);
  }

  #drawLogId(): LogId {
    return drawGuid(this.#ids) as LogId;
  }

  #setCheckpoint(checkpoint: Checkpoint): void {
    this.#checkpoint = checkpoint;
    for (const [diskId, file] of checkpoint.files) this.diskOf(diskId).diverge(file);
  }

  #dropCheckpoint(): void {
    for (const [diskId, file] of this.#checkpoint?.files ?? []) {
      file.dispose();
      this.diskOf(diskId).merge();
    }
    this.#checkpoint = null;
  }
}

/** Writes of an edit behind tracking's back. */
const OFFLINE_EDITS = 16;

function refuse(code: PortError['report']['code'], detail: string): PortError {
  return new PortError({ code, detail });
}
