import { assert } from '../../src/base/assert.ts';
import type { Extent } from '../../src/base/extent.ts';
import { endOf, mergeExtents } from '../../src/base/extent.ts';
import type { Bytes } from '../../src/base/units.ts';
import { PAGE_BYTES } from '../../src/base/units.ts';
import type { PageChanges } from '../../src/core/ports.ts';
import type { BlockMap } from './block-map.ts';
import { BLOCKS_PER_SEGMENT, SEGMENT_BYTES } from './block-node.ts';
import type { BaseLayer } from './block-node.ts';
import {
  ALL_PAGES,
  BLOCK_BYTES,
  GENERATED,
  HOLE,
  IMAGE,
  PAGES_PER_BLOCK,
  RAW,
  REF_WORDS,
  WRITTEN_ZEROS,
  ZERO,
  kindOf,
  pageMask,
  pagesOf,
  refHead,
} from './block-ref.ts';
import type { BlockStore } from './block-store.ts';
import { BLOCK_WORDS, generateBlock, recognizeBlock } from './generated-content.ts';

/** A stretch of image blocks whose bytes are still to be fetched into `out` at `at`. */
interface ImageRun {
  readonly block: number;
  readonly count: number;
  readonly at: Bytes;
}

/** A file of bytes over a block map: a disk, a snapshot of one, a replica log, a page blob. */
export class VirtualFile {
  readonly map: BlockMap;
  #sizeBytes: Bytes;
  readonly #store: BlockStore;

  constructor(store: BlockStore, map: BlockMap, sizeBytes: Bytes) {
    assert(
      sizeBytes <= map.blockCount * BLOCK_BYTES,
      `a map of ${map.blockCount} blocks is too small for ${sizeBytes} bytes`,
    );
    this.#store = store;
    this.map = map;
    this.#sizeBytes = sizeBytes;
  }

  get sizeBytes(): Bytes {
    return this.#sizeBytes;
  }

