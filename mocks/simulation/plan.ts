import { createRng, type Rng } from '../../src/base/rng.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS, instant, MIB, GIB, type Milliseconds } from '../../src/base/units.ts';
import type { FaultCode } from '../../src/core/errors/fault.ts';
import type { ReplicationPolicy } from '../../src/core/model.ts';
import type { Scenario, ScenarioMachine } from '../scenarios/scenario.ts';
import type { FaultKind, WorkloadKind } from '../world/world.ts';
import { ADMIN_KINDS, type AdminKind } from './administrator.ts';
import { oneOf, some, spanMs } from './draw.ts';
import type { FaultChances } from './fault-dice.ts';
import { WIRE_FAULTS, type WireFault } from './faulty-fetch.ts';

/** All that follows from a seed before anything has happened. */
export interface SimulationPlan {
  readonly seed: string;
  readonly scenario: Scenario;
  readonly policy: Partial<ReplicationPolicy>;
  readonly chaosMs: Milliseconds;
  /** Port faults act from the first to the second of each pair, counted from the start. */
  readonly storms: readonly (readonly [Milliseconds, Milliseconds])[];
  readonly chances: FaultChances;
  readonly codes: ReadonlySet<FaultCode>;
  /** Per port call in a storm. */
  readonly crashChance: number;
  readonly journalFaultChance: number;
  /** Mean time between two starts of an engine while the one before still lives, and was thought dead; 0 = none. */
  readonly takeoverEveryMs: Milliseconds;
  /** Mean time between two actions of each kind; 0 = none. */
  readonly adminEveryMs: Milliseconds;
  readonly adminKinds: readonly AdminKind[];
  /** Mean time between two clicks of an administrator who takes machines to Azure and home again; 0 = none. */
  readonly journeyEveryMs: Milliseconds;
  /** Mean time between two clicks of an administrator who works with a recovery plan; 0 = none. */
  readonly planEveryMs: Milliseconds;
  readonly natureEveryMs: Milliseconds;
  readonly natureKinds: readonly NatureKind[];
  readonly jumpEveryMs: Milliseconds;
  /** Adapters and services speak HTTP, with faults of its own; null: the ports are called in process. */
  readonly wire: WirePlan | null;
  /** Of a machine's disks, the share that its guest writes within one copy interval; in the order of the machines. */
  readonly churn: readonly number[];
}

/** A disk's logs come to this share of its size, to the block; half of it is where a resynchronization is required. */
export type LogLevel = 'logAt49Percent' | 'logAt50Percent' | 'logAt51Percent';

export interface WirePlan {
  /** Per request in a storm. */
  readonly chance: number;
  readonly kinds: readonly WireFault[];
  /** From the first to the second, counted from the start, the account takes no token. */
  readonly tokenExpired: readonly [Milliseconds, Milliseconds];
}

export type NatureKind =
  | FaultKind
  | LogLevel
  | 'hostCrash'
  | 'offlineEdit'
  | 'slowLink'
  | 'diskGrowth'
  | 'leaseBroken'
  | 'leaseTaken';

export const FAULT_CODES: readonly FaultCode[] = [
  'NetworkUnreachable',
  'ServerNotConnected',
  'StorageThrottled',
  'StorageUnavailable',
  'StorageFull',
  'StorageAuthorization',
  'StorageAccountNotFound',
  'BlobNotFound',
  'PreconditionFailed',
  'LeaseLost',
  'ChecksumMismatch',
  'UnexpectedAnswer',
  'HostUnreachable',
  'HostAuthentication',
  'HostAuthorization',
  'LowDiskSpace',
  'LowMemory',
  'VirtualMachineNotFound',
  'BrokenVhdChain',
  'InvalidReplicaState',
  'OperationInProgress',
  'InvalidParameter',
  'SnapshotFailed',
  'VssFailure',
  'DiskSizeMismatch',
  'LogNotClosed',
  'LogInvalid',
  'LogOutOfSequence',
  'LogWriteFailure',
  'PrerequisitesNotMet',
  'ComputeUnavailable',
  'AzureMachineNotFound',
];

