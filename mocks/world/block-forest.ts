import type { Directory, Segment } from './block-node.ts';

/**
 * What a map needs of the forest that it is one of: nodes of its own, and notice of what it changed.
 * `Tree` is the map's own class, which knows the forest and not the other way about.
 */
export interface BlockForest<Tree> {
  /** Who refers to the slots of the block file. */
  readonly slots: { dropReference(slot: number): void };
  /** Another map with the same directories. */
  addClone(original: Tree, directories: ReadonlyMap<number, Directory>): Tree;
  markMap(map: Tree): void;
  markDirectory(directory: Directory): void;
  markSegment(segment: Segment): void;
  newDirectory(): Directory;
  newSegment(words: Uint32Array): Segment;
  /** A directory of its own for a map that shared this one. */
  ownDirectory(shared: Directory): Directory;
  /** A segment of its own for a directory that shared this one. */
  ownSegment(shared: Segment): Segment;
  releaseDirectory(directory: Directory): void;
  releaseMap(map: Tree, isStored: boolean): void;
}

/** A map as stored. */
export interface MapRecord {
  readonly blockCount: number;
  readonly baseId: string | null;
  readonly directories: readonly (readonly [position: number, directoryId: number])[];
}
