import type { Rng } from '../../src/base/rng.ts';
import type { Bytes } from '../../src/base/units.ts';
import { MIB } from '../../src/base/units.ts';
import type { BaseLayer } from './block-node.ts';
import { BLOCKS_PER_SEGMENT } from './block-node.ts';
import { BLOCK_BYTES, GENERATED_BLOCK, REF_WORDS } from './block-ref.ts';

/** A half-open range of whole 4 KiB blocks. */
export interface BlockRun {
  readonly block: number;
  readonly count: number;
}

/** Layouts are drawn in whole MiB. */
const GRAIN_BYTES: Bytes = MIB;
const BLOCKS_PER_GRAIN = GRAIN_BYTES / BLOCK_BYTES;
/** Stretches of data on a new disk: file systems put theirs in groups, not in one piece. */
const RUN_GRAINS = 8;

/**
 * Where a new disk holds data: runs of up to 8 MiB, `allocatedBytes` in all (whole MiB), the first
 * at the disk's start. The free space between them is spread over the disk, with chance in each gap.
 */
export function drawLayout(rng: Rng, sizeBytes: Bytes, allocatedBytes: Bytes): BlockRun[] {
  const grainCount = Math.floor(sizeBytes / GRAIN_BYTES);
  const wanted = Math.min(grainCount, Math.ceil(allocatedBytes / GRAIN_BYTES));
  const runCount = Math.ceil(wanted / RUN_GRAINS);
  return Array.from({ length: runCount }, (_, i) => {
    const before = i * RUN_GRAINS;
    // Of all free space, the share before this run: it grows from run to run, so runs never overlap.
    const share = i === 0 ? 0 : (i + rng.unit()) / runCount;
    const start = before + Math.floor((grainCount - wanted) * share);
    const length = Math.min(RUN_GRAINS, wanted - before);
    return { block: start * BLOCKS_PER_GRAIN, count: length * BLOCKS_PER_GRAIN };
  });
}

/** The content a simulated disk is born with: version 0 of its generated blocks, where the layout says. */
export function generatedLayer(baseId: string, diskSeed: number, layout: readonly BlockRun[]): BaseLayer {
  const segments = new Set<number>();
  for (const { block, count } of layout) {
    for (let done = 0; done < count; done += BLOCKS_PER_SEGMENT) segments.add((block + done) / BLOCKS_PER_SEGMENT);
  }
  return {
    baseId,
    hasContent: (segmentIndex) => segments.has(segmentIndex),
    fill(segmentIndex, words) {
      for (let i = 0; i < BLOCKS_PER_SEGMENT; i++) {
        const at = i * REF_WORDS;
        words[at] = GENERATED_BLOCK;
        words[at + 1] = diskSeed;
        words[at + 2] = segmentIndex * BLOCKS_PER_SEGMENT + i;
      }
    },
  };
}

export function allocatedBytesOf(layout: readonly BlockRun[]): Bytes {
  return layout.reduce((sum, run) => sum + run.count, 0) * BLOCK_BYTES;
}

const AREA_RUNS = 64;

/**
 * Where the guest of an imported disk writes: 64 stretches of 1 MiB spread evenly over the whole
 * disk, so that data, free space and holes are all hit.
 */
export function spreadOver(sizeBytes: Bytes): BlockRun[] {
  const blocks = Math.floor(sizeBytes / BLOCK_BYTES);
  const count = Math.min(BLOCKS_PER_GRAIN, Math.floor(blocks / AREA_RUNS));
  if (count === 0) return blocks > 0 ? [{ block: 0, count: blocks }] : [];
  const stride = Math.floor(blocks / AREA_RUNS);
  return Array.from({ length: AREA_RUNS }, (_, i) => ({ block: i * stride, count }));
}
