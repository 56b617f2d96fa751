import { API_VERSION, VAULT_PATH, type ChangeBatch } from '../wire.ts';
import { ConnectionError, type ManagementTransport, type TransportRequest } from './transport.ts';

/** The part of EventSource that the change feed needs. */
export interface EventSourceLike {
  addEventListener(type: string, listener: (event: MessageEvent) => void): void;
  close(): void;
}

export interface HttpTransportOptions {
  /** Origin of the server, as `http://127.0.0.1:4180`; empty for the page's own. */
  readonly origin: string;
  readonly fetch: (input: string, init: RequestInit) => Promise<Response>;
  /** Opens the change feed; it reconnects by itself. */
  readonly openEvents: (url: string) => EventSourceLike;
  /** Hears whether the server answers; called at every change. */
  readonly onReachable?: (isReachable: boolean) => void;
}

/** The management API over HTTP, with its change feed as server-sent events. */
export function createHttpTransport(options: HttpTransportOptions): ManagementTransport & { close(): void } {
  const sources = new Set<EventSourceLike>();
  const send = async (request: TransportRequest): Promise<Response> => {
    try {
      const response = await options.fetch(`${options.origin}${request.path}`, initOf(request));
      options.onReachable?.(true);
      return response;
    } catch (cause) {
      request.signal?.throwIfAborted();
      options.onReachable?.(false);
      throw new ConnectionError(
        `The server does not answer (${cause instanceof Error ? cause.message : String(cause)}).`,
      );
    }
  };
  const subscribe: ManagementTransport['subscribe'] = (listener, onGap) => {
    const source = options.openEvents(`${options.origin}${VAULT_PATH}/changes?api-version=${API_VERSION}`);
    sources.add(source);
    let lastSequence: number | null = null;
    // The first event of each connection: whatever came before it was missed.
    source.addEventListener('hello', () => {
      lastSequence = null;
      options.onReachable?.(true);
      onGap();
    });
    source.addEventListener('changes', (event) => {
      const batch = JSON.parse(String(event.data)) as ChangeBatch;
      const isGap = lastSequence !== null && batch.sequence !== lastSequence + 1;
      lastSequence = batch.sequence;
      listener(batch);
      if (isGap) onGap();
    });
    source.addEventListener('error', () => options.onReachable?.(false));
    return () => {
      sources.delete(source);
      source.close();
    };
  };
  return {
    request: send,
    subscribe,
    close: () => {
      for (const source of sources) source.close();
      sources.clear();
    },
  };
}

function initOf(request: TransportRequest): RequestInit {
  return {
    method: request.method,
    ...(request.body === undefined || request.body === null ? {} : { body: request.body }),
    ...(request.contentType === undefined ? {} : { headers: { 'content-type': request.contentType } }),
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  };
}