  /**
   * Another size, whole pages: what is added reads as zeros, what lies beyond is gone. A file that ends
   * within a block of an image keeps its size: `RangeError`.
   */
  resize(sizeBytes: Bytes): void {
    if (sizeBytes === this.#sizeBytes) return;
    if (sizeBytes < this.#sizeBytes) this.clear({ offsetBytes: sizeBytes, lengthBytes: this.#sizeBytes - sizeBytes });
    else this.#cutLastBlock();
    this.map.resize(Math.ceil(sizeBytes / BLOCK_BYTES));
    this.#sizeBytes = sizeBytes;
  }

  /** What a block holds beyond the file's end was never to be read; where the file goes on it is zero. */
  #cutLastBlock(): void {
    const rest = this.#sizeBytes % BLOCK_BYTES;
    const block = Math.floor(this.#sizeBytes / BLOCK_BYTES);
    if (rest === 0) return;
    const head = this.map.headAt(block);
    if (kindOf(head) === IMAGE) throw new RangeError(`a file of ${this.#sizeBytes} bytes ends within an image's block`);
    this.#storePart(block, pagesOf(head) & pageMask(0, rest / PAGE_BYTES), this.#blockBytes(block));
  }

  static create(store: BlockStore, sizeBytes: Bytes, base: BaseLayer | null = null): VirtualFile {
    return new VirtualFile(store, store.createMap(Math.ceil(sizeBytes / BLOCK_BYTES), base), sizeBytes);
  }

  /** A snapshot; the caller disposes of its map. */
  clone(): VirtualFile {
    return new VirtualFile(this.#store, this.map.clone(), this.sizeBytes);
  }

  dispose(): void {
    this.map.dispose();
  }

  /** The bytes of any extent within the file. */
  async read(extent: Extent): Promise<Uint8Array> {
    const { out, images, start } = this.#readBlocks(extent);
    for (const { block, count, at } of images) {
      const { base } = this.map;
      assert(base?.readImage !== undefined, `block ${block} refers to an image, but the map has none`);
      await base.readImage(block, count, out.subarray(at, at + count * BLOCK_BYTES));
    }
    return out.subarray(start, start + extent.lengthBytes);
  }

  /** As {@link read}, for files that cannot hold image blocks: logs and blobs. */
  readNow(extent: Extent): Uint8Array {
    const { out, images, start } = this.#readBlocks(extent);
    assert(images.length === 0, 'image blocks are read asynchronously');
    return out.subarray(start, start + extent.lengthBytes);
  }

  /**
   * Writes whole pages of 512 bytes. A block that is known content becomes a reference to it,
   * any other is stored raw. Blocks of an image may only be written whole.
   */
  write(offsetBytes: Bytes, bytes: Uint8Array): void {
    this.#assertPages(offsetBytes, bytes.length);
    const firstFull = Math.ceil(offsetBytes / BLOCK_BYTES);
    const endFull = Math.floor((offsetBytes + bytes.length) / BLOCK_BYTES);
    if (firstFull >= endFull) {
      this.#eachPart({ offsetBytes, lengthBytes: bytes.length }, (block, from, to) =>
        this.#writePart(
          block,
          from,
          bytes.subarray(block * BLOCK_BYTES + from - offsetBytes, block * BLOCK_BYTES + to - offsetBytes),
        ),
      );
      return;
    }
    const headBytes = firstFull * BLOCK_BYTES - offsetBytes;
    const bodyEnd = endFull * BLOCK_BYTES - offsetBytes;
    if (headBytes > 0) this.#writePart(firstFull - 1, BLOCK_BYTES - headBytes, bytes.subarray(0, headBytes));
    this.#writeBlocks(firstFull, bytes.subarray(headBytes, bodyEnd));
    if (bodyEnd < bytes.length) this.#writePart(endFull, 0, bytes.subarray(bodyEnd));
  }

  /** Whole pages become holes. */
  clear(extent: Extent): void {
    this.#assertPages(extent.offsetBytes, extent.lengthBytes);
    const firstFull = Math.ceil(extent.offsetBytes / BLOCK_BYTES);
    // The file's last block is whole where the file ends, though it may be short.
    const end = endOf(extent) === this.sizeBytes ? this.map.blockCount * BLOCK_BYTES : endOf(extent);
    const endFull = Math.floor(end / BLOCK_BYTES);
    if (firstFull < endFull) this.map.setZero(firstFull, endFull - firstFull, HOLE);
    this.#eachPart(extent, (block, from, to) => {
      if (block < firstFull || block >= endFull) this.#clearPart(block, from, to);
    });
  }

  /** Written pages within `within`, ascending and merged. */
  presentExtents(within: Extent): Extent[] {
    const present: Extent[] = [];
    const add = (offsetBytes: Bytes, lengthBytes: Bytes): void => {
      const last = present.at(-1);
      if (last && endOf(last) === offsetBytes)
        present[present.length - 1] = { offsetBytes: last.offsetBytes, lengthBytes: last.lengthBytes + lengthBytes };
      else present.push({ offsetBytes, lengthBytes });
    };
    const end = Math.min(this.sizeBytes, endOf(within));
    for (
      let segmentIndex = Math.floor(within.offsetBytes / SEGMENT_BYTES);
      segmentIndex * SEGMENT_BYTES < end;
      segmentIndex++
    ) {
      if (this.map.isHoleSegment(segmentIndex)) continue;
      const words = this.map.segmentWords(segmentIndex);
      for (let i = 0; i < BLOCKS_PER_SEGMENT; i++) {
        const pages = pagesOf(words[i * REF_WORDS] ?? 0);
        if (pages === 0) continue;
        const offset = segmentIndex * SEGMENT_BYTES + i * BLOCK_BYTES;
        if (pages === ALL_PAGES) add(offset, BLOCK_BYTES);
        else
          for (let page = 0; page < PAGES_PER_BLOCK; page++)
            if (pages & (1 << page)) add(offset + page * PAGE_BYTES, PAGE_BYTES);
      }
    }
    return clip(present, within.offsetBytes, end);
  }

  /**
   * Pages within `within` written or cleared since `earlier` was cloned from this file, by whole blocks: a block
   * of which one page was written counts as written in all that it holds.
   */
  changesSince(earlier: VirtualFile, within: Extent): PageChanges {
    const written: Extent[] = [];
    const cleared: Extent[] = [];
    for (const segmentIndex of this.map.segmentsApartFrom(earlier.map).toSorted((a, b) => a - b)) {
      const now = this.map.segmentWords(segmentIndex);
      const then = earlier.map.segmentWords(segmentIndex);
      for (let i = 0; i < BLOCKS_PER_SEGMENT; i++) {
        const at = i * REF_WORDS;
        if (isSameReference(now, then, at)) continue;
        const block = segmentIndex * BLOCKS_PER_SEGMENT + i;
        const pages = pagesOf(now[at] ?? 0);
        addPages(written, block, pages);
        addPages(cleared, block, pagesOf(then[at] ?? 0) & ~pages);
      }
    }
    const end = Math.min(this.sizeBytes, endOf(within));
    return { written: clip(written, within.offsetBytes, end), cleared: clip(cleared, within.offsetBytes, end) };
  }

  /** Reads whole blocks around the extent; `start` is where the extent begins in `out`. */
  #readBlocks(extent: Extent): {
    readonly out: Uint8Array;
    readonly images: readonly ImageRun[];
    readonly start: Bytes;
  } {
    assert(
      extent.offsetBytes >= 0 && extent.lengthBytes >= 0 && endOf(extent) <= this.sizeBytes,
      `read of [${extent.offsetBytes}, ${endOf(extent)}) in a file of ${this.sizeBytes} bytes`,
    );
    const first = Math.floor(extent.offsetBytes / BLOCK_BYTES);
    const count = Math.ceil(endOf(extent) / BLOCK_BYTES) - first;
    const out = new Uint8Array(Math.max(0, count) * BLOCK_BYTES);
    const outWords = new Uint32Array(out.buffer);
    const images: ImageRun[] = [];
    let words: Uint32Array | undefined;
    for (let i = 0; i < count;) {
      const inSegment = (first + i) % BLOCKS_PER_SEGMENT;
      if (!words || inSegment === 0) words = this.map.segmentWords(Math.floor((first + i) / BLOCKS_PER_SEGMENT));
      const at = inSegment * REF_WORDS;
      const kind = kindOf(words[at] ?? 0);
      let run = 1;
      if (kind === GENERATED)
        generateBlock(outWords, i * BLOCK_WORDS, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0);
      else if (kind !== ZERO) {
        const column = kind === RAW ? 1 : 2;
        run = runLength(words, at, column, Math.min(count - i, BLOCKS_PER_SEGMENT - inSegment));
        const number = words[at + column] ?? 0;
        if (kind === RAW) this.#store.slots.read(number, out.subarray(i * BLOCK_BYTES, (i + run) * BLOCK_BYTES));
        else images.push({ block: number, count: run, at: i * BLOCK_BYTES });
      }
      i += run;
    }
    return { out, images, start: extent.offsetBytes - first * BLOCK_BYTES };
  }

  #writeBlocks(firstBlock: number, bytes: Uint8Array): void {
    const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
    const words = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
    const count = bytes.length / BLOCK_BYTES;
    let rawStart = 0;
    let rawCount = 0;
    const flushRaw = (): void => {
      if (rawCount === 0) return;
      const slots = this.#store.slots.store(
        bytes.subarray(rawStart * BLOCK_BYTES, (rawStart + rawCount) * BLOCK_BYTES),
      );
      for (const [i, slot] of slots.entries()) this.map.setRaw(firstBlock + rawStart + i, ALL_PAGES, slot);
      rawCount = 0;
    };
    for (let i = 0; i < count; i++) {
      const at = i * BLOCK_WORDS;
      const key = recognizeBlock(words, at);
      if (!key && !isZero(words, at, at + BLOCK_WORDS)) {
        if (rawCount === 0) rawStart = i;
        rawCount++;
        continue;
      }
      flushRaw();
      if (key) this.map.setGenerated(firstBlock + i, 1, key.diskSeed, key.block, key.version);
      else this.map.setZero(firstBlock + i, 1, WRITTEN_ZEROS);
    }
    flushRaw();
  }

  #writePart(block: number, from: Bytes, bytes: Uint8Array): void {
    const whole = this.#blockBytes(block);
    whole.set(bytes, from);
    const pages = pagesOf(this.map.headAt(block)) | pageMask(from / PAGE_BYTES, (from + bytes.length) / PAGE_BYTES);
    this.#storePart(block, pages, whole);
  }

  #clearPart(block: number, from: Bytes, to: Bytes): void {
    const pages = pagesOf(this.map.headAt(block)) & ~pageMask(from / PAGE_BYTES, to / PAGE_BYTES);
    if (pages === 0) {
      this.map.setZero(block, 1, HOLE);
      return;
    }
    const whole = this.#blockBytes(block);
    whole.fill(0, from, to);
    this.#storePart(block, pages, whole);
  }

  #storePart(block: number, pages: number, whole: Uint8Array): void {
    if (isZero(new Uint32Array(whole.buffer), 0, BLOCK_WORDS)) this.map.setZero(block, 1, refHead(ZERO, pages));
    else if (pages === ALL_PAGES) this.#writeBlocks(block, whole);
    else for (const slot of this.#store.slots.store(whole)) this.map.setRaw(block, pages, slot);
  }

  /** All 4,096 bytes of a block, also of one that the file's end cuts. */
  #blockBytes(block: number): Uint8Array {
    assert(kindOf(this.map.headAt(block)) !== IMAGE, `block ${block} of an image can only be written whole`);
    const lengthBytes = Math.min(BLOCK_BYTES, this.sizeBytes - block * BLOCK_BYTES);
    const whole = new Uint8Array(BLOCK_BYTES);
    whole.set(this.readNow({ offsetBytes: block * BLOCK_BYTES, lengthBytes }));
    return whole;
  }

  #eachPart(extent: Extent, visit: (block: number, from: Bytes, to: Bytes) => void): void {
    const end = endOf(extent);
    const first = Math.floor(extent.offsetBytes / BLOCK_BYTES);
    const last = Math.floor((end - 1) / BLOCK_BYTES);
    const visitPart = (block: number): void =>
      visit(
        block,
        Math.max(extent.offsetBytes, block * BLOCK_BYTES) - block * BLOCK_BYTES,
        Math.min(end, (block + 1) * BLOCK_BYTES) - block * BLOCK_BYTES,
      );
    visitPart(first);
    if (last > first) visitPart(last);
  }

  #assertPages(offsetBytes: Bytes, lengthBytes: Bytes): void {
    assert(
      offsetBytes % PAGE_BYTES === 0 &&
        lengthBytes % PAGE_BYTES === 0 &&
        lengthBytes > 0 &&
        offsetBytes + lengthBytes <= this.sizeBytes,
      `whole pages within ${this.sizeBytes} bytes are written, got ${lengthBytes} at ${offsetBytes}`,
    );
  }
}

