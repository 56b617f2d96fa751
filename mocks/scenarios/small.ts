import { GIB, instant, MIB } from '../../src/base/units.ts';
import type { Scenario } from './scenario.ts';

/** One host and two machines with small disks: a world that tests run through in no time. */
export const small: Scenario = {
  name: 'small',
  description: 'One host, two machines with disks of 16 and 32 MiB',
  startsAt: instant(Date.UTC(2026, 2, 2, 8)),
  siteName: 'Lab',
  hosts: [
    {
      name: 'HV01',
      utcOffsetMinutes: 60,
      linkBitsPerSecond: 200e6,
      latencyMs: 20,
      volume: { name: 'D:', sizeBytes: 100 * GIB, otherFilesBytes: 20 * GIB },
      machines: [
        {
          name: 'DB01',
          generation: 2,
          state: 'Running',
          osType: 'Windows',
          osName: 'Windows Server 2022 Standard',
          cpuCount: 2,
          memoryMegabytes: 4096,
          workload: 'database',
          readinessErrors: [],
          disks: [
            { name: 'DB01-os', sizeBytes: 16 * MIB, allocatedBytes: 6 * MIB },
            { name: 'DB01-data', sizeBytes: 32 * MIB, allocatedBytes: 12 * MIB },
          ],
        },
        {
          name: 'IDLE01',
          generation: 1,
          state: 'Running',
          osType: 'Linux',
          osName: 'Debian 12',
          cpuCount: 1,
          memoryMegabytes: 1024,
          workload: 'idle',
          readinessErrors: [],
          disks: [{ name: 'IDLE01-os', sizeBytes: 16 * MIB, allocatedBytes: 4 * MIB }],
        },
      ],
    },
  ],
};
