import { expect, test } from 'vitest';
import type { EngineChange } from '../../engine/engine-api.ts';
import { siteNames } from './arm-id.ts';
import { driveServer } from './testing/driven-server.ts';

test.each(['checkConsistency', `replicationRecoveryServicesProviders/${siteNames('Munich').provider}/refreshProvider`])(
  '%s asks the hosts anew',
  async (action) => {
    const driven = driveServer();
    const changes: EngineChange[] = [];
    driven.engine.subscribe((change) => changes.push(change));
    const response = await driven.call('POST', `/replicationFabrics/Munich/${action}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ properties: { friendlyName: 'Munich' } });
    expect(changes).toEqual([{ kind: 'inventory' }]);
  },
);

test('a provider of another site is not found', async () => {
  const path = '/replicationFabrics/Munich/replicationRecoveryServicesProviders/other/refreshProvider';
  expect((await driveServer().call('POST', path)).status).toBe(404);
});

test('sites without VMM have no logical networks and storage classifications; sites that are not there no lists', async () => {
  const { json, call } = driveServer();
  for (const kind of ['replicationStorageClassifications', 'replicationStorageClassificationMappings']) {
    expect(await json('GET', `/${kind}`)).toEqual({ value: [], nextLink: null });
  }
  expect(await json('GET', '/replicationFabrics/Munich/replicationLogicalNetworks')).toMatchObject({ value: [] });
  expect((await call('GET', '/replicationFabrics/Rome/replicationNetworks')).status).toBe(404);
});
