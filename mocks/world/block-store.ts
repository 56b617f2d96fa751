import { assert } from '../../src/base/assert.ts';
import type { Mutation } from '../../src/core/ports.ts';
import type { BlockFile } from './block-file.ts';
import type { BlockForest, MapRecord } from './block-forest.ts';
import { BlockMap } from './block-map.ts';
import type { BaseLayer, Directory, Segment } from './block-node.ts';
import { SEGMENT_WORDS } from './block-node.ts';
import { RAW, REF_WORDS, kindOf } from './block-ref.ts';
import { SlotTable } from './slot-table.ts';

export const SEGMENT_TABLE = 'world.segments';
export const DIRECTORY_TABLE = 'world.directories';
export const MAP_TABLE = 'world.maps';

/** A directory as stored: pairs of position and segment id. */
export type DirectoryRecord = readonly (readonly [position: number, segmentId: number])[];

/**
 * All block maps of a world: a forest of segments and directories that clones share.
 *
 *   map ──► directory (16 MiB) ──► segment (256 KiB, 64 references) ──► slots of the block file
 *
 * Every node counts who refers to it. A node with one owner is changed in place; a shared one is
 * copied first. So a clone costs one array of directories, and a write after it two copied nodes.
 */
export class BlockStore implements BlockForest<BlockMap> {
  readonly slots: SlotTable;
  readonly #dirtySegments = new Set<Segment>();
  readonly #dirtyDirectories = new Set<Directory>();
  readonly #dirtyMaps = new Set<BlockMap>();
  #deletions: Mutation[] = [];
  #nextId = 1;

  constructor(file: BlockFile) {
    this.slots = new SlotTable(file);
  }

