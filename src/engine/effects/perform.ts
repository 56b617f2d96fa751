import { unreachable } from '../../base/assert.ts';
import { PortError } from '../../core/errors/fault.ts';
import type { RecoveryPoint, ReplicatedItem } from '../../core/model.ts';
import type { MachineInventory, Snapshot } from '../../core/ports.ts';
import { cacheContainer, replicaContainer } from '../../core/protection/blob-names.ts';
import type { Effect, LogName } from '../../core/protection/effect.ts';
import type { EffectResult } from '../../core/protection/event.ts';
import { applyLog } from './apply-log.ts';
import { actOnAzureMachine, snapshotAzureDisks } from './azure-machine.ts';
import { compareWindow } from './compare-window.ts';
import { logBlob, replicaBlob, replicaConditions, type EffectContext } from './context.ts';
import { copyWindow } from './copy-window.ts';
import { done, type Done, type ManifestEdit } from './done.ts';
import { failbackWindow } from './failback-window.ts';
import { checkFailback, createSource, deleteAzureSnapshots, prepareSource } from './prepare-source.ts';
import { growReplicas } from './grow-replica.ts';
import { claimReplicas, makeReplica, proveLease, removeReplica } from './replica-lease.ts';
import { refreshReplica } from './refresh-replica.ts';
import { shipLog } from './ship-log.ts';
import { surveyDisk } from './survey-disk.ts';

/** Does an effect through the ports. Throws `PortError` where a port fails. */
export async function perform(effect: Effect, context: EffectContext): Promise<Done> {
  const { host, item, call } = context;
  const { vmId } = item;
  await claimReplicas(effect, context);
  switch (effect.kind) {
    case 'CheckPrerequisites':
      return done({ kind: 'PrerequisitesChecked', readinessErrors: (await machineOf(context)).readinessErrors });
    case 'CreateReplica':
      return createReplica(context);
    case 'CreateRelationship': {
      const includedDiskIds = item.disks.map((disk) => disk.diskId);
      await host.createReplicationRelationship(vmId, { includedDiskIds, policy: context.policy }, call);
      return done({ kind: 'RelationshipCreated' });
    }
    case 'StartReplication':
      return begun(context, 'ReplicationStarted', await host.startReplication(vmId, call));
    case 'SurveyDisk':
      return done(await surveyDisk(context, effect.diskId));
    case 'CopyWindow':
      return copyWindow(context, effect.diskId, effect.window);
    case 'DeleteSnapshot':
      await host.deleteSnapshot(vmId, effect.snapshotId, call);
      return done({ kind: 'SnapshotDeleted' });
    case 'FreezeLogs':
      return done({ kind: 'LogsFrozen', set: await host.freezeLogs(vmId, effect.consistency, call) });
    case 'ShipLog':
      return done(await shipLog(context, effect));
    case 'ApplyLog':
      return applyLog(context, effect);
    case 'CreateRecoveryPoint':
      return createRecoveryPoint(context, effect);
    case 'DeleteLogs':
      await host.deleteLogs(
        vmId,
        effect.logs.map((log) => log.logId),
        call,
      );
      await deleteShippedLogs(context, effect.logs);
      return done({ kind: 'LogsDeleted' });
    case 'DeleteRecoveryPoints':
      return done(await deleteRecoveryPoints(context, effect.points));
    case 'StopTracking':
      await host.stopTracking(vmId, call);
      await deleteShippedLogs(context, effect.logs);
      return done({ kind: 'TrackingStopped' });
    case 'CheckGeometry':
      return checkGeometry(context);
    case 'Resynchronize':
      return begun(context, 'ResynchronizationStarted', await host.resynchronize(vmId, call));
    case 'CompareWindow':
      return compareWindow(context, effect.diskId, effect.window);
    case 'RemoveRelationship':
      await host.removeReplicationRelationship(vmId, call);
      return done({ kind: 'RelationshipRemoved' });
    case 'DeleteReplica':
      return done(await deleteReplica(context));
    case 'AzureMachine':
      return done(await actOnAzureMachine(context, effect));
    case 'ShutDownSource':
      await host.shutDownMachine(vmId, call);
      return done({ kind: 'SourceShutDown' });
    case 'StartSource':
      await host.startMachine(vmId, call);
      return done({ kind: 'SourceStarted' });
    case 'DeleteShippedLogs':
      await deleteShippedLogs(context, effect.logs);
      return done({ kind: 'ShippedLogsDeleted' });
    case 'CheckFailback':
      return done(await checkFailback(context));
    case 'CreateSource':
      return done(await createSource(context));
    case 'PrepareSource':
      return done(await prepareSource(context));
    case 'SnapshotAzureDisks':
      return done({ kind: 'AzureDisksSnapshot', snapshots: await snapshotAzureDisks(context) });
    case 'FailbackWindow':
      return done(await failbackWindow(context, effect));
    case 'DeleteAzureSnapshots':
      return done(await deleteAzureSnapshots(context, effect.snapshots));
    case 'RefreshReplica':
      return refreshReplica(context);
    case 'PollStatus':
      return done({ kind: 'StatusPolled', status: await host.getReplicationStatus(vmId, call) });
    default:
      return unreachable(effect);
  }
}

