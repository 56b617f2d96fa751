import type { Job } from '../../../src/core/jobs/job-model.ts';
import type { ReplicatedItem } from '../../../src/core/model.ts';
import { azureMachineName, cacheContainer, replicaContainer } from '../../../src/core/protection/blob-names.ts';
import type { StoredBlob } from '../../world/world.ts';
import { demand, type Law, type Scene } from './law.ts';

const law: Pick<Law, 'name'> = { name: 'nothing is left behind' };

/**
 * Once a site is whole again the storage account holds the replicas of what is protected, with the
 * snapshots of its recovery points, and the disks of machines that stand in Azure: nothing else.
 */
export function demandNoLeaks({ world, engine }: Scene): void {
  const items = [...engine.items()].map(({ item }) => item);
  const replicas = new Map(
    items.flatMap((item) => item.disks.map((disk) => [nameOf(item, disk.replicaBlobName), { item, disk }] as const)),
  );
  const azureDisks = new Set(
    world.azureMachines().flatMap((machine) => machine.disks.map(({ blob }) => `${blob.container}/${blob.name}`)),
  );
  for (const blob of world.blobs()) {
    const name = `${blob.container}/${blob.name}`;
    const replica = replicas.get(name);
    const isKnown = replica !== undefined || azureDisks.has(name) || isLeftByForce(blob, engine);
    demand(isKnown, law, () => `blob ${name} belongs to nothing`);
    if (replica) demandKnownSnapshots(blob, replica.item, replica.disk.diskId);
  }
  for (const { ref, vmId } of world.azureMachines()) {
    const item = items.find((each) => each.vmId === vmId);
    // Protection that ends during a failover leaves the machine to the administrator.
    const isOurs = item !== undefined && isSame(azureMachineName(item.choices.targetVmName, 'test'), ref.name);
    const isLeft = jobsThatLeft(engine).some((job) => job.vmId === vmId);
    demand(!isOurs || isLeft, law, () => `the test machine ${ref.name} stands after everything was cleaned up`);
  }
}

/**
 * And the hosts hold no checkpoint and no frozen log but those that an item is about to give back, and nothing of a
 * machine that is not replicated.
 */
export function demandCleanHosts({ world, engine }: Scene): void {
  for (const { vmId, name, hasCheckpoint, policy, disks } of world.machines()) {
    const item = engine.item(vmId)?.item;
    if (!item && jobsThatLeft(engine).some((job) => job.vmId === vmId)) continue;
    const isRelated = policy !== null || disks.some(({ logBytes }) => logBytes > 0);
    demand(item !== undefined || !isRelated, law, () => `${name}: its host replicates what nobody asks for`);
    const isBase = item !== undefined && item.baseSnapshot !== null;
    demand(!hasCheckpoint || isBase, law, () => `${name}: a checkpoint stands that nobody will merge`);
    const isFrozen = disks.some(({ frozenLogBytes }) => frozenLogBytes > 0);
    const isShipping = item !== undefined && item.cycle.step !== 'idle';
    demand(!isFrozen || isShipping, law, () => `${name}: a frozen log stands that nobody will delete`);
  }
}

/** Protection that is ended by force goes on without what cannot be reached, and its job names it. */
function jobsThatLeft(engine: Scene['engine']): readonly Job[] {
  return [...engine.jobs()].filter(
    ({ scenarioName, errors }) => (scenarioName === 'DisableDr' || scenarioName === 'EnableDr') && errors.length > 0,
  );
}

function isLeftByForce({ container }: StoredBlob, engine: Scene['engine']): boolean {
  return jobsThatLeft(engine).some(
    ({ vmId }) => container === replicaContainer(vmId) || container === cacheContainer(vmId),
  );
}

function demandKnownSnapshots(blob: StoredBlob, item: ReplicatedItem, diskId: string): void {
  const known = new Set(
    [...item.recoveryPoints, ...item.expiredRecoveryPoints].flatMap(({ snapshots }) =>
      snapshots.filter((each) => each.diskId === diskId).map(({ snapshot }) => snapshot),
    ),
  );
  const unknown = blob.snapshots.filter((snapshot) => !known.has(snapshot));
  demand(
    unknown.length === 0,
    law,
    () =>
      `${item.vmName}: ${unknown.length} of ${blob.snapshots.length} snapshots of ${blob.name} are of no recovery point`,
  );
}

function nameOf({ vmId }: ReplicatedItem, blobName: string): string {
  return `${replicaContainer(vmId)}/${blobName}`;
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
