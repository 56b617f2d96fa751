/**
 * What the core needs of the world. Each port has one contract suite that every
 * implementation passes. Every method that can fail throws {@link PortError} and
 * nothing else; the adapter classifies, the core decides.
 *
 * `call` names the operation: an adapter sends it along (`x-ms-client-request-id`),
 * so that a repeated request is recognised and a simulation can order equal times.
 */
import type { Extent } from '../base/extent.ts';
import type { Bytes, Instant } from '../base/units.ts';
import type {
  BandwidthSchedule,
  Consistency,
  DiskId,
  FabricKind,
  HostId,
  LogId,
  ReplicationPolicy,
  SnapshotId,
  VmId,
} from './model.ts';

/** Identity of one port call. */
export interface Call {
  /** Unique within an engine's life: `<vmId>.<command number>`. */
  readonly requestId: string;
  readonly signal: AbortSignalLike;
}

/** The part of AbortSignal the core's callers hand through (the core's own library has no DOM). */
export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

// ── Hyper-V hosts ──────────────────────────────────────────────────────────

export interface HostInventory {
  readonly hostId: HostId;
  readonly name: string;
  readonly siteName: string;
  readonly fabricKind: FabricKind;
  /** Of a VMM site: the server on which the provider sits; `providerVersion` is the one there. */
  readonly vmmServer?: VmmServer | undefined;
  /** Its virtual switches. Absent: not told. */
  readonly switches?: readonly VirtualSwitch[] | undefined;
  readonly providerVersion: string;
  readonly agentVersion: string;
  /** When the service last heard of the host's agent (on a Hyper-V site, and its provider). */
  readonly lastHeartbeatAt: Instant;
  /** Minutes east of UTC, now. */
  readonly utcOffsetMinutes: number;
  /** When its clocks change next (daylight saving), ascending; absent or empty: not that it knows. */
  readonly offsetChanges?: readonly { readonly at: Instant; readonly utcOffsetMinutes: number }[] | undefined;
  readonly volumes: readonly { readonly name: string; readonly sizeBytes: Bytes; readonly freeBytes: Bytes }[];
  readonly machines: readonly MachineInventory[];
}

/** A VMM server, with what its clouds have besides machines. */
export interface VmmServer {
  readonly name: string;
  readonly lastHeartbeatAt: Instant;
  readonly logicalNetworks?: readonly string[] | undefined;
  readonly storageClassifications?: readonly string[] | undefined;
}

/** A virtual switch of a host; hosts of a site that have one of the same name are on the same network. */
export interface VirtualSwitch {
  readonly name: string;
  readonly kind: 'External' | 'Internal' | 'Private';
  /** What is known of its addresses, in CIDR notation. */
  readonly addressPrefixes: readonly string[];
}

/** A network adapter of a machine. */
export interface NetworkAdapter {
  readonly nicId: string;
  readonly name: string;
  /** null: connected to no switch. */
  readonly switchName: string | null;
  /** As Hyper-V writes it: 00155D0A1B2C. */
  readonly macAddress: string;
  readonly ipAddresses: readonly string[];
}

export interface MachineInventory {
  readonly vmId: VmId;
  readonly name: string;
  readonly hostId: HostId;
  readonly generation: 1 | 2;
  readonly state: 'Running' | 'Off';
  readonly osType: 'Windows' | 'Linux';
  readonly osName: string;
  readonly cpuCount: number;
  readonly memoryMegabytes: number;
  readonly disks: readonly DiskInventory[];
  /** Why the machine cannot be protected; empty when it can. */
  readonly readinessErrors: readonly ReadinessError[];
  readonly workload: string;
  /** Absent: not told. */
  readonly nics?: readonly NetworkAdapter[] | undefined;
}

