import { expect, test } from 'vitest';
import { driveServer } from './testing/driven-server.ts';
import { POLICY_ID, policy } from './testing/records.ts';

const input = (fields: Record<string, unknown>) => ({
  properties: { providerSpecificInput: { instanceType: 'HyperVReplicaAzure', ...fields } },
});

test('a policy is shown under the names of details, which differ from those of its input', async () => {
  const { json } = driveServer();
  expect(await json('GET', '/replicationPolicies/gold%2030%20s')).toMatchObject({
    name: 'Gold 30 s',
    properties: {
      friendlyName: 'Gold 30 s',
      providerSpecificDetails: {
        instanceType: 'HyperVReplicaAzure',
        recoveryPointHistoryDurationInHours: 4,
        applicationConsistentSnapshotFrequencyInHours: 1,
        replicationInterval: 30,
        encryption: 'Disabled',
        activeStorageAccountId: '/subscriptions/s/storageAccounts/replicas',
      },
    },
  });
});

test('[HE5] [HE6] [HE10] a policy tells what the rules of health come to under it', async () => {
  const driven = driveServer();
  const thresholdsOf = async (change: object) => {
    driven.engine.policyList = [{ ...policy(), ...change }];
    const found = await driven.json<{ properties: { providerSpecificDetails: { thresholds: unknown } } }>(
      'GET',
      '/replicationPolicies/gold%2030%20s',
    );
    return found.properties.providerSpecificDetails.thresholds;
  };
  expect(await thresholdsOf({})).toEqual({
    sendAgeSeconds: 3600,
    sendAgeCycles: 120,
    latencySeconds: 300,
    monitoringSeconds: 43_200,
    dueCycles: 1440,
    missedShare: 0.2,
    missedCycles: 288,
    applicationConsistentSeconds: 3600,
    logShare: 0.5,
  });
  expect(await thresholdsOf({ replicationIntervalSeconds: 900, applicationConsistentFrequencyHours: 0 })).toMatchObject(
    {
      sendAgeCycles: 4,
      dueCycles: 48,
      missedCycles: 9,
      applicationConsistentSeconds: null,
    },
  );
});

test('a new policy takes the portal’s defaults for what its input leaves out', async () => {
  const driven = driveServer();
  const response = await driven.call('PUT', '/replicationPolicies/Bronze', input({ replicationInterval: 900 }));
  expect(response.status).toBe(200);
  expect(driven.engine.commands).toMatchObject([
    {
      kind: 'putPolicy',
      policy: {
        name: 'Bronze',
        replicationIntervalSeconds: 900,
        recoveryPointHistoryHours: 2,
        applicationConsistentFrequencyHours: 1,
        initialReplicationStartTime: null,
        resyncWindow: { isEnabled: true, startLocal: '18:30', endLocal: '06:00' },
      },
    },
  ]);
});

test('a changed policy keeps its id and what the input leaves out', async () => {
  const driven = driveServer();
  await driven.call('PUT', '/replicationPolicies/GOLD%2030%20S', input({ recoveryPointHistoryDuration: 24 }));
  expect(driven.engine.policyList).toEqual([policy({ recoveryPointHistoryHours: 24 })]);
});

test.each([
  { replicationInterval: 60 },
  { recoveryPointHistoryDuration: 25 },
  { recoveryPointHistoryDuration: 1.5 },
  { applicationConsistentSnapshotFrequencyInHours: 13 },
  { onlineReplicationStartTime: '25:00' },
])('%o is refused', async (fields) => {
  const driven = driveServer();
  expect((await driven.call('PUT', '/replicationPolicies/Bronze', input(fields))).status).toBe(400);
  expect(driven.engine.commands).toEqual([]);
});

test('a name that is none is refused', async () => {
  const { call } = driveServer();
  expect((await call('PUT', '/replicationPolicies/%3Cb%3E', input({}))).status).toBe(400);
});

test('deleting answers 204, also when there is none, and says why when the engine refuses', async () => {
  const driven = driveServer();
  expect((await driven.call('DELETE', '/replicationPolicies/none')).status).toBe(204);
  expect(driven.engine.commands).toEqual([]);
  expect((await driven.call('DELETE', '/replicationPolicies/Gold%2030%20s')).status).toBe(204);
  expect(driven.engine.commands).toEqual([{ kind: 'deletePolicy', policyId: POLICY_ID }]);
  driven.engine.answer = () => ({
    isAccepted: false,
    refusal: { code: 'Conflict', message: 'It is in use.', possibleCauses: '', recommendedAction: '' },
  });
  expect((await driven.call('DELETE', '/replicationPolicies/Gold%2030%20s')).status).toBe(409);
});
