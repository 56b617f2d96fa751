import type { ChangeBatch } from '../wire.ts';
import type { Endpoint, ServerStatus, ToClient, ToServer } from './protocol.ts';
import { ConnectionError, type ManagementTransport, type TransportRequest } from './transport.ts';

/**
 * The client's end of the port protocol. It outlives the worker it talks to: calls made while
 * none is attached wait for the next one; calls under way when one dies are rejected.
 */
export interface PortTransport extends ManagementTransport {
  attach(endpoint: Endpoint<ToClient, ToServer>): void;
  /** The worker is gone: what it owed us is rejected with {@link ConnectionError}. */
  detach(reason: string): void;
  /** There will be no other worker: everything is rejected, now and from now on. */
  fail(reason: string): void;
}

interface Call {
  readonly resolve: (response: Response) => void;
  readonly reject: (error: Error) => void;
  /** Set while chunks of a body are coming in. */
  body: BodyInFlight | null;
}

interface BodyInFlight {
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
  /** Settles the stream's pending `pull`. */
  deliver: () => void;
}

interface Subscriber {
  readonly listener: (batch: ChangeBatch) => void;
  readonly onGap: () => void;
}

/** @param onStatus hears what the worker says of itself. */
export function createPortTransport(onStatus: (status: ServerStatus) => void): PortTransport {
  const calls = new Map<number, Call>();
  const subscribers = new Set<Subscriber>();
  /** Requests made while no worker is attached. */
  let waiting: ToServer[] = [];
  let endpoint: Endpoint<ToClient, ToServer> | null = null;
  let failure: string | null = null;
  let nextId = 1;
  let lastSequence: number | null = null;

  const post = (message: ToServer): void => endpoint?.post(message);

  const settle = (id: number): Call | undefined => {
    const call = calls.get(id);
    calls.delete(id);
    return call;
  };

  const breakCall = (id: number, error: Error): void => {
    const call = settle(id);
    if (!call) return;
    if (call.body) {
      call.body.controller.error(error);
      call.body.deliver();
    } else {
      call.reject(error);
    }
  };

  const giveUp = (id: number, error: Error): void => {
    waiting = waiting.filter((message) => !(message.kind === 'request' && message.id === id));
    post({ kind: 'abort', id });
    breakCall(id, error);
  };

  const openBody = (id: number, call: Call): ReadableStream<Uint8Array> =>
    new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          call.body = { controller, deliver: () => undefined };
        },
        pull: () =>
          new Promise<void>((resolve) => {
            if (call.body) call.body.deliver = resolve;
            post({ kind: 'pull', id });
          }),
        cancel: () => {
          settle(id);
          post({ kind: 'abort', id });
        },
      },
      { highWaterMark: 0 },
    );

  const respond = (message: Extract<ToClient, { kind: 'response' }>): void => {
    const call = calls.get(message.id);
    if (!call) return;
    const isStreamed = message.body === undefined;
    if (!isStreamed) settle(message.id);
    const body = isStreamed ? openBody(message.id, call) : message.body;
    call.resolve(
      new Response(body, { status: message.status, headers: message.headers.map(([name, value]) => [name, value]) }),
    );
  };

  const deliver = (batch: ChangeBatch): void => {
    const isGap = lastSequence !== null && batch.sequence !== lastSequence + 1;
    lastSequence = batch.sequence;
    for (const subscriber of subscribers) {
      subscriber.listener(batch);
      if (isGap) subscriber.onGap();
    }
  };

  const announceGap = (): void => {
    lastSequence = null;
    for (const subscriber of subscribers) subscriber.onGap();
  };

  const receive = (message: ToClient): void => {
    switch (message.kind) {
      case 'response':
        return respond(message);
      case 'chunk': {
        const body = calls.get(message.id)?.body;
        body?.controller.enqueue(message.bytes);
        return body?.deliver();
      }
      case 'end': {
        const body = settle(message.id)?.body;
        body?.controller.close();
        return body?.deliver();
      }
      case 'failure':
        return breakCall(message.id, new ConnectionError(message.message));
      case 'changes':
        post({ kind: 'acknowledge' });
        return deliver(message.batch);
      case 'status':
        onStatus(message.status);
        // A server that has just become ready counts its batches from a start of its own.
        if (message.status.kind === 'ready' || message.status.kind === 'follower') announceGap();
    }
  };

  const rejectCalls = (reason: string): void => {
    const kept = new Set(waiting.flatMap((message) => (message.kind === 'request' ? [message.id] : [])));
    for (const id of calls.keys()) if (!kept.has(id)) breakCall(id, new ConnectionError(reason));
  };

  return {
    attach: (next) => {
      endpoint = next;
      endpoint.listen(receive);
      if (subscribers.size > 0) post({ kind: 'subscribe' });
      for (const message of waiting.splice(0)) post(message);
    },
    detach: (reason) => {
      endpoint?.listen(null);
      endpoint = null;
      rejectCalls(reason);
    },
    fail: (reason) => {
      failure = reason;
      endpoint?.listen(null);
      endpoint = null;
      waiting = [];
      rejectCalls(reason);
    },
    request: (request) =>
      new Promise<Response>((resolve, reject) => {
        if (failure !== null) throw new ConnectionError(failure);
        request.signal?.throwIfAborted();
        const id = nextId++;
        calls.set(id, { resolve, reject, body: null });
        const message = requestMessage(id, request);
        if (endpoint) post(message);
        else waiting.push(message);
        request.signal?.addEventListener('abort', () => giveUp(id, abortError(request.signal)), { once: true });
      }),
    subscribe: (listener, onGap) => {
      const subscriber = { listener, onGap };
      subscribers.add(subscriber);
      if (subscribers.size === 1) post({ kind: 'subscribe' });
      return () => {
        if (subscribers.delete(subscriber) && subscribers.size === 0) {
          lastSequence = null;
          post({ kind: 'unsubscribe' });
        }
      };
    },
  };
}

function requestMessage(id: number, request: TransportRequest): ToServer {
  return {
    kind: 'request',
    id,
    method: request.method,
    path: request.path,
    contentType: request.contentType ?? null,
    body: request.body ?? null,
  };
}

function abortError(signal: AbortSignal | undefined): Error {
  return signal?.reason instanceof Error ? signal.reason : new DOMException('The request was given up.', 'AbortError');
}