export interface DiskInventory {
  readonly diskId: DiskId;
  readonly name: string;
  readonly role: 'OperatingSystem' | 'Data';
  readonly sizeBytes: Bytes;
  /** As stored on the host: "vhdx", "vhd", "raw" or "simulated". */
  readonly format: string;
  readonly allocatedBytes: Bytes;
}

export type ReadinessError =
  | 'BitLocker'
  | 'FibreChannelAdapter'
  | 'InvalidMachineName'
  | 'NoOperatingSystemDisk'
  | 'OsDiskTooLarge'
  | 'DataDiskTooLarge'
  | 'SharedVhd'
  | 'TooManyDisks'
  | 'UnsupportedOperatingSystem'
  | 'UnsupportedSectorSize';

/** A disk's size at one instant. Disks grow while their machines run. */
export interface DiskSize {
  readonly diskId: DiskId;
  readonly sizeBytes: Bytes;
}

/** A checkpoint: a frozen view of all disks of a machine at one instant. */
export interface Snapshot {
  readonly snapshotId: SnapshotId;
  readonly takenAt: Instant;
  readonly consistency: Consistency;
  /** Of each disk, as the snapshot shows it. */
  readonly sizes: readonly DiskSize[];
}

/** A replica log that takes no more writes: closed properly, EOLLocation set. */
export interface FrozenLog {
  readonly logId: LogId;
  readonly previousLogId: LogId | null;
  readonly diskId: DiskId;
  /** Length of the `.hrl` file. */
  readonly fileBytes: Bytes;
  /** Data bytes described by its entries (before coalescing). */
  readonly dataBytes: Bytes;
  /** Size of the disk when the log was closed (its header's CurrentSize): what its writes lie in. */
  readonly diskBytes: Bytes;
}

/** The logs of all disks of a machine, frozen at one instant: write order holds across disks. */
export interface FrozenLogSet {
  readonly frozenAt: Instant;
  readonly consistency: Consistency;
  readonly logs: readonly FrozenLog[];
}

/** What the host says of a machine's replication now (Msvm_ReplicationRelationship and the log files). */
export interface ReplicationStatus {
  readonly isTracking: boolean;
  readonly isRelated: boolean;
  readonly disks: readonly {
    readonly diskId: DiskId;
    readonly sizeBytes: Bytes;
    /** Length of the active log file; 0 when none. */
    readonly activeLogBytes: Bytes;
    /** Frozen and not yet deleted. */
    readonly frozenLogBytes: Bytes;
  }[];
  /** A condition found by the host that only a resynchronization mends; null when there is none. */
  readonly resyncCause: 'logWriteFailure' | 'logNotClosed' | 'modifiedOffline' | 'revertedToOlderPoint' | null;
}

/** An extent of a disk in one sum, and in short digests where the sums of both sides differ. */
export interface DigestSum {
  /** SHA-256, lower-case hex, over the 16-byte digests of the extent's blocks in order. */
  readonly sha256: string;
  /** These digests, shortened to 4 bytes each: zeros for an all-zero block and only for such. null: the sums are equal. */
  readonly digests: Uint8Array | null;
}

/** The same of fine blocks, and the whole digests (16 bytes) of the coarse ones that they make up. */
export interface FineDigestSum extends DigestSum {
  readonly coarseDigests: Uint8Array;
}

/** A disk of a machine that is made anew. */
export interface NewDisk {
  readonly diskId: DiskId;
  readonly name: string;
  readonly sizeBytes: Bytes;
}

/**
 * A Hyper-V host with its replication provider and agent. Method names follow
 * Msvm_ReplicationService and its neighbours; their return codes become {@link PortError}s.
 */
export interface HostApi {
  listHosts(call: Call): Promise<readonly HostInventory[]>;

