import { createChecksumsInline } from '../../../src/adapters/checksums-pool/checksums-inline.ts';
import { instant } from '../../../src/base/units.ts';
import type { ReplicationPolicy, VmId } from '../../../src/core/model.ts';
import type { Call, Store } from '../../../src/core/ports.ts';
import { driveUntilDone } from '../../simulation/virtual-clock-driver.ts';
import { VirtualClock } from '../../simulation/virtual-clock.ts';
import type { BlockFile } from '../block-file.ts';
import { createMemoryBlockFile } from '../block-file.ts';
import type { WorldOptions } from '../create-world.ts';
import { createWorld } from '../create-world.ts';
import { loadWorldRecords } from '../world-records.ts';
import type { World, WorldMachine } from '../world.ts';

const checksums = await createChecksumsInline();

/** A timer that never rings. */
export const noTimer = (): (() => void) => () => undefined;

export const policy = {} as ReplicationPolicy;

/** A world under test with its clock, and calls numbered as an engine would. */
export interface WorldBench {
  readonly world: World;
  readonly clock: VirtualClock;
  readonly blockFile: BlockFile;
  readonly call: (vmId?: string) => Call;
  /** Runs one thread of work, letting as much time pass as it waits. */
  readonly drive: <T>(work: () => Promise<T>) => Promise<T>;
  readonly machine: (name: string) => WorldMachine;
  /** Relates a machine with all its disks and starts its replication. */
  readonly track: (vmId: VmId) => Promise<void>;
}

export function benchOf(options: Partial<WorldOptions> = {}): WorldBench {
  const clock = new VirtualClock(instant(0));
  const blockFile = options.blockFile ?? createMemoryBlockFile();
  const world = createWorld({ scenario: 'small', seed: '1', checksums, ...options, clock, blockFile });
  let number = 1;
  const call = (vmId = 'test'): Call => ({ requestId: `${vmId}.${number++}`, signal: new AbortController().signal });
  const drive = <T>(work: () => Promise<T>): Promise<T> => driveUntilDone(clock, work);
  return {
    world,
    clock,
    blockFile,
    call,
    drive,
    machine(name) {
      const found = world.machines().find((machine) => machine.name === name);
      if (!found) throw new Error(`no machine ${name}`);
      return found;
    },
    async track(vmId) {
      const includedDiskIds =
        world
          .machines()
          .find((machine) => machine.vmId === vmId)
          ?.disks.map((disk) => disk.diskId) ?? [];
      await drive(() => world.hostApi.createReplicationRelationship(vmId, { includedDiskIds, policy }, call(vmId)));
      await drive(() => world.hostApi.startReplication(vmId, call(vmId)));
    },
  };
}

/** The world as a store has it, over the same blocks. */
export async function benchFrom(
  store: Store,
  blockFile: BlockFile,
  options: Partial<WorldOptions> = {},
): Promise<WorldBench> {
  return benchOf({ ...options, blockFile, records: await loadWorldRecords(store) });
}
