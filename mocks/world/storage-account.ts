import type { Bytes, Instant, Milliseconds } from '../../src/base/units.ts';
import { MIB, PAGE_BYTES } from '../../src/base/units.ts';
import type { Extent } from '../../src/base/extent.ts';
import { endOf } from '../../src/base/extent.ts';
import { PortError } from '../../src/core/errors/fault.ts';
import type { BlobProperties, BlobRef, PageChanges, WriteConditions, WriteReceipt } from '../../src/core/ports.ts';
import type { BlockStore } from './block-store.ts';
import type { ChangeLog } from './change-log.ts';
import type { BlockRun } from './disk-layout.ts';
import { PageBlob } from './page-blob.ts';
import type { BlobRecord } from './page-blob.ts';
import { VirtualFile } from './virtual-file.ts';

export const BLOB_TABLE = 'world.blobs';
export const CONTAINER_TABLE = 'world.containers';

/** The service takes at most this much in one write, and gives at most this much in one answer here. */
export const LARGEST_BODY_BYTES: Bytes = 4 * MIB;
const LARGEST_BLOB_BYTES: Bytes = 8 * 1024 * 1024 * MIB;

export interface AccountRecord {
  readonly nextVersion: number;
}

/**
 * The storage account: containers, page blobs, snapshots, leases. Synchronous and timeless:
 * each method acts at the instant given. Throws PortError and nothing else.
 */
export class StorageAccount {
  readonly #store: BlockStore;
  readonly #changes: ChangeLog;
  readonly #containers = new Set<string>();
  readonly #blobs = new Map<string, PageBlob>();
  /** Counts writes: the source of ETags. */
  #nextVersion = 1;

  constructor(store: BlockStore, changes: ChangeLog) {
    this.#store = store;
    this.#changes = changes;
  }

  /** Idempotent. */
  createContainer(container: string): void {
    this.#containers.add(container);
    this.#changes.put(CONTAINER_TABLE, container, () => ({}));
  }

