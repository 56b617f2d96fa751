import { createRng, type Rng } from '../../src/base/rng.ts';
import {
  after,
  elapsedMs,
  instant,
  MINUTE_MS,
  SECOND_MS,
  type Instant,
  type Milliseconds,
} from '../../src/base/units.ts';
import type { Fetch } from '../../src/adapters/http/exchange.ts';
import type { Checksums, ComputeApi, Md5, Store } from '../../src/core/ports.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { AdminCommand, ItemView } from '../../src/engine/engine-api.ts';
import type { EnginePorts } from '../../src/engine/engine-ports.ts';
import { createMemoryBlockFile } from '../world/block-file.ts';
import { createWorld } from '../world/create-world.ts';
import type { World } from '../world/world.ts';
import { CONVERGENCE_MS, drawCommand, enableCommand, remedyFor } from './administrator.ts';
import { Agenda } from './agenda.ts';
import { obstacles } from './checkers/convergence.ts';
import { at, LawViolation, type Scene } from './checkers/law.ts';
import { demandCleanHosts, demandNoLeaks } from './checkers/no-leaks.ts';
import { OneEnginePerStore } from './checkers/one-engine-per-store.ts';
import { OneWriterPerReplica } from './checkers/one-writer-per-replica.ts';
import { Watch } from './checkers/watch.ts';
import { oneOf, spanMs, waitMs } from './draw.ts';
import { EngineRoom } from './engine-room.ts';
import { nextOfLife } from './failover-life.ts';
import { createFaultyCompute } from './faulty-compute.ts';
import { createFaultyFetch } from './faulty-fetch.ts';
import { createFaultyHost } from './faulty-host.ts';
import { createFaultyStorage } from './faulty-storage.ts';
import { createFaultyStore, createSimulationStore } from './faulty-store.ts';
import { JumpingClock } from './jumping-clock.ts';
import { Nature, WRITES_PER_INTERVAL, writeSome } from './nature.ts';
import { drawPlan, type SimulationPlan, type WirePlan } from './plan.ts';
import { nextOfPlan, planRemedy } from './plan-life.ts';
import { Sightings } from './sightings.ts';
import { Tally, type TallyRecord } from './tally.ts';
import { VirtualClock } from './virtual-clock.ts';
import { ACCOUNT_URL, overHttp } from './wire.ts';

/** What an engine is given, before faults. */
export type SabotagedPorts = Pick<EnginePorts, 'host' | 'storage'> & { readonly compute: ComputeApi };

export interface SimulationOptions {
  readonly checksums: Checksums;
  /** For worlds whose services are reached over HTTP. */
  readonly md5: Md5;
  /** Makes the digest of the world at the end, which costs as much as a small run. */
  readonly isDigested?: boolean;
  /** Stands between the engine and its faulty ports; for showing that a law notices. */
  readonly sabotage?: (ports: SabotagedPorts) => SabotagedPorts;
  /** The same for the journal. */
  readonly sabotageJournal?: (journal: Store) => Store;
}

export interface SimulationOutcome {
  readonly seed: string;
  /** null: all laws held, and the site became whole again. */
  readonly failure: { readonly law: string; readonly detail: string; readonly at: Instant } | null;
  /** Equal runs, equal digests: the engine's decisions and, where it is wanted, the world. */
  readonly digest: string;
  readonly endedAt: Instant;
  readonly virtualMs: Milliseconds;
  readonly engines: number;
  readonly trace: readonly string[];
  /** What was drawn. */
  readonly tally: TallyRecord;
}

/** Timers woken in one stretch of the agenda beyond which time is taken to stand still. */
const MAX_WAKES = 200_000;
/** How often a healing site is looked at: no multiple of a copy interval, or a cycle might always be under way. */
const LOOK_MS = 37 * SECOND_MS;
/** How long a recovery plan that was stopped is tried again, once all is well; then it is given up. */
const PLAN_PATIENCE_MS = 30 * MINUTE_MS;
/** Inspections during chaos; each reads the whole journal back. */
const INSPECTIONS = 3;
/** Requests under which a takeover may come: more writes to the replica follow them. */
const IN_THE_MIDDLE = ['putPages', 'listSnapshots', 'snapshotBlob'] as const;
/** What a guest writes at most once all is to be healed, as a share of its disks per interval. */
const CALM_SHARE = 0.05;

