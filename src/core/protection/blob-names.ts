import type { DiskId, LogId, ReplicatedItem, VmId } from '../model.ts';
import type { BlobRef } from '../ports.ts';

/**
 * Where a machine's bytes lie in the storage account: one container for its replica,
 * one for its shipped logs. Container names are lower case, as the service demands.
 */
export function replicaContainer(vmId: VmId): string {
  return `replica-${vmId.toLowerCase()}`;
}

/** The cache container: logs that have arrived and are not yet applied. */
export function cacheContainer(vmId: VmId): string {
  return `cache-${vmId.toLowerCase()}`;
}

export function replicaBlobName(diskId: DiskId): string {
  return `${diskId.toLowerCase()}.vhd`;
}

export function cacheBlob(vmId: VmId, diskId: DiskId, logId: LogId): BlobRef {
  return { container: cacheContainer(vmId), name: `${diskId.toLowerCase()}/${logId.toLowerCase()}.hrl` };
}

/** The name of the machine in Azure. A test machine stands beside the one of a failover. */
export function azureMachineName(targetVmName: string, role: 'test' | 'failover'): string {
  return role === 'test' ? `${targetVmName}-test` : targetVmName;
}

/**
 * A disk of the machine in Azure: a copy, which never touches the replica. It bears the machine's name, so that
 * another machine made of the same source, under another name, leaves it alone.
 */
export function azureDiskBlob(
  { vmId, choices }: Pick<ReplicatedItem, 'vmId' | 'choices'>,
  diskId: DiskId,
  role: 'test' | 'failover',
): BlobRef {
  const group = choices.targetResourceGroupId.split('/').at(-1) ?? '';
  const path = [group, azureMachineName(choices.targetVmName, role), `${diskId}.vhd`];
  return { container: `azure-${vmId.toLowerCase()}`, name: path.join('/').toLowerCase() };
}
