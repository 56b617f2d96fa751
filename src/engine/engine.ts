import type { Rng } from '../base/rng.ts';
import type { Checksums, Clock, HostApi, StorageApi, Store } from '../core/ports.ts';
import type { EngineApi } from './engine-api.ts';

/** Everything the engine touches. */
export interface EnginePorts {
  readonly host: HostApi;
  readonly storage: StorageApi;
  readonly clock: Clock;
  readonly store: Store;
  readonly checksums: Checksums;
  readonly rng: Rng;
}

export interface EngineOptions {
  /** Called once when the journal cannot be written: the engine has stopped and must be started anew. */
  readonly onFailure?: (error: unknown) => void;
}

export interface Engine extends EngineApi {
  /** Aborts what is under way and lets go of clock and store. The journal stays; a new engine continues from it. */
  stop(): Promise<void>;
}

/** Continues from the journal in the store, or begins with an empty one. */
export type StartEngine = (ports: EnginePorts, options?: EngineOptions) => Promise<Engine>;
