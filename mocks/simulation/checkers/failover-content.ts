import type { Bytes } from '../../../src/base/units.ts';
import type { Failover, RecoveryPoint, ReplicatedItem } from '../../../src/core/model.ts';
import type { BlobRef } from '../../../src/core/ports.ts';
import { azureMachineName } from '../../../src/core/protection/blob-names.ts';
import type { World } from '../../world/world.ts';
import { demand, differenceOf, type Law } from './law.ts';

type Role = 'test' | 'failover';
type AzureMachine = ReturnType<World['azureMachines']>[number];

/**
 * A machine in Azure begins as its recovery point, byte for byte; a planned failover has lost nothing
 * that the source ever wrote; and what comes home from a failback is what the machine in Azure held.
 */
export function failoverContent(): Law {
  /** What was looked at, so that each is looked at while it stands still. */
  const checked = new Set<string>();
  const law: Law = {
    name: 'failover and failback carry every byte',
    itemChanged({ item }, { world }) {
      const { phase, testFailover } = item;
      if (phase.kind === 'failingOver' && phase.step === 'startMachine') checkFailover(item, phase.failover, world);
      if (testFailover?.step === 'startMachine') checkPoint(item, testFailover.point, 'test', world);
      if (phase.kind === 'failingBack' && phase.step === 'startSource')
        checkHome(item, phase.failback.startedAt, world);
    },
  };

  function checkFailover(item: ReplicatedItem, { kind, point }: Failover, world: World): void {
    demand(point !== null, law, () => `${item.vmName} starts in Azure from nothing`);
    if (point === null || !checkPoint(item, point, 'failover', world)) return;
    if (kind === 'planned') checkDisks(item, 'failover', null, world, 'what the source wrote last');
  }

  /** False where the machine was looked at before, or runs already and has written. */
  function checkPoint(item: ReplicatedItem, point: RecoveryPoint, role: Role, world: World): boolean {
    const key = `${item.vmId}/${role}/${point.recoveryPointId}/${item.activeJobId}/${item.testFailover?.jobId}`;
    const machine = machineOf(item, role, world);
    if (checked.has(key) || machine?.state !== 'Stopped') return false;
    checked.add(key);
    demand(machine.disks.length === item.disks.length, law, () => `${item.vmName}: a disk is missing in Azure`);
    checkDisks(item, role, point.time, world, 'the recovery point');
    return true;
  }

  function checkHome(item: ReplicatedItem, startedAt: number, world: World): void {
    const key = `${item.vmId}/home/${startedAt}`;
    if (checked.has(key) || world.isRunningAtHome(item.vmId) || machineOf(item, 'failover', world)?.state !== 'Stopped')
      return;
    checked.add(key);
    checkDisks(item, 'failover', null, world, 'the machine at home');
  }

  function checkDisks(
    item: ReplicatedItem,
    role: Role,
    time: RecoveryPoint['time'] | null,
    world: World,
    what: string,
  ): void {
    const source = world.machines().find(({ vmId }) => vmId === item.vmId);
    for (const { diskId, blob } of machineOf(item, role, world)?.disks ?? []) {
      const atHome = source?.disks.find((disk) => disk.diskId === diskId);
      // A disk that has grown at home since its copy was made keeps its size, and has more to show than came back.
      if (time === null && atHome && atHome.sizeBytes !== sizeOf(world, blob)) continue;
      const difference = differenceOf(law, world, blob, { vmId: item.vmId, diskId, time });
      const name = item.disks.find((disk) => disk.diskId === diskId)?.name;
      demand(
        difference === undefined || difference === null,
        law,
        () => `${item.vmName}, ${name}: the ${role} machine differs from ${what} at byte ${difference}`,
      );
    }
  }
  return law;
}

function machineOf({ vmId, choices }: ReplicatedItem, role: Role, world: World): AzureMachine | undefined {
  const name = azureMachineName(choices.targetVmName, role).toLowerCase();
  return world.azureMachines().find((machine) => machine.vmId === vmId && machine.ref.name.toLowerCase() === name);
}

function sizeOf(world: World, ref: BlobRef): Bytes {
  const blob = world.openBlob(ref);
  blob.release();
  return blob.sizeBytes;
}
