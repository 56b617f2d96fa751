/** One fleet, for some of its time, in a process of its own: so that its peak memory is its own. Prints one line of JSON. */
import { createChecksumsInline } from '../../src/adapters/checksums-pool/checksums-inline.ts';
import { MINUTE_MS } from '../../src/base/units.ts';
import { replicaContainer } from '../../src/core/protection/blob-names.ts';
import { startFleet, type Fleet } from '../../mocks/simulation/fleet.ts';

export interface FleetRun {
  readonly machines: number;
  readonly minutes: number;
  /** Decisions of the core, each carried out by the engine. */
  readonly decisions: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakBytes: number;
  readonly digest: string;
  /** What was wrong with the result; empty: nothing. */
  readonly errors: readonly string[];
}

/** Every so many machines one is held against its disk. */
const CHECKED = 50;

/** In minutes of the world. */
const SAVED_EVERY = 1;

/**
 * As in the demo, though less often, the world is saved while it runs, and to nowhere: blocks that it freed are used
 * again only when a save has told so, and without one it would keep whatever was ever written.
 */
async function runFor(fleet: Fleet, minutes: number): Promise<void> {
  for (let done = 0; done < minutes; done += SAVED_EVERY) {
    await fleet.run(Math.min(SAVED_EVERY, minutes - done) * MINUTE_MS);
    fleet.world.takeMutations();
    fleet.world.committed();
  }
}

async function runFleet(machines: number, minutes: number, seed: string): Promise<FleetRun> {
  const fleet = await startFleet(machines, seed, await createChecksumsInline());
  // The first minute compiles the code and lists the hosts.
  await runFor(fleet, 1);
  const before = fleet.engine.traceDigest().count;
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  await runFor(fleet, minutes);
  const spent = process.cpuUsage(cpu);
  const wallMs = performance.now() - wall;
  const { count, digest } = fleet.engine.traceDigest();
  const errors = errorsOf(fleet, machines);
  await fleet.stop();
  return {
    machines,
    minutes,
    decisions: count - before,
    wallMs,
    cpuMs: (spent.user + spent.system) / 1000,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    digest,
    errors,
  };
}

/** All protected and healthy; of some the newest recovery point equals the disk of its instant, byte for byte. */
function errorsOf({ engine, world }: Fleet, machines: number): string[] {
  const errors: string[] = [];
  let index = 0;
  for (const { item, health } of engine.items()) {
    if (item.phase.kind !== 'protected' || health !== 'Normal')
      errors.push(`${item.vmName} is ${item.phase.kind} and ${health}`);
    const point = index++ % Math.max(1, Math.floor(machines / CHECKED)) === 0 ? item.recoveryPoints.at(-1) : undefined;
    for (const { diskId, snapshot } of point?.snapshots ?? []) {
      const name = item.disks.find((disk) => disk.diskId === diskId)?.replicaBlobName ?? '';
      const blob = { container: replicaContainer(item.vmId), name, snapshot };
      if (world.firstDifference(blob, item.vmId, diskId, point?.time ?? null) !== null)
        errors.push(`the replica of ${item.vmName} differs from its disk`);
    }
  }
  if (index !== machines) errors.push(`${index} of ${machines} machines are replicated`);
  return errors;
}

const [machines = '100', minutes = '60', seed = '1'] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await runFleet(Number(machines), Number(minutes), seed))}\n`);
