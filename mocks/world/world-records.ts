import { assert } from '../../src/base/assert.ts';
import type { Bytes, Instant } from '../../src/base/units.ts';
import type { DiskId, HostId, VmId } from '../../src/core/model.ts';
import type { Store } from '../../src/core/ports.ts';
import type { AzureMachinesRecord } from './azure-machines.ts';
import type { BlockMap } from './block-map.ts';
import type { BaseLayer } from './block-node.ts';
import type { MapRecord } from './block-forest.ts';
import type { BlockStore, DirectoryRecord } from './block-store.ts';
import { DIRECTORY_TABLE, MAP_TABLE, SEGMENT_TABLE } from './block-store.ts';
import type { ContentHistoryRecord } from './content-history.ts';
import type { FaultsRecord } from './faults.ts';
import type { ImageRecord } from './image-layer.ts';
import type { LinkRecord } from './network.ts';
import type { BlobRecord } from './page-blob.ts';
import type { MachineRecord } from './simulated-machine.ts';
import type { AccountRecord } from './storage-account.ts';
import { BLOB_TABLE, CONTAINER_TABLE } from './storage-account.ts';
import { VirtualFile } from './virtual-file.ts';

export const STATE_TABLE = 'world.state';
export const LINK_TABLE = 'world.links';
export const MACHINE_TABLE = 'world.machines';
export const HISTORY_TABLE = 'world.history';
export const IMPORT_TABLE = 'world.imports';

/** Key of the one record of {@link STATE_TABLE}. */
export const STATE_KEY = 'world';

export interface StateRecord {
  readonly scenario: string;
  readonly seed: string;
  readonly now: Instant;
  readonly faults: FaultsRecord;
  readonly account: AccountRecord;
  /** Absent in worlds saved before there were any. */
  readonly azureMachines?: AzureMachinesRecord;
}

/** An imported machine: what a scenario would have said of it. */
export interface ImportRecord {
  readonly vmId: VmId;
  readonly diskId: DiskId;
  readonly name: string;
  readonly hostId: HostId;
  readonly format: string;
  /** Position among the imports: the order of its timers. */
  readonly index: number;
  readonly image: ImageRecord;
}

/** A saved world, as found in a store. */
export interface WorldRecords {
  readonly state: StateRecord;
  readonly links: ReadonlyMap<HostId, LinkRecord>;
  readonly machines: ReadonlyMap<VmId, MachineRecord>;
  readonly histories: ReadonlyMap<VmId, ContentHistoryRecord>;
  readonly imports: readonly ImportRecord[];
  readonly containers: readonly string[];
  readonly blobs: readonly BlobRecord[];
  readonly segments: ReadonlyMap<number, Uint32Array>;
  readonly directories: ReadonlyMap<number, DirectoryRecord>;
  readonly maps: ReadonlyMap<number, MapRecord>;
}

/** The world saved in a store; null when there is none. Shapes are ours: a store is written by this program only. */
export async function loadWorldRecords(store: Store): Promise<WorldRecords | null> {
  const state = (await store.readAll(STATE_TABLE)).find(({ key }) => key === STATE_KEY);
  if (!state) return null;
  const table = async <Key, Value>(name: string, keyOf: (key: string) => Key): Promise<Map<Key, Value>> =>
    new Map((await store.readAll(name)).map(({ key, value }) => [keyOf(key), value as Value]));
  const imports = await table<string, ImportRecord>(IMPORT_TABLE, String);
  return {
    state: state.value as StateRecord,
    links: await table(LINK_TABLE, (key) => key as HostId),
    machines: await table(MACHINE_TABLE, (key) => key as VmId),
    histories: await table(HISTORY_TABLE, (key) => key as VmId),
    imports: [...imports.values()].toSorted((a, b) => a.index - b.index),
    containers: (await store.readAll(CONTAINER_TABLE)).map(({ key }) => key),
    blobs: (await store.readAll(BLOB_TABLE)).map(({ value }) => value as BlobRecord),
    segments: await table(SEGMENT_TABLE, Number),
    directories: await table(DIRECTORY_TABLE, Number),
    maps: await table(MAP_TABLE, Number),
  };
}

/** Finds restored files by the map they are over. */
export type FileFinder = (mapId: number, sizeBytes: Bytes) => VirtualFile;

/** The block maps of a saved world. */
export interface RestoredFiles {
  /** Each can be asked for once. */
  readonly fileOf: FileFinder;
  /** Those that nobody asked for were open for reading when the world was saved: their readers are gone. */
  readonly disposeRest: () => void;
}

export function restoreFiles(
  store: BlockStore,
  records: WorldRecords,
  baseOf: (baseId: string) => BaseLayer,
): RestoredFiles {
  const rest: Map<number, BlockMap> = store.restore(records, baseOf);
  return {
    fileOf: (mapId, sizeBytes) => {
      const map = rest.get(mapId);
      assert(map !== undefined, `the saved world refers to block map ${mapId}, which is not saved or restored already`);
      rest.delete(mapId);
      return new VirtualFile(store, map, sizeBytes);
    },
    disposeRest: () => {
      for (const map of rest.values()) map.dispose();
      rest.clear();
    },
  };
}
