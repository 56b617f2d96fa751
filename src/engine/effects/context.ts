import type {
  LogId,
  DiskId,
  DiskReplication,
  ReplicatedItem,
  ReplicationPolicy,
  SnapshotId,
} from '../../core/model.ts';
import { assert } from '../../base/assert.ts';
import type {
  BlobRef,
  Call,
  Checksums,
  ComputeApi,
  HostApi,
  MachineInventory,
  Route,
  StorageApi,
  WriteConditions,
} from '../../core/ports.ts';
import type { EffectProgress } from '../../core/protection/event.ts';
import type { ChecksumManifest } from '../../core/resync/manifest.ts';
import type { ReplicaLease } from '../lease-book.ts';
import { cacheBlob, replicaContainer } from '../../core/protection/blob-names.ts';

/** What an effect works with. It makes its requests one after the other (docs/decisions.md §1). */
export interface EffectContext {
  readonly host: HostApi;
  readonly storage: StorageApi;
  readonly compute: ComputeApi;
  readonly checksums: Checksums;
  /** The item as the decision left it that commanded the effect. */
  readonly item: ReplicatedItem;
  readonly policy: ReplicationPolicy;
  /** On the item's replica, this engine's own; null for an effect that does not write to it. */
  readonly lease: ReplicaLease | null;
  /** The machine as its host last reported it; undefined when no host knows it. */
  readonly machine: MachineInventory | undefined;
  /** What is known of a disk's replica at this moment; undefined when nothing is. */
  readonly manifestOf: (diskId: DiskId) => ChecksumManifest | undefined;
  /** Tells how far the work has come, before its outcome. */
  readonly tell: (progress: EffectProgress) => void;
  readonly call: Call;
}

/** Bytes for the cloud go over the machine's host. */
export function hostRoute({ item }: EffectContext): Route {
  return { kind: 'host', hostId: item.hostId };
}

export const CLOUD: Route = { kind: 'cloud' };

export function diskOf({ item }: EffectContext, diskId: DiskId): DiskReplication {
  const disk = item.disks.find((candidate) => candidate.diskId === diskId);
  assert(disk !== undefined, `disk ${diskId} belongs to ${item.vmName}`);
  return disk;
}

/** The replica of a disk; with `snapshot`, as a recovery point shows it. */
export function replicaBlob(item: ReplicatedItem, disk: DiskReplication, snapshot?: string): BlobRef {
  const base = { container: replicaContainer(item.vmId), name: disk.replicaBlobName };
  return snapshot === undefined ? base : { ...base, snapshot };
}

/** The lease under which the effect writes to the replica. */
export function leaseOf({ lease }: Pick<EffectContext, 'lease'>): ReplicaLease {
  assert(lease !== null, 'an effect that writes to a replica has claimed it');
  return lease;
}

/** What a write to the replica names: without this engine's lease it is refused. */
export function replicaConditions(
  context: Pick<EffectContext, 'lease'>,
): WriteConditions & { readonly leaseId: string } {
  return { leaseId: leaseOf(context).leaseId };
}

export function logBlob({ item }: EffectContext, diskId: DiskId, logId: LogId): BlobRef {
  return cacheBlob(item.vmId, diskId, logId);
}

/** The snapshot that a copy reads. */
export function baseSnapshotId({ item }: EffectContext): SnapshotId {
  assert(item.baseSnapshot !== null, `${item.vmName} is copied from a snapshot`);
  return item.baseSnapshot.snapshotId;
}