  /** CreateReplicationRelationship. Idempotent for the same machine and settings. */
  createReplicationRelationship(
    vmId: VmId,
    settings: { readonly includedDiskIds: readonly DiskId[]; readonly policy: ReplicationPolicy },
    call: Call,
  ): Promise<void>;
  /** ModifyReplicationSettings: a changed policy, in force from the next cycle. Idempotent. Throws `InvalidReplicaState` without a relationship. */
  modifyReplicationSettings(vmId: VmId, policy: ReplicationPolicy, call: Call): Promise<void>;
  /** RemoveReplicationRelationship: ends tracking, deletes logs and replication snapshots. Idempotent. */
  removeReplicationRelationship(vmId: VmId, call: Call): Promise<void>;
  /** StartReplication (network transfer): takes the snapshot and, at the same instant, starts a new chain of logs. */
  startReplication(vmId: VmId, call: Call): Promise<Snapshot>;
  /** Resynchronize: starts a new chain of logs and, at the same instant, the snapshot that is compared. */
  resynchronize(vmId: VmId, call: Call): Promise<Snapshot>;
  /** Ends tracking and deletes all logs (resynchronization required), the relationship stays. */
  stopTracking(vmId: VmId, call: Call): Promise<void>;
  /** Deletes the snapshot and merges it into the disk. Idempotent. */
  deleteSnapshot(vmId: VmId, snapshotId: SnapshotId, call: Call): Promise<void>;

  getReplicationStatus(vmId: VmId, call: Call): Promise<ReplicationStatus>;

  /** Allocated extents of a disk within `within`, ascending and disjoint; the rest reads as zeros. */
  listAllocatedExtents(
    vmId: VmId,
    diskId: DiskId,
    snapshotId: SnapshotId,
    within: Extent,
    call: Call,
  ): Promise<readonly Extent[]>;
  /** The bytes of an extent (at most 4 MiB, whole pages) as the snapshot shows them. */
  readExtent(vmId: VmId, diskId: DiskId, snapshotId: SnapshotId, extent: Extent, call: Call): Promise<Uint8Array>;
  /**
   * The bytes of scattered fine blocks (4 KiB; the disk's last may be short), one after the other: at most 4 MiB in
   * all. `extents` consist of such blocks, are ascending and disjoint, and lie within 64 MiB from first to last.
   */
  readBlocks(
    vmId: VmId,
    diskId: DiskId,
    snapshotId: SnapshotId,
    extents: readonly Extent[],
    call: Call,
  ): Promise<Uint8Array>;
  /**
   * The disk's side of a comparison, by digests of coarse blocks (64 KiB, as of {@link HostApi.checksumExtent}).
   * `knownSha256` is the sum of the other side: where the disk's is the same, the digests are not sent.
   */
  compareExtent(
    vmId: VmId,
    diskId: DiskId,
    snapshotId: SnapshotId,
    extent: Extent,
    knownSha256: string,
    call: Call,
  ): Promise<DigestSum>;
  /** The same by digests of fine blocks (4 KiB). The coarse ones come along, whether the sums are equal or not. */
  compareFinely(
    vmId: VmId,
    diskId: DiskId,
    snapshotId: SnapshotId,
    extent: Extent,
    knownSha256: string,
    call: Call,
  ): Promise<FineDigestSum>;
  /**
   * Digests of fine blocks (4 KiB), shortened ({@link DigestSum.digests}), of all `extents` in order. These are
   * ascending and disjoint, at most 64 MiB from first to last, and consist of coarse blocks (the disk's last may be short).
   */
  fineDigests(
    vmId: VmId,
    diskId: DiskId,
    snapshotId: SnapshotId,
    extents: readonly Extent[],
    call: Call,
  ): Promise<Uint8Array>;
  /**
   * Checksums made on the host, so that equal bytes never cross the wire: 16 bytes (XXH3-128,
   * canonical big-endian) per block of `blockBytes`, in order; an all-zero block is 16 zero bytes.
   * The last block of a disk may be short.
   */
  checksumExtent(
    vmId: VmId,
    diskId: DiskId,
    snapshotId: SnapshotId,
    extent: Extent,
    blockBytes: Bytes,
    call: Call,
  ): Promise<Uint8Array>;