export const NATURE_KINDS: readonly NatureKind[] = [
  'linkDown',
  'lowDiskSpace',
  'lowMemory',
  'brokenVhdChain',
  'authorizationRevoked',
  'hostDown',
  'vmmServerDown',
  'storageThrottled',
  'vmDeleted',
  'hostCrash',
  'offlineEdit',
  'slowLink',
  'vssFailure',
  'diskGrowth',
  'logAt49Percent',
  'logAt50Percent',
  'logAt51Percent',
  'leaseBroken',
  'leaseTaken',
];

/** Chaos lasts some fifteen cycles: shorter intervals, shorter chaos, so that every seed costs about the same. */
const CHAOS: Readonly<Record<ReplicationPolicy['replicationIntervalSeconds'], readonly [Milliseconds, Milliseconds]>> =
  {
    30: [5 * MINUTE_MS, 11 * MINUTE_MS],
    300: [35 * MINUTE_MS, 85 * MINUTE_MS],
    900: [80 * MINUTE_MS, 4 * HOUR_MS],
  };

export function drawPlan(seed: string): SimulationPlan {
  const rng = createRng(`simulation/${seed}`);
  const policy = drawPolicy(rng.fork('policy'));
  const scenario = drawScenario(seed, rng.fork('world'));
  const [shortest, longest] = CHAOS[policy.replicationIntervalSeconds];
  const chaosMs = spanMs(rng.fork('duration'), shortest, longest);
  const intensity = rng.fork('intensity');
  const faults = rng.fork('faults');
  const severity = oneOf(faults, [0, 0.01, 0.03, 0.1, 0.25]);
  const share = (): number => (faults.below(3) === 0 ? 0 : severity * faults.unit());
  const machineCount = scenario.hosts.reduce((sum, host) => sum + host.machines.length, 0);
  return {
    seed,
    scenario,
    policy,
    chaosMs,
    storms: drawStorms(rng.fork('storms'), chaosMs),
    chances: { lostRequest: share(), lostAnswer: share(), duplicate: share(), refusal: share(), lateRefusal: share() },
    codes: new Set(some(faults, FAULT_CODES)),
    crashChance: oneOf(faults, [0, 0, 0.002, 0.005, 0.02]),
    journalFaultChance: oneOf(faults, [0, 0, 0.002]),
    takeoverEveryMs: oneOf(rng.fork('takeovers'), [0, 0, 0, chaosMs / 2, chaosMs / 6]),
    adminEveryMs: oneOf(intensity, [0, chaosMs / 40, chaosMs / 10, chaosMs / 4]),
    adminKinds: some(intensity, ADMIN_KINDS),
    journeyEveryMs: oneOf(intensity, [0, 0, chaosMs / 15, chaosMs / 40]),
    // Of one machine a plan has no order, and less to get wrong.
    planEveryMs: oneOf(rng.fork('plans'), machineCount > 1 ? [0, chaosMs / 15, chaosMs / 40] : [0, 0, 0, chaosMs / 15]),
    natureEveryMs: oneOf(intensity, [0, chaosMs / 20, chaosMs / 8, chaosMs / 3]),
    natureKinds: some(intensity, NATURE_KINDS),
    jumpEveryMs: oneOf(intensity, [0, 0, chaosMs / 3]),
    wire: drawWire(rng.fork('wire'), chaosMs),
    churn: Array.from({ length: machineCount }, () =>
      oneOf(intensity, [0, 0.005, 0.03, 0.03, 0.1, 0.1, 0.25, 0.48 + 0.04 * intensity.unit()]),
    ),
  };
}

/** Every twelfth world: HTTP costs three times as much as all the rest. */
function drawWire(rng: Rng, chaosMs: Milliseconds): WirePlan | null {
  if (rng.below(12) > 0) return null;
  const expiresAt = spanMs(rng, 0, chaosMs);
  return {
    chance: oneOf(rng, [0.01, 0.03, 0.1, 0.2]),
    kinds: some(rng, WIRE_FAULTS),
    tokenExpired: [expiresAt, rng.below(2) === 0 ? expiresAt : expiresAt + spanMs(rng, MINUTE_MS, 20 * MINUTE_MS)],
  };
}

