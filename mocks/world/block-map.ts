import { assert } from '../../src/base/assert.ts';
import type { BlockForest, MapRecord } from './block-forest.ts';
import type { BaseLayer, Directory, Segment } from './block-node.ts';
import { BLOCKS_PER_DIRECTORY, BLOCKS_PER_SEGMENT, SEGMENTS_PER_DIRECTORY, SEGMENT_WORDS } from './block-node.ts';
import { GENERATED_BLOCK, HOLE, RAW, REF_WORDS, kindOf, refHead } from './block-ref.ts';

const HOLES = new Uint32Array(SEGMENT_WORDS);

/** Blocks → references, copy-on-write. A clone is a snapshot: cheap, and independent from then on. */
export class BlockMap {
  readonly id: number;
  #blockCount: number;
  readonly base: BaseLayer | null;
  readonly #store: BlockForest<BlockMap>;
  /** By position. A map, as a large disk has thousands of places and few are taken: clones copy what is there. */
  readonly #directories: Map<number, Directory>;
  #isStored: boolean;
  #isDisposed = false;

  constructor(
    store: BlockForest<BlockMap>,
    id: number,
    blockCount: number,
    base: BaseLayer | null,
    directories: Map<number, Directory>,
    isStored = false,
  ) {
    this.#store = store;
    this.id = id;
    this.#blockCount = blockCount;
    this.base = base;
    this.#directories = directories;
    this.#isStored = isStored;
  }

  get blockCount(): number {
    return this.#blockCount;
  }

  /** More blocks, all holes; or fewer, where those given up are holes. */
  resize(blockCount: number): void {
    this.#assertOpen();
    this.#blockCount = blockCount;
    this.#store.markMap(this);
  }

  clone(): BlockMap {
    this.#assertOpen();
    return this.#store.addClone(this, this.#directories);
  }

