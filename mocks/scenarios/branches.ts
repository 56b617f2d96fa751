import { GIB, instant, MIB } from '../../src/base/units.ts';
import type { WorkloadKind } from '../world/world.ts';
import type { Scenario, ScenarioHost, ScenarioMachine } from './scenario.ts';

/** Guests that write little: half of so small a disk is soon full of log. */
const WORKLOADS: readonly WorkloadKind[] = ['webServer', 'logAppend', 'idle'];
const SITES = ['NORTH', 'SOUTH', 'EAST', 'WEST'] as const;
const MACHINES_PER_HOST = 6;

/** Four small branch offices: as many machines as a screen holds, on disks so small that they are protected in no time. */
export const branches: Scenario = {
  name: 'branches',
  description: 'Four branch offices with a host each and twenty-four machines with disks of 256 MiB',
  // A Monday morning.
  startsAt: instant(Date.UTC(2026, 2, 2, 8)),
  siteName: 'Branches',
  hosts: SITES.map(hostOf),
};

function hostOf(site: string): ScenarioHost {
  return {
    name: `HV-${site}`,
    utcOffsetMinutes: 60,
    linkBitsPerSecond: 100e6,
    latencyMs: 25,
    volume: { name: 'D:', sizeBytes: 500 * GIB, otherFilesBytes: 200 * GIB },
    machines: Array.from({ length: MACHINES_PER_HOST }, (_, index) => machineOf(site, index)),
  };
}

function machineOf(site: string, index: number): ScenarioMachine {
  const name = `${site}-${String(index + 1).padStart(2, '0')}`;
  // One that cannot be protected, as every estate has one.
  const isShared = site === 'WEST' && index === MACHINES_PER_HOST - 1;
  return {
    name,
    generation: 2,
    state: 'Running',
    osType: index % 2 === 0 ? 'Windows' : 'Linux',
    osName: index % 2 === 0 ? 'Windows Server 2022 Standard' : 'Debian 12',
    cpuCount: 2,
    memoryMegabytes: 4096,
    workload: WORKLOADS[index % WORKLOADS.length] ?? 'idle',
    readinessErrors: isShared ? ['SharedVhd'] : [],
    disks: [
      { name: `${name}-os`, sizeBytes: 256 * MIB, allocatedBytes: 4 * MIB },
      // The first machine of each branch keeps its data apart.
      ...(index === 0 ? [{ name: `${name}-data`, sizeBytes: 512 * MIB, allocatedBytes: 48 * MIB }] : []),
    ],
  };
}
