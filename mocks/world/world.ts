/**
 * The simulated world as its surroundings see it: HTTP handlers, the lab's
 * controls, the composition root and simulations. Made by `createWorld` (create-world.ts).
 *
 * Every change to the world happens at an instant of its virtual clock and in an
 * order that does not depend on the machine it runs on (docs/decisions.md §1).
 */
import type { Extent } from '../../src/base/extent.ts';
import type { BitsPerSecond, Bytes, Instant, Milliseconds } from '../../src/base/units.ts';
import type { DiskId, HostId, ReplicationPolicy, VmId } from '../../src/core/model.ts';
import type {
  AzureMachine,
  AzureMachineRef,
  BlobRef,
  ComputeApi,
  HostApi,
  HostInventory,
  Mutation,
  Snapshot,
  StorageApi,
} from '../../src/core/ports.ts';
import type { DiskImage } from '../../src/formats/disk-image.ts';
import type { VirtualClock } from '../simulation/virtual-clock.ts';

/** What a guest does with its disks. */
export type WorkloadKind = 'idle' | 'database' | 'logAppend' | 'webServer' | 'fileServer' | 'nightlyBurst' | 'quiet';

/** Same words as the wire's LabFaultKind. */
export type FaultKind =
  | 'linkDown'
  | 'lowDiskSpace'
  | 'lowMemory'
  | 'clockSkew'
  | 'brokenVhdChain'
  | 'authorizationRevoked'
  | 'hostDown'
  | 'vmmServerDown'
  | 'storageThrottled'
  | 'vmDeleted'
  | 'vssFailure';

export interface ActiveFault {
  readonly id: string;
  readonly kind: FaultKind;
  /**
   * A host id (vmmServerDown: one of those behind the VMM server; linkDown, lowDiskSpace, lowMemory, clockSkew, hostDown), a machine id (brokenVhdChain,
   * vmDeleted, vssFailure), or empty (authorizationRevoked, storageThrottled: the storage account).
   */
  readonly target: string;
  readonly since: Instant;
}

export interface WorldHost {
  readonly hostId: HostId;
  readonly name: string;
  readonly siteName: string;
  readonly vmmServer: string | null;
  readonly linkBitsPerSecond: BitsPerSecond;
  readonly latencyMs: Milliseconds;
  readonly utcOffsetMinutes: number;
}

export interface WorldMachine {
  readonly vmId: VmId;
  readonly name: string;
  readonly hostId: HostId;
  readonly workload: WorkloadKind;
  readonly isImported: boolean;
  /** The replication policy as the machine's host was told it; null: no relationship. */
  readonly policy: ReplicationPolicy | null;
  /** A checkpoint made for replication stands beside the disks. */
  readonly hasCheckpoint: boolean;
  readonly disks: readonly {
    readonly diskId: DiskId;
    readonly name: string;
    readonly sizeBytes: Bytes;
    /** Length of its replica logs, active and frozen; 0: nothing tracks it. */
    readonly logBytes: Bytes;
    /** Of these, what is frozen: it stays until somebody deletes it. */
    readonly frozenLogBytes: Bytes;
  }[];
}

/** A disk's bytes at one instant. Reading past the end is an error; any extent of bytes may be read. */
export interface SourceContent {
  readonly sizeBytes: Bytes;
  read(extent: Extent): Promise<Uint8Array>;
}

/** {@link SourceContent} that is kept until it is released, whatever happens to what it is of. */
export interface OpenContent extends SourceContent {
  release(): void;
}

export interface ImportRequest {
  readonly hostId: HostId;
  /** The machine's name; its ids follow from it and the seed, so it must be new in this world. */
  readonly name: string;
  /** Read lazily; the world writes over it copy-on-write and never into it. */
  readonly image: DiskImage;
  /** Called when the world is closed: the file may be closed, but is to be kept, as a restored world asks for it again. */
  readonly release?: () => void;
}

/** A blob of the storage account, with its snapshots' timestamps. */
export interface StoredBlob {
  readonly container: string;
  readonly name: string;
  readonly snapshots: readonly string[];
}

/** A machine restored from records whose image must be handed in again before its disk is read. */
export interface PendingImage {
  readonly vmId: VmId;
  readonly diskId: DiskId;
  /** The machine's name, as given to `importMachine`. */
  readonly name: string;
  readonly sizeBytes: Bytes;
}

/** Where the replicas of a machine's disks are to stand, and the container to which its logs will be shipped. */
export interface AdoptedReplica {
  readonly places: readonly { readonly diskId: DiskId; readonly blob: BlobRef }[];
  readonly cacheContainer: string;
}

/** The base of an adopted replica: the host's snapshot, merged again, and what shows the same in the account. */
export interface AdoptedSnapshot {
  readonly base: Omit<Snapshot, 'sizes'>;
  readonly sizes: Snapshot['sizes'];
  readonly snapshots: readonly { readonly diskId: DiskId; readonly snapshot: string }[];
}

export interface World {
  readonly scenario: string;
  readonly seed: string;
  readonly clock: VirtualClock;
  /** The ports, in process. Callers hold the clock while they call (decisions.md §1). */
  readonly hostApi: HostApi;
  readonly storageApi: StorageApi;
  readonly computeApi: ComputeApi;

