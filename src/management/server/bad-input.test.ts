/** Every write answers what it cannot take with an ARM error: code, message, possible causes, recommended action. */
import { describe, expect, test } from 'vitest';
import { VAULT_PATH } from '../wire.ts';
import { siteNames } from './arm-id.ts';
import { ServerContext } from './context.ts';
import { createApp } from './management-server.ts';
import { createTransferMeter } from './replica-disk.ts';
import { networksOf } from './network-resource.ts';
import { driveServer, type DrivenServer } from './testing/driven-server.ts';
import { HOST_ID, inventory, JOB_1, planView, VM_1 } from './testing/records.ts';

const site = siteNames('Munich');
const NETWORK = networksOf(site, inventory())[0]?.name ?? '';

/** What stands for each parameter of a path, so that the path leads to something. */
const KNOWN: Readonly<Record<string, string>> = {
  fabric: 'Munich',
  container: site.container,
  provider: site.provider,
  item: VM_1,
  job: JOB_1,
  policy: 'Gold%2030%20s',
  host: HOST_ID,
  network: NETWORK,
  mapping: 'map',
  name: 'default',
  plan: planView().plan.name,
};

interface Route {
  readonly method: string;
  readonly path: string;
}

function writesOf({ engine }: DrivenServer): readonly Route[] {
  const options = {
    engine,
    sha256: async () => '',
    every: () => () => undefined,
    storageAccountId: '/a',
  };
  const { routes } = createApp(new ServerContext(options, createTransferMeter()), () => 0);
  const writes = routes.filter(({ method }) => ['PUT', 'PATCH', 'POST', 'DELETE'].includes(method));
  return [...new Map(writes.map(({ method, path }) => [`${method} ${path}`, { method, path }])).values()];
}

const writes = writesOf(driveServer());
const addressOf = (path: string, values: Readonly<Record<string, string>> = KNOWN): string =>
  path.replaceAll(/:(\w+)/g, (_, name: string) => values[name] ?? KNOWN[name] ?? `unknown-${name}`);

async function expectArmError(response: Response): Promise<{ readonly code: string; readonly message: string }> {
  const { error } = (await response.json()) as {
    error: { code: string; message: string; details: { code: string; message: string }[] };
  };
  const [detail] = error.details;
  expect(detail).toEqual({
    code: expect.stringMatching(/^[A-Za-z0-9]+$/) as string,
    message: expect.stringMatching(/\S/) as string,
    possibleCauses: expect.stringMatching(/\S/) as string,
    recommendedAction: expect.stringMatching(/\S/) as string,
    clientRequestId: expect.stringMatching(/\S/) as string,
    activityId: expect.stringMatching(/\S/) as string,
  });
  expect(error.message).toBe(detail?.message);
  if (!detail) throw new Error('no detail');
  return detail;
}

function send({ server }: DrivenServer, { method, path }: Route, body: string | null, type?: string) {
  const url = `https://lockstep.test${VAULT_PATH}${path}?api-version=2023-06-01`;
  const headers = type === undefined ? {} : { 'content-type': type };
  return server.handle(new Request(url, { method, headers, ...(body === null ? {} : { body }) }));
}

test('there are routes to go over', () => {
  expect(writes.length).toBeGreaterThan(50);
});

describe.each(writes)('$method $path', ({ method, path }) => {
  const route = { method, path: addressOf(path) };

  test('refuses a body that is not JSON', async () => {
    const response = await send(driveServer(), route, '{ "properties": ', 'application/json');
    expect(response.status).toBe(400);
    expect((await expectArmError(response)).code).toBe('InvalidJson');
  });

  test('refuses another content type', async () => {
    const response = await send(driveServer(), route, '<properties/>', 'application/xml');
    expect(response.status).toBe(415);
    expect((await expectArmError(response)).code).toBe('UnsupportedMediaType');
  });

  test('refuses a body that is too long', async () => {
    const response = await send(driveServer(), route, JSON.stringify('x'.repeat(300_000)), 'application/json');
    expect(response.status).toBe(413);
    expect((await expectArmError(response)).code).toBe('PayloadTooLarge');
  });

  test.each([...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name))('does not take any %s', async (name) => {
    const driven = driveServer();
    const unknown = { method, path: addressOf(path, { [name]: '%20no%20such%20thing' }) };
    const response = await send(driven, unknown, null);
    // What is not there needs no deletion.
    if (method === 'DELETE' && response.status === 204) return;
    expect([400, 404]).toContain(response.status);
    await expectArmError(response);
    expect(driven.engine.commands).toEqual([]);
  });
});

