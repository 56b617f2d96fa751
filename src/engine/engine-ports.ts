import type { Rng } from '../base/rng.ts';
import type { Checksums, Clock, ComputeApi, HostApi, StorageApi, Store } from '../core/ports.ts';

/** Everything the engine touches. */
export interface EnginePorts {
  readonly host: HostApi;
  readonly storage: StorageApi;
  /** Absent: replication only; a failover fails with `ComputeUnavailable`. */
  readonly compute?: ComputeApi;
  readonly clock: Clock;
  readonly store: Store;
  readonly checksums: Checksums;
  readonly rng: Rng;
}