  /**
   * Closes the active logs of all disks at one instant and starts the next ones. While frozen logs
   * exist it answers with them again instead: at most one set is in flight, and a lost answer loses nothing.
   */
  freezeLogs(vmId: VmId, consistency: Consistency, call: Call): Promise<FrozenLogSet>;
  /** Bytes of a frozen log's file (at most 4 MiB). */
  readLog(vmId: VmId, diskId: DiskId, logId: LogId, extent: Extent, call: Call): Promise<Uint8Array>;
  /** Deletes frozen logs after they were applied. Idempotent. */
  deleteLogs(vmId: VmId, logIds: readonly LogId[], call: Call): Promise<void>;

  /** Shuts the guest down; its writes so far are on its disks and in its logs when this resolves. Idempotent. */
  shutDownMachine(vmId: VmId, call: Call): Promise<void>;
  /** Starts the machine. Idempotent. */
  startMachine(vmId: VmId, call: Call): Promise<void>;
  /** Makes a machine that its host has lost, under its own id, with empty disks, off. A machine that is there stays as it is. */
  createMachine(vmId: VmId, hostId: HostId, disks: readonly NewDisk[], call: Call): Promise<void>;
  /**
   * As {@link HostApi.checksumExtent}, of the disk itself. The machine is off and has no replication
   * relationship, here and in the two writes below; otherwise `InvalidReplicaState`.
   */
  checksumDisk(vmId: VmId, diskId: DiskId, extent: Extent, blockBytes: Bytes, call: Call): Promise<Uint8Array>;
  /** Writes whole pages, at most 4 MiB, into the disk. */
  writeDisk(vmId: VmId, diskId: DiskId, offsetBytes: Bytes, bytes: Uint8Array, call: Call): Promise<void>;
  /** Whole pages become zero. */
  clearDisk(vmId: VmId, diskId: DiskId, extent: Extent, call: Call): Promise<void>;

  /** Sets the agent's throttle; acts on transfers under way. */
  setBandwidth(hostId: HostId, schedule: BandwidthSchedule | null, call: Call): Promise<void>;
}

// ── Storage account ────────────────────────────────────────────────────────

/** A page blob, or a snapshot of it. */
export interface BlobRef {
  readonly container: string;
  readonly name: string;
  /** The snapshot's opaque timestamp; absent = the base blob. */
  readonly snapshot?: string;
}

/** What a write answers with: the blob's new version. (The service does not repeat the size.) */
export interface WriteReceipt {
  readonly etag: string;
  readonly sequenceNumber: number;
  readonly lastModified: string;
}

export interface BlobProperties extends WriteReceipt {
  readonly sizeBytes: Bytes;
}

export interface WriteConditions {
  readonly leaseId?: string;
  readonly ifMatch?: string;
  /** `x-ms-if-sequence-number-le`. */
  readonly sequenceNumberAtMost?: number;
}

/** Ascending, merged, and disjoint from each other. */
export interface PageChanges {
  readonly written: readonly Extent[];
  /** Held data then, and reads as zeros now. */
  readonly cleared: readonly Extent[];
}

/** Which way the bytes go: over the host's link, or inside the cloud. */
export type Route = { readonly kind: 'host'; readonly hostId: HostId } | { readonly kind: 'cloud' };

/** Blobs on this machine (files, browser storage): reading them costs no request, so small reads into one place are the cheapest. */
export interface NearStorage {
  /** What is read at once stays in the processor's cache until it is digested. */
  readonly pieceBytes: Bytes;
  /** Fills `into`, as long as the extent. Nothing is written to it after the promise is settled. */
  readInto(blob: BlobRef, extent: Extent, into: Uint8Array, call: Call): Promise<void>;
}

