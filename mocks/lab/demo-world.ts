/**
 * The demo's world ready to be replicated: clock and pacer, world (new or continued from its store),
 * the store that commits world and journal together, and a `fetch` that reaches it. The engine and
 * the management API are the worker's business: they are the same as for a real site.
 */
// First: MSW touches localStorage when it is imported, and workers have none.
import '../http/worker-storage-shim.ts';
import { createRng } from '../../src/base/rng.ts';
import { instant, SECOND_MS, type Instant, type Milliseconds } from '../../src/base/units.ts';
import type { Checksums, Clock, ComputeApi, HostApi, Md5, Mutation, StorageApi, Store } from '../../src/core/ports.ts';
import { computeHandlers } from '../http/compute-handlers.ts';
import { hostHandlers } from '../http/host-handlers.ts';
import { ROUTE_HEADER } from '../http/route.ts';
import { createSimulatedFetch } from '../http/simulated-fetch.ts';
import { storageHandlers } from '../http/storage-handlers.ts';
import { Pacer } from '../simulation/pacer.ts';
import { VirtualClock } from '../simulation/virtual-clock.ts';
import type { BlockFile } from '../world/block-file.ts';
import { createWorld } from '../world/create-world.ts';
import { createUniverseStore, withoutRecords } from '../world/universe-store.ts';
import { loadWorldRecords } from '../world/world-records.ts';
import type { World } from '../world/world.ts';
import { parseFault } from '../stories/fault-spec.ts';
import { storyNamed } from '../stories/stories.ts';
import { worldOf } from '../stories/world-of.ts';
import { establishFleet } from '../simulation/established-fleet.ts';
import type { TargetNetwork } from '../../src/management/wire.ts';
import { TARGET_NETWORKS } from './target-networks.ts';
import { playDemoStory } from './demo-story.ts';
import { Director, type DirectorRecord } from './director.ts';
import { type AtSettled, createImageImport, type ImageImport } from './image-import.ts';
import type { ImageStore } from './image-store.ts';
import { createLab } from './lab.ts';

const HOSTS_URL = 'https://hosts.contoso.example/replication';
const COMPUTE_URL = 'https://management.contoso.example';
const ACCOUNT_NAME = 'contosodr';

/** Where the demo keeps what belongs neither to the world nor to the engine. */
const LAB_TABLE = 'lab';
const CLOCK_KEY = 'clock';
const STORY_KEY = 'story';
const DIRECTOR_KEY = 'director';

/** The engine learns of hosts and machines within this much of the world's time, or something is broken. */
const MAX_DISCOVERY_SECONDS = 120;

export interface DemoWorldOptions {
  readonly scenario: string;
  readonly seed: string;
  /** `fault=` of the address (`mocks/stories/fault-spec.ts`), besides those of the scenario. */
  readonly faults?: readonly string[];
  /** World seconds per real second, unless the world was left with another. */
  readonly speed: number;
  readonly store: Store;
  readonly blockFile: BlockFile;
  readonly images: ImageStore;
  readonly checksums: Checksums;
  readonly md5: Md5;
  readonly wallNow: () => Milliseconds;
  readonly setTimer: (wake: () => void, delayMs: Milliseconds) => () => void;
  readonly onFailure: (error: unknown) => void;
}

export interface DemoWorld {
  readonly clock: Clock;
  /** The checkpoint that this is the continuation of; null: a new world. */
  readonly continuedFrom: Instant | null;
  /** Commits the world along with what is written; resolves before it is durable. */
  readonly store: Store;
  /** Resolves when what was written to {@link store} so far is durable. */
  readonly saved: () => Promise<void>;
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  readonly hostsUrl: string;
  readonly accountUrl: string;
  /** The services without HTTP between; absent: they are reached through {@link fetch}. */
  readonly inProcess?: { readonly host: HostApi; readonly storage: StorageApi; readonly compute: ComputeApi };
  /** Where Azure's virtual machines are asked for. */
  readonly computeUrl: string;
  /** The virtual networks of the target. */
  readonly targetNetworks: readonly TargetNetwork[];
  readonly storageAccountId: string;
  readonly routeHeader: string;
  readonly speed: number;
  /** Imported machines whose images are gone. */
  readonly lostImages: readonly string[];
  readonly images: ImageImport;
  readonly firstHostId: () => string;
  readonly openBlob: World['openBlob'];
  lab(parts: LabConnections): (request: Request) => Promise<Response | null>;
  /** Lets the engine find the hosts, plays the demo's story in a new world, and lets time run. */
  begin(parts: {
    readonly manage: (request: Request) => Promise<Response>;
    readonly isDiscovered: () => boolean;
  }): Promise<void>;
  /** Stops time; the store stays open. */
  close(): Promise<void>;
}

export interface LabConnections {
  readonly trace: () => readonly string[];
  readonly notify: (kind: 'inventory' | 'world') => void;
  readonly reset: () => Promise<void>;
}

interface ClockSetting {
  readonly speed: number;
  readonly isPaused: boolean;
}

