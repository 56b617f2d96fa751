import { assert } from '../../src/base/assert.ts';
import type { Bytes } from '../../src/base/units.ts';
import type { DiskImage } from '../../src/formats/disk-image.ts';
import type { BaseLayer } from './block-node.ts';
import { BLOCKS_PER_SEGMENT } from './block-node.ts';
import { ALL_PAGES, BLOCK_BYTES, IMAGE, REF_WORDS, refHead } from './block-ref.ts';
import type { BlockRun } from './disk-layout.ts';

/** What is kept of an imported image: the image itself is handed in again after a reload. */
export interface ImageRecord {
  readonly baseId: string;
  readonly sizeBytes: Bytes;
  /** Blocks that the image stores, ascending and disjoint. */
  readonly stored: readonly BlockRun[];
}

const IMAGE_BLOCK = refHead(IMAGE, ALL_PAGES);

/** The content of an imported image under a disk: read from the image when it is read, never written. */
export class ImageLayer implements BaseLayer {
  readonly record: ImageRecord;
  readonly #runsBySegment = new Map<number, BlockRun[]>();
  #image: DiskImage | null = null;
  #release: (() => void) | undefined;

  constructor(record: ImageRecord) {
    this.record = record;
    for (const run of record.stored) this.#index(run);
  }

  /** Reads the image's allocation. Rejects with what the image throws. */
  static async over(baseId: string, image: DiskImage, release?: () => void): Promise<ImageLayer> {
    const sizeBytes = image.virtualSizeBytes;
    const extents = await image.listAllocatedExtents({ offsetBytes: 0, lengthBytes: sizeBytes });
    const stored: BlockRun[] = [];
    for (const extent of extents) {
      const last = stored.at(-1);
      // Extents are on the 512-byte grain: two of them may share a block.
      const block = Math.max(Math.floor(extent.offsetBytes / BLOCK_BYTES), last ? last.block + last.count : 0);
      const end = Math.ceil((extent.offsetBytes + extent.lengthBytes) / BLOCK_BYTES);
      if (end > block) stored.push({ block, count: end - block });
    }
    const layer = new ImageLayer({ baseId, sizeBytes, stored });
    layer.attach(image, release);
    return layer;
  }

  get baseId(): string {
    return this.record.baseId;
  }

  get isAttached(): boolean {
    return this.#image !== null;
  }

  get storedBytes(): Bytes {
    return this.record.stored.reduce((sum, run) => sum + run.count, 0) * BLOCK_BYTES;
  }

  /** Throws `RangeError` for an image of another size. */
  attach(image: DiskImage, release?: () => void): void {
    if (image.virtualSizeBytes !== this.record.sizeBytes) {
      throw new RangeError(`the image has ${image.virtualSizeBytes} bytes, the disk ${this.record.sizeBytes}`);
    }
    this.#image = image;
    this.#release = release;
  }

  /** The world no longer reads the image. */
  detach(): void {
    this.#image = null;
    this.#release?.();
    this.#release = undefined;
  }

  hasContent(segmentIndex: number): boolean {
    return this.#runsBySegment.has(segmentIndex);
  }

  fill(segmentIndex: number, words: Uint32Array): void {
    const first = segmentIndex * BLOCKS_PER_SEGMENT;
    for (const run of this.#runsBySegment.get(segmentIndex) ?? []) {
      for (let block = run.block; block < run.block + run.count; block++) {
        const at = (block - first) * REF_WORDS;
        words[at] = IMAGE_BLOCK;
        words[at + 2] = block;
      }
    }
  }

  async readImage(block: number, count: number, into: Uint8Array): Promise<void> {
    assert(this.#image !== null, `the image of ${this.baseId} was not handed in again`);
    const offsetBytes = block * BLOCK_BYTES;
    const lengthBytes = Math.min(count * BLOCK_BYTES, this.record.sizeBytes - offsetBytes);
    into.set(await this.#image.read({ offsetBytes, lengthBytes }));
  }

  #index(run: BlockRun): void {
    const end = run.block + run.count;
    for (let block = run.block; block < end;) {
      const segmentIndex = Math.floor(block / BLOCKS_PER_SEGMENT);
      const stop = Math.min(end, (segmentIndex + 1) * BLOCKS_PER_SEGMENT);
      const runs = this.#runsBySegment.get(segmentIndex) ?? [];
      runs.push({ block, count: stop - block });
      this.#runsBySegment.set(segmentIndex, runs);
      block = stop;
    }
  }
}
