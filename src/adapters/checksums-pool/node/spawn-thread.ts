import { Worker } from 'node:worker_threads';
import type { ChecksumAnswer, ChecksumRequest } from '../checksum-messages.ts';
import type { ChecksumWorker } from '../checksum-crew.ts';

/** A checksum thread as the crew knows workers. */
export interface ChecksumThread extends ChecksumWorker {
  /** Settles when the thread has ended, and reads no file any more. */
  readonly ended: Promise<void>;
}

/** What a thread makes of its own is digests and messages. */
const HEAP = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 32 };

/** @param entry the compiled `checksum-thread.ts` */
export function spawnThread(entry: URL): ChecksumThread {
  const thread = new Worker(entry, { resourceLimits: HEAP });
  const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
  return {
    ended,
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of Node has none
    postMessage: (message: ChecksumRequest, transfer: ArrayBuffer[]) => thread.postMessage(message, transfer),
    addEventListener(
      type: 'message' | 'error' | 'messageerror',
      listener: ((event: { readonly data: ChecksumAnswer }) => void) & ((event: unknown) => void),
    ) {
      if (type === 'message') thread.on('message', (data: ChecksumAnswer) => listener({ data }));
      else thread.on(type, listener);
      // A thread that ends by itself has died, whatever it says: it is only ever ended from outside.
      if (type === 'error') thread.once('exit', (code) => listener({ message: `it ended with ${code}` }));
    },
    terminate: () => void thread.terminate(),
  };
}
