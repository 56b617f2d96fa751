import { PortError } from '../../core/errors/fault.ts';
import type { Failback } from '../../core/model.ts';
import { azureDiskBlob } from '../../core/protection/blob-names.ts';
import type { EventOf } from '../../core/protection/event.ts';
import { azureMachineRef } from './azure-machine.ts';
import type { EffectContext } from './context.ts';

/** Both ends of a failback: the machine in Azure must stand, the one on the host may be gone. */
export async function checkFailback(context: EffectContext): Promise<EventOf<'FailbackChecked'>> {
  const { host, compute, item, call } = context;
  const ref = azureMachineRef(context, 'failover');
  if (!(await compute.getMachine(ref, call))) {
    throw new PortError({ code: 'AzureMachineNotFound', detail: `There is no virtual machine ${ref.name}.` });
  }
  const hosts = await host.listHosts(call);
  const isSourceThere = hosts.some(({ machines }) => machines.some((machine) => machine.vmId === item.vmId));
  return { kind: 'FailbackChecked', isSourceThere };
}

/** Off and without a relationship: nobody else writes the disks. */
export async function prepareSource({ host, item, call }: EffectContext): Promise<EventOf<'SourcePrepared'>> {
  await host.shutDownMachine(item.vmId, call);
  await host.removeReplicationRelationship(item.vmId, call);
  return { kind: 'SourcePrepared' };
}

export async function createSource({ host, item, call }: EffectContext): Promise<EventOf<'SourceCreated'>> {
  const disks = item.disks.map(({ diskId, name, sizeBytes }) => ({ diskId, name, sizeBytes }));
  await host.createMachine(item.vmId, item.hostId, disks, call);
  return { kind: 'SourceCreated' };
}

export async function deleteAzureSnapshots(
  { storage, item, call }: EffectContext,
  snapshots: Failback['snapshots'],
): Promise<EventOf<'AzureSnapshotsDeleted'>> {
  for (const { diskId, snapshot } of snapshots) {
    await storage.deleteBlob({ ...azureDiskBlob(item, diskId, 'failover'), snapshot }, {}, call);
  }
  return { kind: 'AzureSnapshotsDeleted' };
}