/** The machine as last reported; the hosts are asked where no report has come yet, as after a restart. */
async function machineOf({ machine, item, host, call }: EffectContext): Promise<MachineInventory> {
  if (machine) return machine;
  for (const { machines } of await host.listHosts(call)) {
    const reported = machines.find(({ vmId }) => vmId === item.vmId);
    if (reported) return reported;
  }
  throw new PortError({ code: 'VirtualMachineNotFound', detail: `No host reports the machine ${item.vmName}.` });
}

/** A replica begins all zero: what an earlier protection left behind under its name goes first. */
async function createReplica(context: EffectContext): Promise<Done> {
  const { storage, item, call } = context;
  await storage.createContainer(replicaContainer(item.vmId), call);
  await storage.createContainer(cacheContainer(item.vmId), call);
  for (const disk of item.disks) {
    await makeReplica(context, disk);
  }
  const edits = item.disks.map(({ diskId, sizeBytes }) => ({ kind: 'create', diskId, sizeBytes }) as const);
  return done({ kind: 'ReplicaCreated' }, edits);
}

/** The snapshot stands; the replicas are as large as the disks that it shows. */
async function begun(
  context: EffectContext,
  kind: 'ReplicationStarted' | 'ResynchronizationStarted',
  { sizes, ...snapshot }: Snapshot,
): Promise<Done> {
  const edits = await growReplicas(context, sizes);
  return done({ kind, snapshot, sizes }, edits);
}

async function createRecoveryPoint(
  context: EffectContext,
  { time, consistency }: Pick<RecoveryPoint, 'time' | 'consistency'>,
): Promise<Done> {
  const { storage, item, call } = context;
  await deleteOrphanedSnapshots(context);
  const snapshots: RecoveryPoint['snapshots'][number][] = [];
  const edits: ManifestEdit[] = [];
  for (const disk of item.disks) {
    const { diskId } = disk;
    const snapshot = await storage.snapshotBlob(replicaBlob(item, disk), replicaConditions(context), call);
    snapshots.push({ diskId, snapshot, sizeBytes: disk.sizeBytes });
    const { etag } = await storage.getProperties(replicaBlob(item, disk), call);
    edits.push({ kind: 'bind', diskId, etag });
  }
  return done({ kind: 'RecoveryPointCreated', point: { time, consistency, snapshots } }, edits);
}

/** Snapshots whose answers were lost, or that died with their engine before anybody wrote them down [DL15]. */
async function deleteOrphanedSnapshots(context: EffectContext): Promise<void> {
  const { storage, item, call } = context;
  const points = [...item.recoveryPoints, ...item.expiredRecoveryPoints];
  const known = new Set(points.flatMap(({ snapshots }) => snapshots.map(({ snapshot }) => snapshot)));
  for (const disk of item.disks) {
    const snapshots = await storage.listSnapshots(replicaBlob(item, disk), call);
    const orphans = snapshots.filter((snapshot) => !known.has(snapshot));
    // No lease guards a snapshot: one that an engine after this one has made must not be taken for an orphan.
    if (orphans.length > 0) await proveLease(context, replicaBlob(item, disk));
    for (const snapshot of orphans) await storage.deleteBlob(replicaBlob(item, disk, snapshot), {}, call);
  }
}

async function deleteShippedLogs(context: EffectContext, logs: readonly LogName[]): Promise<void> {
  for (const { diskId, logId } of logs)
    await context.storage.deleteBlob(logBlob(context, diskId, logId), {}, context.call);
}

async function deleteRecoveryPoints(
  { storage, item, call }: EffectContext,
  points: readonly RecoveryPoint[],
): Promise<EffectResult> {
  for (const { diskId, snapshot } of points.flatMap((point) => point.snapshots)) {
    const disk = item.disks.find((candidate) => candidate.diskId === diskId);
    if (disk) await storage.deleteBlob(replicaBlob(item, disk, snapshot), {}, call);
  }
  return { kind: 'RecoveryPointsDeleted', points };
}

/**
 * One sentence per disk whose source is smaller than its replica: there is nothing to compare the rest with.
 * One that has grown is no mismatch: its replica follows with the snapshot.
 */
async function checkGeometry({ host, storage, item, call }: EffectContext): Promise<Done> {
  const status = await host.getReplicationStatus(item.vmId, call);
  const mismatches: string[] = [];
  const edits: ManifestEdit[] = [];
  for (const disk of item.disks) {
    const sourceBytes = status.disks.find((candidate) => candidate.diskId === disk.diskId)?.sizeBytes;
    const { sizeBytes, etag } = await storage.getProperties(replicaBlob(item, disk), call);
    edits.push({ kind: 'check', diskId: disk.diskId, sizeBytes: disk.sizeBytes, etag });
    if (sourceBytes === undefined || sourceBytes < sizeBytes) {
      mismatches.push(`${disk.name} has ${sourceBytes ?? 'no'} bytes on the host and ${sizeBytes} in the replica`);
    }
  }
  return done({ kind: 'GeometryChecked', mismatches }, edits);
}

async function deleteReplica(context: EffectContext): Promise<EffectResult> {
  const item: ReplicatedItem = context.item;
  await deleteShippedLogs(context, item.cycle.logs);
  // The machine of a failover is the administrator's; a test machine is ours.
  if (item.testFailover) {
    await actOnAzureMachine(context, { kind: 'AzureMachine', role: 'test', act: 'delete', source: null });
  }
  for (const disk of item.disks) await removeReplica(context, disk);
  return { kind: 'ReplicaDeleted' };
}
