import type { Call } from '../../src/core/ports.ts';
import { PortError } from '../../src/core/errors/fault.ts';
import type { UseOptions } from './shared-rate.ts';

/**
 * Orders of the world's own timers, all below every command number: at equal times the world
 * moves before requests are answered. Guests and links add their position in the scenario.
 */
export const GUEST_ORDER = -3_000_000;
export const AZURE_GUEST_ORDER = -2_500_000;
export const LINK_ORDER = -2_000_000;

/** The tie-break of a request: its command number (`<vmId>.<number>`), or 0 when it has none. */
export function orderOf(call: Call): number {
  const number = Number(call.requestId.slice(call.requestId.lastIndexOf('.') + 1));
  return Number.isSafeInteger(number) && number >= 0 ? number : 0;
}

/** Whose request it is (`<vmId>.<number>`); without a number, the request itself. */
export function ownerOf({ requestId }: Call): string {
  const dot = requestId.lastIndexOf('.');
  return dot < 0 ? requestId : requestId.slice(0, dot);
}

/** A request's part of something shared: machines have equal parts. */
export function useOf(call: Call): UseOptions {
  return { order: orderOf(call), sharer: ownerOf(call), signal: call.signal, reason: givenUp(call) };
}

/** What a request that its caller gave up ends with; nobody reads it. */
export function givenUp(call: Call): () => PortError {
  return () => new PortError({ code: 'ServerNotConnected', detail: `the caller gave up request ${call.requestId}` });
}
