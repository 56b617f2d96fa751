/**
 * A fleet in virtual time: the real engine and core over the world of the scenario `datacenter`, through the
 * ports in process, without HTTP and without a database. Every machine is protected from the start.
 */
import { createRng } from '../../src/base/rng.ts';
import { instant, type Milliseconds } from '../../src/base/units.ts';
import type { Checksums, Mutation, Store } from '../../src/core/ports.ts';
import { startEngine, type Engine } from '../../src/engine/engine.ts';
import { datacenter } from '../scenarios/datacenter.ts';
import { createMemoryBlockFile } from '../world/block-file.ts';
import { createWorld } from '../world/create-world.ts';
import type { World } from '../world/world.ts';
import { establishFleet } from './established-fleet.ts';
import { VirtualClock } from './virtual-clock.ts';

export interface Fleet {
  readonly engine: Engine;
  readonly world: World;
  /** Lets the world's time pass. */
  run(durationMs: Milliseconds): Promise<void>;
  stop(): Promise<void>;
}

const ACCOUNT_ID = '/subscriptions/s/resourceGroups/dr/providers/Microsoft.Storage/storageAccounts/dr';

export async function startFleet(machineCount: number, seed: string, checksums: Checksums): Promise<Fleet> {
  const clock = new VirtualClock(instant(0));
  const blockFile = createMemoryBlockFile();
  const world = createWorld({ scenario: datacenter(machineCount), seed, clock, checksums, blockFile });
  const rng = createRng(`fleet/${seed}`);
  const journal = establishFleet(world, rng.fork('journal'), ACCOUNT_ID);
  const failures: unknown[] = [];
  const engine = await startEngine(
    {
      host: world.hostApi,
      storage: world.storageApi,
      compute: world.computeApi,
      clock,
      store: storeThatOnlyTells(journal),
      checksums,
      rng: rng.fork('engine'),
    },
    { onFailure: (error) => failures.push(error) },
  );
  return {
    engine,
    world,
    run: async (durationMs) => {
      await clock.runFor(durationMs);
      if (failures.length > 0) throw failures[0];
    },
    stop: async () => {
      await engine.stop();
      world.close();
    },
  };
}

/** Tells the journal to begin with and keeps nothing: what is measured is the engine, not a database in memory. */
function storeThatOnlyTells(journal: readonly Mutation[]): Store {
  return {
    isDurable: false,
    takeEpoch: async () => 1,
    transact: async () => undefined,
    readAll: async (table) =>
      journal.flatMap((each) =>
        each.op === 'put' && each.table === table ? [{ key: each.key, value: each.value }] : [],
      ),
    close: async () => undefined,
  };
}
