import type { BitsPerSecond, Bytes, Instant, Milliseconds } from '../../src/base/units.ts';
import type { ReadinessError } from '../../src/core/ports.ts';
import type { WorkloadKind } from '../world/world.ts';

/** A named world before it is seeded: what stands where. Contents, ids and writes follow from the seed. */
export interface Scenario {
  readonly name: string;
  readonly description: string;
  /** The world's time when it is made. */
  readonly startsAt: Instant;
  readonly siteName: string;
  /**
   * Every machine was protected before the world begins, and the world is made anew with each start: there are too
   * many of them to replicate one after the other, or to write down at every step.
   */
  readonly isEstablished?: boolean;
  /** Freezes and snapshots per machine whose content stays readable for proofs. Absent: as many as usual. */
  readonly contentPoints?: number;
  readonly hosts: readonly ScenarioHost[];
}

export interface ScenarioHost {
  /** The host stands behind a VMM server, in a site of its own. Absent: in the scenario's site, without VMM. */
  readonly vmm?: { readonly siteName: string; readonly serverName: string };
  /** Unique within the scenario. */
  readonly name: string;
  /** Minutes east of UTC when the world begins. */
  readonly utcOffsetMinutes: number;
  /** When its clocks change, ascending. Absent: never. */
  readonly offsetChanges?: readonly { readonly at: Instant; readonly utcOffsetMinutes: number }[];
  readonly linkBitsPerSecond: BitsPerSecond;
  /** Round trip to the storage account. */
  readonly latencyMs: Milliseconds;
  readonly volume: { readonly name: string; readonly sizeBytes: Bytes; readonly otherFilesBytes: Bytes };
  readonly machines: readonly ScenarioMachine[];
}

export interface ScenarioMachine {
  /** Unique within the scenario. */
  readonly name: string;
  readonly generation: 1 | 2;
  readonly state: 'Running' | 'Off';
  readonly osType: 'Windows' | 'Linux';
  readonly osName: string;
  readonly cpuCount: number;
  readonly memoryMegabytes: number;
  readonly workload: WorkloadKind;
  readonly readinessErrors: readonly ReadinessError[];
  /** The first is the operating-system disk. */
  readonly disks: readonly ScenarioDisk[];
}

export interface ScenarioDisk {
  readonly name: string;
  /** Whole pages of 512 bytes. */
  readonly sizeBytes: Bytes;
  /** How much of it holds data at the start; rounded up to whole MiB. */
  readonly allocatedBytes: Bytes;
}
