import { resumeRng } from '../../src/base/rng.ts';
import type { Rng, RngState } from '../../src/base/rng.ts';
import type { Bytes, Instant } from '../../src/base/units.ts';
import { PortError } from '../../src/core/errors/fault.ts';
import type { Consistency, DiskId, LogId, ReplicationPolicy, SnapshotId } from '../../src/core/model.ts';
import type { FrozenLogSet, ReplicationStatus, Snapshot } from '../../src/core/ports.ts';
import type { ContentHistory } from './content-history.ts';
import { drawGuid } from './guid.ts';
import type { ReplicaLogFile } from './replica-log-file.ts';
import type { SimulatedDisk } from './simulated-disk.ts';
import type { VirtualFile } from './virtual-file.ts';

/** What a host finds that only a resynchronization mends. */
export type ResyncFinding = NonNullable<ReplicationStatus['resyncCause']>;

/** A checkpoint made for replication: the frozen view of each tracked disk. */
interface Checkpoint extends Snapshot {
  /** The request that asked for it: the same request again gets the same answer. */
  readonly requestId: string;
  readonly files: ReadonlyMap<DiskId, VirtualFile>;
}

export interface ReplicationRecord {
  readonly ids: RngState;
  /** null: no replication relationship. */
  readonly includedDiskIds: readonly DiskId[] | null;
  /** Absent in worlds saved by earlier versions. */
  readonly policy?: ReplicationPolicy | null;
  readonly isTracking: boolean;
  readonly resyncCause: ResyncFinding | null;
  readonly checkpoint:
    | (Omit<Snapshot, 'sizes'> & {
        readonly sizes?: Snapshot['sizes'];
        readonly requestId: string;
        readonly files: readonly (readonly [DiskId, number])[];
      })
    | null;
  readonly frozen: { readonly frozenAt: Instant; readonly consistency: Consistency } | null;
}

/**
 * A machine's replication as its host keeps it: relationship, chain of logs, checkpoint.
 *
 *   no relationship ──relate──► related ──startChain──► tracking
 *                                  ▲                       │
 *                                  └── stopTracking, or ───┘
 *                                      loseTrack: only the next startChain mends it
 *
 * Methods act at one instant; what they cost in time is the host API's business. They throw
 * PortError and nothing else.
 */
export class MachineReplication {
  readonly #machineName: string;
  readonly #disks: readonly SimulatedDisk[];
  readonly #ids: Rng;
  /** The disks' content at freezes and checkpoints. */
  readonly history: ContentHistory;
  #includedDiskIds: readonly DiskId[] | null = null;
  #policy: ReplicationPolicy | null = null;
  #isTracking = false;
  #resyncCause: ResyncFinding | null = null;
  #checkpoint: Checkpoint | null = null;
  #frozen: { readonly frozenAt: Instant; readonly consistency: Consistency } | null = null;

  constructor(machineName: string, disks: readonly SimulatedDisk[], ids: Rng, history: ContentHistory) {
    this.#machineName = machineName;
    this.#disks = disks;
    this.#ids = ids;
    this.history = history;
  }

  static restore(
    machineName: string,
    disks: readonly SimulatedDisk[],
    record: ReplicationRecord,
    history: ContentHistory,
    fileOf: (mapId: number, sizeBytes: Bytes) => VirtualFile,
  ): MachineReplication {
    const replication = new MachineReplication(machineName, disks, resumeRng(record.ids), history);
    replication.#includedDiskIds = record.includedDiskIds;
    replication.#policy = record.policy ?? null;
    replication.#isTracking = record.isTracking;
    replication.#resyncCause = record.resyncCause;
    replication.#frozen = record.frozen;
    if (record.checkpoint) {
      // Worlds saved by earlier versions knew no disk that had grown.
      const sizes = record.checkpoint.sizes ?? sizesOf(disks);
      const sizeBytes = (diskId: DiskId): Bytes => sizes.find((size) => size.diskId === diskId)?.sizeBytes ?? 0;
      const files = record.checkpoint.files.map(
        ([diskId, mapId]) => [diskId, fileOf(mapId, sizeBytes(diskId))] as const,
      );
      replication.#setCheckpoint({ ...record.checkpoint, sizes, files: new Map(files) });
    }
    return replication;
  }

