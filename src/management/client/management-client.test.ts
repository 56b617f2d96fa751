/** The client against the real server, and against answers that no server should give. */
import { expect, test } from 'vitest';
import { driveServer } from '../server/testing/driven-server.ts';
import { DISK_2, item, job, JOB_1, POINT_1, view, VM_1, VM_2 } from '../server/testing/records.ts';
import { siteNames } from '../server/arm-id.ts';
import type { VmId } from '../../core/model.ts';
import type { ManagementTransport } from '../transport/transport.ts';
import { ConnectionError } from '../transport/transport.ts';
import { ManagementError } from './client-api.ts';
import { createManagementClient } from './management-client.ts';

function transportTo(handle: (request: Request) => Promise<Response>): ManagementTransport {
  return {
    request: ({ method, path, body }) =>
      handle(new Request(`https://lockstep.test${path}`, { method, ...(body ? { body } : {}) })),
    subscribe: () => () => undefined,
  };
}

function drive() {
  const driven = driveServer({ lab: async (request) => labAnswer(request) });
  return { ...driven, client: createManagementClient(transportTo((request) => driven.server.handle(request))) };
}

async function labAnswer(request: Request): Promise<Response | null> {
  const { pathname, searchParams } = new URL(request.url);
  if (!pathname.startsWith('/lab/hosts/')) return null;
  return Response.json(
    { id: `${searchParams.get('name')}:${(await request.arrayBuffer()).byteLength}` },
    { status: 201 },
  );
}

test('reads rows, items, disks and jobs', async () => {
  const { client } = drive();
  expect((await client.listItems()).rows.map((row) => row.id)).toEqual([VM_1]);
  expect((await client.getItem(VM_1)).properties?.friendlyName).toBe('sql01');
  expect((await client.listDisks(VM_1)).map((disk) => disk.name)).toEqual(['sql01.vhdx']);
  expect((await client.listJobs()).rows.map((row) => row.id)).toEqual([JOB_1]);
  expect((await client.getJob(JOB_1)).name).toBe(JOB_1);
  expect((await client.listRecoveryPoints(VM_1)).length).toBe(1);
  expect((await client.listProtectableItems('Munich')).map((each) => each.name)).toEqual([VM_1, VM_2]);
  expect(await client.listEvents(VM_1)).toEqual([]);
});

test('follows nextLink to the end', async () => {
  const { client, engine } = drive();
  const [host] = engine.hosts;
  const [machine] = host?.machines ?? [];
  if (!host || !machine) throw new Error('no machine');
  const machines = Array.from({ length: 250 }, (_, index) => ({
    ...machine,
    vmId: `vm-${String(index).padStart(3, '0')}` as VmId,
  }));
  engine.hosts = [{ ...host, machines }];
  expect(await client.listProtectableItems('Munich')).toHaveLength(250);
});

test('gives commands and answers with the job they started, or null', async () => {
  const { client, engine } = drive();
  engine.answer = (command) => ({ isAccepted: true, jobId: command.kind === 'pause' ? null : JOB_1 });
  const when = new Date('2026-01-06T00:00:00Z');
  expect(await client.resynchronize(VM_1, when)).toBe(JOB_1);
  expect(await client.pause(VM_1)).toBeNull();
  expect(await client.resume(VM_1, true)).toBe(JOB_1);
  await client.cancelJob(JOB_1);
  const request = {
    itemId: VM_2,
    fabricName: 'Munich',
    containerName: siteNames('Munich').container,
    policyId: 'Gold 30 s',
    vmName: 'web01',
    osType: 'Linux',
    targetVmName: 'web01-dr',
    targetVmSize: 'Standard_B2s',
    targetResourceGroupId: '/rg',
    targetNetworkId: null,
    targetSubnetName: null,
    storageAccountId: '/account',
    diskIds: [DISK_2],
  } as const;
  expect(await client.enableProtection(request)).toBe(JOB_1);
  expect(engine.commands.map((command) => command.kind)).toEqual([
    'resynchronize',
    'pause',
    'resume',
    'cancelJob',
    'enableProtection',
  ]);
  expect(engine.commands[0]).toMatchObject({ when: when.getTime() });
  expect(engine.commands[4]).toMatchObject({
    choices: { targetVmSize: 'Standard_B2s', storageAccountId: '/account', osType: 'Linux' },
  });
});

