import { getResponse } from 'msw';
import type { HttpHandler } from 'msw';
import { InProcessRequest } from './in-process-body.ts';

/**
 * A `fetch` that answers from MSW handlers, in process: no service worker, no interception, nothing global.
 * The time a request takes passes inside the port behind the handler, on the world's clock: the request
 * travels, then acts at one instant (docs/decisions.md §1). The caller holds the clock meanwhile.
 *
 * Rejects as `fetch` does: TypeError when the network fails, AbortError when the caller's signal ends it.
 * An address that no handler serves, and a handler that fails, are defects and reject with a plain Error.
 */
export function createSimulatedFetch(
  handlers: readonly HttpHandler[],
): (url: string, init?: RequestInit) => Promise<Response> {
  const candidatesFor = createCandidates(handlers);

  return async (url, init = {}) => {
    const request = new InProcessRequest(url, init, await bytesOf(init.body));
    const { signal } = request;
    signal.throwIfAborted();
    const response = await respond(candidatesFor(request.method, new URL(url).origin), request);
    // What the port says of a call that was given up is nobody's answer.
    signal.throwIfAborted();
    if (response.type === 'error') throw new TypeError('Failed to fetch');
    return response;
  };
}

/**
 * MSW tries its handlers one after the other. Only those of the request's origin and method can
 * match; handlers are matched by address, never by pattern of host.
 */
function createCandidates(handlers: readonly HttpHandler[]): (method: string, origin: string) => HttpHandler[] {
  const known = new Map<string, HttpHandler[]>();
  return (method, origin) => {
    const key = `${method} ${origin}`;
    const found = known.get(key) ?? handlers.filter((handler) => isFor(handler, method, origin));
    known.set(key, found);
    return found;
  };
}

function isFor({ info }: HttpHandler, method: string, origin: string): boolean {
  const isMethod = info.method instanceof RegExp ? info.method.test(method) : info.method.toUpperCase() === method;
  return isMethod && new URL(String(info.path)).origin === origin;
}

async function respond(handlers: HttpHandler[], request: Request): Promise<Response> {
  let response: Response | undefined;
  try {
    response = await getResponse(handlers, request);
  } catch (error) {
    // Were a handler's own TypeError let through, it would look like a network failure and be retried.
    throw new Error(`the handler of ${request.method} ${request.url} failed: ${String(error)}`, { cause: error });
  }
  if (response) return response;
  throw new Error(`no handler serves ${request.method} ${request.url}`);
}

async function bytesOf(body: BodyInit | null | undefined): Promise<Uint8Array> {
  if (body === null || body === undefined) return new Uint8Array(0);
  if (body instanceof Uint8Array) return body;
  if (typeof body === 'string') return new TextEncoder().encode(body);
  return new Uint8Array(await new Response(body).arrayBuffer());
}