function drawPolicy(rng: Rng): Pick<ReplicationPolicy, 'replicationIntervalSeconds'> & Partial<ReplicationPolicy> {
  return {
    replicationIntervalSeconds: oneOf(rng, [30, 30, 300, 300, 900]),
    recoveryPointHistoryHours: oneOf(rng, [0, 1, 2, 24]),
    applicationConsistentFrequencyHours: oneOf(rng, [0, 1, 1, 4]),
    resyncWindow: {
      isEnabled: rng.below(4) > 0,
      startLocal: oneOf(rng, ['18:30', '00:00', '07:15', '12:00']),
      endLocal: oneOf(rng, ['06:00', '00:00', '09:45', '23:30']),
    },
  };
}

function drawScenario(seed: string, rng: Rng): Scenario {
  const hostCount = oneOf(rng, [1, 1, 1, 2, 3]);
  const vmm = rng.fork('vmm').below(3) === 0 ? { vmm: { siteName: 'Simulation-VMM', serverName: 'VMM1' } } : {};
  const machineCount = Math.max(hostCount, oneOf(rng, [1, 1, 1, 2, 2, 3, 4]));
  const machines = Array.from({ length: machineCount }, (_, index) => drawMachine(index, rng.fork(`machine ${index}`)));
  return {
    name: `simulation-${seed}`,
    description: 'A world drawn from a seed',
    startsAt: instant(Date.UTC(2026, 2, 2) + rng.below(24 * 60) * MINUTE_MS + rng.below(60) * SECOND_MS),
    siteName: 'Simulation',
    hosts: Array.from({ length: hostCount }, (_, index) => ({
      ...vmm,
      name: `HV${index + 1}`,
      utcOffsetMinutes: oneOf(rng, [0, 60, -300, 330]),
      linkBitsPerSecond: oneOf(rng, [5e6, 20e6, 100e6, 1e9]),
      latencyMs: oneOf(rng, [1, 10, 40, 150]),
      volume: { name: 'D:', sizeBytes: oneOf(rng, [1, 10, 100]) * GIB, otherFilesBytes: 100 * MIB },
      machines: machines.filter((_machine, each) => each % hostCount === index),
    })),
  };
}

const WORKLOADS: readonly WorkloadKind[] = ['idle', 'idle', 'idle', 'webServer', 'logAppend', 'database'];

function drawMachine(index: number, rng: Rng): ScenarioMachine {
  const disks = Array.from({ length: oneOf(rng, [1, 1, 2]) }, (_, disk) => {
    const sizeBytes =
      (rng.below(50) === 0 ? 12 : oneOf(rng, [1, 1, 1, 1, 1, 1, 2, 2, 3, 5])) * MIB + oneOf(rng, [0, 0, 512, 4096 * 3]);
    return {
      name: `disk-${disk}`,
      sizeBytes,
      allocatedBytes: Math.max(1, Math.ceil((sizeBytes / MIB) * rng.unit())) * MIB,
    };
  });
  return {
    name: `VM${index + 1}`,
    generation: rng.below(2) === 0 ? 1 : 2,
    state: 'Running',
    osType: rng.below(2) === 0 ? 'Windows' : 'Linux',
    osName: 'Simulated',
    cpuCount: 1,
    memoryMegabytes: 1024,
    // Small disks would overflow their logs at once: what their guests write is drawn by `churn`.
    workload: disks.every((disk) => disk.sizeBytes >= 5 * MIB) ? oneOf(rng, WORKLOADS) : 'idle',
    readinessErrors: [],
    disks,
  };
}

/** One to four storms; some worlds know one that lasts all the time. */
function drawStorms(rng: Rng, chaosMs: Milliseconds): readonly (readonly [Milliseconds, Milliseconds])[] {
  if (rng.below(5) === 0) return [[0, chaosMs]];
  return Array.from({ length: 1 + rng.below(4) }, () => {
    const start = spanMs(rng, 0, chaosMs);
    return [start, Math.min(chaosMs, start + spanMs(rng, chaosMs / 20, chaosMs / 3))] as const;
  });
}
