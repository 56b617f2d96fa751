/** Microsoft's own SDK against the server, unchanged but for the way its requests go. */
import { SiteRecoveryManagementClient } from '@azure/arm-recoveryservices-siterecovery';
import type { HttpClient, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import { expect, test } from 'vitest';
import type { VmId } from '../../core/model.ts';
import { siteNames } from './arm-id.ts';
import { driveServer, type DrivenServer } from './testing/driven-server.ts';
import { item, JOB_1, job, T0, view, VM_1, VM_2 } from './testing/records.ts';

const SUBSCRIPTION = '00000000-0000-0000-0000-000000000000';
const VAULT = 'contoso';
const GROUP = 'lockstep';
const { container } = siteNames('Munich');

function sdkOf(
  { server }: DrivenServer,
  onRequest: (request: PipelineRequest) => void = () => undefined,
): SiteRecoveryManagementClient {
  const httpClient: HttpClient = {
    sendRequest: async (request): Promise<PipelineResponse> => {
      onRequest(request);
      const response = await server.handle(
        new Request(request.url, {
          method: request.method,
          headers: request.headers.toJSON(),
          ...(typeof request.body === 'string' ? { body: request.body } : {}),
        }),
      );
      const headers = createHttpHeaders(Object.fromEntries(response.headers));
      return { request, status: response.status, headers, bodyAsText: await response.text() };
    },
  };
  const credential = { getToken: async () => ({ token: 'none', expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) };
  return new SiteRecoveryManagementClient(credential, SUBSCRIPTION, { httpClient });
}

test('lists fabrics', async () => {
  const names: (string | undefined)[] = [];
  for await (const fabric of sdkOf(driveServer()).replicationFabrics.list(VAULT, GROUP))
    names.push(fabric.properties?.friendlyName);
  expect(names).toEqual(['Munich']);
});

test('pages through replicated items', async () => {
  const driven = driveServer();
  driven.engine.itemsById.clear();
  for (let index = 0; index < 250; index++) {
    const vmId = `22222222-0000-4000-8000-${String(index).padStart(12, '0')}` as VmId;
    driven.engine.put(view({ item: item({ vmId }) }));
  }
  const found = new Set<string>();
  let requests = 0;
  const sdk = sdkOf(driven, () => (requests += 1));
  for await (const each of sdk.replicationProtectedItems.list(VAULT, GROUP)) found.add(each.name ?? '');
  expect(found.size).toBe(250);
  expect(requests).toBe(3);
});

test('enables protection and waits for its job', async () => {
  const driven = driveServer({ retryAfterSeconds: () => 0 });
  driven.engine.itemsById.clear();
  driven.engine.answer = () => {
    driven.engine.put(view({ item: item({ vmId: VM_2, vmName: 'web01' }) }));
    return { isAccepted: true, jobId: JOB_1 };
  };
  let polls = 0;
  const sdk = sdkOf(driven, (request) => {
    if (!request.url.includes('replicationOperationStatus')) return;
    polls += 1;
    if (polls === 2)
      driven.engine.putJob(job({ vmId: VM_2, state: 'Succeeded', stateDescription: 'Completed', endedAt: T0 }));
  });
  const result = await sdk.replicationProtectedItems.beginCreateAndWait(
    VAULT,
    GROUP,
    'Munich',
    container,
    VM_2,
    {
      properties: {
        policyId: '/x/replicationPolicies/Gold 30 s',
        protectableItemId: `/x/${VM_2}`,
        providerSpecificDetails: { instanceType: 'HyperVReplicaAzure', vmName: 'web01', osType: 'Windows' },
      },
    },
    { updateIntervalInMs: 1 },
  );
  expect(polls).toBeGreaterThanOrEqual(2);
  expect(result.name).toBe(VM_2);
  expect(result.properties?.providerSpecificDetails).toMatchObject({
    instanceType: 'HyperVReplicaAzure',
    rpoInSeconds: 45,
  });
});

test('resynchronizes and reads the job, a missing time of which lies in year 1', async () => {
  const driven = driveServer({ retryAfterSeconds: () => 0 });
  driven.engine.answer = () => {
    driven.engine.putJob(
      job({ scenarioName: 'RepairReplication', state: 'Succeeded', stateDescription: 'Completed', endedAt: T0 }),
    );
    return { isAccepted: true, jobId: JOB_1 };
  };
  const sdk = sdkOf(driven);
  const result = await sdk.replicationProtectedItems.beginRepairReplicationAndWait(
    VAULT,
    GROUP,
    'Munich',
    container,
    VM_1,
    {
      updateIntervalInMs: 1,
    },
  );
  expect(result.properties?.replicationHealth).toBe('Normal');
  const found = await sdk.replicationJobs.get(VAULT, GROUP, JOB_1);
  expect(found.properties).toMatchObject({ scenarioName: 'RepairReplication', state: 'Succeeded' });
  expect(found.properties?.tasks?.[0]?.endTime?.getUTCFullYear()).toBe(1);
});

test('sees an error answer as a RestError with its code', async () => {
  const sdk = sdkOf(driveServer());
  await expect(sdk.replicationJobs.get(VAULT, GROUP, 'none')).rejects.toMatchObject({
    statusCode: 404,
    code: 'ResourceNotFound',
  });
});
