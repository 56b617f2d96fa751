import { after } from '../../base/units.ts';
import type { Bytes, Milliseconds } from '../../base/units.ts';
import { PortError } from '../../core/errors/fault.ts';
import type { Call, Clock } from '../../core/ports.ts';

/** `fetch` as the adapters need it: the browser's, Node's, or the demo's (which answers in process). */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface ExchangeOptions {
  readonly fetch: Fetch;
  /** How long one exchange may take, body included, on whose clock. Absent: it may take for ever. */
  readonly timeout?: { readonly clock: Clock; readonly afterMs: Milliseconds };
}

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Blob | Uint8Array<ArrayBuffer>;
  /** Names the operation and its subject in faults; never holds the query, where a SAS stands. */
  readonly subject: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** No answer that the adapters ask for is longer: 4 MiB of bytes, or a page of XML or JSON. */
const LONGEST_ANSWER_BYTES: Bytes = 64 * 1024 * 1024;

/** Lets an answer of the same instant win over the time-out. */
const LAST_ORDER = Number.MAX_SAFE_INTEGER;

/**
 * Sends a request and reads its answer to the end. Whatever the status, an answer is an answer;
 * PortError says that there was none: NetworkUnreachable, NetworkTimeout, UnexpectedAnswer (absurd
 * length), or Internal when the caller's own signal ended it.
 */
export type Exchange = (request: HttpRequest, call: Call) => Promise<HttpAnswer>;

export function createExchange(options: ExchangeOptions): Exchange {
  return async (request, call) => {
    const ending = watchForEnd(options.timeout, call);
    try {
      const response = await options.fetch(request.url, {
        method: request.method,
        headers: { ...request.headers, 'x-ms-client-request-id': call.requestId },
        ...(request.body === undefined ? {} : { body: request.body }),
        signal: ending.signal,
        // Not followed: it would carry the body to an address nobody configured. The answer itself is unexpected.
        redirect: 'manual',
        // Cached bytes would prove nothing about the replica.
        cache: 'no-store',
        credentials: 'omit',
      });
      failIfTooLong(response, request);
      return { status: response.status, headers: response.headers, body: new Uint8Array(await response.arrayBuffer()) };
    } catch (error) {
      throw error instanceof PortError ? error : faultOf(error, request, ending.reason());
    } finally {
      ending.forget();
    }
  };
}

/** Joins the caller's signal and the time-out into one that `fetch` understands. */
function watchForEnd(
  timeout: ExchangeOptions['timeout'],
  call: Call,
): { readonly signal: AbortSignal; reason(): 'cancelled' | 'timeout' | null; forget(): void } {
  const controller = new AbortController();
  let reason: 'cancelled' | 'timeout' | null = null;
  const end = (why: 'cancelled' | 'timeout'): void => {
    reason ??= why;
    controller.abort();
  };
  const onAbort = (): void => end('cancelled');
  if (call.signal.aborted) onAbort();
  else call.signal.addEventListener('abort', onAbort);
  const disarm = timeout?.clock.arm(after(timeout.clock.now(), timeout.afterMs), LAST_ORDER, () => end('timeout'));
  return {
    signal: controller.signal,
    reason: () => reason,
    forget() {
      disarm?.();
      call.signal.removeEventListener('abort', onAbort);
    },
  };
}

function failIfTooLong(response: Response, request: HttpRequest): void {
  const length = Number(response.headers.get('content-length') ?? 0);
  // The answer to HEAD states the length of what it does not send.
  if (request.method === 'HEAD' || length <= LONGEST_ANSWER_BYTES) return;
  void response.body?.cancel();
  throw new PortError({ code: 'UnexpectedAnswer', detail: `${request.subject}: the answer announces ${length} bytes` });
}

function faultOf(error: unknown, request: HttpRequest, reason: 'cancelled' | 'timeout' | null): PortError {
  const { subject } = request;
  if (reason === 'cancelled') return new PortError({ code: 'Internal', detail: `${subject}: cancelled by the caller` });
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  if (reason === 'timeout' || name === 'TimeoutError') {
    return new PortError({ code: 'NetworkTimeout', detail: `${subject}: no answer in time` });
  }
  // `fetch` rejects with TypeError for every network failure, and tells scripts nothing more.
  if (error instanceof TypeError) {
    return new PortError({ code: 'NetworkUnreachable', detail: `${subject}: ${causeOf(error)}` });
  }
  return new PortError({ code: 'Internal', detail: `${subject}: ${String(error)}` });
}

/** Node names the cause (ECONNREFUSED); browsers keep it to themselves. */
function causeOf(error: TypeError): string {
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
