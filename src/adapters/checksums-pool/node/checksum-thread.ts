/** Entry of a checksum thread in Node. It reads files itself; it holds no state but the streams that are open on it. */
import { parentPort } from 'node:worker_threads';
import type { ChecksumRequest } from '../checksum-messages.ts';
import { createChecksumServer } from '../checksum-server.ts';
import { readWhole } from './read-whole.ts';

const serve = createChecksumServer(readWhole);

parentPort?.on('message', (request: ChecksumRequest) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of Node has none
  void serve(request).then(({ answer, transfer }) => parentPort?.postMessage(answer, transfer));
});
