import type { Bytes, Instant } from '../../src/base/units.ts';
import { after } from '../../src/base/units.ts';
import type { Milliseconds } from '../../src/base/units.ts';
import { PortError } from '../../src/core/errors/fault.ts';
import type { BlobProperties, WriteConditions } from '../../src/core/ports.ts';
import type { VirtualFile } from './virtual-file.ts';

/** A version of a blob, as its ETag and date tell it. */
export interface BlobVersion {
  readonly etag: string;
  readonly sequenceNumber: number;
  readonly modifiedAt: Instant;
}

export interface Lease {
  readonly leaseId: string;
  /** null: until released. */
  readonly expiresAt: Instant | null;
}

export interface BlobRecord {
  readonly container: string;
  readonly name: string;
  readonly sizeBytes: Bytes;
  readonly mapId: number;
  readonly version: BlobVersion;
  readonly lease: Lease | null;
  readonly snapshots: readonly {
    readonly snapshot: string;
    readonly mapId: number;
    readonly version: BlobVersion;
    /** Absent in worlds saved by earlier versions: the blob's. */
    readonly sizeBytes?: Bytes;
  }[];
}

interface BlobSnapshot {
  readonly file: VirtualFile;
  readonly version: BlobVersion;
}

/** A page blob with its snapshots and lease. Conditions are judged as the service judges them. */
export class PageBlob {
  readonly container: string;
  readonly name: string;
  readonly file: VirtualFile;
  #version: BlobVersion;
  #lease: Lease | null = null;
  readonly #snapshots = new Map<string, BlobSnapshot>();

  constructor(container: string, name: string, file: VirtualFile, version: BlobVersion) {
    this.container = container;
    this.name = name;
    this.file = file;
    this.#version = version;
  }

