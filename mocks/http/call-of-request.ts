import type { Call } from '../../src/core/ports.ts';

/** The port call that a request carries. */
export function callOf(request: Request): Call {
  return { requestId: request.headers.get('x-ms-client-request-id') ?? '', signal: request.signal };
}

/**
 * The command number at the end of a request's id (`<vmId>.<number>`): what orders requests that fall
 * on one instant. Ids without one come first.
 */
export function orderOf(requestId: string): number {
  const number = Number(requestId.slice(requestId.lastIndexOf('.') + 1));
  return Number.isSafeInteger(number) && number >= 0 ? number : 0;
}
