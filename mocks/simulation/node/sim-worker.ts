/** A thread of the command `npm run sim`: plays the seeds that it is sent. */
import { parentPort } from 'node:worker_threads';
import { createChecksumsInline } from '../../../src/adapters/checksums-pool/checksums-inline.ts';
import { createRememberedMd5 } from '../../../src/adapters/md5/remembered-md5.ts';
import { simulate } from '../simulation.ts';
import type { SeedRequest } from './sim-crew.ts';
import { playSeed } from './sim-seeds.ts';

const [checksums, md5] = await Promise.all([createChecksumsInline(), createRememberedMd5()]);
parentPort?.on('message', ({ seed }: SeedRequest) => {
  void playSeed(seed, (name, isDigested) => simulate(name, { checksums, md5, isDigested })).then((result) =>
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of Node has none
    parentPort?.postMessage(result),
  );
});