const ITEM = `/replicationProtectedItems/${VM_1}`;
const CONTAINER = `/replicationFabrics/Munich/replicationProtectionContainers/${site.container}`;
const POLICY = { instanceType: 'HyperVReplicaAzure' };
const LONG = 'x'.repeat(600);

/** By route: what is missing, of the wrong type, unknown, too long, or no word of its enumeration. */
const BODIES: readonly (readonly [string, string, unknown, string])[] = [
  ['PUT', ITEM, {}, 'properties'],
  ['PUT', ITEM, { properties: { policyId: 5, providerSpecificDetails: POLICY } }, 'policyId'],
  ['PUT', ITEM, { properties: { policyId: 'none', providerSpecificDetails: POLICY } }, 'none'],
  ['PUT', ITEM, { properties: { policyId: '50%', providerSpecificDetails: POLICY } }, '50%'],
  ['PUT', ITEM, { properties: { policyId: LONG, providerSpecificDetails: POLICY } }, 'policyId'],
  ['PUT', ITEM, { properties: { policyId: 'p', providerSpecificDetails: { instanceType: 'A2A' } } }, 'instanceType'],
  ['PATCH', ITEM, { properties: { vmNics: [{ nicId: 'none' }] } }, 'none'],
  ['PATCH', ITEM, { properties: { vmNics: [{ nicId: 'sql01-nic-0', selectionType: 'Maybe' }] } }, 'selectionType'],
  ['PATCH', ITEM, { properties: { recoveryAzureVMName: LONG } }, 'recoveryAzureVMName'],
  ['POST', `${ITEM}/repairReplication`, { properties: { when: 'tomorrow' } }, 'when'],
  ['POST', `${ITEM}/resume`, { properties: { isResynchronizing: 'yes' } }, 'isResynchronizing'],
  ['POST', `${ITEM}/plannedFailover`, { properties: 'now' }, 'properties'],
  ['POST', `${ITEM}/testFailover`, { properties: { networkType: 'Wifi' } }, 'networkType'],
  ['POST', `${ITEM}/testFailover`, { properties: { networkType: 'VmNetworkAsInput' } }, 'networkId'],
  ['POST', `${ITEM}/unplannedFailover`, { properties: { sourceSiteOperations: 'Perhaps' } }, 'sourceSiteOperations'],
  ['POST', `${ITEM}/reProtect`, { properties: { failoverDirection: 'Sideways' } }, 'irection'],
  ['POST', `${ITEM}/testFailoverCleanup`, { properties: { comments: 'x'.repeat(2000) } }, 'comments'],
  ['POST', `/replicationJobs/${JOB_1}/resume`, { properties: { comments: 7 } }, 'comments'],
  ['POST', '/replicationJobs/export', { jobOutputType: 'Pdf' }, 'jobOutputType'],
  ['POST', '/replicationJobs/export', { startTime: 'yesterday' }, 'startTime'],
  [
    'PUT',
    '/replicationPolicies/Silver',
    { properties: { providerSpecificInput: { replicationInterval: 30 } } },
    'inst',
  ],
  [
    'PUT',
    '/replicationPolicies/Silver',
    { properties: { providerSpecificInput: { ...POLICY, replicationInterval: 31 } } },
    'replicationInterval',
  ],
  ['PUT', `/replicationPolicies/${LONG}`, { properties: { providerSpecificInput: POLICY } }, 'policy name'],
  ['PUT', `/hosts/${HOST_ID}/bandwidth`, { schedule: { workDays: [9] } }, 'workDays'],
  ['PUT', '/replicationAlertSettings/default', {}, 'properties'],
  ['PUT', '/replicationAlertSettings/default', { properties: { customEmailAddresses: 'me' } }, 'customEmailAddresses'],
  ['PUT', '/replicationAlertSettings/default', { properties: { sendToOwners: 'Sometimes' } }, 'sendToOwners'],
  ['PUT', '/replicationVaultSettings/default', { properties: { migrationSolutionId: LONG } }, 'migrationSolutionId'],
  ['PUT', `${CONTAINER}/replicationProtectionContainerMappings/m`, { properties: {} }, 'policyId'],
  ['PUT', `${CONTAINER}/replicationProtectionContainerMappings/m`, { properties: { policyId: 'none' } }, 'none'],
  [
    'PUT',
    `${CONTAINER}/replicationProtectionContainerMappings/m`,
    { properties: { policyId: 'Gold 30 s', providerSpecificInput: { instanceType: 'A2A' } } },
    'A2A',
  ],
  ['PUT', `/replicationFabrics/Munich/replicationNetworks/${NETWORK}/replicationNetworkMappings/m`, {}, 'properties'],
  [
    'PUT',
    `/replicationFabrics/Munich/replicationNetworks/${NETWORK}/replicationNetworkMappings/m`,
    { properties: { recoveryNetworkId: '/net', recoveryFabricName: 'Berlin' } },
    'Berlin',
  ],
  [
    'PUT',
    `/replicationFabrics/Munich/replicationNetworks/${NETWORK}/replicationNetworkMappings/m`,
    { properties: { recoveryNetworkId: '/net', fabricSpecificDetails: { instanceType: 'VmmToVmm' } } },
    'instanceType',
  ],
];

