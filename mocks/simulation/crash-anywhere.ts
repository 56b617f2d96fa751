import { createRng } from '../../src/base/rng.ts';
import { after, GIB, instant, MIB, MINUTE_MS, SECOND_MS, type Milliseconds } from '../../src/base/units.ts';
import type { Checksums } from '../../src/core/ports.ts';
import type { Job } from '../../src/core/jobs/job-model.ts';
import type { ReplicatedItem } from '../../src/core/model.ts';
import type { AdminCommand, EngineApi } from '../../src/engine/engine-api.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { createMemoryBlockFile } from '../world/block-file.ts';
import { createWorld } from '../world/create-world.ts';
import { GUEST_ORDER } from '../world/call-order.ts';
import type { World, WorldMachine } from '../world/world.ts';
import { enableCommand } from './administrator.ts';
import { LawViolation, type Scene } from './checkers/law.ts';
import { demandCleanHosts, demandNoLeaks } from './checkers/no-leaks.ts';
import { Watch } from './checkers/watch.ts';
import type { CrashRule } from './engine-life.ts';
import { EngineRoom } from './engine-room.ts';
import { createSimulationStore } from './faulty-store.ts';
import { WRITES_PER_INTERVAL, writeSome } from './nature.ts';
import { VirtualClock } from './virtual-clock.ts';

/** Where the engine dies: at its n-th port call, 1-based, before or after that has had its effect. */
export interface CrashPoint {
  readonly call: number;
  readonly moment: 'before' | 'after';
}

export interface CrashOutcome {
  /** Port calls counted: all of the run, or up to the crash. */
  readonly calls: number;
  /** The method at which the engine died. */
  readonly method: string;
  /** null: the run came to its end, whole, and all laws held on the way. */
  readonly failure: string | null;
}

const INTERVAL_MS: Milliseconds = 30 * SECOND_MS;
const LOOK_MS: Milliseconds = 5 * SECOND_MS;
/** The run without a crash takes some seven minutes. */
const LONGEST_MS: Milliseconds = 30 * MINUTE_MS;
const SHARE_PER_INTERVAL = 0.05;
const CYCLES_BEFORE = 3;
const CYCLES_IN_ALL = 5;

/** One machine with two small disks: enough for every kind of call, and few of each. */
const SCENARIO: Scenario = {
  name: 'crash-anywhere',
  description: 'One machine with two small disks',
  startsAt: instant(Date.UTC(2026, 2, 2, 9)),
  siteName: 'Simulation',
  hosts: [
    {
      name: 'HV1',
      utcOffsetMinutes: 0,
      linkBitsPerSecond: 100e6,
      latencyMs: 5,
      volume: { name: 'D:', sizeBytes: 10 * GIB, otherFilesBytes: 100 * MIB },
      machines: [
        {
          name: 'VM1',
          generation: 2,
          state: 'Running',
          osType: 'Windows',
          osName: 'Simulated',
          cpuCount: 1,
          memoryMegabytes: 1024,
          workload: 'idle',
          readinessErrors: [],
          disks: [
            { name: 'os', sizeBytes: 1 * MIB, allocatedBytes: 1 * MIB },
            { name: 'data', sizeBytes: 2 * MIB, allocatedBytes: 1 * MIB },
          ],
        },
      ],
    },
  ],
};

/**
 * The reference run: protection enabled, initial replication, finalization, three cycles, a forced
 * resynchronization, further cycles, a test failover with its clean-up, a planned failover and its commit.
 * At the crash point the engine dies; the next one, on the same journal, must bring it to the same end, with
 * nothing left behind. Without a crash point nothing dies.
 */
export async function runWithCrash(point: CrashPoint | null, checksums: Checksums): Promise<CrashOutcome> {
  const progress = { calls: 0, method: '', hasCrashed: false };
  const crashes: CrashRule = (moment, _port, method) => {
    if (progress.hasCrashed) return false;
    if (moment === 'before') progress.calls++;
    if (progress.calls !== point?.call || moment !== point.moment) return false;
    progress.hasCrashed = true;
    progress.method = method;
    return true;
  };
  const clock = new VirtualClock(instant(0));
  const blockFile = createMemoryBlockFile();
  const world = createWorld({ scenario: SCENARIO, seed: '1', clock, blockFile, checksums });
  const store = createSimulationStore();
  const rng = createRng('crash-anywhere');
  const { hostApi: host, storageApi: storage, computeApi: compute } = world;
  const room = new EngineRoom({ host, storage, compute, store, clock, checksums, rng }, crashes);
  const failure = await play(world, room, (engine) => ({ world, engine, journal: () => store.copy() })).then(
    () => null,
    (error: unknown) => (error instanceof LawViolation ? error.message : String(error)),
  );
  await room.stop();
  world.close();
  return { calls: progress.calls, method: progress.method, failure };
}

