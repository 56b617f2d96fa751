import type { Rng } from '../../src/base/rng.ts';
import { after } from '../../src/base/units.ts';
import type { Instant } from '../../src/base/units.ts';
import type { DiskId, HostId, VmId } from '../../src/core/model.ts';
import type { ScenarioDisk, ScenarioMachine } from '../scenarios/scenario.ts';
import type { BaseLayer } from './block-node.ts';
import type { BlockStore } from './block-store.ts';
import { ContentHistory } from './content-history.ts';
import { allocatedBytesOf, drawLayout, generatedLayer, spreadOver } from './disk-layout.ts';
import { drawGuid } from './guid.ts';
import type { ImageLayer } from './image-layer.ts';
import { MachineReplication } from './machine-replication.ts';
import type { DiskFacts } from './simulated-disk.ts';
import { SimulatedDisk } from './simulated-disk.ts';
import { SimulatedMachine } from './simulated-machine.ts';
import type { MachineFacts } from './simulated-machine.ts';
import { VirtualFile } from './virtual-file.ts';
import { startWorkload, wakePeriodMs } from './workload.ts';
import type { FileFinder, ImportRecord, WorldRecords } from './world-records.ts';
import { CONTENT_POINTS } from './world.ts';
import type { WorkloadKind } from './world.ts';

/** Everything about a machine that follows from scenario and seed: the same for a new world and a restored one. */
export interface MachinePlan {
  readonly facts: MachineFacts;
  readonly disks: readonly { readonly facts: DiskFacts; readonly base: BaseLayer; readonly allocatedBytes: number }[];
  readonly workload: WorkloadKind;
  /** Freezes and snapshots whose content stays readable. */
  readonly contentPoints: number;
  readonly rng: Rng;
}

export function planMachine(machine: ScenarioMachine, hostId: HostId, contentPoints: number, rng: Rng): MachinePlan {
  const { workload, disks, ...facts } = machine;
  const vmId = drawGuid(rng.fork('id')) as VmId;
  return {
    facts: { ...facts, vmId, hostId, isImported: false },
    disks: disks.map((disk, index) => planDisk(disk, index, vmId, rng.fork(`disk ${index}`))),
    workload,
    contentPoints,
    rng,
  };
}

function planDisk(disk: ScenarioDisk, index: number, vmId: VmId, rng: Rng): MachinePlan['disks'][number] {
  const diskId = drawGuid(rng.fork('id')) as DiskId;
  const diskSeed = rng.fork('content').uint32();
  const layout = drawLayout(rng.fork('layout'), disk.sizeBytes, disk.allocatedBytes);
  const facts: DiskFacts = {
    diskId,
    name: disk.name,
    role: index === 0 ? 'OperatingSystem' : 'Data',
    sizeBytes: disk.sizeBytes,
    format: 'simulated',
    diskSeed,
    area: layout,
  };
  return {
    facts,
    base: generatedLayer(`${vmId}/${diskId}`, diskSeed, layout),
    allocatedBytes: allocatedBytesOf(layout),
  };
}

/** The stream of an imported machine: by name, so that its ids do not depend on what else was imported. */
export function importRng(world: Rng, name: string): Rng {
  return world.fork(`import ${name}`);
}

/** An imported machine: one disk, idle. */
export function planImport(record: ImportRecord, layer: ImageLayer, rng: Rng): MachinePlan {
  const facts: MachineFacts = {
    vmId: record.vmId,
    name: record.name,
    hostId: record.hostId,
    generation: 2,
    state: 'Running',
    // Nobody looks into an imported disk: Windows is what the enable dialog starts from.
    osType: 'Windows',
    osName: 'Unknown (imported disk)',
    cpuCount: 2,
    memoryMegabytes: 4096,
    readinessErrors: [],
    isImported: true,
  };
  const sizeBytes = record.image.sizeBytes;
  const disk: DiskFacts = {
    diskId: record.diskId,
    name: record.name,
    role: 'OperatingSystem',
    sizeBytes,
    format: record.format,
    diskSeed: rng.fork('content').uint32(),
    area: spreadOver(sizeBytes),
  };
  return {
    facts,
    disks: [{ facts: disk, base: layer, allocatedBytes: layer.storedBytes }],
    workload: 'idle',
    contentPoints: CONTENT_POINTS,
    rng,
  };
}

/** The machine as it is at the world's start, or when it is imported. */
export function makeMachine(plan: MachinePlan, store: BlockStore, now: Instant): SimulatedMachine {
  const disks = plan.disks.map(
    ({ facts, base, allocatedBytes }) =>
      new SimulatedDisk(store, facts, VirtualFile.create(store, facts.sizeBytes, base), allocatedBytes),
  );
  // Guests wake at different moments of their period, or all would write at once.
  const wakesAt = after(now, 1 + plan.rng.fork('phase').below(wakePeriodMs(plan.workload)));
  const workload = startWorkload(plan.workload, plan.rng.fork('workload'));
  const history = new ContentHistory(plan.contentPoints);
  const replication = new MachineReplication(plan.facts.name, disks, plan.rng.fork('ids'), history);
  return new SimulatedMachine(plan.facts, disks, replication, { workload, wakesAt });
}

/** The machine as it was saved. */
export function restoreMachine(
  plan: MachinePlan,
  store: BlockStore,
  records: WorldRecords,
  fileOf: FileFinder,
): SimulatedMachine {
  const { vmId, name } = plan.facts;
  const record = records.machines.get(vmId);
  if (!record)
    throw new RangeError(`the saved world has no machine ${name}: it was made by another version of its scenario`);
  const disks = plan.disks.map(({ facts }) => {
    const diskRecord = record.disks.find((each) => each.diskId === facts.diskId);
    if (!diskRecord)
      throw new RangeError(`the saved world has no disk ${facts.name}: it was made by another version of its scenario`);
    return SimulatedDisk.restore(store, facts, diskRecord, fileOf);
  });
  const history = ContentHistory.restore(plan.contentPoints, records.histories.get(vmId) ?? [], fileOf);
  const replication = MachineReplication.restore(name, disks, record.replication, history, fileOf);
  return new SimulatedMachine(plan.facts, disks, replication, record);
}
