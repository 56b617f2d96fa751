import type { Rng } from '../../src/base/rng.ts';
import { PortError } from '../../src/core/errors/fault.ts';
import type { Checksums, Clock, ComputeApi, HostApi, StorageApi, Store } from '../../src/core/ports.ts';
import { startEngine, type Engine } from '../../src/engine/engine.ts';
import { OneEnginePerStore } from './checkers/one-engine-per-store.ts';
import { OneWriterPerReplica } from './checkers/one-writer-per-replica.ts';
import { EngineLife, type CrashRule, type PortName } from './engine-life.ts';
import { intercepted, type Around } from './intercepted.ts';

/** What every engine of a site works with, faults and all. */
export interface RoomPorts {
  readonly host: HostApi;
  readonly storage: StorageApi;
  readonly compute: ComputeApi;
  readonly store: Store;
  readonly clock: Clock;
  readonly checksums: Checksums;
  readonly rng: Rng;
}

/** The machine on which engines run on one journal, one after the other, or one over the other that was thought dead. */
export class EngineRoom {
  readonly #ports: RoomPorts;
  readonly #crashes: CrashRule;
  readonly #oneEngine: OneEnginePerStore;
  readonly #oneWriter: OneWriterPerReplica;
  /** Engines that were thought dead when the next one started: they live until they lose the journal, and what they had under way ends. */
  readonly #undead: { readonly life: EngineLife; readonly engine: Engine }[] = [];
  #life: EngineLife | null = null;
  #engine: Engine | null = null;
  #defect: Error | null = null;

  /** `oneEngine` stands in front of the journal in `ports`. */
  constructor(
    ports: RoomPorts,
    crashes: CrashRule,
    oneEngine = new OneEnginePerStore(),
    oneWriter = new OneWriterPerReplica(() => null),
  ) {
    this.#ports = ports;
    this.#crashes = crashes;
    this.#oneEngine = oneEngine;
    this.#oneWriter = oneWriter;
  }

  /** The engine that runs; null while none does. */
  get engine(): Engine | null {
    return this.isRunning ? this.#engine : null;
  }

  get isRunning(): boolean {
    return this.#life !== null && !this.#life.isOver;
  }

  /** What an engine gave up for, other than its journal; null as long as none did. */
  get defect(): Error | null {
    return this.#defect;
  }

  /** The one before has ended, or is thought so. */
  async start(): Promise<Engine> {
    const { host, storage, compute, store, clock, checksums, rng } = this.#ports;
    const life = new EngineLife(this.#crashes);
    this.#life = life;
    let hasLostJournal = false;
    const around = (port: PortName): Around => this.#oneEngine.around(() => hasLostJournal, life.around(port));
    const engine = await startEngine(
      {
        host: intercepted(host, around('host')),
        storage: this.#oneWriter.storageForNext(intercepted(storage, around('storage'))),
        compute: intercepted(compute, around('compute')),
        store: life.store(store),
        clock,
        checksums,
        rng,
      },
      {
        onFailure: (error) => {
          // It has to stop of itself: nobody closes its ports.
          hasLostJournal = error instanceof PortError && error.report.code === 'JournalTaken';
          if (hasLostJournal) return;
          if (!(error instanceof PortError)) this.#defect ??= error instanceof Error ? error : new Error(String(error));
          life.end();
        },
      },
    );
    life.whenOver(() => void engine.stop());
    this.#engine = engine;
    return engine;
  }

  /** Starts the next engine while the one that runs is thought dead. */
  async takeOver(): Promise<Engine> {
    if (this.#life && this.#engine) this.#undead.push({ life: this.#life, engine: this.#engine });
    return this.start();
  }

  /** Ends all engines. */
  async close(): Promise<void> {
    await this.stop();
    for (const { life, engine } of this.#undead.splice(0)) {
      life.end();
      await engine.stop();
    }
  }

  /** Ends the engine in the middle of whatever it does, unless it has crashed, and lets go of the clock. */
  async stop(): Promise<void> {
    this.#life?.end();
    await this.#engine?.stop();
    this.#engine = null;
    this.#life = null;
  }
}
