import { GIB, instant, MIB } from '../../src/base/units.ts';
import type { Scenario, ScenarioMachine } from './scenario.ts';

/** Machines and disks named by somebody who means harm to whoever lists or exports them. */
export const hostileNames: Scenario = {
  name: 'hostile-names',
  description: 'One host whose machines bear names that are markup, formulas and reversed text',
  startsAt: instant(Date.UTC(2026, 2, 2, 8)),
  siteName: '<b>Site</b>',
  hosts: [
    {
      name: '"><script>alert(1)</script>',
      utcOffsetMinutes: 60,
      linkBitsPerSecond: 200e6,
      latencyMs: 20,
      volume: { name: 'D:', sizeBytes: 100 * GIB, otherFilesBytes: 20 * GIB },
      machines: [
        machine('<img src=x onerror=alert(1)>'),
        machine(`=cmd|' /C calc'!A0`),
        machine('@SUM(1+1), "quoted"'),
        machine('\u202Eexe.tpircs'),
      ],
    },
  ],
};

function machine(name: string): ScenarioMachine {
  return {
    name,
    generation: 2,
    state: 'Running',
    osType: 'Linux',
    osName: 'Debian 12',
    cpuCount: 1,
    memoryMegabytes: 1024,
    workload: 'logAppend',
    readinessErrors: [],
    disks: [{ name: `${name}-os`, sizeBytes: 16 * MIB, allocatedBytes: 4 * MIB }],
  };
}