/** Page blobs of the target (Azure Blob REST). Offsets and lengths are whole pages of 512 bytes; at most 4 MiB a write. */
export interface StorageApi {
  createContainer(container: string, call: Call): Promise<void>;
  /** Creates an empty (all-zero) blob. An existing one of the same size is left as it is and answered. */
  createPageBlob(blob: BlobRef, sizeBytes: Bytes, call: Call): Promise<BlobProperties>;
  getProperties(blob: BlobRef, call: Call): Promise<BlobProperties>;
  /** Another size: what is added reads as zeros, what lies beyond is gone. Snapshots keep theirs. Idempotent. */
  resizePageBlob(blob: BlobRef, sizeBytes: Bytes, conditions: WriteConditions, call: Call): Promise<WriteReceipt>;
  /** Writes pages, guarded by an MD5 over the body. */
  putPages(
    blob: BlobRef,
    offsetBytes: Bytes,
    body: Uint8Array,
    conditions: WriteConditions,
    route: Route,
    call: Call,
  ): Promise<WriteReceipt>;
  clearPages(
    blob: BlobRef,
    extent: Extent,
    conditions: WriteConditions,
    route: Route,
    call: Call,
  ): Promise<WriteReceipt>;
  /** Extents that hold data, ascending and merged; all else reads as zeros. */
  listPageRanges(blob: BlobRef, within: Extent, call: Call): Promise<readonly Extent[]>;
  /** What was written or cleared since a snapshot of the same blob was taken (Get Page Ranges with `prevsnapshot`). */
  listChanges(blob: BlobRef, sinceSnapshot: string, within: Extent, call: Call): Promise<PageChanges>;
  readRange(blob: BlobRef, extent: Extent, route: Route, call: Call): Promise<Uint8Array>;
  /** Only where the blobs lie on this machine. */
  readonly near?: NearStorage;
  snapshotBlob(blob: BlobRef, conditions: WriteConditions, call: Call): Promise<string>;
  /** The timestamps of a blob's snapshots, ascending; none where there is no such blob. */
  listSnapshots(blob: BlobRef, call: Call): Promise<readonly string[]>;
  /** Deletes a snapshot, or a base blob with all its snapshots; only the latter is guarded by a lease. Idempotent. */
  deleteBlob(blob: BlobRef, conditions: Pick<WriteConditions, 'leaseId'>, call: Call): Promise<void>;
  /** Until it is released; again by its holder is fine. Throws `LeaseLost` while another holds the blob. */
  acquireLease(blob: BlobRef, proposedLeaseId: string, call: Call): Promise<void>;
  /** Another id for a lease that is held: from then on only the new one writes. Again is fine. Throws `LeaseLost` where neither holds the blob. */
  changeLease(blob: BlobRef, leaseId: string, proposedLeaseId: string, call: Call): Promise<void>;
  releaseLease(blob: BlobRef, leaseId: string, call: Call): Promise<void>;
}

// ── Virtual machines in Azure ──────────────────────────────────────────────

/** Names a machine of the target (Microsoft.Compute/virtualMachines). */
export interface AzureMachineRef {
  readonly resourceGroupId: string;
  readonly name: string;
}

/** What a machine is made of. */
export interface AzureMachineSpec {
  /** The machine that it stands for: a tag on it. */
  readonly vmId: VmId;
  readonly size: string;
  readonly osType: 'Windows' | 'Linux';
  /** null: connected to nothing. */
  readonly networkId: string | null;
  /** Its adapters, all in that network. Absent: one, in `subnetName`. */
  readonly nics?: readonly AzureNic[];
  /** Of the one adapter where none are named. Absent: the network's first subnet. */
  readonly subnetName?: string;
  /** Each disk is a new page blob at `blob`, a copy of `source` inside the cloud. */
  readonly disks: readonly { readonly diskId: DiskId; readonly source: BlobRef; readonly blob: BlobRef }[];
}

