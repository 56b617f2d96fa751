/**
 * The journal of an engine that has protected every machine of a world long ago. The world makes replicas as
 * initial replications leave them behind; the items are what the core's own decisions make of that.
 */
import { assert } from '../../src/base/assert.ts';
import type { Rng } from '../../src/base/rng.ts';
import { after, MINUTE_MS, SECOND_MS } from '../../src/base/units.ts';
import { DEFAULT_UPLOAD_THREADS } from '../../src/core/limits/limits.ts';
import type { JobId, PolicyId, RecoveryPointId, ReplicatedItem, ReplicationPolicy } from '../../src/core/model.ts';
import { POLICY_DEFAULTS } from '../../src/core/policy/policy.ts';
import type { MachineInventory, Mutation } from '../../src/core/ports.ts';
import { cacheContainer, replicaBlobName, replicaContainer } from '../../src/core/protection/blob-names.ts';
import type { ProtectionEvent } from '../../src/core/protection/event.ts';
import type { Facts } from '../../src/core/protection/facts.ts';
import { transition } from '../../src/core/protection/machine.ts';
import { newItem } from '../../src/core/protection/new-item.ts';
import { drawGuid } from '../world/guid.ts';
import type { AdoptedSnapshot, World } from '../world/world.ts';

/** What of a world is asked for. */
type Grounds = Pick<World, 'clock' | 'inventory' | 'adoptReplica'>;

const TARGET_GROUP = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/lockstep';

/**
 * Protects every machine of a new world, at its instant and at once; answers the journal with which the engine
 * goes on. Cycles and polls are spread evenly over their intervals, as those of machines enabled one by one are.
 */
export function establishFleet(world: Grounds, rng: Rng, storageAccountId: string): Mutation[] {
  const policy: ReplicationPolicy = {
    ...POLICY_DEFAULTS,
    policyId: drawGuid(rng.fork('policy')) as PolicyId,
    name: 'Fleet 5 min',
  };
  const hosts = world.inventory();
  const machineCount = hosts.reduce((sum, { machines }) => sum + machines.length, 0);
  const journal: Mutation[] = [{ op: 'put', table: 'policies', key: policy.policyId, value: policy }];
  let place = 0;
  for (const host of hosts) {
    for (const machine of host.machines) {
      const replica = adopt(world, machine, policy);
      const facts = factsFor(world, policy, rng, machine.vmId);
      const item = protectedItem(machine, host.name, storageAccountId, replica, facts);
      const value = staggered(item, place++ / machineCount, facts);
      journal.push({ op: 'put', table: 'items', key: machine.vmId, value });
    }
  }
  return journal;
}

function adopt(world: Grounds, { vmId, disks }: MachineInventory, policy: ReplicationPolicy): AdoptedSnapshot {
  return world.adoptReplica(vmId, policy, {
    places: disks.map(({ diskId }) => ({
      diskId,
      blob: { container: replicaContainer(vmId), name: replicaBlobName(diskId) },
    })),
    cacheContainer: cacheContainer(vmId),
  });
}

/** From the request to Protected, decision by decision; what effects would answer is what the world has done. */
function protectedItem(
  machine: MachineInventory,
  hostName: string,
  storageAccountId: string,
  { base, sizes, snapshots }: AdoptedSnapshot,
  facts: Facts,
): ReplicatedItem {
  let item = newItem(machine, hostName, choicesFor(machine, storageAccountId), facts);
  const tell = (event: ProtectionEvent): void => {
    item = transition(item, event, facts).item;
  };
  tell({ kind: 'PrerequisitesChecked', readinessErrors: [] });
  tell({ kind: 'ReplicaCreated' });
  tell({ kind: 'RelationshipCreated' });
  tell({ kind: 'SlotGranted' });
  tell({ kind: 'ReplicationStarted', snapshot: base, sizes });
  for (let next = windowUnderWay(item); next; next = windowUnderWay(item)) tell(next);
  const shown = snapshots.map((each) => ({ ...each, ...sizes.find(({ diskId }) => diskId === each.diskId) }));
  tell({
    kind: 'RecoveryPointCreated',
    point: { time: base.takenAt, consistency: base.consistency, snapshots: shown },
  });
  tell({ kind: 'SnapshotDeleted' });
  assert(item.phase.kind === 'protected', `${machine.name} is protected once its first copy is complete`);
  return item;
}

/** The copy of the next window, done: the replica shares its blocks with the disk. Nothing is passed over. */
function windowUnderWay({ disks }: ReplicatedItem): ProtectionEvent | undefined {
  for (const { diskId, windows, transfer } of disks) {
    const [window] = windows.inFlight;
    if (!window && transfer !== null && transfer.phase !== 'done') return { kind: 'DiskSurveyed', diskId, empty: [] };
    if (!window) continue;
    const counts = { processedBytes: window.lengthBytes, differingBytes: 0, sentBytes: 0, checksumBytes: 0 };
    return { kind: 'WindowCopied', diskId, window, counts };
  }
  return undefined;
}

function staggered(item: ReplicatedItem, share: number, { now, policy }: Facts): ReplicatedItem {
  const cycleAt = after(now, Math.floor(share * policy.replicationIntervalSeconds * SECOND_MS));
  const pollAt = after(now, Math.floor(share * MINUTE_MS));
  return { ...item, cycle: { ...item.cycle, nextAt: cycleAt }, poll: { isRunning: false, nextAt: pollAt } };
}

function choicesFor(machine: MachineInventory, storageAccountId: string): ReplicatedItem['choices'] {
  return {
    targetVmName: machine.name,
    targetVmSize: 'Standard_D2s_v3',
    targetResourceGroupId: TARGET_GROUP,
    targetNetworkId: null,
    targetSubnetName: null,
    storageAccountId,
    logStorageAccountId: storageAccountId,
    includedDiskIds: machine.disks.map(({ diskId }) => diskId),
    osType: machine.osType,
  };
}

function factsFor(world: Grounds, policy: ReplicationPolicy, rng: Rng, vmId: string): Facts {
  return {
    now: world.clock.now(),
    policy,
    offsetAt: () => 0,
    uploadThreads: DEFAULT_UPLOAD_THREADS,
    get newJobId() {
      return drawGuid(rng.fork(`${vmId}/job`)) as JobId;
    },
    get newRecoveryPointId() {
      return drawGuid(rng.fork(`${vmId}/recoveryPoint`)) as RecoveryPointId;
    },
  };
}