/** How many references from `at` on have the same head and consecutive numbers in `column`, at most `limit`. */
function runLength(words: Uint32Array, at: number, column: number, limit: number): number {
  const kind = kindOf(words[at] ?? 0);
  const number = words[at + column] ?? 0;
  let run = 1;
  while (run < limit) {
    const next = at + run * REF_WORDS;
    if (kindOf(words[next] ?? 0) !== kind || words[next + column] !== number + run) break;
    run++;
  }
  return run;
}

function isSameReference(a: Uint32Array, b: Uint32Array, at: number): boolean {
  for (let word = at; word < at + REF_WORDS; word++) if (a[word] !== b[word]) return false;
  return true;
}

/** The pages of a block that are set in `pages`, each as an extent. */
function addPages(extents: Extent[], block: number, pages: number): void {
  for (let page = 0; page < PAGES_PER_BLOCK; page++)
    if (pages & (1 << page))
      extents.push({ offsetBytes: block * BLOCK_BYTES + page * PAGE_BYTES, lengthBytes: PAGE_BYTES });
}

function isZero(words: Uint32Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (words[i] !== 0) return false;
  return true;
}

function clip(extents: readonly Extent[], start: Bytes, end: Bytes): Extent[] {
  return mergeExtents(
    extents.map((extent) => {
      const offsetBytes = Math.max(start, extent.offsetBytes);
      return { offsetBytes, lengthBytes: Math.min(end, endOf(extent)) - offsetBytes };
    }),
  );
}
