import { getResponse } from 'msw';
import type { RequestHandler } from 'msw';
import type { Bytes } from '../../src/base/units.ts';
import { PortError } from '../../src/core/errors/fault.ts';
import type { HostId } from '../../src/core/model.ts';
import type { AbortSignalLike } from '../../src/core/ports.ts';
import { orderOf } from './call-of-request.ts';
import { InProcessRequest } from './in-process-body.ts';

/** Bytes that cross the simulated network, on their way through a host's link or inside the cloud. */
export interface Transfer {
  readonly link: HostId | 'cloud';
  readonly bytes: Bytes;
  /** Up: from the caller to the service. */
  readonly direction: 'up' | 'down';
  /** Ties between transfers of one instant. */
  readonly order: number;
  readonly requestId: string;
  readonly signal: AbortSignalLike;
}

/** The network as the simulated `fetch` needs it: resolves, on the world's clock, when the bytes have arrived. */
export interface TransferNetwork {
  /** Throws PortError when the link is cut (NetworkUnreachable) or the transfer takes too long (NetworkTimeout). */
  transfer(transfer: Transfer): Promise<void>;
}

export interface SimulatedFetchOptions {
  readonly handlers: readonly RequestHandler[];
  readonly network: TransferNetwork;
  /** Which link an exchange crosses, and how much of its bodies does. */
  readonly trafficOf: (request: Request) => Traffic;
}

export interface Traffic {
  readonly link: HostId | 'cloud';
  /** Whether the answer's body crosses the link; its headers always do. */
  readonly isAnswerCarried: boolean;
}

/** What headers and framing of one message cost on the wire. */
const MESSAGE_OVERHEAD_BYTES: Bytes = 512;

/**
 * A `fetch` that answers from the simulated world: the request's bytes sleep their way up, the handler
 * runs when they wake (so handlers run one after the other, in an order that does not depend on the
 * machine; docs/decisions.md §1), the answer's bytes sleep their way down. The caller holds the clock.
 *
 * Rejects as `fetch` does: TypeError when the network fails, AbortError, TimeoutError. An address that no
 * handler serves is a defect and rejects with a plain Error.
 */
export function createSimulatedFetch(
  options: SimulatedFetchOptions,
): (url: string, init?: RequestInit) => Promise<Response> {
  const handlers = [...options.handlers];

  return async (url, init = {}) => {
    const body = await bytesOf(init.body);
    const request = new InProcessRequest(url, init, body);
    const { signal } = request;
    const { link, isAnswerCarried } = options.trafficOf(request);
    const requestId = request.headers.get('x-ms-client-request-id') ?? '';
    const journey = { link, order: orderOf(requestId), requestId, signal };

    signal.throwIfAborted();
    await cross(options.network, { ...journey, direction: 'up', bytes: MESSAGE_OVERHEAD_BYTES + body.length });
    const response = await respond(handlers, request);
    signal.throwIfAborted();
    // The answer to HEAD states the length of what it does not send.
    const carried =
      isAnswerCarried && request.method !== 'HEAD' ? Number(response.headers.get('content-length') ?? 0) : 0;
    await cross(options.network, { ...journey, direction: 'down', bytes: MESSAGE_OVERHEAD_BYTES + carried });
    return response;
  };
}

async function respond(handlers: RequestHandler[], request: Request): Promise<Response> {
  let response: Response | undefined;
  try {
    response = await getResponse(handlers, request);
  } catch (error) {
    // Were a handler's own TypeError let through, it would look like a network failure and be retried.
    throw new Error(`the handler of ${request.method} ${request.url} failed: ${String(error)}`, { cause: error });
  }
  if (!response) throw new Error(`no handler serves ${request.method} ${request.url}`);
  if (response.type === 'error') throw new TypeError('Failed to fetch');
  return response;
}

/** The network's faults as `fetch` shows them to scripts. */
async function cross(network: TransferNetwork, transfer: Transfer): Promise<void> {
  try {
    await network.transfer(transfer);
  } catch (error) {
    if (transfer.signal.aborted) throw new DOMException('the request was aborted', 'AbortError');
    if (!(error instanceof PortError)) throw error;
    if (error.report.code === 'NetworkTimeout') throw new DOMException(error.report.detail, 'TimeoutError');
    throw new TypeError('Failed to fetch', { cause: error });
  }
}

async function bytesOf(body: BodyInit | null | undefined): Promise<Uint8Array> {
  if (body === null || body === undefined) return new Uint8Array(0);
  if (body instanceof Uint8Array) return body;
  if (typeof body === 'string') return new TextEncoder().encode(body);
  return new Uint8Array(await new Response(body).arrayBuffer());
}
