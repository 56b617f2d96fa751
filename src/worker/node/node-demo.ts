/** The demo world in Node: journal in memory, raw blocks and uploaded images in temporary files. */
import { basename } from 'node:path';
import { openDemoWorld } from '../../../mocks/lab/demo-world.ts';
import { createImageFiles, openImageFile } from '../../../mocks/lab/node/image-files.ts';
import { openTemporaryBlockFile } from '../../../mocks/world/node/block-file-node.ts';
import { createChecksumsNode } from '../../adapters/checksums-pool/node/checksums-node.ts';
import { createRememberedMd5 } from '../../adapters/md5/remembered-md5.ts';
import { createStoreMemory } from '../../adapters/store-memory/store-memory.ts';
import type { HostId } from '../../core/model.ts';
import { bootDemo, type RunningDemo } from '../boot-demo.ts';
import { UsageError } from './serve-options.ts';

export interface NodeDemoOptions {
  readonly scenario: string;
  readonly seed: string;
  /** Faults that the world is to have, as `?fault=` of the portal's address has them. */
  readonly faults?: readonly string[];
  readonly speed: number;
  /** Paths of disk images to add as machines of the first host. They are read where they lie and never written. */
  readonly imports: readonly string[];
  /** The engine broke; this demo answers no more. */
  readonly onFailure: (error: unknown) => void;
  /** After `/lab/reset` closed this demo. */
  readonly onReset: () => Promise<void>;
}

/** Throws {@link UsageError} for an unknown scenario or a file that is no disk image. */
export async function bootNodeDemo(options: NodeDemoOptions): Promise<RunningDemo> {
  const [checksums, md5] = await Promise.all([createChecksumsNode(), createRememberedMd5()]);
  const images = createImageFiles();
  const demoWorld = await openDemoWorld({
    ...options,
    store: createStoreMemory(),
    blockFile: openTemporaryBlockFile(),
    images,
    checksums,
    md5,
    wallNow: () => performance.now(),
    setTimer: (wake, delayMs) => {
      const timer = setTimeout(wake, delayMs);
      return () => clearTimeout(timer);
    },
  }).catch((error: unknown) => {
    images.close();
    throw error instanceof RangeError ? new UsageError(error.message) : error;
  });
  const world = {
    ...demoWorld,
    get speed() {
      return demoWorld.speed;
    },
    close: async () => {
      await demoWorld.close();
      images.close();
    },
  };
  try {
    for (const path of options.imports) await importFile(demoWorld, path);
    return await bootDemo({
      seed: options.seed,
      world,
      checksums,
      md5,
      every: (intervalMs, tick) => {
        const timer = setInterval(tick, intervalMs);
        return () => clearInterval(timer);
      },
      onFailure: options.onFailure,
      erase: options.onReset,
    });
  } catch (error) {
    await world.close();
    throw error;
  }
}

async function importFile(world: Awaited<ReturnType<typeof openDemoWorld>>, path: string): Promise<void> {
  try {
    await world.images.importFile(world.firstHostId() as HostId, basename(path), await openImageFile(path));
  } catch (error) {
    throw new UsageError(`--import ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
