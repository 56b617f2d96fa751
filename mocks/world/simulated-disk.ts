import type { Extent } from '../../src/base/extent.ts';
import type { Bytes, Instant } from '../../src/base/units.ts';
import type { DiskId, LogId } from '../../src/core/model.ts';
import { BLOCKS_PER_SEGMENT, SEGMENT_BYTES } from './block-node.ts';
import { BLOCK_BYTES } from './block-ref.ts';
import type { BlockStore } from './block-store.ts';
import type { BlockRun } from './disk-layout.ts';
import { storedBytes } from './checkpoint-reading.ts';
import { ReplicaLogFile } from './replica-log-file.ts';
import type { ReplicaLogRecord } from './replica-log-file.ts';
import type { VirtualFile } from './virtual-file.ts';
import { WorkArea } from './work-area.ts';

/** What follows from scenario and seed. */
export interface DiskFacts {
  readonly diskId: DiskId;
  readonly name: string;
  readonly role: 'OperatingSystem' | 'Data';
  /** As it was made; see {@link SimulatedDisk.sizeBytes}. */
  readonly sizeBytes: Bytes;
  readonly format: string;
  /** Seed of the content that the guest writes. */
  readonly diskSeed: number;
  /** Where the guest writes. */
  readonly area: readonly BlockRun[];
}

export interface DiskRecord {
  readonly diskId: DiskId;
  readonly mapId: number;
  /** Absent in worlds saved by earlier versions: as when it was made. */
  readonly sizeBytes?: Bytes;
  readonly version: number;
  readonly allocatedBytes: Bytes;
  readonly activeLog: ReplicaLogRecord | null;
  readonly frozenLog: ReplicaLogRecord | null;
}

/** A virtual disk of a machine, with the replica logs next to it. */
export class SimulatedDisk {
  readonly facts: DiskFacts;
  readonly file: VirtualFile;
  readonly area: WorkArea;
  /** Grows with every write: the version of the content that it wrote. */
  #version = 0;
  #allocatedBytes: Bytes;
  activeLog: ReplicaLogFile | null = null;
  frozenLog: ReplicaLogFile | null = null;
  /** Segments written since the checkpoint; null while there is none. */
  #apart: Set<number> | null = null;
  readonly #store: BlockStore;

  constructor(store: BlockStore, facts: DiskFacts, file: VirtualFile, allocatedBytes: Bytes) {
    this.#store = store;
    this.facts = facts;
    this.file = file;
    this.area = new WorkArea(facts.area);
    this.#allocatedBytes = allocatedBytes;
  }

  static restore(
    store: BlockStore,
    facts: DiskFacts,
    record: DiskRecord,
    fileOf: (mapId: number, sizeBytes: Bytes) => VirtualFile,
  ): SimulatedDisk {
    const file = fileOf(record.mapId, record.sizeBytes ?? facts.sizeBytes);
    const disk = new SimulatedDisk(store, facts, file, record.allocatedBytes);
    disk.#version = record.version;
    disk.activeLog = record.activeLog && ReplicaLogFile.restore(record.activeLog, fileOf);
    disk.frozenLog = record.frozenLog && ReplicaLogFile.restore(record.frozenLog, fileOf);
    return disk;
  }

  get sizeBytes(): Bytes {
    return this.file.sizeBytes;
  }

  /** Grows by zeros, also while its guest runs, or loses what lies beyond. The active log learns of it. Whole pages. */
  resize(sizeBytes: Bytes, at: Instant): void {
    if (sizeBytes < this.sizeBytes)
      this.#allocatedBytes -= storedBytes(this.file, {
        offsetBytes: sizeBytes,
        lengthBytes: this.sizeBytes - sizeBytes,
      });
    this.file.resize(sizeBytes);
    this.activeLog?.noteDiskSize(sizeBytes, at);
  }

  get allocatedBytes(): Bytes {
    return this.#allocatedBytes;
  }

  /** New content in a run of blocks, into the active log as well while `isTracked`. */
  write(run: BlockRun, at: Instant, isTracked: boolean): void {
    const version = (this.#version = (this.#version + 1) >>> 0);
    const { diskSeed } = this.facts;
    this.#allocatedBytes +=
      this.file.map.setGenerated(run.block, run.count, diskSeed, run.block, version) * BLOCK_BYTES;
    if (this.#apart) this.#noteApart(run);
    if (isTracked) this.activeLog?.append(run, diskSeed, version, at);
  }

  /** Bytes from outside, while no guest runs. Whole pages. */
  writeBytes(offsetBytes: Bytes, bytes: Uint8Array): void {
    const extent = { offsetBytes, lengthBytes: bytes.length };
    const before = storedBytes(this.file, extent);
    this.file.write(offsetBytes, bytes);
    this.#allocatedBytes += storedBytes(this.file, extent) - before;
  }

  /** Whole pages become holes. */
  clear(extent: Extent): void {
    this.#allocatedBytes -= storedBytes(this.file, extent);
    this.file.clear(extent);
  }

  /** From now on writes go to a differencing file next to the disk; `checkpoint` is what the disk held when that began. */
  diverge(checkpoint: VirtualFile): void {
    this.#apart = new Set(this.file.map.segmentsApartFrom(checkpoint.map));
  }

  /** The differencing file is merged into the disk. */
  merge(): void {
    this.#apart = null;
  }

  /** Size of the differencing file: it grows by whole segments. */
  get differencingBytes(): Bytes {
    return (this.#apart?.size ?? 0) * SEGMENT_BYTES;
  }

  /** A new chain of logs: what was tracked before is gone. */
  startLog(logId: LogId, at: Instant): void {
    this.discardLogs();
    this.activeLog = ReplicaLogFile.open(this.#store, {
      logId,
      previousLogId: null,
      diskBytes: this.sizeBytes,
      at,
    });
  }

  /** Closes the active log and opens the next one of the chain. */
  swapLog(nextLogId: LogId, at: Instant): void {
    const closing = this.activeLog;
    if (!closing) return;
    closing.close(at);
    this.frozenLog = closing;
    this.#follow(closing.logId, nextLogId, at);
  }

  /** The active log is gone with what it held; the next one is of the same chain. */
  loseActiveLog(nextLogId: LogId, at: Instant): void {
    const lost = this.activeLog;
    if (!lost) return;
    lost.dispose();
    this.#follow(lost.logId, nextLogId, at);
  }

  #follow(previousLogId: LogId, logId: LogId, at: Instant): void {
    this.activeLog = ReplicaLogFile.open(this.#store, { logId, previousLogId, diskBytes: this.sizeBytes, at });
  }

  discardFrozenLog(): void {
    this.frozenLog?.dispose();
    this.frozenLog = null;
  }

  discardLogs(): void {
    this.discardFrozenLog();
    this.activeLog?.dispose();
    this.activeLog = null;
  }

  #noteApart(run: BlockRun): void {
    const last = Math.floor((run.block + run.count - 1) / BLOCKS_PER_SEGMENT);
    for (let index = Math.floor(run.block / BLOCKS_PER_SEGMENT); index <= last; index++) this.#apart?.add(index);
  }

  toRecord(): DiskRecord {
    return {
      diskId: this.facts.diskId,
      mapId: this.file.map.id,
      sizeBytes: this.sizeBytes,
      version: this.#version,
      allocatedBytes: this.#allocatedBytes,
      activeLog: this.activeLog?.toRecord() ?? null,
      frozenLog: this.frozenLog?.toRecord() ?? null,
    };
  }
}
