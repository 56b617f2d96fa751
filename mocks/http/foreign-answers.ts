import type { FaultReport } from '../../src/core/errors/fault.ts';

/**
 * What comes back when the answer is not the service's: a proxy's page, or nothing. Undefined for
 * faults that the service words itself.
 */
export function foreignAnswer(report: FaultReport): Response | undefined {
  switch (report.code) {
    case 'NetworkUnreachable':
      return Response.error();
    case 'UnexpectedAnswer':
      return new Response('<!doctype html><title>Sign in to the network</title>', {
        headers: { 'content-type': 'text/html' },
      });
    default:
      return undefined;
  }
}

/** `Retry-After` in whole seconds, rounded up: earlier would be refused again. */
export function retryAfterHeader(report: FaultReport): Record<string, string> {
  return report.retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(report.retryAfterMs / 1000)) };
}
