import type { ChecksumAnswer, ChecksumRequest } from '../checksums-pool/checksum-messages.ts';
import { createChecksumServer } from '../checksums-pool/checksum-server.ts';
import type { ChecksumServer } from '../checksums-pool/checksum-server.ts';
import type { ChecksumWorker } from '../checksums-pool/checksum-crew.ts';

/** A checksum worker on the test's own thread: same server, same transfer of buffers, and it dies on demand. */
export class ThreadWorker implements ChecksumWorker {
  isTerminated = false;
  /** Requests taken so far. */
  taken = 0;
  readonly #serve: ChecksumServer = createChecksumServer();
  readonly #onMessage: ((event: { readonly data: ChecksumAnswer }) => void)[] = [];
  readonly #onError: ((event: unknown) => void)[] = [];

  postMessage(message: ChecksumRequest, transfer: ArrayBuffer[]): void {
    this.taken++;
    const request = structuredClone(message, { transfer });
    void this.#serve(request).then(({ answer, transfer: back }) => {
      if (this.isTerminated) return;
      const data = structuredClone(answer, { transfer: back });
      for (const listener of this.#onMessage) listener({ data });
    });
  }

  addEventListener(
    type: 'message' | 'error' | 'messageerror',
    listener: ((event: { readonly data: ChecksumAnswer }) => void) | ((event: unknown) => void),
  ): void {
    if (type === 'message') this.#onMessage.push(listener);
    else if (type === 'error') this.#onError.push(listener as (event: unknown) => void);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  /** As the browser reports a worker whose script failed or ran out of memory. */
  die(message: string): void {
    for (const listener of this.#onError) listener({ message });
  }
}