test.each(BODIES)('%s %s of %j tells of %s', async (method, path, body, word) => {
  const driven = driveServer();
  const response = await send(driven, { method, path }, JSON.stringify(body), 'application/json');
  expect([400, 404]).toContain(response.status);
  expect((await expectArmError(response)).message).toContain(word);
  expect(driven.engine.commands).toEqual([]);
});

test('a body in chunks is read no further than a body may be long', async () => {
  let chunks = 0;
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (++chunks === 1000) controller.close();
      else controller.enqueue(new TextEncoder().encode('é'.repeat(5000)));
    },
    cancel: () => void (isCancelled = true),
  });
  const url = `https://lockstep.test${VAULT_PATH}${ITEM}?api-version=2023-06-01`;
  const init = { method: 'PATCH', body, duplex: 'half', headers: { 'content-type': 'application/json' } };
  const response = await driveServer().server.handle(new Request(url, init));
  expect(response.status).toBe(413);
  expect(chunks).toBeLessThan(30);
  expect(isCancelled).toBe(true);
});

test('a machine is not protected in a container that is not its own', async () => {
  const driven = driveServer();
  driven.engine.itemsById.clear();
  const container = '/replicationFabrics/Munich/replicationProtectionContainers/another';
  const body = JSON.stringify({ properties: { policyId: 'Gold 30 s', providerSpecificDetails: POLICY } });
  const route = { method: 'PUT', path: `${container}${ITEM}` };
  expect((await send(driven, route, body, 'application/json')).status).toBe(404);
  expect(driven.engine.commands).toEqual([]);
});

test.each([
  ['GET', '/replicationPolicies/100%25'],
  ['DELETE', '/replicationPolicies/100%25'],
])('%s %s: a percent sign in a name is one', async (method, path) => {
  const response = await send(driveServer(), { method, path }, null);
  expect([204, 404]).toContain(response.status);
});

test.each([
  ['POST', '/REPLICATIONJOBS/Export'],
  ['POST', '/replicationVaultHealth/Default/refresh'],
])('%s %s is found, however it is written', async (method, path) => {
  expect((await send(driveServer(), { method, path }, '{}', 'application/json')).ok).toBe(true);
});

test('a filter that names a property twice is refused: nothing equals two values', async () => {
  const filter = encodeURIComponent("JobStatus eq 'Failed' and jobStatus eq 'InProgress'");
  const url = `https://lockstep.test${VAULT_PATH}/replicationJobs?api-version=2023-06-01&$filter=${filter}`;
  const response = await driveServer().server.handle(new Request(url));
  expect(response.status).toBe(400);
  expect((await expectArmError(response)).message).toContain('jobStatus');
});

test('a path that takes other methods only says so; one that is none is not found', async () => {
  const driven = driveServer();
  const wrongMethod = await send(driven, { method: 'DELETE', path: '/replicationEvents' }, null);
  expect(wrongMethod.status).toBe(405);
  expect((await expectArmError(wrongMethod)).code).toBe('MethodNotAllowed');
  const unknown = await send(driven, { method: 'POST', path: `${ITEM}/teleport` }, '{}', 'application/json');
  expect(unknown.status).toBe(404);
  expect((await expectArmError(unknown)).code).toBe('ResourceNotFound');
});

test.each(['2023-13-41', '2031-01-01', '1999-01-01', 'latest'])('the api-version %s is refused', async (version) => {
  const { server } = driveServer();
  const url = `https://lockstep.test${VAULT_PATH}/replicationJobs?api-version=${version}`;
  const response = await server.handle(new Request(url));
  expect(response.status).toBe(400);
  expect((await expectArmError(response)).code).toBe('InvalidApiVersionParameter');
});