/** Plays the run as an administrator who looks now and then, and starts a dead engine again. */
async function play(world: World, room: EngineRoom, sceneOf: (engine: Engine) => Scene): Promise<void> {
  const { clock } = world;
  const machine = world.machines()[0];
  if (!machine) throw new RangeError('the scenario has a machine');
  const watch = new Watch();
  const endAt = after(clock.now(), LONGEST_MS);
  noteWrites(world, machine);
  for (;;) {
    if (!room.isRunning) {
      await room.stop();
      watch.follow(sceneOf(await room.start()));
    }
    await clock.runUntil(after(clock.now(), LOOK_MS), () => watch.broken !== null || !room.isRunning);
    if (watch.broken !== null || room.defect !== null) throw watch.broken ?? room.defect;
    const { engine } = room;
    if (!engine) continue;
    const step = nextStep(engine, machine);
    if (step === 'done') {
      await watch.inspect(sceneOf(engine));
      demandNoLeaks(sceneOf(engine));
      demandCleanHosts(sceneOf(engine));
      if (watch.broken !== null) throw watch.broken;
      return;
    }
    // An engine that dies before it has taken the command rejects it; the next look gives it again.
    if (step) engine.dispatch(step).catch(() => undefined);
    if (clock.now() > endAt) throw new LawViolation('the run comes to its end', standOf(engine, machine));
  }
}

/** The guest writes at the same instants in every run, whatever becomes of the engine. */
function noteWrites(world: World, machine: WorldMachine): void {
  const rng = createRng('crash-anywhere/guest');
  const writeOn = (): void => {
    writeSome(world, machine, SHARE_PER_INTERVAL, rng);
    world.clock.arm(after(world.clock.now(), INTERVAL_MS / WRITES_PER_INTERVAL), GUEST_ORDER, writeOn);
  };
  world.clock.arm(after(world.clock.now(), SECOND_MS), GUEST_ORDER, writeOn);
}

/** What is to be done next, as the engine's records tell it: the same after a restart. */
function nextStep(engine: EngineApi, machine: WorldMachine): AdminCommand | 'done' | undefined {
  const { vmId } = machine;
  const policy = engine.policies()[0];
  if (policy && policy.replicationIntervalSeconds !== 30) {
    return { kind: 'putPolicy', policy: { ...policy, replicationIntervalSeconds: 30, recoveryPointHistoryHours: 1 } };
  }
  const view = engine.item(vmId);
  if (!view) return enableCommand(engine, machine);
  const { phase, cycle, pausedSince, trouble, activeJobId } = view.item;
  if (phase.kind === 'failoverCommitted') return 'done';
  if (phase.kind === 'failedOver' && activeJobId === null) return { kind: 'commitFailover', vmId };
  if (phase.kind !== 'protected') return undefined;
  const isResynchronized = hasJob(engine, 'RepairReplication');
  if (!isResynchronized && pausedSince !== null) return { kind: 'resume', vmId, isResynchronizing: true };
  if (cycle.step !== 'idle' || trouble) return undefined;
  if (!isResynchronized) return cycle.number >= CYCLES_BEFORE ? { kind: 'pause', vmId } : undefined;
  return cycle.number >= CYCLES_IN_ALL ? departure(engine, view.item) : undefined;
}

/** A test failover and its clean-up, and then the failover itself. */
function departure(engine: EngineApi, { vmId, testFailover }: ReplicatedItem): AdminCommand | undefined {
  if (hasJob(engine, 'TestFailoverCleanup') && !testFailover) return { kind: 'plannedFailover', vmId };
  if (!testFailover) return { kind: 'testFailover', vmId, recoveryPointId: null, networkId: null };
  return testFailover.jobId === null ? { kind: 'testFailoverCleanup', vmId, comments: '' } : undefined;
}

function hasJob(engine: EngineApi, scenario: Job['scenarioName']): boolean {
  return [...engine.jobs()].some((job) => job.scenarioName === scenario);
}

function standOf(engine: EngineApi, { vmId }: WorldMachine): string {
  const item = engine.item(vmId)?.item;
  return JSON.stringify(item && { phase: item.phase, cycle: item.cycle, trouble: item.trouble });
}
