import type { Call } from '../../src/core/ports.ts';

/** The port call that a request carries. */
export function callOf(request: Request): Call {
  return { requestId: request.headers.get('x-ms-client-request-id') ?? '', signal: request.signal };
}