/** Plays what a seed says, under all laws: chaos first, then healing until everything is whole. */
export async function simulate(seed: string, options: SimulationOptions): Promise<SimulationOutcome> {
  const run = new SimulationRun(drawPlan(seed), options);
  return run.play();
}

class SimulationRun {
  readonly #plan: SimulationPlan;
  readonly #rng: Rng;
  readonly #clock = new VirtualClock(instant(0));
  readonly #engineClock = new JumpingClock(this.#clock);
  readonly #world: World;
  readonly #room: EngineRoom;
  readonly #nature: Nature;
  readonly #watch = new Watch();
  readonly #journal = createSimulationStore();
  readonly #oneEngine = new OneEnginePerStore();
  readonly #oneWriter: OneWriterPerReplica;
  readonly #startedAt: Instant;
  readonly #tally = new Tally();
  readonly #sightings = new Sightings(this.#tally);
  #agenda = new Agenda();
  #isHealing = false;
  /** No engine runs, and its next start is noted. */
  #isDown = false;
  /** To come in the middle of work: with the next request of the kind. */
  #takeover: { readonly method: string; readonly isDue: boolean } | null = null;
  #engines = 0;
  readonly #isDigested: boolean;
  #digest = '';
  #trace: readonly string[] = [];

  constructor(
    plan: SimulationPlan,
    {
      checksums,
      md5,
      isDigested = false,
      sabotage = (ports) => ports,
      sabotageJournal = (journal) => journal,
    }: SimulationOptions,
  ) {
    this.#isDigested = isDigested;
    const { seed, scenario, chances, codes } = plan;
    this.#plan = plan;
    this.#rng = createRng(`simulation/${seed}/run`);
    const blockFile = createMemoryBlockFile();
    this.#world = createWorld({ scenario, seed, clock: this.#clock, checksums, blockFile });
    this.#oneWriter = new OneWriterPerReplica((blob) => this.#world.leaseIdOf(blob));
    this.#startedAt = this.#clock.now();
    this.#nature = new Nature(this.#world, this.#rng.fork('nature'));
    const isStormy = (): boolean => this.#isStormy();
    const dice = { clock: this.#clock, chances, codes, isStormy, tally: this.#tally };
    const { hostApi, storageApi, computeApi } = this.#world;
    const sabotaged = sabotage({ host: hostApi, storage: storageApi, compute: computeApi });
    const services = { ...sabotaged, storage: this.#oneWriter.account(sabotaged.storage) };
    const ports = plan.wire ? { ...services, ...this.#overHttp(services, plan.wire, md5) } : services;
    const crash = this.#rng.fork('crash');
    this.#room = new EngineRoom(
      {
        host: createFaultyHost(ports.host, { ...dice, rng: this.#rng.fork('host') }),
        storage: createFaultyStorage(ports.storage, { ...dice, rng: this.#rng.fork('storage') }),
        compute: createFaultyCompute(ports.compute, { ...dice, rng: this.#rng.fork('compute') }),
        store: createFaultyStore(this.#oneEngine.journal(sabotageJournal(this.#journal)), {
          rng: this.#rng.fork('journal'),
          chance: plan.journalFaultChance,
          isStormy,
          tally: this.#tally,
        }),
        clock: this.#engineClock,
        checksums,
        rng: this.#rng.fork('engine'),
      },
      (moment, _port, method) => {
        if (this.#takeover?.method === method) this.#takeover = { method, isDue: true };
        const isCrashing = isStormy() && crash.unit() < plan.crashChance / 2;
        if (isCrashing) this.#tally.note(`engine: crash ${moment} a call`, true);
        return isCrashing;
      },
      this.#oneEngine,
      this.#oneWriter,
    );
  }

  #overHttp(
    services: SabotagedPorts,
    { chance, kinds, tokenExpired }: WirePlan,
    md5: Md5,
  ): ReturnType<typeof overHttp> {
    const rng = this.#rng.fork('wire');
    const [expiresAt, renewedAt] = tokenExpired;
    const isTokenExpired = (): boolean => {
      const elapsed = elapsedMs(this.#startedAt, this.#clock.now());
      return !this.#isHealing && elapsed >= expiresAt && elapsed < renewedAt;
    };
    const isStormy = (): boolean => this.#isStormy();
    const faults = { rng, chance, kinds, isStormy, isTokenExpired, accountUrl: ACCOUNT_URL, tally: this.#tally };
    const around = (fetch: Fetch): Fetch => createFaultyFetch(fetch, faults);
    return overHttp(services, { md5, now: () => this.#clock.now(), around });
  }

  async play(): Promise<SimulationOutcome> {
    const failure = await this.#playPhases().then(
      () => null,
      (error: unknown) => ({
        law: error instanceof LawViolation ? error.law : 'the simulation itself runs',
        detail: error instanceof LawViolation ? error.message : String(error instanceof Error ? error.stack : error),
        at: this.#clock.now(),
      }),
    );
    this.#trace = this.#room.engine?.trace() ?? this.#trace;
    await this.#room.close();
    this.#world.close();
    const endedAt = this.#clock.now();
    const virtualMs = elapsedMs(this.#startedAt, endedAt);
    const { seed } = this.#plan;
    return {
      seed,
      failure,
      digest: this.#digest,
      endedAt,
      virtualMs,
      engines: this.#engines,
      trace: this.#trace,
      tally: this.#tally.toRecord(),
    };
  }

  async #playPhases(): Promise<void> {
    await this.#startEngine();
    this.#noteChaos();
    await this.#runUntil(after(this.#startedAt, this.#plan.chaosMs));
    await this.#heal();
  }

  // ── chaos ──

  #noteChaos(): void {
    const { plan, agenda, rng, now } = { plan: this.#plan, agenda: this.#agenda, rng: this.#rng, now: this.#startedAt };
    const repeat = (name: string, everyMs: Milliseconds, act: (chance: Rng) => void | Promise<void>): void => {
      const chance = rng.fork(name);
      if (everyMs > 0)
        agenda.repeat(
          now,
          () => waitMs(chance, everyMs),
          () => act(chance),
        );
    };
    agenda.add(after(now, SECOND_MS), () => this.#send(this.#policyCommand()));
    for (const machine of this.#world.machines()) {
      const at = after(now, 2 * SECOND_MS + rng.fork(`enable ${machine.name}`).below(Math.ceil(plan.chaosMs / 8)));
      agenda.add(at, () => this.#send(this.#room.engine ? enableCommand(this.#room.engine, machine) : undefined));
    }
    this.#noteGuests(plan.churn);
    agenda.repeat(
      now,
      () => Math.ceil(plan.chaosMs / INSPECTIONS),
      () => this.#inspect(),
    );
    if (plan.adminKinds.length > 0) {
      repeat('admin', plan.adminEveryMs, (chance) => {
        const { engine } = this.#room;
        const kind = oneOf(chance, plan.adminKinds);
        if (engine) this.#click(`click: ${kind}`, drawCommand(kind, engine, this.#world.machines(), chance));
      });
    }
    repeat('journeys', plan.journeyEveryMs, (chance) => {
      const view = this.#room.engine?.item(oneOf(chance, this.#world.machines()).vmId);
      const command = view && nextOfLife(view, chance);
      if (command) this.#click(`journey: ${command.kind}`, command);
    });
    repeat('plans', plan.planEveryMs, (chance) => {
      const click = this.#room.engine && nextOfPlan(this.#room.engine, chance);
      if (click) this.#click(`plan: ${click.name}`, click.command);
    });
    if (plan.natureKinds.length > 0) {
      repeat('strikes', plan.natureEveryMs, (chance) => {
        const kind = oneOf(chance, plan.natureKinds);
        this.#tally.note(`nature: ${kind}`, this.#nature.strike(kind));
      });
    }
    repeat('takeovers', plan.takeoverEveryMs, (chance) => {
      if (chance.below(2) === 0) return this.#takeOver();
      this.#takeover = { method: oneOf(chance, IN_THE_MIDDLE), isDue: false };
    });
    repeat('jumps', plan.jumpEveryMs, (chance) => {
      // Never so far ahead that sources look an hour old to a healthy engine.
      this.#tally.note('engine: clock jump', true);
      this.#engineClock.jump(spanMs(chance, -5 * MINUTE_MS, 45 * MINUTE_MS) - this.#engineClock.aheadMs);
    });
  }

  #noteGuests(churn: readonly number[]): void {
    const intervalMs = (this.#plan.policy.replicationIntervalSeconds ?? 300) * SECOND_MS;
    for (const [index, machine] of this.#world.machines().entries()) {
      const share = churn[index] ?? 0;
      const chance = this.#rng.fork(`guest ${machine.name} ${this.#isHealing}`);
      const wait = (): Milliseconds => waitMs(chance, intervalMs / WRITES_PER_INTERVAL);
      if (share > 0) this.#agenda.repeat(this.#clock.now(), wait, () => writeSome(this.#world, machine, share, chance));
    }
  }

  #policyCommand(): AdminCommand | undefined {
    const policy = this.#room.engine?.policies()[0];
    return policy && { kind: 'putPolicy', policy: { ...policy, ...this.#plan.policy } };
  }

  #isStormy(): boolean {
    if (this.#isHealing) return false;
    const now = this.#clock.now() - this.#startedAt;
    return this.#plan.storms.some(([start, end]) => now >= start && now < end);
  }

  // ── healing ──

  async #heal(): Promise<void> {
    this.#isHealing = true;
    this.#agenda = new Agenda();
    this.#nature.mend('all');
    this.#engineClock.jump(-this.#engineClock.aheadMs);
    for (const { vmId } of this.#world.machines()) this.#world.setWorkload(vmId, 'idle');
    if (!this.#room.isRunning) await this.#startEngine();
    this.#send(this.#policyCommand());
    for (const { hostId } of this.#world.hosts()) this.#send({ kind: 'setBandwidth', hostId, schedule: null });
    const healedAt = this.#clock.now();
    this.#noteGuests(this.#plan.churn.map((share) => Math.min(share, CALM_SHARE)));
    let isWhole = false;
    this.#agenda.repeat(
      healedAt,
      () => LOOK_MS,
      async () => {
        await this.#startEngine();
        const left = obstacles(this.#scene(), healedAt);
        isWhole = left.length === 0;
        if (isWhole) return;
        if (this.#clock.now() > after(healedAt, CONVERGENCE_MS)) throw new LawViolation(WHOLE, left.join('; '));
        const isPatient = elapsedMs(healedAt, this.#clock.now()) < PLAN_PATIENCE_MS;
        this.#send(planRemedy(this.#scene().engine, isPatient));
        for (const view of this.#scene().engine.items()) {
          this.#makeRoom(view);
          this.#send(remedyFor(view));
        }
      },
    );
    await this.#runUntil(after(healedAt, CONVERGENCE_MS + 2 * MINUTE_MS), () => isWhole);
    await this.#inspect();
    demandNoLeaks(this.#scene());
    demandCleanHosts(this.#scene());
    const { digest } = this.#scene().engine.traceDigest();
    this.#digest = this.#isDigested ? `${digest}-${this.#world.digest()}` : digest;
  }

  /** Where a machine stands in Azure that an earlier protection left behind, somebody deletes it there. */
  #makeRoom({ item: { vmId, trouble, testFailover } }: ItemView): void {
    const troubles = [trouble, testFailover?.trouble];
    if (!troubles.some((each) => each?.fault.code === 'AzureMachineExists')) return;
    const call = { requestId: 'administrator.0', signal: new AbortController().signal };
    const letGo = this.#clock.hold();
    const deleteAll = async (): Promise<void> => {
      for (const machine of this.#world.azureMachines())
        if (machine.vmId === vmId) await this.#world.computeApi.deleteMachine(machine.ref, call);
    };
    deleteAll().then(letGo, letGo);
  }

  // ── time ──

  async #runUntil(end: Instant, isEnough: () => boolean = () => false): Promise<void> {
    while (this.#clock.now() < end && !isEnough()) {
      const next = this.#nextAt(end);
      let wakes = 0;
      const isEnded = (): boolean => this.#watch.broken !== null || ++wakes > MAX_WAKES || this.#hasCrashed;
      await this.#clock.runUntil(next, () => isEnded() || this.#takeover?.isDue === true);
      this.#failIfBroken();
      if (wakes > MAX_WAKES) throw new LawViolation('time goes on', `${wakes} timers until ${at(next)}`);
      if (this.#hasCrashed) await this.#noteRestart();
      if (this.#takeover?.isDue) await this.#takeOver();
      this.#nature.mend(this.#clock.now());
      await this.#agenda.actUntil(this.#clock.now());
      this.#failIfBroken();
    }
  }

  #nextAt(end: Instant): Instant {
    return instant(Math.min(end, this.#agenda.nextAt ?? end, this.#nature.nextEndAt ?? end));
  }

  #failIfBroken(): void {
    if (this.#watch.broken !== null) throw this.#watch.broken;
    if (this.#oneEngine.broken !== null) throw this.#oneEngine.broken;
    if (this.#oneWriter.broken !== null) throw this.#oneWriter.broken;
    const { defect } = this.#room;
    if (defect !== null) {
      throw new LawViolation('the engine gives up only without its journal', defect.stack ?? defect.message);
    }
  }

  // ── engines ──

  /** The engine is gone and nobody has noticed yet. */
  get #hasCrashed(): boolean {
    return !this.#isDown && !this.#room.isRunning;
  }

  async #noteRestart(): Promise<void> {
    this.#trace = [...this.#trace.slice(-200), `${at(this.#clock.now())} the engine crashed`];
    await this.#room.stop();
    this.#isDown = true;
    const downMs = oneOf(this.#rng.fork(`down ${this.#engines}`), [0, SECOND_MS, 2 * MINUTE_MS, 25 * MINUTE_MS]);
    this.#agenda.add(after(this.#clock.now(), downMs), () => this.#startEngine());
  }

  async #startEngine(): Promise<void> {
    if (this.#room.isRunning) return;
    await this.#room.stop();
    this.#follow(await this.#room.start());
  }

  /** Somebody thinks that the engine is dead, and starts another. */
  async #takeOver(): Promise<void> {
    this.#takeover = null;
    if (!this.#room.isRunning) return;
    this.#tally.note('engine: taken over alive', true);
    this.#follow(await this.#room.takeOver());
  }

  #follow(engine: Engine): void {
    this.#isDown = false;
    this.#engines++;
    this.#watch.follow(this.#sceneOf(engine));
    this.#sightings.follow(engine);
  }

  #scene(): Scene {
    const { engine } = this.#room;
    if (!engine) throw new LawViolation(WHOLE, 'no engine runs');
    return this.#sceneOf(engine);
  }

  #sceneOf(engine: Engine): Scene {
    return { world: this.#world, engine, journal: () => this.#journal.copy() };
  }

  async #inspect(): Promise<void> {
    if (this.#room.isRunning) await this.#watch.inspect(this.#scene());
    this.#failIfBroken();
  }

  /** A click that counts. */
  #click(name: string, command: AdminCommand | undefined): void {
    if (!command) return;
    this.#room.engine?.dispatch(command).then(
      ({ isAccepted }) => this.#tally.note(name, isAccepted),
      () => undefined,
    );
  }

  #send(command: AdminCommand | undefined): void {
    // An engine that crashes before it has taken the command rejects it; the administrator clicks again.
    if (command) this.#room.engine?.dispatch(command).catch(() => undefined);
  }
}

const WHOLE = 'a healed site becomes whole again';
