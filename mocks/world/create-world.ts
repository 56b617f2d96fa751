import { createRng } from '../../src/base/rng.ts';
import type { Rng } from '../../src/base/rng.ts';
import type { HostId } from '../../src/core/model.ts';
import type { Checksums } from '../../src/core/ports.ts';
import type { Scenario, ScenarioHost } from '../scenarios/scenario.ts';
import { scenarioNamed } from '../scenarios/scenarios.ts';
import type { VirtualClock } from '../simulation/virtual-clock.ts';
import type { BlockFile } from './block-file.ts';
import type { BaseLayer } from './block-node.ts';
import { BlockStore } from './block-store.ts';
import { drawGuid } from './guid.ts';
import { ImageLayer } from './image-layer.ts';
import { importRng, makeMachine, planImport, planMachine, restoreMachine } from './machine-maker.ts';
import type { MachinePlan } from './machine-maker.ts';
import { SimulatedHost } from './simulated-host.ts';
import type { HostFacts } from './simulated-host.ts';
import { SimulatedWorld } from './simulated-world.ts';
import type { WorldRecords } from './world-records.ts';
import { restoreFiles } from './world-records.ts';
import { CONTENT_POINTS } from './world.ts';
import type { World } from './world.ts';

export interface WorldOptions {
  /** A name of the scenario registry, or a scenario of one's own. */
  readonly scenario: string | Scenario;
  readonly seed: string;
  /** Nothing may be armed on it yet: its time is set to the world's. */
  readonly clock: VirtualClock;
  /** Raw blocks; of a restored world the file it was saved with. */
  readonly blockFile: BlockFile;
  /** Digests that hosts make of their disks. */
  readonly checksums: Pick<Checksums, 'digest' | 'sha256'>;
  /** A saved world (`loadWorldRecords`); null or absent: a new one. */
  readonly records?: WorldRecords | null;
}

/**
 * The world of a scenario and a seed, new or as it was saved. A saved world with imported machines
 * wants their images back (`pendingImages`, `reattachImage`) before its disks are read.
 * Throws `RangeError` for an unknown scenario, or records of another scenario or seed.
 */
export function createWorld(options: WorldOptions): World {
  const scenario = typeof options.scenario === 'string' ? scenarioNamed(options.scenario) : options.scenario;
  const { seed, clock, records = null } = options;
  if (records && (records.state.scenario !== scenario.name || records.state.seed !== seed)) {
    throw new RangeError(
      `the saved world is "${records.state.scenario}" with seed "${records.state.seed}", wanted is "${scenario.name}" with seed "${seed}"`,
    );
  }
  clock.restore(records ? records.state.now : scenario.startsAt);

  const rng = createRng(`${scenario.name}/${seed}`);
  const store = new BlockStore(options.blockFile);
  const world = new SimulatedWorld({ scenario: scenario.name, seed, clock, store, rng, checksums: options.checksums });
  const plans = scenario.hosts.map((host) => planHost(host, scenario, rng.fork(`host ${host.name}`)));
  for (const { facts, link } of plans)
    world.addHost(new SimulatedHost(clock, facts), records?.links.get(facts.hostId) ?? link);
  if (records) restoreMachines(world, store, rng, plans, records);
  else
    for (const plan of plans.flatMap((host) => host.machines)) world.addMachine(makeMachine(plan, store, clock.now()));
  return world;
}

interface HostPlan {
  readonly facts: HostFacts;
  readonly link: { readonly bitsPerSecond: number; readonly latencyMs: number; readonly schedule: null };
  readonly machines: readonly MachinePlan[];
}

function planHost(host: ScenarioHost, scenario: Scenario, rng: Rng): HostPlan {
  const { name, utcOffsetMinutes, offsetChanges = [], volume, linkBitsPerSecond, latencyMs, vmm } = host;
  const { contentPoints = CONTENT_POINTS } = scenario;
  const hostId = drawGuid(rng.fork('id')) as HostId;
  return {
    facts: {
      hostId,
      name,
      siteName: vmm?.siteName ?? scenario.siteName,
      vmmServerName: vmm?.serverName ?? null,
      utcOffsetMinutes,
      offsetChanges,
      volume,
    },
    link: { bitsPerSecond: linkBitsPerSecond, latencyMs, schedule: null },
    machines: host.machines.map((machine) =>
      planMachine(machine, hostId, contentPoints, rng.fork(`machine ${machine.name}`)),
    ),
  };
}

function restoreMachines(
  world: SimulatedWorld,
  store: BlockStore,
  rng: Rng,
  hosts: readonly HostPlan[],
  records: WorldRecords,
): void {
  const imports = records.imports.map((record) => {
    const layer = new ImageLayer(record.image);
    return { record, layer, plan: planImport(record, layer, importRng(rng, record.name)) };
  });
  const plans = [...hosts.flatMap((host) => host.machines), ...imports.map(({ plan }) => plan)];
  const bases = new Map<string, BaseLayer>(
    plans.flatMap((plan) => plan.disks.map(({ base }) => [base.baseId, base] as const)),
  );
  const { fileOf, disposeRest } = restoreFiles(store, records, (baseId) => {
    const base = bases.get(baseId);
    if (!base)
      throw new RangeError(`the saved world has no disk ${baseId}: it was made by another version of its scenario`);
    return base;
  });
  for (const { record, layer } of imports) world.addImport(record, layer);
  for (const plan of plans) world.addMachine(restoreMachine(plan, store, records, fileOf));
  world.restore(records, fileOf);
  disposeRest();
}