  blobs(): readonly PageBlob[] {
    return [...this.#blobs.values()];
  }

  /** An existing blob of the same size is left as it is; of another size it is DiskSizeMismatch. */
  createPageBlob({ container, name }: BlobRef, sizeBytes: Bytes, now: Instant): BlobProperties {
    if (!this.#containers.has(container)) throw notFound(`container ${container}`);
    failOnBadSize({ container, name }, sizeBytes);
    const existing = this.#blobs.get(keyOf(container, name));
    if (!existing) {
      const version = { etag: this.#drawEtag(), sequenceNumber: 0, modifiedAt: now };
      const blob = new PageBlob(container, name, VirtualFile.create(this.#store, sizeBytes), version);
      this.#blobs.set(keyOf(container, name), blob);
      this.#changed(blob);
      return blob.properties();
    }
    if (existing.file.sizeBytes === sizeBytes) return existing.properties();
    const detail = `create ${container}/${name}: it exists with ${existing.file.sizeBytes} bytes, wanted are ${sizeBytes}`;
    throw new PortError({ code: 'DiskSizeMismatch', detail });
  }

  properties(ref: BlobRef): BlobProperties {
    const blob = this.#find(ref);
    return ref.snapshot === undefined ? blob.properties() : blob.snapshotProperties(ref.snapshot);
  }

  /** Pages beyond the old end are zero. Snapshots keep their size. */
  resize(ref: BlobRef, sizeBytes: Bytes, conditions: WriteConditions, now: Instant): WriteReceipt {
    if (ref.snapshot !== undefined) throw invalid(`${ref.container}/${ref.name}: a snapshot is not resized`);
    failOnBadSize(ref, sizeBytes);
    const blob = this.#find(ref);
    blob.check(conditions, now);
    blob.file.resize(sizeBytes);
    return this.#written(blob, now);
  }

  putPages(
    ref: BlobRef,
    offsetBytes: Bytes,
    body: Uint8Array,
    conditions: WriteConditions,
    now: Instant,
  ): WriteReceipt {
    const blob = this.#writable(ref, { offsetBytes, lengthBytes: body.length }, conditions, now);
    if (body.length > LARGEST_BODY_BYTES)
      throw invalid(
        `${ref.container}/${ref.name}: a write is at most ${LARGEST_BODY_BYTES} bytes, got ${body.length}`,
        413,
      );
    blob.file.write(offsetBytes, body);
    return this.#written(blob, now);
  }

  clearPages(ref: BlobRef, extent: Extent, conditions: WriteConditions, now: Instant): WriteReceipt {
    const blob = this.#writable(ref, extent, conditions, now);
    blob.file.clear(extent);
    return this.#written(blob, now);
  }

  pageRanges(ref: BlobRef, within: Extent): Extent[] {
    return this.#find(ref).fileOf(ref.snapshot).presentExtents(within);
  }

  /** Since a snapshot of the same blob was taken. */
  changes(ref: BlobRef, sinceSnapshot: string, within: Extent): PageChanges {
    const blob = this.#find(ref);
    return blob.fileOf(ref.snapshot).changesSince(blob.fileOf(sinceSnapshot), within);
  }

  read(ref: BlobRef, extent: Extent): Uint8Array {
    const file = this.#find(ref).fileOf(ref.snapshot);
    if (extent.offsetBytes < 0 || endOf(extent) > file.sizeBytes)
      throw invalid(`${ref.container}/${ref.name}: no bytes [${extent.offsetBytes}, ${endOf(extent)})`, 416);
    return file.readNow(extent);
  }

  /** A blob or snapshot itself, to be looked at before anything else happens. */
  fileOf(ref: BlobRef): VirtualFile {
    return this.#find(ref).fileOf(ref.snapshot);
  }

  /** A blob or snapshot as it is now, apart from what happens to it afterwards; the caller disposes of it. */
  open(ref: BlobRef): VirtualFile {
    return this.#find(ref).fileOf(ref.snapshot).clone();
  }

  /** Answers the snapshot's timestamp, unique within the blob. */
  takeSnapshot(ref: BlobRef, conditions: WriteConditions, now: Instant): string {
    const blob = this.#find(ref);
    blob.check(conditions, now);
    let ticks = 0;
    // Seven decimals: what the clock's milliseconds leave free counts snapshots of the same one.
    const timestamp = (): string => new Date(now).toISOString().replace('Z', `${String(ticks).padStart(4, '0')}Z`);
    while (blob.hasSnapshot(timestamp())) ticks++;
    blob.takeSnapshot(timestamp());
    this.#changed(blob);
    return timestamp();
  }

  /** A blob's snapshots, ascending; none where there is no such blob. */
  snapshotsOf(container: string, name: string): readonly string[] {
    if (!this.#containers.has(container)) throw notFound(`container ${container}`);
    return this.#blobs.get(keyOf(container, name))?.snapshots ?? [];
  }

  /** A snapshot, or a base blob with all its snapshots. Idempotent; a lease guards the base blob. */
  deleteBlob(ref: BlobRef, conditions: WriteConditions, now: Instant): void {
    const key = keyOf(ref.container, ref.name);
    const blob = this.#blobs.get(key);
    if (!blob) return;
    if (ref.snapshot !== undefined) {
      if (blob.deleteSnapshot(ref.snapshot)) this.#changed(blob);
      return;
    }
    blob.check(conditions, now);
    this.#blobs.delete(key);
    blob.dispose();
    this.#changes.delete(BLOB_TABLE, key);
  }

  /** Makes `target` a copy of a blob or snapshot, inside the service; what stood there goes. Its container is made. */
  copyBlob(source: BlobRef, target: BlobRef, now: Instant): void {
    this.adopt(this.fileOf(source), target, now);
  }

  /** Makes `target` a blob of a file's content, whose blocks it shares until either is written. */
  adopt(content: VirtualFile, target: BlobRef, now: Instant): void {
    const file = content.clone();
    this.createContainer(target.container);
    this.deleteBlob({ container: target.container, name: target.name }, {}, now);
    const version = { etag: this.#drawEtag(), sequenceNumber: 0, modifiedAt: now };
    const blob = new PageBlob(target.container, target.name, file, version);
    this.#blobs.set(keyOf(target.container, target.name), blob);
    this.#changed(blob);
  }

  /** A write of the guest whose disk the blob is: content that `seed` and `version` generate. */
  writeAsGuest(ref: BlobRef, { block, count }: BlockRun, seed: number, version: number, now: Instant): void {
    const blob = this.#find(ref);
    blob.file.map.setGenerated(block, count, seed, block, version);
    this.#written(blob, now);
  }

  acquireLease(ref: BlobRef, leaseId: string, durationMs: Milliseconds | null, now: Instant): void {
    const blob = this.#find(ref);
    blob.acquireLease(leaseId, durationMs, now);
    this.#changed(blob);
  }

  changeLease(ref: BlobRef, leaseId: string, proposedLeaseId: string, now: Instant): void {
    const blob = this.#find(ref);
    blob.changeLease(leaseId, proposedLeaseId, now);
    this.#changed(blob);
  }

  /** Whoever may act on the account breaks the lease, without knowing its id; with `taker` he holds the blob himself. */
  breakLease(ref: BlobRef, taker: string | null, now: Instant): void {
    const blob = this.#find(ref);
    blob.breakLease();
    if (taker !== null) blob.acquireLease(taker, null, now);
    this.#changed(blob);
  }

  /** Of the lease that holds the blob; null where none does, or no such blob is. */
  leaseIdOf({ container, name }: BlobRef, now: Instant): string | null {
    return this.#blobs.get(keyOf(container, name))?.leaseIdAt(now) ?? null;
  }

  releaseLease(ref: BlobRef, leaseId: string): void {
    const blob = this.#find(ref);
    blob.releaseLease(leaseId);
    this.#changed(blob);
  }

  setSequenceNumber(ref: BlobRef, sequenceNumber: number, conditions: WriteConditions, now: Instant): WriteReceipt {
    const blob = this.#find(ref);
    blob.check(conditions, now);
    blob.setSequenceNumber(sequenceNumber);
    return this.#written(blob, now);
  }

  toRecord(): AccountRecord {
    return { nextVersion: this.#nextVersion };
  }

  restore(
    record: AccountRecord,
    containers: readonly string[],
    blobs: readonly BlobRecord[],
    fileOf: (mapId: number, sizeBytes: Bytes) => VirtualFile,
  ): void {
    this.#nextVersion = record.nextVersion;
    for (const container of containers) this.#containers.add(container);
    for (const each of blobs) this.#blobs.set(keyOf(each.container, each.name), PageBlob.restore(each, fileOf));
  }

  #find({ container, name }: BlobRef): PageBlob {
    const blob = this.#blobs.get(keyOf(container, name));
    if (!blob) throw notFound(`blob ${container}/${name}`);
    return blob;
  }

  /** The base blob, when the conditions hold and the extent is whole pages inside it. */
  #writable(ref: BlobRef, extent: Extent, conditions: WriteConditions, now: Instant): PageBlob {
    if (ref.snapshot !== undefined) throw invalid(`${ref.container}/${ref.name}: a snapshot is not written`);
    const blob = this.#find(ref);
    const isWhole =
      extent.offsetBytes % PAGE_BYTES === 0 && extent.lengthBytes % PAGE_BYTES === 0 && extent.lengthBytes > 0;
    if (!isWhole || extent.offsetBytes < 0 || endOf(extent) > blob.file.sizeBytes) {
      throw invalid(
        `${ref.container}/${ref.name}: [${extent.offsetBytes}, ${endOf(extent)}) is not whole pages of it`,
        416,
      );
    }
    blob.check(conditions, now);
    return blob;
  }

  #written(blob: PageBlob, now: Instant): WriteReceipt {
    blob.touched(this.#drawEtag(), now);
    this.#changed(blob);
    const { etag, sequenceNumber, lastModified } = blob.properties();
    return { etag, sequenceNumber, lastModified };
  }

  #changed(blob: PageBlob): void {
    this.#changes.put(BLOB_TABLE, keyOf(blob.container, blob.name), () => blob.toRecord());
  }

  #drawEtag(): string {
    return `"0x8D${(this.#nextVersion++).toString(16).toUpperCase().padStart(13, '0')}"`;
  }
}

function keyOf(container: string, name: string): string {
  return `${container}/${name}`;
}

function failOnBadSize({ container, name }: BlobRef, sizeBytes: Bytes): void {
  if (sizeBytes % PAGE_BYTES === 0 && sizeBytes > 0 && sizeBytes <= LARGEST_BLOB_BYTES) return;
  throw invalid(`${container}/${name}: ${sizeBytes} is no size of a page blob`);
}

function notFound(what: string): PortError {
  return new PortError({ code: 'BlobNotFound', detail: `no ${what}`, providerCode: 404 });
}

function invalid(detail: string, providerCode = 400): PortError {
  return new PortError({ code: 'InvalidParameter', detail, providerCode });
}
