import { GIB, instant, KIB, MIB } from '../../src/base/units.ts';
import type { WorkloadKind } from '../world/world.ts';
import type { Scenario, ScenarioHost, ScenarioMachine } from './scenario.ts';

const MACHINES_PER_HOST = 40;
const HOSTS_PER_RACK = 25;
/** Half an hour of copies: what each of thousands of machines held all day would fill the memory. */
const CONTENT_POINTS = 6;

/** What runs in a data centre, by how often: most guests hardly write. */
const ROLES = [
  { prefix: 'WEB', osType: 'Linux', osName: 'Ubuntu Server 22.04 LTS', cpuCount: 2, memoryMegabytes: 4096 },
  { prefix: 'APP', osType: 'Windows', osName: 'Windows Server 2022 Datacenter', cpuCount: 4, memoryMegabytes: 8192 },
  { prefix: 'SQL', osType: 'Windows', osName: 'Windows Server 2019 Standard', cpuCount: 8, memoryMegabytes: 32768 },
  { prefix: 'GW', osType: 'Linux', osName: 'Debian 12', cpuCount: 1, memoryMegabytes: 1024 },
] as const;

/**
 * A fleet: so many machines, forty to a host, each with one disk of 2 MiB whose contents are generated when
 * read. The disks are tiny and the guests quiet, because what the scenario is about is their number.
 */
export function datacenter(machineCount: number): Scenario {
  const hostCount = Math.ceil(machineCount / MACHINES_PER_HOST);
  return {
    name: 'datacenter',
    description: `${machineCount.toLocaleString('en')} machines on ${hostCount} Hyper-V hosts, small disks and quiet guests`,
    // A Monday morning.
    startsAt: instant(Date.UTC(2026, 2, 2, 8)),
    siteName: 'Datacenter-West',
    isEstablished: true,
    contentPoints: CONTENT_POINTS,
    // Made when a world is, and not with the list of scenarios.
    get hosts() {
      return Array.from({ length: hostCount }, (_, index) => host(index, machineCount));
    },
  };
}

function host(index: number, machineCount: number): ScenarioHost {
  const first = index * MACHINES_PER_HOST;
  const count = Math.min(MACHINES_PER_HOST, machineCount - first);
  const rack = Math.floor(index / HOSTS_PER_RACK) + 1;
  return {
    name: `HV-R${padded(rack, 2)}-${padded((index % HOSTS_PER_RACK) + 1, 2)}`,
    utcOffsetMinutes: 60,
    linkBitsPerSecond: 1e9,
    latencyMs: 12,
    volume: { name: 'D:', sizeBytes: 4096 * GIB, otherFilesBytes: 1024 * GIB },
    machines: Array.from({ length: count }, (_unused, place) => machine(first + place)),
  };
}

function machine(index: number): ScenarioMachine {
  const { prefix, ...role } = ROLES[index % ROLES.length] ?? ROLES[0];
  const name = `${prefix}-${padded(index + 1, 5)}`;
  const workload: WorkloadKind = 'quiet';
  return {
    ...role,
    name,
    generation: 2,
    state: 'Running',
    workload,
    readinessErrors: [],
    disks: [{ name: `${name}-os`, sizeBytes: 2 * MIB, allocatedBytes: 64 * KIB }],
  };
}

function padded(value: number, digits: number): string {
  return value.toString().padStart(digits, '0');
}
