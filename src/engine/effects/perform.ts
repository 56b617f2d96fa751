import { unreachable } from '../../base/assert.ts';
import { PortError } from '../../core/errors/fault.ts';
import type { RecoveryPoint, ReplicatedItem } from '../../core/model.ts';
import type { MachineInventory } from '../../core/ports.ts';
import { cacheContainer, replicaContainer } from '../../core/protection/blob-names.ts';
import type { Effect, LogName } from '../../core/protection/effect.ts';
import type { EffectResult } from '../../core/protection/event.ts';
import { applyLog } from './apply-log.ts';
import { compareWindow } from './compare-window.ts';
import { logBlob, replicaBlob, type EffectContext } from './context.ts';
import { copyWindow } from './copy-window.ts';
import { shipLog } from './ship-log.ts';

/** Does an effect through the ports. Throws `PortError` where a port fails. */
export async function perform(effect: Effect, context: EffectContext): Promise<EffectResult> {
  const { host, item, call } = context;
  const { vmId } = item;
  switch (effect.kind) {
    case 'CheckPrerequisites':
      return { kind: 'PrerequisitesChecked', readinessErrors: machineOf(context).readinessErrors };
    case 'CreateReplica':
      return createReplica(context);
    case 'CreateRelationship': {
      const includedDiskIds = item.disks.map((disk) => disk.diskId);
      await host.createReplicationRelationship(vmId, { includedDiskIds, policy: context.policy }, call);
      return { kind: 'RelationshipCreated' };
    }
    case 'StartReplication':
      return { kind: 'ReplicationStarted', snapshot: await host.startReplication(vmId, call) };
    case 'CopyWindow':
      return copyWindow(context, effect.diskId, effect.window);
    case 'DeleteSnapshot':
      await host.deleteSnapshot(vmId, effect.snapshotId, call);
      return { kind: 'SnapshotDeleted' };
    case 'FreezeLogs':
      return { kind: 'LogsFrozen', set: await host.freezeLogs(vmId, effect.consistency, call) };
    case 'ShipLog':
      return shipLog(context, effect);
    case 'ApplyLog':
      return applyLog(context, effect);
    case 'CreateRecoveryPoint':
      return { kind: 'RecoveryPointCreated', point: await createRecoveryPoint(context, effect) };
    case 'DeleteLogs':
      await host.deleteLogs(
        vmId,
        effect.logs.map((log) => log.logId),
        call,
      );
      await deleteShippedLogs(context, effect.logs);
      return { kind: 'LogsDeleted' };
    case 'DeleteRecoveryPoints':
      return deleteRecoveryPoints(context, effect.points);
    case 'StopTracking':
      await host.stopTracking(vmId, call);
      await deleteShippedLogs(context, effect.logs);
      return { kind: 'TrackingStopped' };
    case 'CheckGeometry':
      return { kind: 'GeometryChecked', mismatches: await findMismatches(context) };
    case 'Resynchronize':
      return { kind: 'ResynchronizationStarted', snapshot: await host.resynchronize(vmId, call) };
    case 'CompareWindow':
      return compareWindow(context, effect.diskId, effect.window);
    case 'RemoveRelationship':
      await host.removeReplicationRelationship(vmId, call);
      return { kind: 'RelationshipRemoved' };
    case 'DeleteReplica':
      return deleteReplica(context);
    case 'PollStatus':
      return { kind: 'StatusPolled', status: await host.getReplicationStatus(vmId, call) };
    default:
      return unreachable(effect);
  }
}

function machineOf({ machine, item }: EffectContext): MachineInventory {
  if (machine) return machine;
  throw new PortError({ code: 'VirtualMachineNotFound', detail: `No host reports the machine ${item.vmName}.` });
}

/** A replica begins all zero: what an earlier protection left behind under its name goes first. */
async function createReplica({ storage, item, call }: EffectContext): Promise<EffectResult> {
  await storage.createContainer(replicaContainer(item.vmId), call);
  await storage.createContainer(cacheContainer(item.vmId), call);
  for (const disk of item.disks) {
    await storage.deleteBlob(replicaBlob(item, disk), call);
    await storage.createPageBlob(replicaBlob(item, disk), disk.sizeBytes, call);
  }
  return { kind: 'ReplicaCreated' };
}

async function createRecoveryPoint(
  { storage, item, call }: EffectContext,
  { time, consistency }: Pick<RecoveryPoint, 'time' | 'consistency'>,
): Promise<Omit<RecoveryPoint, 'recoveryPointId'>> {
  const snapshots = [];
  for (const disk of item.disks) {
    snapshots.push({ diskId: disk.diskId, snapshot: await storage.snapshotBlob(replicaBlob(item, disk), {}, call) });
  }
  return { time, consistency, snapshots };
}

async function deleteShippedLogs(context: EffectContext, logs: readonly LogName[]): Promise<void> {
  for (const { diskId, logId } of logs) await context.storage.deleteBlob(logBlob(context, diskId, logId), context.call);
}

async function deleteRecoveryPoints(
  { storage, item, call }: EffectContext,
  points: readonly RecoveryPoint[],
): Promise<EffectResult> {
  for (const { diskId, snapshot } of points.flatMap((point) => point.snapshots)) {
    const disk = item.disks.find((candidate) => candidate.diskId === diskId);
    if (disk) await storage.deleteBlob(replicaBlob(item, disk, snapshot), call);
  }
  return { kind: 'RecoveryPointsDeleted', points };
}

/** One sentence per disk whose source and replica differ in size; without equal sizes there is nothing to compare. */
async function findMismatches({ host, storage, item, call }: EffectContext): Promise<readonly string[]> {
  const status = await host.getReplicationStatus(item.vmId, call);
  const mismatches: string[] = [];
  for (const disk of item.disks) {
    const sourceBytes = status.disks.find((candidate) => candidate.diskId === disk.diskId)?.sizeBytes;
    const { sizeBytes } = await storage.getProperties(replicaBlob(item, disk), call);
    if (sourceBytes !== sizeBytes) {
      mismatches.push(`${disk.name} has ${sourceBytes ?? 'no'} bytes on the host and ${sizeBytes} in the replica`);
    }
  }
  return mismatches;
}

async function deleteReplica(context: EffectContext): Promise<EffectResult> {
  const { storage, call } = context;
  const item: ReplicatedItem = context.item;
  await deleteShippedLogs(context, item.cycle.logs);
  for (const disk of item.disks) await storage.deleteBlob(replicaBlob(item, disk), call);
  return { kind: 'ReplicaDeleted' };
}
