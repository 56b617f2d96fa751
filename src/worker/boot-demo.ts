/** Puts the engine and the management API onto a demo world. The same in the browser and in Node. */
import type { Extent } from '../base/extent.ts';
import { createRng } from '../base/rng.ts';
import type { Instant } from '../base/units.ts';
import type { BlobRef, Checksums, Clock, ComputeApi, HostApi, Md5, StorageApi, Store } from '../core/ports.ts';
import { replicaContainer } from '../core/protection/blob-names.ts';
import { createComputeArm } from '../adapters/compute-arm/compute-arm.ts';
import { createHostHttp } from '../adapters/host-http/host-http.ts';
import { createStoragePageBlob } from '../adapters/storage-pageblob/storage-pageblob.ts';
import { startEngine } from '../engine/engine.ts';
import type { TargetNetwork } from '../management/wire.ts';
import type { Every } from '../management/server/change-feed.ts';
import type { OpenReplica } from '../management/server/replica-content.ts';
import type { ManagementServer } from '../management/server/management-server.ts';
import type { RunningWorld } from './tab.ts';

/** The demo world as this composition needs it; mocks/lab/demo-world.ts makes it. */
export interface DemoWorldParts {
  readonly clock: Clock;
  /** The checkpoint that this is the continuation of; null: a new world. */
  readonly continuedFrom: Instant | null;
  /** May resolve before what is written is durable; then all that lives in the world goes back together. */
  readonly store: Store;
  /** Resolves when all that was written so far is durable. */
  saved(): Promise<void>;
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  readonly hostsUrl: string;
  readonly accountUrl: string;
  /** The services without HTTP between; absent: they are reached through {@link fetch}. */
  readonly inProcess?: { readonly host: HostApi; readonly storage: StorageApi; readonly compute: ComputeApi };
  readonly computeUrl: string;
  /** The virtual networks of the target. */
  readonly targetNetworks: readonly TargetNetwork[];
  readonly storageAccountId: string;
  readonly routeHeader: string;
  readonly speed: number;
  /** Content that is kept until it is released, and whose reading takes none of the world's time. */
  openBlob(blob: BlobRef): { read(extent: Extent): Promise<Uint8Array>; release(): void };
  lab(parts: {
    readonly trace: () => readonly string[];
    readonly notify: (kind: 'inventory' | 'world') => void;
    readonly reset: () => Promise<void>;
  }): (request: Request) => Promise<Response | null>;
  begin(parts: {
    readonly manage: (request: Request) => Promise<Response>;
    readonly isDiscovered: () => boolean;
  }): Promise<void>;
  close(): Promise<void>;
}

export interface DemoOptions {
  readonly seed: string;
  readonly world: DemoWorldParts;
  readonly checksums: Checksums;
  readonly md5: Md5;
  readonly every: Every;
  /** The journal cannot be written, or the engine broke: the world must be started anew. */
  readonly onFailure: (error: unknown) => void;
  /** After everything was closed: deletes what was stored. */
  readonly erase: () => Promise<void>;
}

export interface RunningDemo extends RunningWorld {
  readonly service: ManagementServer;
  close(): Promise<void>;
}

/** The service's pace for polls, in the world's time. */
const RETRY_AFTER_WORLD_SECONDS = 30;

export async function bootDemo(options: DemoOptions): Promise<RunningDemo> {
  const { world, checksums, md5 } = options;
  // A chunk of its own: it loads while the engine reads its journal.
  const serverCode = import('../management/server/management-server.ts');
  const engine = await startEngine(
    {
      ...(world.inProcess ?? servicesOverHttp(world, md5)),
      clock: world.clock,
      store: world.store,
      checksums,
      rng: createRng(`${options.seed}/engine`),
    },
    { onFailure: options.onFailure },
  );

  const { createManagementServer } = await serverCode;

  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => {
    closing ??= (async () => {
      service.close();
      await engine.stop();
      await world.close();
    })();
    return closing;
  };
  const reset = async (): Promise<void> => {
    await close();
    await options.erase();
  };
  const lab = world.lab({
    trace: () => engine.trace(),
    notify: (kind) => {
      // The engine tells of the inventory itself, when the hosts have answered.
      if (kind === 'inventory') engine.refreshInventory();
      service.invalidate('world');
    },
    reset,
  });
  const service: ManagementServer = createManagementServer({
    engine,
    sha256: (chunks) => checksums.sha256(chunks),
    every: options.every,
    storageAccountId: world.storageAccountId,
    targetNetworks: world.targetNetworks,
    retryAfterSeconds: () => Math.max(1, Math.ceil(RETRY_AFTER_WORLD_SECONDS / world.speed)),
    openReplica: replicaOpener(world),
    lab,
  });
  await world.begin({
    manage: (request) => service.handle(request),
    // An engine that only shows asks no host.
    isDiscovered: () => engine.inventory().length > 0 || engine.readOnlyReason() !== null,
  });
  return {
    service: answeringWhenSaved(service, world),
    isDurable: world.store.isDurable,
    continuedFrom: world.continuedFrom,
    close,
  };
}

function servicesOverHttp(
  world: DemoWorldParts,
  md5: Md5,
): { readonly host: HostApi; readonly storage: StorageApi; readonly compute: ComputeApi } {
  const { fetch, hostsUrl, accountUrl, computeUrl, routeHeader } = world;
  const now = () => world.clock.now();
  return {
    host: createHostHttp({ fetch, endpointOf: () => hostsUrl, now }),
    storage: createStoragePageBlob({ fetch, accountUrl, md5, now, routeHeader }),
    compute: createComputeArm({ fetch, endpoint: computeUrl, accountUrl, now }),
  };
}

/** What an administrator is told was done stands after a reload. */
function answeringWhenSaved(service: ManagementServer, world: DemoWorldParts): ManagementServer {
  const isReading = (request: Request): boolean => request.method === 'GET' || request.method === 'HEAD';
  return {
    ...service,
    async handle(request) {
      const response = await service.handle(request);
      if (!isReading(request)) await world.saved();
      return response;
    },
  };
}

/** Downloads go on in a paused world, and outlive the recovery points that they show. */
function replicaOpener(world: DemoWorldParts): OpenReplica {
  return (item, disk, point) => {
    const snapshot = point?.snapshots.find((each) => each.diskId === disk.diskId)?.snapshot;
    const base = { container: replicaContainer(item.vmId), name: disk.replicaBlobName };
    const blob = world.openBlob(snapshot === undefined ? base : { ...base, snapshot });
    let isOpen = true;
    return {
      read: (offsetBytes, lengthBytes) => blob.read({ offsetBytes, lengthBytes }),
      close: () => {
        if (isOpen) blob.release();
        isOpen = false;
      },
    };
  };
}
