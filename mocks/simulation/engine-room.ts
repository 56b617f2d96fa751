import type { Rng } from '../../src/base/rng.ts';
import { PortError } from '../../src/core/errors/fault.ts';
import type { Checksums, Clock, ComputeApi, HostApi, StorageApi, Store } from '../../src/core/ports.ts';
import { startEngine, type Engine } from '../../src/engine/engine.ts';
import { EngineLife, type CrashRule } from './engine-life.ts';
import { intercepted } from './intercepted.ts';

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

/** The machine on which engines run, one after the other, on one journal. */
export class EngineRoom {
  readonly #ports: RoomPorts;
  readonly #crashes: CrashRule;
  #life: EngineLife | null = null;
  #engine: Engine | null = null;
  #defect: Error | null = null;

  constructor(ports: RoomPorts, crashes: CrashRule) {
    this.#ports = ports;
    this.#crashes = crashes;
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

  /** The one before has ended. */
  async start(): Promise<Engine> {
    const { host, storage, compute, store, clock, checksums, rng } = this.#ports;
    const life = new EngineLife(this.#crashes);
    this.#life = life;
    const engine = await startEngine(
      {
        host: intercepted(host, life.around('host')),
        storage: intercepted(storage, life.around('storage')),
        compute: intercepted(compute, life.around('compute')),
        store: life.store(store),
        clock,
        checksums,
        rng,
      },
      {
        onFailure: (error) => {
          if (!(error instanceof PortError)) this.#defect ??= error instanceof Error ? error : new Error(String(error));
          life.end();
        },
      },
    );
    life.whenOver(() => void engine.stop());
    this.#engine = engine;
    return engine;
  }

  /** Ends the engine in the middle of whatever it does, unless it has crashed, and lets go of the clock. */
  async stop(): Promise<void> {
    this.#life?.end();
    await this.#engine?.stop();
    this.#engine = null;
    this.#life = null;
  }
}
