import { Worker } from 'node:worker_threads';
import type { SimulationOutcome } from '../simulation.ts';

/** What a seed came to, as far as it is reported. */
export type SeedResult = Pick<SimulationOutcome, 'seed' | 'failure' | 'tally' | 'trace'>;

/** One thread's share: seeds by number, one after the other. */
export interface SeedRequest {
  readonly seed: number;
}

export interface CrewOptions {
  readonly firstSeed: number;
  readonly seedCount: number;
  readonly threads: number;
  /** Told in the order of the seeds, whatever the order in which they end. */
  readonly onResult: (result: SeedResult) => void;
}

/**
 * Plays the seeds on several threads; each takes the next seed when it has ended one. A thread that dies
 * rejects: a seed that takes its process along is a failure of the simulation itself.
 */
export async function playSeeds({ firstSeed, seedCount, threads, onResult }: CrewOptions): Promise<void> {
  const end = firstSeed + seedCount;
  const waiting = new Map<string, SeedResult>();
  let next = firstSeed;
  let told = firstSeed;
  const tell = (result: SeedResult): void => {
    waiting.set(result.seed, result);
    for (let ready = waiting.get(String(told)); ready; ready = waiting.get(String(told))) {
      waiting.delete(String(told++));
      onResult(ready);
    }
  };
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./sim-worker.js', import.meta.url), {
        // Blocks of 4 MiB are read and thrown away: in a small nursery most of them would be copied first.
        resourceLimits: { maxYoungGenerationSizeMb: 128 },
      });
      const goOn = (): void => {
        if (next >= end) void worker.terminate();
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of Node has none
        else worker.postMessage({ seed: next++ } satisfies SeedRequest);
      };
      worker.on('message', (result: SeedResult) => {
        tell(result);
        goOn();
      });
      worker.on('error', reject);
      worker.on('exit', () => resolve());
      goOn();
    });
  await Promise.all(Array.from({ length: Math.min(threads, seedCount) }, work));
}