test('speaks of policies, hosts and their throttle', async () => {
  const { client, engine } = drive();
  const [host] = await client.listHosts();
  expect(host).toMatchObject({ name: 'hv01', bandwidth: null });
  const schedule = {
    workDays: [1],
    workStartLocal: '09:00',
    workEndLocal: '18:00',
    workHoursBitsPerSecond: 1e6,
    otherHoursBitsPerSecond: null,
    uploadThreadsPerMachine: 4,
  } as const;
  await client.setBandwidth(host?.id ?? '', schedule);
  expect(await client.getBandwidth(host?.id ?? '')).toEqual(schedule);
  const settings = { replicationIntervalSeconds: 900, initialReplicationStartTime: '20:00' };
  expect((await client.putPolicy('Bronze 15 min', settings)).name).toBe('Bronze 15 min');
  await client.deletePolicy('Bronze 15 min');
  expect(engine.commands.at(-1)).toMatchObject({ kind: 'deletePolicy' });
  expect((await client.getOperations(VM_1)).stage).toBe('protected');
  expect((await client.getStatistics(VM_1)).replicationSuccessCount).toBe(1);
});

test('reads and changes the vault’s settings, and reads the networks of its target', async () => {
  const { client, engine } = drive();
  engine.readOnly = 'Newer.';
  expect(await client.getVaultStatus()).toMatchObject({ readOnlyReason: 'Newer.', servers: { count: 1 } });
  const request = { sendsToOwners: true, customEmailAddresses: ['ops@contoso.com'], locale: 'de-DE' };
  await client.setAlertSettings(request);
  expect((await client.getAlertSettings()).properties).toEqual({
    sendToOwners: 'Send',
    customEmailAddresses: ['ops@contoso.com'],
    locale: 'de-DE',
  });
  expect(await client.listTargetNetworks()).toEqual([]);
  await client.changeTarget(VM_1, {
    targetNetworkId: null,
    nics: [
      { nicId: 'sql01-nic-0', isSelected: true, subnetName: 'back', staticIpAddress: '10.9.1.20' },
      { nicId: 'sql01-nic-1', isSelected: false, subnetName: null, staticIpAddress: null },
    ],
  });
  expect(engine.commands.at(-1)).toMatchObject({
    change: {
      targetNetworkId: null,
      nics: [
        { subnetName: 'back', staticIpAddress: '10.9.1.20' },
        { isSelected: false, staticIpAddress: null },
      ],
    },
  });
});

test('gives every command of the life cycle in a body that the server takes', async () => {
  const { client, engine } = drive();
  engine.answer = () => ({ isAccepted: true, jobId: JOB_1 });
  await client.plannedFailover(VM_1);
  await client.unplannedFailover(VM_1, { recoveryPointId: POINT_1, isShuttingDownSource: true });
  await client.testFailover(VM_1, { recoveryPointId: null, networkId: null });
  await client.testFailover(VM_1, { recoveryPointId: POINT_1, networkId: '/net' });
  await client.testFailoverCleanup(VM_1, 'Fine.');
  await client.changeRecoveryPoint(VM_1, POINT_1);
  await client.commitFailover(VM_1);
  await client.cancelFailover(VM_1);
  engine.put(view({ allowedOperations: ['Failback', 'ReverseReplicate'] }));
  await client.failback(VM_1, { dataSync: 'ForDownTime', createVmIfNotFound: true });
  expect(await client.reverseReplicate(VM_1)).toBe(JOB_1);
  engine.putJob(job({ state: 'Suspended', stateDescription: 'Suspended' }));
  await client.resumeJob(JOB_1, 'Go.');
  expect(engine.commands).toEqual([
    { kind: 'plannedFailover', vmId: VM_1 },
    { kind: 'unplannedFailover', vmId: VM_1, recoveryPointId: POINT_1, isShuttingDownSource: true },
    { kind: 'testFailover', vmId: VM_1, recoveryPointId: null, networkId: null },
    { kind: 'testFailover', vmId: VM_1, recoveryPointId: POINT_1, networkId: '/net' },
    { kind: 'testFailoverCleanup', vmId: VM_1, comments: 'Fine.' },
    { kind: 'changeRecoveryPoint', vmId: VM_1, recoveryPointId: POINT_1 },
    { kind: 'commitFailover', vmId: VM_1 },
    { kind: 'cancelFailover', vmId: VM_1 },
    { kind: 'failback', vmId: VM_1, dataSync: 'ForDownTime', createVmIfNotFound: true },
    { kind: 'reverseReplicate', vmId: VM_1 },
    { kind: 'resumeJob', jobId: JOB_1, comments: 'Go.' },
  ]);
});

