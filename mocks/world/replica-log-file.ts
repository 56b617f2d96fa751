import type { Bytes, Instant } from '../../src/base/units.ts';
import { GIB, SECOND_MS } from '../../src/base/units.ts';
import type { DiskId, LogId } from '../../src/core/model.ts';
import type { FrozenLog } from '../../src/core/ports.ts';
import type { FileWrite } from '../../src/formats/file-write.ts';
import { NIL_GUID } from '../../src/formats/guid.ts';
import { appendToHrl, closeHrl, createHrl, resizeHrl } from '../../src/formats/hrl/hrl-writer.ts';
import type { HrlWriter } from '../../src/formats/hrl/hrl-writer.ts';
import { BLOCK_BYTES } from './block-ref.ts';
import type { BlockStore } from './block-store.ts';
import type { BlockRun } from './disk-layout.ts';
import { VirtualFile } from './virtual-file.ts';

/** 2000-01-01T00:00:00Z, from which the log counts its seconds. */
const LOG_EPOCH_MS = 946_684_800_000;
/** No log grows near it: the law ends tracking at half the disk. */
const LARGEST_LOG_BYTES: Bytes = 1024 * GIB;

export interface ReplicaLogRecord {
  readonly mapId: number;
  readonly dataBytes: Bytes;
  readonly writer: HrlWriter;
}

export interface ReplicaLogStart {
  readonly logId: LogId;
  readonly previousLogId: LogId | null;
  readonly diskBytes: Bytes;
  readonly at: Instant;
}

/**
 * A replica log next to its disk, in the published format. The file's data are references to
 * the content that the guest wrote; header and metadata blocks are real bytes. All of it lies on
 * 4 KiB boundaries, as guests write whole blocks.
 */
export class ReplicaLogFile {
  readonly #file: VirtualFile;
  #writer: HrlWriter;
  #dataBytes: Bytes;

  private constructor(file: VirtualFile, writer: HrlWriter, dataBytes: Bytes) {
    this.#file = file;
    this.#writer = writer;
    this.#dataBytes = dataBytes;
  }

  static open(store: BlockStore, { logId, previousLogId, diskBytes, at }: ReplicaLogStart): ReplicaLogFile {
    const { writer, writes } = createHrl({
      originalSizeBytes: diskBytes,
      currentSizeBytes: diskBytes,
      uniqueId: logId,
      previousUniqueId: previousLogId ?? NIL_GUID,
      vhd2DataWriteGuid: NIL_GUID,
      timestampSeconds: logSeconds(at),
    });
    const log = new ReplicaLogFile(VirtualFile.create(store, LARGEST_LOG_BYTES), writer, 0);
    log.#apply(writes);
    return log;
  }

  static restore(record: ReplicaLogRecord, fileOf: (mapId: number, sizeBytes: Bytes) => VirtualFile): ReplicaLogFile {
    return new ReplicaLogFile(fileOf(record.mapId, LARGEST_LOG_BYTES), record.writer, record.dataBytes);
  }

  get logId(): LogId {
    return this.#writer.identity.uniqueId as LogId;
  }

  /** Length of the file so far. */
  get fileBytes(): Bytes {
    return this.#writer.endBytes;
  }

  /** Tracks a write of generated content. */
  append(run: BlockRun, diskSeed: number, version: number, at: Instant): void {
    const step = appendToHrl(this.#writer, {
      byteOffset: run.block * BLOCK_BYTES,
      lengthBytes: run.count * BLOCK_BYTES,
      timestampSeconds: logSeconds(at),
      // As in the specification's example. A sum over the bytes would mean making them, for every write of every guest.
      dataChecksum: 0,
    });
    this.#file.map.setGenerated(step.dataOffsetBytes / BLOCK_BYTES, run.count, diskSeed, run.block, version);
    this.#writer = step.writer;
    this.#dataBytes += run.count * BLOCK_BYTES;
    this.#apply(step.writes);
  }

  /** The disk has another size from now on. */
  noteDiskSize(currentSizeBytes: Bytes, at: Instant): void {
    const step = resizeHrl(this.#writer, currentSizeBytes, logSeconds(at));
    this.#writer = step.writer;
    this.#apply(step.writes);
  }

  close(at: Instant): void {
    const step = closeHrl(this.#writer, logSeconds(at));
    this.#writer = step.writer;
    this.#apply(step.writes);
  }

  describe(diskId: DiskId): FrozenLog {
    const { previousUniqueId, currentSizeBytes: diskBytes } = this.#writer.identity;
    const previousLogId = previousUniqueId === NIL_GUID ? null : (previousUniqueId as LogId);
    return {
      logId: this.logId,
      previousLogId,
      diskId,
      fileBytes: this.fileBytes,
      dataBytes: this.#dataBytes,
      diskBytes,
    };
  }

  /** The file's bytes; its length is {@link fileBytes}. */
  get content(): VirtualFile {
    return this.#file;
  }

  dispose(): void {
    this.#file.dispose();
  }

  toRecord(): ReplicaLogRecord {
    return { mapId: this.#file.map.id, dataBytes: this.#dataBytes, writer: this.#writer };
  }

  #apply(writes: readonly FileWrite[]): void {
    for (const { offsetBytes, bytes } of writes) this.#file.write(offsetBytes, bytes);
  }
}

function logSeconds(at: Instant): number {
  return Math.floor((at - LOG_EPOCH_MS) / SECOND_MS);
}
