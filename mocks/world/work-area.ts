import type { BlockRun } from './disk-layout.ts';

/** The blocks of a disk that its guest writes, as one gapless index space over scattered runs. */
export class WorkArea {
  readonly #runs: readonly BlockRun[];
  readonly #starts: number[] = [];
  /** Blocks in all. */
  readonly length: number;

  constructor(runs: readonly BlockRun[]) {
    this.#runs = runs;
    let length = 0;
    for (const run of runs) {
      this.#starts.push(length);
      length += run.count;
    }
    this.length = length;
  }

  /** The disk blocks from index `index` on: at most `count`, cut where the run ends. Indexes wrap around. */
  runAt(index: number, count: number): BlockRun {
    const wrapped = index % this.length;
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= wrapped) low = middle;
      else high = middle - 1;
    }
    const run = this.#runs[low] ?? { block: 0, count: 0 };
    const offset = wrapped - (this.#starts[low] ?? 0);
    return { block: run.block + offset, count: Math.min(count, run.count - offset) };
  }
}
