/** Entry of a checksum worker. It holds no state but the streams that are open on it. */
import type { ChecksumRequest } from './checksum-messages.ts';
import { createChecksumServer } from './checksum-server.ts';

declare const self: DedicatedWorkerGlobalScope;

const serve = createChecksumServer();

self.addEventListener('message', (event: MessageEvent<ChecksumRequest>) => {
  void serve(event.data).then(({ answer, transfer }) => self.postMessage(answer, transfer));
});
