import { createChecksumsInline } from '../../../src/adapters/checksums-pool/checksums-inline.ts';
import { GIB, instant, MIB, MINUTE_MS } from '../../../src/base/units.ts';
import type { VmId } from '../../../src/core/model.ts';
import type { Scenario, ScenarioMachine } from '../../scenarios/scenario.ts';
import { VirtualClock } from '../../simulation/virtual-clock.ts';
import { createMemoryBlockFile } from '../../world/block-file.ts';
import { createWorld } from '../../world/create-world.ts';
import type { World } from '../../world/world.ts';
import { createDriver } from './driven.ts';

export const startAt = instant(Date.UTC(2026, 2, 2, 8));

const machine: ScenarioMachine = {
  name: 'APP01',
  generation: 2,
  state: 'Running',
  osType: 'Windows',
  osName: 'Windows Server 2022 Datacenter',
  cpuCount: 2,
  memoryMegabytes: 4096,
  workload: 'database',
  readinessErrors: [],
  disks: [
    { name: 'APP01-os', sizeBytes: 64 * MIB, allocatedBytes: 8 * MIB },
    { name: 'APP01-data', sizeBytes: 32 * MIB, allocatedBytes: 12 * MIB },
  ],
};

/** One host with a machine that can be protected and one that cannot. */
const scenario: Scenario = {
  name: 'host contract',
  description: 'One host, two machines',
  startsAt: startAt,
  siteName: 'Test',
  hosts: [
    {
      name: 'HV-01',
      utcOffsetMinutes: 60,
      linkBitsPerSecond: 100e6,
      latencyMs: 20,
      volume: { name: 'D:', sizeBytes: 256 * GIB, otherFilesBytes: 10 * GIB },
      machines: [machine, { ...machine, name: 'SHARED', readinessErrors: ['SharedVhd'] }],
    },
  ],
};

export async function createHostWorld(): Promise<{
  readonly world: World;
  /** Lets time pass while a port is called. */
  readonly drive: ReturnType<typeof createDriver>;
  readonly vmId: VmId;
  readonly unreadyVmId: VmId;
  /** Lets the guests write: a minute passes. */
  readonly letGuestWrite: () => Promise<void>;
}> {
  const clock = new VirtualClock(startAt);
  const checksums = await createChecksumsInline();
  const world = createWorld({ scenario, seed: '1', clock, blockFile: createMemoryBlockFile(), checksums });
  const idOf = (name: string): VmId => {
    const found = world.machines().find((each) => each.name === name);
    if (!found) throw new Error(`no machine ${name}`);
    return found.vmId;
  };
  const drive = createDriver(clock);
  const { letGuestWrite } = drive({ letGuestWrite: () => clock.sleep(MINUTE_MS, 0) });
  return { world, drive, vmId: idOf('APP01'), unreadyVmId: idOf('SHARED'), letGuestWrite };
}