  /** Gives the map's nodes back. Using it afterwards is a defect. */
  dispose(): void {
    this.#assertOpen();
    this.#isDisposed = true;
    for (const directory of this.#directories.values()) this.#store.releaseDirectory(directory);
    this.#directories.clear();
    this.#store.releaseMap(this, this.#isStored);
  }

  toRecord(): MapRecord {
    this.#isStored = true;
    return {
      blockCount: this.blockCount,
      baseId: this.base?.baseId ?? null,
      directories: Array.from(this.#directories, ([position, each]) => [position, each.id] as const),
    };
  }

  /** The references of one segment, to be read only and only until the map is next used. */
  segmentWords(segmentIndex: number): Uint32Array {
    const written = this.#segmentAt(segmentIndex);
    if (written) return written.words;
    if (!this.base?.hasContent(segmentIndex)) return HOLES;
    const words = new Uint32Array(SEGMENT_WORDS);
    this.base.fill(segmentIndex, words);
    return words;
  }

  /** Indexes below `segmentCount` of the segments that may hold something, ascending. */
  *writtenSegments(segmentCount: number): Generator<number> {
    for (let index = 0; index < segmentCount; index++) {
      const isUnwritten = !this.base && !this.#directories.has(Math.floor(index / SEGMENTS_PER_DIRECTORY));
      if (isUnwritten) index += SEGMENTS_PER_DIRECTORY - 1 - (index % SEGMENTS_PER_DIRECTORY);
      else if (!this.isHoleSegment(index)) yield index;
    }
  }

  /** True when the segment certainly holds nothing, found without looking at its blocks. */
  isHoleSegment(segmentIndex: number): boolean {
    return !this.#segmentAt(segmentIndex) && !this.base?.hasContent(segmentIndex);
  }

  /** Indexes of the segments written since `snapshot` was cloned from this map, in no order. Costs no look at blocks. */
  segmentsApartFrom(snapshot: BlockMap): number[] {
    const apart: number[] = [];
    for (const [index, mine] of this.#directories) {
      const theirs = snapshot.#directories.get(index);
      if (mine === theirs) continue;
      for (const [position, segment] of mine.segments.entries()) {
        if (segment && segment !== theirs?.segments[position]) apart.push(index * SEGMENTS_PER_DIRECTORY + position);
      }
    }
    return apart;
  }

  /** Word 0 of a block's reference. */
  headAt(block: number): number {
    const segmentIndex = Math.floor(block / BLOCKS_PER_SEGMENT);
    return this.segmentWords(segmentIndex)[(block % BLOCKS_PER_SEGMENT) * REF_WORDS] ?? HOLE;
  }

  /** Blocks [block, block + count) become version `version` of the disk's generated content. Answers how many were holes. */
  setGenerated(block: number, count: number, diskSeed: number, contentBlock: number, version: number): number {
    let holes = 0;
    for (let done = 0; done < count;) {
      const segment = this.#ownSegment(block + done);
      const first = (block + done) % BLOCKS_PER_SEGMENT;
      const last = Math.min(BLOCKS_PER_SEGMENT, first + count - done);
      const { words } = segment;
      for (let i = first; i < last; i++) {
        const at = i * REF_WORDS;
        const head = words[at] ?? 0;
        if (head === HOLE) holes++;
        else if (kindOf(head) === RAW) this.#dropRaw(segment, at);
        words[at] = GENERATED_BLOCK;
        words[at + 1] = diskSeed;
        words[at + 2] = contentBlock + done + i - first;
        words[at + 3] = version;
      }
      done += last - first;
    }
    return holes;
  }

  /** The block's bytes lie in `slot`, whose one reference this map takes over. */
  setRaw(block: number, pages: number, slot: number): void {
    const segment = this.#ownSegment(block);
    const at = (block % BLOCKS_PER_SEGMENT) * REF_WORDS;
    if (kindOf(segment.words[at] ?? 0) === RAW) this.#dropRaw(segment, at);
    segment.words.set([refHead(RAW, pages), slot, 0, 0], at);
    segment.rawBlocks++;
  }

  /** Blocks read as zeros; `head` says which of their pages count as written. */
  setZero(block: number, count: number, head: number): void {
    for (let done = 0; done < count;) {
      const first = (block + done) % BLOCKS_PER_SEGMENT;
      const last = Math.min(BLOCKS_PER_SEGMENT, first + count - done);
      const segmentIndex = Math.floor((block + done) / BLOCKS_PER_SEGMENT);
      if (head !== HOLE || !this.isHoleSegment(segmentIndex)) this.#zeroInSegment(segmentIndex, first, last, head);
      done += last - first;
    }
  }

  #zeroInSegment(segmentIndex: number, first: number, last: number, head: number): void {
    const segment = this.#ownSegment(segmentIndex * BLOCKS_PER_SEGMENT);
    for (let i = first; i < last; i++) {
      const at = i * REF_WORDS;
      if (kindOf(segment.words[at] ?? 0) === RAW) this.#dropRaw(segment, at);
      segment.words.fill(0, at, at + REF_WORDS);
      segment.words[at] = head;
    }
  }

  #dropRaw(segment: Segment, at: number): void {
    this.#store.slots.dropReference(segment.words[at + 1] ?? 0);
    segment.rawBlocks--;
  }

  #segmentAt(segmentIndex: number): Segment | undefined {
    this.#assertOpen();
    return this.#directories.get(Math.floor(segmentIndex / SEGMENTS_PER_DIRECTORY))?.segments[
      segmentIndex % SEGMENTS_PER_DIRECTORY
    ];
  }

  /** The segment of a block, of this map alone, ready to be changed and marked as changed. */
  #ownSegment(block: number): Segment {
    this.#assertOpen();
    assert(block >= 0 && block < this.blockCount, `block ${block} lies outside a map of ${this.blockCount}`);
    const directory = this.#ownDirectory(Math.floor(block / BLOCKS_PER_DIRECTORY));
    const position = Math.floor(block / BLOCKS_PER_SEGMENT) % SEGMENTS_PER_DIRECTORY;
    const found = directory.segments[position];
    const segment = found ? this.#store.ownSegment(found) : this.#bornSegment(Math.floor(block / BLOCKS_PER_SEGMENT));
    if (segment !== found) {
      directory.segments[position] = segment;
      this.#store.markDirectory(directory);
    }
    this.#store.markSegment(segment);
    return segment;
  }

  #bornSegment(segmentIndex: number): Segment {
    const words = new Uint32Array(SEGMENT_WORDS);
    if (this.base?.hasContent(segmentIndex)) this.base.fill(segmentIndex, words);
    return this.#store.newSegment(words);
  }

  #ownDirectory(index: number): Directory {
    const found = this.#directories.get(index);
    const directory = found ? this.#store.ownDirectory(found) : this.#store.newDirectory();
    if (directory !== found) {
      this.#directories.set(index, directory);
      this.#store.markMap(this);
    }
    return directory;
  }

  #assertOpen(): void {
    assert(!this.#isDisposed, `block map ${this.id} was disposed of`);
  }
}
