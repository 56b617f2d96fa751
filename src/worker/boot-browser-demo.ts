/** The demo in a browser's worker: IndexedDB and the private file system where there are any, else memory. */
import { createChecksumsPool } from '../adapters/checksums-pool/checksums-pool.ts';
import { createRememberedMd5 } from '../adapters/md5/remembered-md5.ts';
import { openStoreIndexedDb } from '../adapters/store-indexeddb/store-indexeddb.ts';
import { createStoreMemory } from '../adapters/store-memory/store-memory.ts';
import type { Milliseconds } from '../base/units.ts';
import { bootDemo, type RunningDemo } from './boot-demo.ts';
import { isStorageFull } from './storage-full.ts';

/** Version of the records' shapes in the demo's database. */
const SCHEMA_VERSION = 1;
/** World seconds per real second in a new world: fast enough that something is to be seen. */
const FIRST_SPEED = 60;
/** More checksum workers than this gain nothing: reading is the limit then. */
const MAX_CHECKSUM_WORKERS = 4;
const FILE_RETRY_DELAYS_MS: readonly Milliseconds[] = [250, 500, 1000, 2000, 4000];
/** A restart would run into the same wall, again and again. */
const STORAGE_FULL =
  'This browser gives the site no more storage. What the portal said was done is kept. ' +
  'Make room on this computer, or delete what other sites have stored, and reload the page.';

export async function bootBrowserDemo({
  scenario,
  seed,
  faults,
  giveUp,
}: {
  readonly scenario: string;
  readonly seed: string;
  readonly faults: readonly string[];
  /** Called, with what happened and what to do, when the world came to an end that no restart mends. */
  readonly giveUp: (reason: string) => void;
}): Promise<RunningDemo> {
  const name = `lockstep-${scenario}-${seed}${await suffixOf(faults)}`;
  const [{ openDemoWorld }, { worldOf }] = await Promise.all([
    import('../../mocks/lab/demo-world.ts'),
    import('../../mocks/stories/world-of.ts'),
  ]);
  const isEstablished = worldOf(scenario).isEstablished === true;
  const end = (error: unknown): void => (isStorageFull(error) ? giveUp(STORAGE_FULL) : die(error));
  const [storage, md5] = await Promise.all([
    isEstablished ? memoryStorage() : openStorage(name),
    createRememberedMd5(),
  ]);
  const checksums = createChecksumsPool({
    spawn: () =>
      new Worker(new URL('../adapters/checksums-pool/checksum.worker.ts', import.meta.url), { type: 'module' }),
    size: Math.min(MAX_CHECKSUM_WORKERS, Math.max(1, navigator.hardwareConcurrency - 1)),
  });
  const world = await openDemoWorld({
    scenario,
    seed,
    faults,
    speed: isEstablished ? 1 : FIRST_SPEED,
    ...storage,
    checksums,
    md5,
    wallNow: () => performance.now(),
    setTimer: (wake, delayMs) => {
      const timer = setTimeout(wake, delayMs);
      return () => clearTimeout(timer);
    },
    onFailure: end,
  });
  return bootDemo({
    seed,
    world,
    checksums,
    md5,
    every: (intervalMs, tick) => {
      const timer = setInterval(tick, intervalMs);
      return () => clearInterval(timer);
    },
    onFailure: end,
    erase: () => eraseStorage(name),
  });
}

/** Worlds of other faults are other worlds; a digest, because file names are short and take few characters. */
async function suffixOf(faults: readonly string[]): Promise<string> {
  if (faults.length === 0) return '';
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(faults.join('\n')));
  return `-${Array.from(new Uint8Array(digest, 0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** An uncaught error ends the worker in the page's eyes: it starts another one, which continues from the journal. */
function die(error: unknown): void {
  setTimeout(() => {
    throw error instanceof Error ? error : new Error(String(error));
  });
}

/**
 * World and journal are durable together or not at all: raw blocks in a file that a reload finds,
 * with a journal that it does not (or the other way round), would be worse than memory for both.
 */
async function openStorage(name: string) {
  const store = await openStoreIndexedDb({
    name,
    schemaVersion: SCHEMA_VERSION,
    onLost: (reason) => die(new Error(reason)),
  }).catch(() => null);
  if (store === null) return memoryStorage();
  const { STATE_TABLE } = await import('../../mocks/world/world-records.ts');
  const isSaved = (await store.readAll(STATE_TABLE)).length > 0;
  try {
    return { store, ...(await (isSaved ? openSavedFiles(name) : openFiles(name))) };
  } catch (error) {
    await store.close();
    // Another world in the place of the saved one would look like its loss.
    if (isSaved) throw error;
    return memoryStorage();
  }
}

/** The files of a world that was saved. A worker that has just died may hold them for a moment yet. */
async function openSavedFiles(name: string): ReturnType<typeof openFiles> {
  for (const delayMs of FILE_RETRY_DELAYS_MS) {
    try {
      return await openFiles(name);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
  return openFiles(name).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const what = `The files of the saved world cannot be opened: ${reason}`;
    throw new Error(`${what} Close other pages of this site, and reload this one.`, { cause });
  });
}

/** The files beside the journal: both, or none stays open. */
async function openFiles(name: string) {
  const [{ openOpfsBlockFile }, { openOpfsImageStore }] = await Promise.all([
    import('../../mocks/world/block-file-opfs.ts'),
    import('../../mocks/lab/image-store-opfs.ts'),
  ]);
  const blockFile = await openOpfsBlockFile(`${name}.blocks`);
  try {
    return { blockFile, images: await openOpfsImageStore(`${name}.images`) };
  } catch (error) {
    blockFile.close();
    throw error;
  }
}

async function memoryStorage() {
  const [{ createMemoryBlockFile }, { createBlobImageStore }] = await Promise.all([
    import('../../mocks/world/block-file.ts'),
    import('../../mocks/lab/image-store.ts'),
  ]);
  return { store: createStoreMemory(), blockFile: createMemoryBlockFile(), images: createBlobImageStore() };
}

/** Deletes database, blocks and images of a world that was closed. */
async function eraseStorage(name: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.addEventListener('success', () => resolve());
    request.addEventListener('error', () => reject(request.error ?? new Error('the journal could not be deleted')));
  });
  const root = await navigator.storage.getDirectory();
  for (const [entry, options] of [
    [`${name}.blocks`, {}],
    [`${name}.images`, { recursive: true }],
  ] as const) {
    // Absent where this world lived in memory.
    await root.removeEntry(entry, options).catch(() => undefined);
  }
}
