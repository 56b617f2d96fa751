import type { ChangeBatch } from '../wire.ts';

/** One request to the management API, before it takes the form of a port message or of HTTP. */
export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute path with its query, as `/subscriptions/…?api-version=…` or `/lab/world`. */
  readonly path: string;
  readonly body?: string | Blob | null;
  readonly contentType?: string;
  /** Gives the request up; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** A way to the management server. A lost connection rejects with {@link ConnectionError}; error answers resolve. */
export interface ManagementTransport {
  request(request: TransportRequest): Promise<Response>;
  /**
   * Batches of the change feed until the returned function is called. `onGap` is called whenever
   * batches may have been missed, the first connection included: fetch again what is shown.
   */
  subscribe(listener: (batch: ChangeBatch) => void, onGap: () => void): () => void;
}

/** The server cannot be reached, or went away before it answered. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}
