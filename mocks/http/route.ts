import type { HostId } from '../../src/core/model.ts';
import type { Route } from '../../src/core/ports.ts';

/** The header by which the storage adapter tells the simulated network which way bytes take. */
export const ROUTE_HEADER = 'x-lockstep-route';

/** The route that a storage request names; inside the cloud when it names none. */
export function routeOf(headers: Headers): Route {
  const value = headers.get(ROUTE_HEADER) ?? '';
  return value.startsWith('host/')
    ? { kind: 'host', hostId: value.slice('host/'.length) as HostId }
    : { kind: 'cloud' };
}
