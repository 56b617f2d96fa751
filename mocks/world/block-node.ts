import type { Bytes } from '../../src/base/units.ts';
import { KIB } from '../../src/base/units.ts';
import { BLOCK_BYTES, REF_WORDS } from './block-ref.ts';

/**
 * A scattered write after a snapshot costs one copied segment, in memory and in the store, and dozens of
 * snapshots are kept per disk: so segments are small. Smaller ones still would cost more records than they save.
 */
export const SEGMENT_BYTES: Bytes = 256 * KIB;
export const BLOCKS_PER_SEGMENT = SEGMENT_BYTES / BLOCK_BYTES;
export const SEGMENT_WORDS = BLOCKS_PER_SEGMENT * REF_WORDS;
export const SEGMENTS_PER_DIRECTORY = 64;
export const BLOCKS_PER_DIRECTORY = BLOCKS_PER_SEGMENT * SEGMENTS_PER_DIRECTORY;

/** The references of 256 KiB. Shared by every directory that counts in `references`; changed only while that is one. */
export interface Segment {
  readonly id: number;
  readonly words: Uint32Array;
  references: number;
  /** Blocks whose reference is raw: only those need their slots counted. */
  rawBlocks: number;
  isStored: boolean;
}

/** The segments of 16 MiB. Shared by every map that counts in `references`; changed only while that is one. */
export interface Directory {
  readonly id: number;
  /** By position, as far as there are any: a small disk's directory is a short list. */
  readonly segments: (Segment | undefined)[];
  references: number;
  isStored: boolean;
}

/**
 * What a map shows where no segment was ever written: the content a disk was born with.
 * The rest of the map reads as zeros.
 */
export interface BaseLayer {
  /** Names the layer within its world; maps are stored with this name only. */
  readonly baseId: string;
  /** Fills the references of one segment; `words` holds zeros. */
  fill(segmentIndex: number, words: Uint32Array): void;
  /** False when the segment is all hole: spares filling. */
  hasContent(segmentIndex: number): boolean;
  /** Bytes of a run of image blocks; only layers that make image references need it. */
  readImage?(block: number, count: number, into: Uint8Array): Promise<void>;
}
