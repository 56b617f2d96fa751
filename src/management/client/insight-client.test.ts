import { expect, it } from 'vitest';
import { createInsightClient } from './insight-client.ts';

it('asks at the addresses of the server, and only with a rate for another line', async () => {
  const asked: string[] = [];
  const client = createInsightClient(
    {
      get: async <Body>(path: string, query: Readonly<Record<string, string>> = {}) => {
        asked.push([path, ...Object.entries(query).map((pair) => pair.join('='))].join(' '));
        return {} as Body;
      },
      post: async <Body>(path: string, body: unknown) => {
        asked.push(`${path} ${JSON.stringify(body)}`);
        return {} as Body;
      },
    },
    (itemId, below) => `/items/${itemId}${below}`,
  );
  const terms = { when: 'now', staggerSeconds: 0, parallelLimit: 2, throttleBitsPerSecond: null } as const;
  await client.getOutlook('a');
  await client.getDifferences('a');
  await client.getResyncPlans('a');
  await client.getResyncPlans('a', 1_500_000);
  await client.getLogOutlooks(5);
  await client.getRootCauses();
  await client.resynchronizeMany({ itemIds: ['a'], ...terms, isDryRun: true });
  expect(asked).toEqual([
    '/items/a/outlook',
    '/items/a/differences',
    '/items/a/resyncPlans',
    '/items/a/resyncPlans bandwidthBitsPerSecond=1500000',
    '/logOutlooks top=5',
    '/rootCauses',
    `/resynchronizations {"properties":{"itemIds":["a"],"when":"now","staggerSeconds":0,"parallelLimit":2,"throttleBitsPerSecond":null,"isDryRun":true}}`,
  ]);
});