/** An adapter of a machine in Azure. */
export interface AzureNic {
  /** The source's adapter that it stands for. */
  readonly nicId: string;
  /** null: the network's first. */
  readonly subnetName: string | null;
  /** null: assigned by Azure. */
  readonly staticIpAddress: string | null;
}

export interface AzureMachine {
  readonly vmId: VmId;
  readonly state: 'Running' | 'Stopped';
  readonly disks: readonly { readonly diskId: DiskId; readonly blob: BlobRef }[];
}

/** Azure's virtual machines. While one runs, its guest writes its disks. */
export interface ComputeApi {
  /** undefined: there is none of that name. */
  getMachine(ref: AzureMachineRef, call: Call): Promise<AzureMachine | undefined>;
  /** Copies the disks and makes the machine, stopped. One made of the same sources stays as it is; else `InvalidReplicaState`. */
  createMachine(ref: AzureMachineRef, spec: AzureMachineSpec, call: Call): Promise<void>;
  /** Idempotent. Throws `AzureMachineNotFound`. */
  startMachine(ref: AzureMachineRef, call: Call): Promise<void>;
  /** Shuts the guest down: its writes are on its disks when this resolves. Idempotent. Throws `AzureMachineNotFound`. */
  stopMachine(ref: AzureMachineRef, call: Call): Promise<void>;
  /** Deletes the machine and its disks. Idempotent. */
  deleteMachine(ref: AzureMachineRef, call: Call): Promise<void>;
}

// ── Machine room ───────────────────────────────────────────────────────────

/** Wall time, timers and, in a simulated world, the rule that time stands still while work is under way. */
export interface Clock {
  now(): Instant;
  /** Calls `wake` at or after `at`; equal times wake in ascending `order`. Returns the way to disarm it. */
  arm(at: Instant, order: number, wake: () => void): () => void;
  /** Virtual time does not move while a hold is open. Returns its release; a no-op on a real clock. */
  hold(): () => void;
  /** Calls back when no hold is open, before time moves (virtual), or in the next microtask (real). */
  whenSettled(callback: () => void): void;
}

/** Blocks → 16-byte XXH3-128 digests, in order; an all-zero block is 16 zero bytes. */
export interface Checksums {
  digest(bytes: Uint8Array, blockBytes: Bytes): Promise<Uint8Array>;
  /** The same of bytes that `read` puts into a buffer of the checksums' own, which saves a buffer and a copy. */
  digestRead(lengthBytes: Bytes, blockBytes: Bytes, read: (into: Uint8Array) => Promise<void>): Promise<Uint8Array>;
  /** SHA-256 of a stream of chunks, as lower-case hex: the proof of identity. */
  sha256(chunks: AsyncIterable<Uint8Array>): Promise<string>;
}

/** MD5 (base64) of a body, as Put Page wants it. */
export type Md5 = (bytes: Uint8Array) => Promise<string>;

/** A journalled record; `key` is unique within `table`. */
export type Mutation =
  | { readonly op: 'put'; readonly table: string; readonly key: string; readonly value: unknown }
  | { readonly op: 'delete'; readonly table: string; readonly key: string };

/** Which start of an engine on a store: 1 is the first. A journal of a program that counted none stands at 0. */
export type Epoch = number;

/** The engine's journal: one writing call, all or nothing, durable when it resolves. */
export interface Store {
  /**
   * Begins the next epoch and answers it, read and written in one transaction: every transaction of an
   * earlier epoch is refused from then on, whoever else has the store open.
   */
  takeEpoch(): Promise<Epoch>;
  /**
   * With an epoch only while that is the newest, compared within the transaction; else throws
   * `JournalTaken` and writes nothing. Without one unconditionally: for who writes beside the engine.
   */
  transact(mutations: readonly Mutation[], epoch?: Epoch): Promise<void>;
  /** All records of a table, ascending by key. */
  readAll(table: string): Promise<readonly { readonly key: string; readonly value: unknown }[]>;
  readonly isDurable: boolean;
  close(): Promise<void>;
}
