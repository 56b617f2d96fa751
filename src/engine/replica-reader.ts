import type { Extent } from '../base/extent.ts';
import { PortError } from '../core/errors/fault.ts';
import type { ReplicatedItem } from '../core/model.ts';
import type { Clock, StorageApi } from '../core/ports.ts';
import { CLOUD, replicaBlob } from './effects/context.ts';

/** Reads replicas for downloads and proofs, inside the cloud and outside the engine's own work. */
export class ReplicaReader {
  readonly #storage: StorageApi;
  readonly #clock: Clock;
  #count = 0;

  constructor(ports: { readonly storage: StorageApi; readonly clock: Clock }) {
    this.#storage = ports.storage;
    this.#clock = ports.clock;
  }

  /** The replica of a disk at a recovery point (null: as it is now). Throws `PortError` `BlobNotFound` for unknown ones. */
  async read(
    item: ReplicatedItem,
    diskId: string,
    recoveryPointId: string | null,
    extent: Extent,
  ): Promise<Uint8Array> {
    const disk = item.disks.find((candidate) => candidate.diskId === diskId);
    if (!disk)
      throw new PortError({ code: 'BlobNotFound', detail: `${item.vmName} has no replicated disk ${diskId}.` });
    const point = item.recoveryPoints.find((candidate) => candidate.recoveryPointId === recoveryPointId);
    const snapshot = point?.snapshots.find((candidate) => candidate.diskId === diskId)?.snapshot;
    if (recoveryPointId !== null && snapshot === undefined) {
      throw new PortError({ code: 'BlobNotFound', detail: `${item.vmName} has no recovery point ${recoveryPointId}.` });
    }
    const call = { requestId: `read.${++this.#count}`, signal: new AbortController().signal };
    const release = this.#clock.hold();
    try {
      return await this.#storage.readRange(replicaBlob(item, disk, snapshot), extent, CLOUD, call);
    } finally {
      release();
    }
  }
}