  hosts(): readonly WorldHost[];
  machines(): readonly WorldMachine[];
  /** Virtual machines that stand in Azure, at once and without the network. */
  azureMachines(): readonly (AzureMachine & { readonly ref: AzureMachineRef })[];
  /** Runs where it belongs, on its host; false for a machine that its host has lost. */
  isRunningAtHome(vmId: VmId): boolean;
  /** What the hosts report, at once and without the network. */
  inventory(): readonly HostInventory[];
  /** What lies in the storage account, at once and without the network. */
  blobs(): readonly StoredBlob[];

  /** Throws `RangeError` for an unknown machine or workload. */
  setWorkload(vmId: VmId, workload: string): void;
  /** Starts a fault; answers the one under way when the same kind already acts on the target. Throws `RangeError` for an unknown target. */
  startFault(kind: FaultKind, target: string): ActiveFault;
  /** Ends a fault; unknown ids are ignored. */
  endFault(faultId: string): void;
  faults(): readonly ActiveFault[];
  /** `lossShare` of the requests get no answer, 0–1. */
  setLink(
    hostId: HostId,
    link: { readonly bitsPerSecond?: BitsPerSecond; readonly latencyMs?: Milliseconds; readonly lossShare?: number },
  ): void;

  /** The host stops without closing its logs and is back at once: its tracked machines need a resynchronization. */
  crashHost(hostId: HostId): void;
  /** Someone mounts the disk on the host and changes it while nothing tracks the writes. */
  editDiskOffline(vmId: VmId, diskId: DiskId): void;
  /** Someone deletes the logs that are written just now; what was in them is lost, and the next ones follow them. */
  loseActiveLogs(vmId: VmId): void;
  /**
   * The guest writes new content over an extent, now, whatever its workload. Throws `RangeError` for an
   * unknown machine or disk, and for an extent that is not made of whole 4 KiB blocks within the disk.
   */
  /**
   * Gives a disk another size: Hyper-V grows a VHDX while its guest runs, and shrinks one by force. `RangeError`
   * unless it is whole pages, and for a disk that ends within a block of an imported image.
   */
  resizeDisk(vmId: VmId, diskId: DiskId, sizeBytes: Bytes): void;
  writeAsGuest(vmId: VmId, diskId: DiskId, extent: Extent): void;
  /** Somebody breaks the lease on a blob, as the portal lets him; with `taker` he holds it himself from then on. Throws `BlobNotFound`. */
  breakLease(blob: BlobRef, taker: string | null): void;
  /** Of the lease that holds a blob; null where none does. */
  leaseIdOf(blob: BlobRef): string | null;
  /** The same of a machine in Azure, if it stands and runs and its disk is as long; false where not. Throws `RangeError` for a bad extent. */
  writeInAzure(ref: AzureMachineRef, diskId: DiskId, extent: Extent): boolean;
  /**
   * What an initial replication leaves behind, at once: relationship, tracking, replicas equal to the disks of now,
   * and a snapshot of each. For worlds that begin with machines protected long ago.
   */
  adoptReplica(vmId: VmId, policy: ReplicationPolicy, replica: AdoptedReplica): AdoptedSnapshot;

  /**
   * A machine of its own, idle, whose operating-system disk is the image. Time stands still meanwhile.
   * Rejects with `RangeError` for a bad host or a name in use, and with what the image throws.
   */
  importMachine(request: ImportRequest): Promise<VmId>;
  pendingImages(): readonly PendingImage[];
  /** Throws `RangeError` when nothing waits for it or its size differs. */
  reattachImage(vmId: VmId, diskId: DiskId, image: DiskImage, release?: () => void): void;

  /**
   * The source's content at a recovery point's instant (the machine's last freezes and snapshots are kept,
   * {@link CONTENT_POINTS} where the scenario says nothing else), or now (null). Undefined when that instant is not kept.
   */
  sourceContentAt(vmId: VmId, diskId: DiskId, at: Instant | null): SourceContent | undefined;
  /** The same for who reads it while the world's time goes on. */
  openSource(vmId: VmId, diskId: DiskId, at: Instant | null): OpenContent | undefined;
  contentPoints(vmId: VmId): readonly Instant[];
  /**
   * A blob or snapshot of the storage account as it is now, whatever happens to it afterwards. Reading
   * takes none of the world's time: the reader is no part of it. Throws PortError `BlobNotFound`.
   */
  openBlob(blob: BlobRef): OpenContent;
  /**
   * The first byte in which a blob or snapshot differs from the source at a kept instant (null: now);
   * null: in none, undefined: that instant is not kept. Compares references, so it is cheap enough to
   * follow every recovery point. Throws PortError `BlobNotFound`, and `RangeError` for imported disks.
   */
  firstDifference(blob: BlobRef, vmId: VmId, diskId: DiskId, at: Instant | null): Bytes | null | undefined;

  /** What changed since the last take, to be made durable in one transaction; then {@link committed} is called. */
  takeMutations(): Mutation[];
  /** Makes raw blocks durable; before the transaction that refers to them. */
  flushBlocks(): Promise<void>;
  /** The taken mutations are durable: slots they freed may be used again. */
  committed(): void;

  /** A digest of the whole state: equal worlds, equal digests. For tests and traces. */
  digest(): string;
  close(): void;
}

/** Freezes and snapshots per machine whose content stays readable for proofs, where the scenario says nothing else. */
export const CONTENT_POINTS = 64;