/** Makes the world of a scenario and seed, or continues the one in the store. */
export async function openDemoWorld(options: DemoWorldOptions): Promise<DemoWorld> {
  const clock = new VirtualClock(instant(0));
  const records = await loadWorldRecords(options.store);
  const story = storyNamed(options.scenario);
  const scenario = worldOf(options.scenario);
  const addressFaults = options.faults ?? [];
  const plan = [...(story?.faults ?? []), ...addressFaults.map(parseFault)];
  const world = createWorld({ ...options, scenario, clock, records });
  const continuedFrom = records ? clock.now() : null;
  const isFleet = scenario.isEstablished === true;
  const isReadBack = !isFleet || options.store.isDurable;
  const store = createUniverseStore(options.store, isReadBack ? world : withoutRecords(world), options.setTimer);
  if (isFleet && !records) {
    await store.transact(establishFleet(world, createRng(`${options.seed}/fleet`), storageAccountIdOf(ACCOUNT_NAME)));
  }
  const pacer = new Pacer({
    clock,
    wallNow: options.wallNow,
    setTimer: options.setTimer,
    onFailure: options.onFailure,
  });
  const atSettled = settledOn(clock);
  const images = createImageImport(world, options.images, atSettled);
  const lostImages = await images.reattachAll();
  const setting = (await readLab<ClockSetting>(store, CLOCK_KEY)) ?? { speed: options.speed, isPaused: false };
  pacer.setSpeed(setting.speed);
  let notifyPortal = (): void => undefined;
  const director = new Director({
    world,
    startsAt: scenario.startsAt,
    plan,
    record: (await readLab<DirectorRecord>(store, DIRECTOR_KEY)) ?? null,
    onChange: () => {
      store.behind.transact(labRecords()).catch(options.onFailure);
      notifyPortal();
    },
  });
  const labRecords = (): Mutation[] => [
    {
      op: 'put',
      table: LAB_TABLE,
      key: CLOCK_KEY,
      value: { speed: pacer.speed, isPaused: pacer.isPaused } satisfies ClockSetting,
    },
    { op: 'put', table: LAB_TABLE, key: DIRECTOR_KEY, value: director.toRecord() },
  ];
  const save = (): Promise<void> => store.transact(labRecords());

  return {
    clock,
    continuedFrom,
    store: store.behind,
    saved: () => store.saved(),
    ...networkOf(world, options.md5),
    // Thousands of machines poll and copy all the time: their requests would cost more than what they ask for.
    ...(isFleet ? { inProcess: { host: world.hostApi, storage: world.storageApi, compute: world.computeApi } } : {}),
    get speed() {
      return pacer.speed;
    },
    lostImages,
    images,
    firstHostId: () => world.hosts()[0]?.hostId ?? '',
    openBlob: (blob) => world.openBlob(blob),
    lab: ({ trace, notify, reset }) => {
      const changed = async (kind: 'inventory' | 'world'): Promise<void> => {
        await save();
        notify(kind);
      };
      notifyPortal = () => notify('world');
      return createLab({
        world,
        scenario: options.scenario,
        addressFaults,
        director,
        pacer,
        images,
        atSettled,
        trace,
        changed,
        reset,
      });
    },
    begin: async ({ manage, isDiscovered }) => {
      await discover(pacer, isDiscovered);
      if ((await readLab<boolean>(store, STORY_KEY)) !== true) {
        const imported = world.machines().filter((machine) => machine.isImported);
        await playDemoStory(manage, story ?? world.scenario, new Set(imported.map((machine) => machine.name)));
        await store.transact([{ op: 'put', table: LAB_TABLE, key: STORY_KEY, value: true }]);
      }
      if (!setting.isPaused) pacer.resume();
    },
    close: async () => {
      pacer.pause();
      await store.close();
      world.close();
    },
  };
}

function networkOf(
  world: World,
  md5: Md5,
): Pick<
  DemoWorld,
  'fetch' | 'hostsUrl' | 'computeUrl' | 'targetNetworks' | 'accountUrl' | 'storageAccountId' | 'routeHeader'
> {
  const accountUrl = `https://${ACCOUNT_NAME}.blob.core.windows.net`;
  return {
    fetch: createSimulatedFetch([
      ...hostHandlers(world.hostApi, { baseUrl: HOSTS_URL }),
      ...storageHandlers(world.storageApi, { accountUrl, md5 }),
      ...computeHandlers(world.computeApi, { endpoint: COMPUTE_URL, accountUrl }),
    ]),
    hostsUrl: HOSTS_URL,
    computeUrl: COMPUTE_URL,
    targetNetworks: TARGET_NETWORKS,
    accountUrl,
    storageAccountId: storageAccountIdOf(ACCOUNT_NAME),
    routeHeader: ROUTE_HEADER,
  };
}

function storageAccountIdOf(name: string): string {
  return `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/lockstep/providers/Microsoft.Storage/storageAccounts/${name}`;
}

/** Acts when nobody holds the clock, so that an administrator's hand on the world falls between two of its events. */
function settledOn(clock: VirtualClock): AtSettled {
  return (act) =>
    new Promise((resolve, reject) => {
      clock.whenSettled(() => {
        try {
          resolve(act());
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
}

/** Whole seconds, so that where the story begins does not depend on the machine. */
async function discover(pacer: Pacer, isDiscovered: () => boolean): Promise<void> {
  for (let second = 0; !isDiscovered(); second++) {
    if (second >= MAX_DISCOVERY_SECONDS) throw new Error('the engine does not find the hosts of the demo world');
    await pacer.step(SECOND_MS);
  }
}

async function readLab<Value>(store: Store, key: string): Promise<Value | undefined> {
  const records = await store.readAll(LAB_TABLE);
  return records.find((record) => record.key === key)?.value as Value | undefined;
}