  /** As the host was told it; null: no replication relationship. */
  get policy(): ReplicationPolicy | null {
    return this.#policy;
  }

  get isTracking(): boolean {
    return this.#isTracking;
  }

  /** Idempotent for the same disks. */
  relate(includedDiskIds: readonly DiskId[], policy: ReplicationPolicy): void {
    const known = new Set(this.#disks.map((disk) => disk.facts.diskId));
    const unknown = includedDiskIds.find((diskId) => !known.has(diskId));
    if (unknown !== undefined) throw refuse('InvalidParameter', `${this.#machineName} has no disk ${unknown}`);
    if (includedDiskIds.length === 0) throw refuse('InvalidParameter', `${this.#machineName}: no disk is included`);
    const isSame =
      this.#includedDiskIds === null ||
      [...this.#includedDiskIds].toSorted().join() === [...includedDiskIds].toSorted().join();
    if (!isSame) throw refuse('InvalidReplicaState', `${this.#machineName} is already related with other disks`);
    this.#includedDiskIds = [...includedDiskIds];
    this.#policy = policy;
  }

  /** The relationship goes on under another policy. */
  modify(policy: ReplicationPolicy): void {
    this.#tracked();
    this.#policy = policy;
  }

  unrelate(): void {
    this.stopTracking();
    this.#dropCheckpoint();
    this.#includedDiskIds = null;
    this.#policy = null;
    this.#resyncCause = null;
  }

  /** Whether a checkpoint made for replication stands beside the disks. */
  get hasCheckpoint(): boolean {
    return this.#checkpoint !== null;
  }

  /** Takes the checkpoint and starts a new chain of logs at the same instant. */
  startChain(requestId: string, at: Instant): Snapshot {
    if (this.#checkpoint?.requestId === requestId) {
      const { snapshotId, takenAt, consistency, sizes } = this.#checkpoint;
      return { snapshotId, takenAt, consistency, sizes };
    }
    const disks = this.#tracked();
    this.#dropCheckpoint();
    this.#frozen = null;
    for (const disk of disks) disk.startLog(this.#drawLogId(), at);
    this.#isTracking = true;
    this.#resyncCause = null;
    this.history.keep(at, this.#disks);
    const files = new Map(disks.map((disk) => [disk.facts.diskId, disk.file.clone()]));
    const snapshotId = drawGuid(this.#ids) as SnapshotId;
    const snapshot: Snapshot = { snapshotId, takenAt: at, consistency: 'CrashConsistent', sizes: sizesOf(disks) };
    this.#setCheckpoint({ ...snapshot, requestId, files });
    return snapshot;
  }

  /** Ends tracking and deletes all logs; the relationship and a finding stay. */
  stopTracking(): void {
    this.#isTracking = false;
    this.#frozen = null;
    for (const disk of this.#disks) disk.discardLogs();
  }

  /** Tracking ends and only a resynchronization mends it; a log under way stays unclosed. No-op while nothing is tracked. */
  loseTrack(cause: ResyncFinding): void {
    if (!this.#isTracking) return;
    this.#isTracking = false;
    this.#resyncCause = cause;
  }

  freeze(consistency: Consistency, at: Instant): FrozenLogSet {
    if (!this.#frozen) {
      if (!this.#isTracking) throw this.#notTracking();
      for (const disk of this.#tracked()) disk.swapLog(this.#drawLogId(), at);
      this.#frozen = { frozenAt: at, consistency };
      this.history.keep(at, this.#disks);
    }
    const logs = this.#tracked().flatMap((disk) =>
      disk.frozenLog ? [disk.frozenLog.describe(disk.facts.diskId)] : [],
    );
    return { ...this.#frozen, logs };
  }

  /** The logs written just now are gone; those that follow name them as their predecessors. No-op while nothing is tracked. */
  loseActiveLogs(at: Instant): void {
    if (!this.#isTracking) return;
    for (const disk of this.#tracked()) disk.loseActiveLog(this.#drawLogId(), at);
  }

  frozenLog(diskId: DiskId, logId: LogId): ReplicaLogFile {
    const log = this.#diskOf(diskId).frozenLog;
    if (log?.logId !== logId)
      throw refuse('InvalidParameter', `${this.#machineName}: no frozen log ${logId} of disk ${diskId}`);
    return log;
  }

  deleteLogs(logIds: readonly LogId[]): void {
    for (const disk of this.#disks)
      if (disk.frozenLog && logIds.includes(disk.frozenLog.logId)) disk.discardFrozenLog();
    if (this.#disks.every((disk) => !disk.frozenLog)) this.#frozen = null;
  }

  /** A disk as the checkpoint shows it. */
  checkpointFile(diskId: DiskId, snapshotId: SnapshotId): VirtualFile {
    const file = this.#checkpoint?.snapshotId === snapshotId ? this.#checkpoint.files.get(diskId) : undefined;
    if (!file) throw refuse('InvalidParameter', `${this.#machineName}: no snapshot ${snapshotId} of disk ${diskId}`);
    return file;
  }

  /** Merges the checkpoint into the disks. Idempotent. */
  deleteCheckpoint(snapshotId: SnapshotId): void {
    if (this.#checkpoint?.snapshotId === snapshotId) this.#dropCheckpoint();
  }

  status(): ReplicationStatus {
    return {
      isTracking: this.#isTracking,
      isRelated: this.#includedDiskIds !== null,
      disks: this.#disks.map((disk) => ({
        diskId: disk.facts.diskId,
        sizeBytes: disk.sizeBytes,
        activeLogBytes: disk.activeLog?.fileBytes ?? 0,
        frozenLogBytes: disk.frozenLog?.fileBytes ?? 0,
      })),
      resyncCause: this.#resyncCause,
    };
  }

  toRecord(): ReplicationRecord {
    const checkpoint = this.#checkpoint;
    return {
      ids: this.#ids.save(),
      includedDiskIds: this.#includedDiskIds,
      policy: this.#policy,
      isTracking: this.#isTracking,
      resyncCause: this.#resyncCause,
      checkpoint: checkpoint && {
        ...checkpoint,
        files: [...checkpoint.files].map(([diskId, file]) => [diskId, file.map.id] as const),
      },
      frozen: this.#frozen,
    };
  }

  #diskOf(diskId: DiskId): SimulatedDisk {
    const disk = this.#disks.find((each) => each.facts.diskId === diskId);
    if (!disk) throw refuse('InvalidParameter', `${this.#machineName} has no disk ${diskId}`);
    return disk;
  }

  #tracked(): readonly SimulatedDisk[] {
    const included = this.#includedDiskIds;
    if (included === null) throw refuse('InvalidReplicaState', `${this.#machineName} has no replication relationship`);
    return this.#disks.filter((disk) => included.includes(disk.facts.diskId));
  }

  #notTracking(): PortError {
    const code =
      this.#resyncCause === 'logNotClosed'
        ? 'LogNotClosed'
        : this.#resyncCause === 'logWriteFailure'
          ? 'LogWriteFailure'
          : 'InvalidReplicaState';
    return refuse(code, `${this.#machineName} is not tracked${this.#resyncCause ? `: ${this.#resyncCause}` : ''}`);
  }

  #drawLogId(): LogId {
    return drawGuid(this.#ids) as LogId;
  }

  #setCheckpoint(checkpoint: Checkpoint): void {
    this.#checkpoint = checkpoint;
    for (const [diskId, file] of checkpoint.files) this.#diskOf(diskId).diverge(file);
  }

  #dropCheckpoint(): void {
    for (const [diskId, file] of this.#checkpoint?.files ?? []) {
      file.dispose();
      this.#diskOf(diskId).merge();
    }
    this.#checkpoint = null;
  }
}

function refuse(code: PortError['report']['code'], detail: string): PortError {
  return new PortError({ code, detail });
}

function sizesOf(disks: readonly SimulatedDisk[]): Snapshot['sizes'] {
  return disks.map(({ facts: { diskId }, sizeBytes }) => ({ diskId, sizeBytes }));
}
