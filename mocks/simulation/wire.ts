import { createHostHttp } from '../../src/adapters/host-http/host-http.ts';
import type { Fetch } from '../../src/adapters/http/exchange.ts';
import { createStoragePageBlob } from '../../src/adapters/storage-pageblob/storage-pageblob.ts';
import type { Instant } from '../../src/base/units.ts';
import type { HostApi, Md5, StorageApi } from '../../src/core/ports.ts';
import { hostHandlers } from '../http/host-handlers.ts';
import { ROUTE_HEADER } from '../http/route.ts';
import { createSimulatedFetch } from '../http/simulated-fetch.ts';
import { storageHandlers } from '../http/storage-handlers.ts';

export const ACCOUNT_URL = 'https://simulation.blob.core.windows.net';
const HOSTS_URL = 'https://hosts.simulation.example';

/** The ports as a site has them: adapters on this side, services on that, HTTP between. */
export function overHttp(
  ports: { readonly host: HostApi; readonly storage: StorageApi },
  options: { readonly md5: Md5; readonly now: () => Instant; readonly around: (fetch: Fetch) => Fetch },
): { readonly host: HostApi; readonly storage: StorageApi } {
  const { md5, now, around } = options;
  const fetch = around(
    createSimulatedFetch([
      ...hostHandlers(ports.host, { baseUrl: HOSTS_URL }),
      ...storageHandlers(ports.storage, { accountUrl: ACCOUNT_URL, md5 }),
    ]),
  );
  return {
    host: createHostHttp({ fetch, endpointOf: () => HOSTS_URL, now }),
    storage: createStoragePageBlob({ fetch, accountUrl: ACCOUNT_URL, md5, now, routeHeader: ROUTE_HEADER }),
  };
}
