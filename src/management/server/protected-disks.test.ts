/** The server, the engine and the world: the disks that a request names are replicated, and no others. */
import { expect, test } from 'vitest';
import { engineBench } from '../../engine/testing/engine-bench.ts';
import { API_VERSION, VAULT_PATH } from '../wire.ts';
import { createManagementServer } from './management-server.ts';

test('the disks that protection names are replicated; without that of the operating system it is refused', async () => {
  const bench = await engineBench();
  const { vmId, disks } = bench.machine('DB01');
  const [system, data] = disks.map(({ diskId }) => diskId);
  const server = createManagementServer({
    engine: bench.engine,
    sha256: async () => '',
    every: () => () => undefined,
    storageAccountId: '/storageAccounts/dr',
  });
  const protect = async (disksToInclude: unknown) => {
    const path = `${VAULT_PATH}/replicationProtectedItems/${vmId}?api-version=${API_VERSION}`;
    const body = JSON.stringify({
      properties: {
        policyId: bench.engine.policies()[0]?.name,
        providerSpecificDetails: { instanceType: 'HyperVReplicaAzure', disksToInclude },
      },
    });
    const answer = server.handle(new Request(`https://lockstep.test${path}`, { method: 'PUT', body }));
    await bench.clock.runUntil(bench.clock.now());
    return answer;
  };
  const refused = await protect([data]);
  expect(await refused.text()).toContain('The operating system disk is replicated in any case.');
  expect(bench.engine.item(vmId)).toBeUndefined();

  expect((await protect([system])).status).toBe(202);
  await bench.until('protected', () => bench.item('DB01').phase.kind === 'protected');
  expect(bench.item('DB01').disks.map(({ diskId }) => diskId)).toEqual([system]);
  await bench.expectIdentical('DB01');
});
