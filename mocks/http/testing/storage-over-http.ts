import { createMd5 } from '../../../src/adapters/md5/md5.ts';
import { createStoragePageBlob } from '../../../src/adapters/storage-pageblob/storage-pageblob.ts';
import type { Instant } from '../../../src/base/units.ts';
import type { StorageApi } from '../../../src/core/ports.ts';
import { ROUTE_HEADER } from '../route.ts';
import { createSimulatedFetch } from '../simulated-fetch.ts';
import { storageHandlers } from '../storage-handlers.ts';

export const accountUrl = 'https://contosoreplica.blob.core.windows.net';

/** A storage port seen through its HTTP form: adapter → simulated fetch → handlers → port. */
export async function storageOverHttp(
  storage: StorageApi,
  options: { readonly now: () => Instant; readonly pageRangesPerAnswer?: number },
): Promise<StorageApi> {
  const md5 = await createMd5();
  const fetch = createSimulatedFetch(storageHandlers(storage, { accountUrl, md5, ...options }));
  return createStoragePageBlob({ fetch, accountUrl, md5, now: options.now, routeHeader: ROUTE_HEADER });
}
