import type { InsightClient } from './insight-api.ts';
import type { Query } from './request.ts';

/** Reads and writes JSON at a path below the vault. */
export interface JsonAccess {
  readonly get: <Body>(path: string, query?: Query) => Promise<Body>;
  readonly post: <Body>(path: string, body: unknown) => Promise<Body>;
}

export function createInsightClient(
  { get, post }: JsonAccess,
  itemPath: (itemId: string, below: string) => string,
): InsightClient {
  return {
    getOutlook: (itemId) => get(itemPath(itemId, '/outlook')),
    getLogOutlooks: (top) => get('/logOutlooks', { top: String(top) }),
    getRpoBand: () => get('/rpoBand'),
    getResyncCalendar: () => get('/resyncCalendar'),
    getRootCauses: () => get('/rootCauses'),
    getResyncPlans: (itemId, bandwidthBitsPerSecond) =>
      get(
        itemPath(itemId, '/resyncPlans'),
        bandwidthBitsPerSecond === undefined ? {} : { bandwidthBitsPerSecond: String(bandwidthBitsPerSecond) },
      ),
    resynchronizeMany: (request) => post('/resynchronizations', { properties: request }),
    getDifferences: (itemId) => get(itemPath(itemId, '/differences')),
    getBandwidthForecast: (hostId, schedule) =>
      post(`/hosts/${encodeURIComponent(hostId)}/bandwidthForecast`, { schedule }),
    getHostFlows: () => get('/flows'),
  };
}
