/** The page of the benchmark: it hands jobs to a dedicated worker, where browser storage can be read at once. */
import type { BrowserAnswer, BrowserJob } from './jobs.ts';

const worker = new Worker(new URL('./resync.worker.ts', import.meta.url), { type: 'module' });

/** Until it has opened its files, the worker does not listen. */
const ready = new Promise((resolve) => worker.addEventListener('message', resolve, { once: true }));

/** One job at a time. */
async function run(job: BrowserJob): Promise<BrowserAnswer> {
  await ready;
  return new Promise((resolve, reject) => {
    worker.addEventListener(
      'message',
      ({ data }: MessageEvent<BrowserAnswer | string>) =>
        typeof data === 'string' ? reject(new Error(data)) : resolve(data),
      { once: true },
    );
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a dedicated worker takes none
    worker.postMessage(job);
  });
}

window.resync = { run };
