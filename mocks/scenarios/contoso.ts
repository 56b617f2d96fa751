import { GIB, instant, MIB } from '../../src/base/units.ts';
import type { Bytes } from '../../src/base/units.ts';
import type { WorkloadKind } from '../world/world.ts';
import type { Scenario, ScenarioDisk, ScenarioMachine } from './scenario.ts';

const WINDOWS_2022 = 'Windows Server 2022 Datacenter';
const WINDOWS_2019 = 'Windows Server 2019 Standard';
const UBUNTU = 'Ubuntu Server 22.04 LTS';
const DEBIAN = 'Debian 12';

/** Summer time of 2026: the clocks of the Union and of Britain change at the same instants. */
const summerTime = (winterMinutes: number) => [
  { at: instant(Date.UTC(2026, 2, 29, 1)), utcOffsetMinutes: winterMinutes + 60 },
  { at: instant(Date.UTC(2026, 9, 25, 1)), utcOffsetMinutes: winterMinutes },
];
const CENTRAL_EUROPE = summerTime(60);
const BRITAIN = summerTime(0);

function windows(
  name: string,
  workload: WorkloadKind,
  disks: readonly ScenarioDisk[],
  more: Partial<ScenarioMachine> = {},
): ScenarioMachine {
  return {
    name,
    generation: 2,
    state: 'Running',
    osType: 'Windows',
    osName: WINDOWS_2022,
    cpuCount: 4,
    memoryMegabytes: 8192,
    workload,
    readinessErrors: [],
    disks,
    ...more,
  };
}

function linux(
  name: string,
  workload: WorkloadKind,
  disks: readonly ScenarioDisk[],
  more: Partial<ScenarioMachine> = {},
): ScenarioMachine {
  return windows(name, workload, disks, {
    osType: 'Linux',
    osName: UBUNTU,
    cpuCount: 2,
    memoryMegabytes: 4096,
    ...more,
  });
}

function disk(name: string, sizeBytes: Bytes, allocatedBytes: Bytes): ScenarioDisk {
  return { name, sizeBytes, allocatedBytes };
}

/** The demo: a company's site with three hosts, and its branch with one behind a VMM server. No machine is protected at the start. */
export const contoso: Scenario = {
  name: 'contoso',
  description:
    'Four Hyper-V hosts, one of them behind VMM, with fourteen machines, Windows and Linux, disks from 1 to 127 GiB',
  // A Monday morning.
  startsAt: instant(Date.UTC(2026, 2, 2, 8)),
  siteName: 'Contoso-HQ',
  hosts: [
    {
      name: 'HV-HQ-01',
      utcOffsetMinutes: 60,
      offsetChanges: CENTRAL_EUROPE,
      linkBitsPerSecond: 20e6,
      latencyMs: 24,
      volume: { name: 'D:', sizeBytes: 2048 * GIB, otherFilesBytes: 900 * GIB },
      machines: [
        windows('SQL01', 'database', [disk('SQL01-os', 40 * GIB, 96 * MIB), disk('SQL01-data', 64 * GIB, 128 * MIB)], {
          cpuCount: 8,
          memoryMegabytes: 32768,
        }),
        windows('WEB01', 'webServer', [disk('WEB01-os', 30 * GIB, 64 * MIB)]),
        windows('WEB02', 'webServer', [disk('WEB02-os', 30 * GIB, 64 * MIB)], { osName: WINDOWS_2019 }),
        windows('DC01', 'logAppend', [disk('DC01-os', 20 * GIB, 48 * MIB)], { cpuCount: 2, memoryMegabytes: 4096 }),
        linux(
          'CLU-NODE1',
          'database',
          [disk('CLU-NODE1-os', 20 * GIB, 32 * MIB), disk('CLU-shared', 16 * GIB, 16 * MIB)],
          { readinessErrors: ['SharedVhd'] },
        ),
      ],
    },
    {
      name: 'HV-HQ-02',
      utcOffsetMinutes: 60,
      offsetChanges: CENTRAL_EUROPE,
      linkBitsPerSecond: 10e6,
      latencyMs: 24,
      volume: { name: 'D:', sizeBytes: 2048 * GIB, otherFilesBytes: 1200 * GIB },
      machines: [
        windows(
          'FILE01',
          'fileServer',
          [disk('FILE01-os', 30 * GIB, 64 * MIB), disk('FILE01-share', 127 * GIB, 384 * MIB)],
          { memoryMegabytes: 16384 },
        ),
        windows('ERP-APP1', 'webServer', [disk('ERP-APP1-os', 40 * GIB, 80 * MIB)], {
          cpuCount: 8,
          memoryMegabytes: 16384,
        }),
        windows(
          'ERP-DB1',
          'database',
          [disk('ERP-DB1-os', 40 * GIB, 64 * MIB), disk('ERP-DB1-data', 32 * GIB, 96 * MIB)],
          { cpuCount: 8, memoryMegabytes: 32768 },
        ),
        linux('LNX-PROXY', 'logAppend', [disk('LNX-PROXY-os', GIB, 32 * MIB)], {
          generation: 1,
          osName: DEBIAN,
          memoryMegabytes: 1024,
        }),
        linux('old_print srv', 'idle', [disk('print-os', 8 * GIB, 16 * MIB)], {
          generation: 1,
          readinessErrors: ['InvalidMachineName', 'UnsupportedOperatingSystem'],
          osName: 'Debian 7',
        }),
      ],
    },
    {
      name: 'HV-HQ-03',
      utcOffsetMinutes: 60,
      offsetChanges: CENTRAL_EUROPE,
      linkBitsPerSecond: 10e6,
      latencyMs: 38,
      volume: { name: 'E:', sizeBytes: 1024 * GIB, otherFilesBytes: 500 * GIB },
      machines: [
        linux('GIT01', 'fileServer', [disk('GIT01-os', 20 * GIB, 48 * MIB), disk('GIT01-repos', 32 * GIB, 96 * MIB)]),
        linux('BACKUP01', 'nightlyBurst', [
          disk('BACKUP01-os', 16 * GIB, 32 * MIB),
          disk('BACKUP01-vault', 64 * GIB, 64 * MIB),
        ]),
      ],
    },
    {
      name: 'HV-BR-01',
      vmm: { siteName: 'Contoso-Branch', serverName: 'VMM-BR-01' },
      utcOffsetMinutes: 0,
      offsetChanges: BRITAIN,
      linkBitsPerSecond: 50e6,
      latencyMs: 45,
      volume: { name: 'D:', sizeBytes: 512 * GIB, otherFilesBytes: 200 * GIB },
      machines: [
        linux('MON01', 'logAppend', [disk('MON01-os', 12 * GIB, 32 * MIB)], { osName: DEBIAN }),
        windows('TS01', 'idle', [disk('TS01-os', 30 * GIB, 64 * MIB)], { generation: 1, osName: WINDOWS_2019 }),
      ],
    },
  ],
};