  /** A map whose content is `base` (null: all hole). The caller disposes of it. */
  createMap(blockCount: number, base: BaseLayer | null): BlockMap {
    const map = new BlockMap(this, this.#nextId++, blockCount, base, new Map());
    this.#dirtyMaps.add(map);
    return map;
  }

  // ── for BlockMap ──

  addClone(original: BlockMap, directories: ReadonlyMap<number, Directory>): BlockMap {
    for (const directory of directories.values()) directory.references++;
    const map = new BlockMap(this, this.#nextId++, original.blockCount, original.base, new Map(directories));
    this.#dirtyMaps.add(map);
    return map;
  }

  markMap(map: BlockMap): void {
    this.#dirtyMaps.add(map);
  }

  markDirectory(directory: Directory): void {
    this.#dirtyDirectories.add(directory);
  }

  markSegment(segment: Segment): void {
    this.#dirtySegments.add(segment);
  }

  newDirectory(): Directory {
    const directory: Directory = { id: this.#nextId++, segments: [], references: 1, isStored: false };
    this.#dirtyDirectories.add(directory);
    return directory;
  }

  newSegment(words: Uint32Array): Segment {
    const segment: Segment = { id: this.#nextId++, words, references: 1, rawBlocks: 0, isStored: false };
    this.#dirtySegments.add(segment);
    return segment;
  }

  /** A directory of its own for a map that shared this one. */
  ownDirectory(shared: Directory): Directory {
    if (shared.references === 1) return shared;
    const copy = this.newDirectory();
    for (const [position, segment] of shared.segments.entries()) {
      if (!segment) continue;
      segment.references++;
      copy.segments[position] = segment;
    }
    shared.references--;
    return copy;
  }

  /** A segment of its own for a directory that shared this one. */
  ownSegment(shared: Segment): Segment {
    if (shared.references === 1) return shared;
    const copy = this.newSegment(shared.words.slice());
    copy.rawBlocks = shared.rawBlocks;
    forEachSlot(copy, (slot) => this.slots.addReference(slot));
    shared.references--;
    return copy;
  }

  releaseDirectory(directory: Directory): void {
    directory.references--;
    if (directory.references > 0) return;
    for (const segment of directory.segments) if (segment) this.releaseSegment(segment);
    this.#dirtyDirectories.delete(directory);
    if (directory.isStored) this.#delete(DIRECTORY_TABLE, directory.id);
  }

  releaseSegment(segment: Segment): void {
    segment.references--;
    if (segment.references > 0) return;
    forEachSlot(segment, (slot) => this.slots.dropReference(slot));
    this.#dirtySegments.delete(segment);
    if (segment.isStored) this.#delete(SEGMENT_TABLE, segment.id);
  }

  releaseMap(map: BlockMap, isStored: boolean): void {
    this.#dirtyMaps.delete(map);
    if (isStored) this.#delete(MAP_TABLE, map.id);
  }

  // ── persistence ──

  /** What changed since the last take. */
  takeMutations(): Mutation[] {
    const mutations = this.#deletions;
    this.#deletions = [];
    for (const segment of this.#dirtySegments) {
      segment.isStored = true;
      mutations.push({ op: 'put', table: SEGMENT_TABLE, key: String(segment.id), value: segment.words.slice() });
    }
    for (const directory of this.#dirtyDirectories) {
      directory.isStored = true;
      const value: DirectoryRecord = directory.segments.flatMap((each, position) =>
        each ? [[position, each.id] as const] : [],
      );
      mutations.push({ op: 'put', table: DIRECTORY_TABLE, key: String(directory.id), value });
    }
    for (const map of this.#dirtyMaps)
      mutations.push({ op: 'put', table: MAP_TABLE, key: String(map.id), value: map.toRecord() });
    this.#dirtySegments.clear();
    this.#dirtyDirectories.clear();
    this.#dirtyMaps.clear();
    this.slots.taken();
    return mutations;
  }

  /** The forest of stored records. `baseOf` finds a layer by its name. Answers the maps by id. */
  restore(
    records: {
      readonly segments: ReadonlyMap<number, Uint32Array>;
      readonly directories: ReadonlyMap<number, DirectoryRecord>;
      readonly maps: ReadonlyMap<number, MapRecord>;
    },
    baseOf: (baseId: string) => BaseLayer,
  ): Map<number, BlockMap> {
    const segments = new Map<number, Segment>();
    for (const [id, words] of records.segments) {
      // The store's value is copied: it may be shared with whoever reads the records again.
      const segment: Segment = { id, words: words.slice(), references: 0, rawBlocks: 0, isStored: true };
      segment.rawBlocks = countRaw(segment.words);
      forEachSlot(segment, (slot) => this.slots.addReference(slot));
      segments.set(id, segment);
    }
    const directories = new Map<number, Directory>();
    for (const [id, pairs] of records.directories) {
      const directory: Directory = { id, segments: [], references: 0, isStored: true };
      for (const [position, segmentId] of pairs) {
        const segment = segments.get(segmentId);
        assert(segment !== undefined, `directory ${id} refers to segment ${segmentId}, which is not stored`);
        segment.references++;
        directory.segments[position] = segment;
      }
      directories.set(id, directory);
    }
    const maps = new Map<number, BlockMap>();
    for (const [id, record] of records.maps) {
      const ofMap = new Map<number, Directory>();
      for (const [position, directoryId] of record.directories) {
        const directory = directories.get(directoryId);
        assert(directory !== undefined, `map ${id} refers to directory ${directoryId}, which is not stored`);
        directory.references++;
        ofMap.set(position, directory);
      }
      const base = record.baseId === null ? null : baseOf(record.baseId);
      maps.set(id, new BlockMap(this, id, record.blockCount, base, ofMap, true));
    }
    // One by one: a world has more segments than a call has room for arguments.
    for (const nodes of [segments, directories, maps])
      for (const id of nodes.keys()) this.#nextId = Math.max(this.#nextId, id + 1);
    this.slots.restored();
    return maps;
  }

  #delete(table: string, id: number): void {
    this.#deletions.push({ op: 'delete', table, key: String(id) });
  }
}

function forEachSlot(segment: Segment, visit: (slot: number) => void): void {
  if (segment.rawBlocks === 0) return;
  const { words } = segment;
  for (let at = 0; at < SEGMENT_WORDS; at += REF_WORDS) if (kindOf(words[at] ?? 0) === RAW) visit(words[at + 1] ?? 0);
}

function countRaw(words: Uint32Array): number {
  let count = 0;
  for (let at = 0; at < SEGMENT_WORDS; at += REF_WORDS) if (kindOf(words[at] ?? 0) === RAW) count++;
  return count;
}