  static restore(record: BlobRecord, fileOf: (mapId: number, sizeBytes: Bytes) => VirtualFile): PageBlob {
    const { container, name, sizeBytes, mapId, version, lease, snapshots } = record;
    const blob = new PageBlob(container, name, fileOf(mapId, sizeBytes), version);
    blob.#lease = lease;
    for (const each of snapshots)
      blob.#snapshots.set(each.snapshot, {
        file: fileOf(each.mapId, each.sizeBytes ?? sizeBytes),
        version: each.version,
      });
    return blob;
  }

  properties(): BlobProperties {
    return propertiesOf(this.file.sizeBytes, this.#version);
  }

  snapshotProperties(snapshot: string): BlobProperties {
    const { file, version } = this.#snapshot(snapshot);
    return propertiesOf(file.sizeBytes, version);
  }

  /** The bytes of the blob, or of one of its snapshots. */
  fileOf(snapshot: string | undefined): VirtualFile {
    return snapshot === undefined ? this.file : this.#snapshot(snapshot).file;
  }

  /** Their timestamps, ascending. */
  get snapshots(): readonly string[] {
    return [...this.#snapshots.keys()].toSorted();
  }

  /** Throws PreconditionFailed or LeaseLost. */
  check(conditions: WriteConditions, now: Instant): void {
    const { leaseId, ifMatch, sequenceNumberAtMost } = conditions;
    const lease = this.#leaseAt(now);
    if (lease ? lease.leaseId !== leaseId : leaseId !== undefined)
      throw this.#refuse('LeaseLost', leaseProblem(lease, leaseId));
    if (ifMatch !== undefined && ifMatch !== this.#version.etag)
      throw this.#refuse('PreconditionFailed', `its ETag is ${this.#version.etag}, not ${ifMatch}`);
    if (sequenceNumberAtMost !== undefined && this.#version.sequenceNumber > sequenceNumberAtMost) {
      throw this.#refuse(
        'PreconditionFailed',
        `its sequence number ${this.#version.sequenceNumber} exceeds ${sequenceNumberAtMost}`,
      );
    }
  }

  touched(etag: string, modifiedAt: Instant): void {
    this.#version = { ...this.#version, etag, modifiedAt };
  }

  setSequenceNumber(sequenceNumber: number): void {
    this.#version = { ...this.#version, sequenceNumber };
  }

  /** Keeps the content of now under `snapshot`. */
  takeSnapshot(snapshot: string): void {
    this.#snapshots.set(snapshot, { file: this.file.clone(), version: this.#version });
  }

  hasSnapshot(snapshot: string): boolean {
    return this.#snapshots.has(snapshot);
  }

  deleteSnapshot(snapshot: string): boolean {
    this.#snapshots.get(snapshot)?.file.dispose();
    return this.#snapshots.delete(snapshot);
  }

  /** Acquires, or renews for the same id. Throws LeaseLost while another holds it. `durationMs` null = until released. */
  acquireLease(leaseId: string, durationMs: Milliseconds | null, now: Instant): void {
    const lease = this.#leaseAt(now);
    if (lease && lease.leaseId !== leaseId) throw this.#refuse('LeaseLost', 'another lease holds it');
    this.#lease = { leaseId, expiresAt: durationMs === null ? null : after(now, durationMs) };
  }

  /** The lease goes on under another id. Throws LeaseLost when neither of the two holds the blob. */
  changeLease(leaseId: string, proposedLeaseId: string, now: Instant): void {
    const lease = this.#leaseAt(now);
    if (lease?.leaseId !== leaseId && lease?.leaseId !== proposedLeaseId)
      throw this.#refuse('LeaseLost', leaseProblem(lease, leaseId));
    this.#lease = { leaseId: proposedLeaseId, expiresAt: lease.expiresAt };
  }

  /** An endless lease ends at once when it is broken. */
  breakLease(): void {
    this.#lease = null;
  }

  leaseIdAt(now: Instant): string | null {
    return this.#leaseAt(now)?.leaseId ?? null;
  }

  /** Throws LeaseLost when this lease does not hold the blob. */
  releaseLease(leaseId: string): void {
    if (this.#lease?.leaseId !== leaseId) throw this.#refuse('LeaseLost', leaseProblem(this.#lease, leaseId));
    this.#lease = null;
  }

  dispose(): void {
    for (const { file } of this.#snapshots.values()) file.dispose();
    this.#snapshots.clear();
    this.file.dispose();
  }

  toRecord(): BlobRecord {
    return {
      container: this.container,
      name: this.name,
      sizeBytes: this.file.sizeBytes,
      mapId: this.file.map.id,
      version: this.#version,
      lease: this.#lease,
      snapshots: [...this.#snapshots].map(([snapshot, { file, version }]) => ({
        snapshot,
        mapId: file.map.id,
        version,
        sizeBytes: file.sizeBytes,
      })),
    };
  }

  #leaseAt(now: Instant): Lease | null {
    return this.#lease && (this.#lease.expiresAt === null || this.#lease.expiresAt > now) ? this.#lease : null;
  }

  #snapshot(snapshot: string): BlobSnapshot {
    const found = this.#snapshots.get(snapshot);
    if (!found) throw this.#refuse('BlobNotFound', `no snapshot ${snapshot}`);
    return found;
  }

  #refuse(code: 'LeaseLost' | 'PreconditionFailed' | 'BlobNotFound', what: string): PortError {
    const providerCode = code === 'BlobNotFound' ? 404 : 412;
    return new PortError({ code, detail: `${this.container}/${this.name}: ${what}`, providerCode });
  }
}

function propertiesOf(sizeBytes: Bytes, version: BlobVersion): BlobProperties {
  return {
    sizeBytes,
    etag: version.etag,
    sequenceNumber: version.sequenceNumber,
    lastModified: new Date(version.modifiedAt).toUTCString(),
  };
}

function leaseProblem(lease: Lease | null, leaseId: string | undefined): string {
  if (!lease) return 'no lease holds it';
  return leaseId === undefined ? 'it is leased and the request names no lease' : 'another lease holds it';
}
