import type { ChangeBatch } from '../wire.ts';
import type { Endpoint, ToClient, ToServer } from './protocol.ts';

/** What a management server offers to its transports. */
export interface ManagementService {
  handle(request: Request): Promise<Response>;
  /** Batches of the change feed until the returned function is called. */
  subscribe(listener: (batch: ChangeBatch) => void): () => void;
}

/** The origin that a relative path of the port protocol is given; `nextLink`s carry it and clients cut it off. */
const PORT_ORIGIN = 'https://lockstep.invalid';

/** Bodies are cut into pieces of at most this size, so that one message never blocks a page for long. */
const MAX_CHUNK_BYTES = 4 * 1024 * 1024;

/** Batches under way to a client that has not taken them; further ones are dropped, and it finds a gap. */
const MAX_UNTAKEN_BATCHES = 32;

/**
 * Serves one client over an endpoint, until the returned function is called: that gives up
 * every call under way. It does not listen itself: pass the client's messages to `receive`.
 */
export function servePort(
  endpoint: Pick<Endpoint<ToServer, ToClient>, 'post'>,
  service: ManagementService,
): { receive(message: ToServer): void; stop(): void } {
  const calls = new Map<number, ServedCall>();
  let unsubscribe: (() => void) | null = null;
  let untakenBatches = 0;
  /** The newest batch that was not sent. */
  let droppedBatch: ChangeBatch | null = null;

  const end = (id: number): void => {
    const call = calls.get(id);
    calls.delete(id);
    call?.abort();
  };

  const begin = (message: Extract<ToServer, { kind: 'request' }>): void => {
    const call = serveCall(message, service, endpoint.post, () => calls.delete(message.id));
    calls.set(message.id, call);
  };

  const subscribe = (): void => {
    unsubscribe?.();
    untakenBatches = 0;
    droppedBatch = null;
    unsubscribe = service.subscribe((batch) => {
      if (untakenBatches >= MAX_UNTAKEN_BATCHES) droppedBatch = batch;
      else sendBatch(batch);
    });
  };

  const sendBatch = (batch: ChangeBatch): void => {
    untakenBatches += 1;
    droppedBatch = null;
    endpoint.post({ kind: 'changes', batch });
  };

  /** The newest dropped batch follows, so that a client that caught up sees the gap even when nothing else happens. */
  const acknowledge = (): void => {
    untakenBatches = Math.max(0, untakenBatches - 1);
    if (untakenBatches === 0 && droppedBatch) sendBatch(droppedBatch);
  };

  return {
    receive: (message) => {
      if (message.kind === 'request') begin(message);
      else if (message.kind === 'pull') calls.get(message.id)?.pull();
      else if (message.kind === 'abort') end(message.id);
      else if (message.kind === 'acknowledge') acknowledge();
      else if (message.kind === 'subscribe') subscribe();
      else {
        unsubscribe?.();
        unsubscribe = null;
      }
    },
    stop: () => {
      for (const id of calls.keys()) end(id);
      unsubscribe?.();
      unsubscribe = null;
    },
  };
}

interface ServedCall {
  pull(): void;
  abort(): void;
}

function serveCall(
  message: Extract<ToServer, { kind: 'request' }>,
  service: ManagementService,
  post: (message: ToClient, transfer?: Transferable[]) => void,
  onEnd: () => void,
): ServedCall {
  const { id } = message;
  const aborter = new AbortController();
  let reader: ReadableStreamDefaultReader<Uint8Array> | null = null;
  /** Of the chunk last read from the body: what is not sent yet. */
  let rest = new Uint8Array(0);

  const fail = (cause: unknown): void => {
    if (aborter.signal.aborted) return;
    onEnd();
    post({ kind: 'failure', id, message: cause instanceof Error ? cause.message : String(cause) });
  };

  const run = async (): Promise<void> => {
    const response = await service.handle(requestOf(message, aborter.signal));
    const headers = [...response.headers];
    const isWhole = response.body === null || (response.headers.get('content-type') ?? '').includes('json');
    const body = isWhole ? (response.body === null ? null : await response.text()) : undefined;
    if (aborter.signal.aborted) {
      await response.body?.cancel();
      return;
    }
    if (body === undefined) reader = response.body?.getReader() ?? null;
    else onEnd();
    post({ kind: 'response', id, status: response.status, headers, body });
  };

  const sendChunk = async (): Promise<void> => {
    while (rest.byteLength === 0) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (aborter.signal.aborted) return;
      if (done) {
        onEnd();
        return post({ kind: 'end', id });
      }
      rest = new Uint8Array(value);
    }
    const bytes = rest.slice(0, MAX_CHUNK_BYTES);
    rest = rest.subarray(bytes.byteLength);
    post({ kind: 'chunk', id, bytes }, [bytes.buffer]);
  };

  run().catch(fail);
  return {
    pull: () => void sendChunk().catch(fail),
    abort: () => {
      aborter.abort();
      reader?.cancel().catch(() => undefined);
    },
  };
}

function requestOf(message: Extract<ToServer, { kind: 'request' }>, signal: AbortSignal): Request {
  return new Request(`${PORT_ORIGIN}${message.path}`, {
    method: message.method,
    signal,
    ...(message.body === null ? {} : { body: message.body }),
    ...(message.contentType === null ? {} : { headers: { 'content-type': message.contentType } }),
  });
}