test('changes the target of an item, and fetches the export that a job names', async () => {
  const { client, engine } = drive();
  const change = { targetVmSize: 'Standard_B2s', targetNetworkId: null, targetSubnetName: 'back' };
  await client.changeTarget(VM_1, change);
  await client.changeTarget(VM_1, { targetSubnetName: null });
  expect(engine.commands).toEqual([
    { kind: 'changeTarget', vmId: VM_1, change },
    { kind: 'changeTarget', vmId: VM_1, change: { targetSubnetName: null } },
  ]);
  expect((await client.listTargetSizes(VM_1)).length).toBeGreaterThan(5);
  const file = await client.exportJobs({ format: 'Excel', states: ['InProgress'], to: new Date('2027-01-01') });
  expect(await file.text()).toContain(JOB_1);
  const none = await client.exportJobs({ format: 'Json', states: ['Failed'] });
  expect(await none.json()).toEqual([]);
  await client.refreshFabric('Munich');
});

test('words an error answer by its detail', async () => {
  const { client, engine } = drive();
  const refusal = {
    code: 'Conflict',
    message: 'A job holds it.',
    possibleCauses: 'One runs.',
    recommendedAction: 'Wait.',
  } as const;
  engine.answer = () => ({ isAccepted: false, refusal });
  await expect(client.retryNow(VM_1)).rejects.toMatchObject({ name: 'ManagementError', status: 409, ...refusal });
});

test('takes no HTML page for an answer', async () => {
  const client = createManagementClient(
    transportTo(async () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })),
  );
  await expect(client.listItems()).rejects.toMatchObject({ name: 'ManagementError', code: 'UnexpectedAnswer' });
});

test('throws nothing but ManagementError', async () => {
  const failing = (error: Error) =>
    createManagementClient(
      transportTo(async () => {
        throw error;
      }),
    );
  await expect(failing(new ConnectionError('gone')).listItems()).rejects.toMatchObject({
    code: 'ConnectionLost',
    status: 0,
  });
  await expect(failing(new TypeError('odd')).listItems()).rejects.toBeInstanceOf(ManagementError);
  const broken = createManagementClient(
    transportTo(async () => new Response('{', { headers: { 'content-type': 'application/json' } })),
  );
  await expect(broken.listItems()).rejects.toBeInstanceOf(ManagementError);
});

test('the lab imports an image and knows a server without a world', async () => {
  const { client } = drive();
  expect(await client.lab.importDisk('h', 'disk.vhdx', new Blob([new Uint8Array(5)]))).toBe('disk.vhdx:5');
  expect(await client.lab.getWorld()).toBeNull();
});

test('an item that is listed without a job has none to name', async () => {
  const { client, engine } = drive();
  engine.put(view({ item: item({ activeJobId: null }) }));
  expect((await client.getItem(VM_1)).properties?.currentScenario?.scenarioName).toBe('None');
});
