import { describe, expect, test } from 'vitest';
import { GIB, MIB } from '../../base/units.ts';
import type { VmId } from '../../core/model.ts';
import { VAULT_PATH, type ItemRow, type RowsPage } from '../wire.ts';
import { siteNames } from './arm-id.ts';
import { driveServer } from './testing/driven-server.ts';
import { DISK_1, DISK_2, disk, item, JOB_1, job, POINT_1, POLICY_ID, T0, view, VM_1, VM_2 } from './testing/records.ts';

const { container } = siteNames('Munich');
const LONG = `/replicationFabrics/Munich/replicationProtectionContainers/${container}/replicationProtectedItems`;
const VAULT_ID = VAULT_PATH.replace('/subscriptions', '/Subscriptions');

interface Arm {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly properties: Record<string, unknown> & { readonly providerSpecificDetails: Record<string, unknown> };
}

describe('a replicated item', () => {
  test('has the recorded spellings in its full shape', async () => {
    const { json } = driveServer();
    const { id, name, type, properties } = await json<Arm>('GET', `${LONG}/${VM_1}`);
    expect(id).toBe(`${VAULT_ID}${LONG}/${VM_1}`);
    expect(name).toBe(VM_1);
    expect(type).toBe(
      'Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers/replicationProtectedItems',
    );
    expect(properties).toMatchObject({
      friendlyName: 'sql01',
      protectedItemType: 'HyperVVirtualMachine',
      primaryFabricProvider: 'SingleHostHyperVFabric',
      primaryFabricFriendlyName: 'Munich',
      recoveryFabricId: 'Microsoft Azure',
      protectionState: 'Protected',
      activeLocation: 'Primary',
      testFailoverState: 'None',
      allowedOperations: ['PlannedFailover', 'UnplannedFailover', 'DisableProtection', 'TestFailover'],
      replicationHealth: 'Normal',
      failoverHealth: 'Warning',
      policyFriendlyName: 'Gold 30 s',
      currentScenario: { scenarioName: 'None', startTime: '1753-01-01T01:01:01Z' },
    });
    expect(properties.providerSpecificDetails).toMatchObject({
      instanceType: 'HyperVReplicaAzure',
      rpoInSeconds: 45,
      recoveryAzureVmName: 'sql01-dr',
      recoveryAzureVMSize: 'Standard_D4s_v5',
      useManagedDisks: 'true',
      lastRecoveryPointReceived: '2026-01-05T09:00:00.000Z',
      azureVmDiskDetails: [{ vhdType: 'OperatingSystem', vhdId: DISK_1, maxSizeMB: '1024', lunId: '0' }],
    });
  });

  test('carries error 161011 until its first test failover', async () => {
    const driven = driveServer();
    const codes = async (): Promise<unknown> => {
      const { properties } = await driven.json<Arm>('GET', `/replicationProtectedItems/${VM_1}`);
      return (properties['healthErrors'] as { errorCode: string; errorId: string }[]).map((error) => [
        error.errorCode,
        error.errorId,
      ]);
    };
    expect(await codes()).toEqual([['161011', '6:8010']]);
    driven.engine.put(view({ item: item({ lastTestFailoverAt: T0 }) }));
    expect(await codes()).toEqual([]);
  });

  test('tells a rule that fails without an error behind it by its name, its figures and what clears it', async () => {
    const driven = driveServer();
    const finding = {
      rule: 'HE9',
      verdict: 'Warning',
      input: 'failed over without reversal',
      threshold: 'not failed over without reversal',
      since: T0,
      fault: null,
    } as const;
    driven.engine.put(view({ item: item({ lastTestFailoverAt: T0 }), findings: [finding] }));
    const { properties } = await driven.json<Arm>('GET', `/replicationProtectedItems/${VM_1}`);
    expect(properties['healthErrors']).toMatchObject([
      {
        errorCode: 'HE9',
        errorLevel: 'Warning',
        errorMessage: 'Failed over without reverse replication.',
        possibleCauses: 'Measured: failed over without reversal. Allowed: not failed over without reversal.',
        recommendedAction: 'What clears it: Reversing the replication.',
        recoveryProviderErrorMessage: null,
      },
    ]);
  });

  test('tells where it runs, and of what, after a failover', async () => {
    const driven = driveServer();
    const [point] = item().recoveryPoints;
    const failover = { kind: 'unplanned', point: point ?? null, startedAt: T0 } as const;
    driven.engine.put(view({ item: item({ phase: { kind: 'failedOver', failover } }) }));
    const { properties } = await driven.json<Arm>('GET', `/replicationProtectedItems/${VM_1}`);
    expect(properties).toMatchObject({
      protectionState: 'UnplannedFailoverCommitPendingStatesBegin',
      activeLocation: 'Recovery',
      failoverRecoveryPointId: `${VAULT_ID}${LONG}/${VM_1}/recoveryPoints/${POINT_1}`,
    });
    const page = await driven.json<RowsPage<ItemRow>>('GET', '/replicationProtectedItems?projection=rows');
    expect(page.rows[0]).toMatchObject({ stage: 'failedOver', activeLocation: 'Recovery' });
  });

  test.each([
    ['createMachine', JOB_1, false, 'TestFailoverInitiated'],
    ['createMachine', null, false, 'TestFailoverFailed'],
    ['running', null, true, 'TestFailoverCompleted'],
    ['deleteMachine', JOB_1, true, 'TestFailoverCleanupInitiated'],
    ['deleteMachine', null, true, 'TestFailoverCompletionFailed'],
  ] as const)('a test failover at %s, job %s: %s → %s', async (step, jobId, hasSucceeded, word) => {
    const driven = driveServer();
    const [point] = item().recoveryPoints;
    if (!point) throw new Error('no point');
    const idle = { networkId: null, isCancelled: false, comments: '', trouble: null, isAttempting: false };
    driven.engine.put(view({ item: item({ testFailover: { ...idle, step, jobId, hasSucceeded, point } }) }));
    const { properties } = await driven.json<Arm>('GET', `/replicationProtectedItems/${VM_1}`);
    expect(properties).toMatchObject({ testFailoverState: word });
  });

  test('is found by its machine’s name in the short form', async () => {
    const { json } = driveServer();
    expect(await json('GET', '/replicationProtectedItems/SQL01')).toMatchObject({ name: VM_1 });
  });

  test('is not found in a container that is not its own', async () => {
    const { call } = driveServer();
    const path = `/replicationFabrics/Munich/replicationProtectionContainers/cloud_other/replicationProtectedItems/${VM_1}`;
    expect((await call('GET', path)).status).toBe(404);
  });

  test('names the job that holds it as its current scenario', async () => {
    const driven = driveServer();
    driven.engine.put(view({ item: item({ activeJobId: JOB_1 }) }));
    const { properties } = await driven.json<Arm>('GET', `/replicationProtectedItems/${VM_1}`);
    expect(properties['currentScenario']).toEqual({
      scenarioName: 'EnableDr',
      jobId: `${VAULT_ID}/replicationJobs/${JOB_1}`,
      startTime: '2026-01-05T09:00:00.000Z',
    });
  });
});

describe('lists of items', () => {
  test('as rows tell what the grid shows', async () => {
    const { json } = driveServer();
    const page = await json<RowsPage<ItemRow>>('GET', '/replicationProtectedItems?projection=rows');
    expect(page).toMatchObject({ sequence: 0, asOf: '2026-01-05T09:00:00.000Z' });
    expect(page.rows).toEqual([
      {
        id: VM_1,
        name: 'sql01',
        host: 'hv01',
        site: 'Munich',
        policy: 'Gold 30 s',
        health: 'Normal',
        state: 'Protected',
        stage: 'protected',
        phase: 'Protected',
        activity: 'Idle',
        activityDetail: '',
        rpoSeconds: 45,
        lastRecoveryPoint: '2026-01-05T09:00:00.000Z',
        logBytes: 5120,
        logLimitBytes: GIB / 2,
        sizeBytes: GIB,
        progressPercent: null,
        activeLocation: 'Primary',
        errorCode: null,
        allowedOperations: ['PlannedFailover', 'UnplannedFailover', 'DisableProtection', 'TestFailover'],
        revision: 1,
      },
    ]);
  });

  test('show progress as processed bytes while a long copy runs, and never 100 before its end', async () => {
    const driven = driveServer();
    const transfer = {
      kind: 'initialReplication',
      phase: 'copying',
      totalBytes: 1000,
      processedBytes: 999,
      differingBytes: 0,
      sentBytes: 0,
      checksumBytes: 0,
      cursorBytes: 0,
      startedAt: T0,
    } as const;
    driven.engine.put(
      view({ item: item({ phase: { kind: 'initialReplication', diskIndex: 0 }, disks: [disk({ transfer })] }) }),
    );
    const { rows } = await driven.json<RowsPage<ItemRow>>('GET', '/replicationProtectedItems?projection=rows');
    expect(rows[0]).toMatchObject({
      progressPercent: 99,
      phase: 'Initial replication 99 %',
      state: 'InitialReplicationInProgress',
    });
  });

  test('come in pages that neither repeat nor skip when something is added meanwhile', async () => {
    const driven = driveServer();
    const ids = Array.from({ length: 5 }, (_, index) => `22222222-0000-4000-8000-00000000000${index + 1}` as VmId);
    driven.engine.itemsById.clear();
    for (const vmId of ids) driven.engine.put(view({ item: item({ vmId }) }));
    const first = await driven.json<{ value: Arm[]; nextLink: string }>('GET', '/replicationProtectedItems?$top=2');
    expect(first.value.map((each) => each.name)).toEqual(ids.slice(0, 2));
    driven.engine.put(view({ item: item({ vmId: '22222222-0000-4000-8000-000000000000' as VmId }) }));
    const next = await driven.server.handle(new Request(first.nextLink));
    const second = (await next.json()) as { value: Arm[]; nextLink: string | null };
    expect(second.value.map((each) => each.name)).toEqual(ids.slice(2, 4));
    const last = (await (await driven.server.handle(new Request(second.nextLink ?? ''))).json()) as {
      value: Arm[];
      nextLink: null;
    };
    expect(last.value.map((each) => each.name)).toEqual(ids.slice(4));
    expect(last.nextLink).toBeNull();
  });

  test.each(['0', '1001', 'many'])('refuse $top=%s', async (top) => {
    const { call } = driveServer();
    expect((await call('GET', `/replicationProtectedItems?$top=${top}`)).status).toBe(400);
  });

  test('refuse a $filter that they do not know instead of answering with more', async () => {
    const { call } = driveServer();
    expect((await call('GET', "/replicationProtectedItems?$filter=Colour eq 'red'")).status).toBe(400);
    expect((await call('GET', '/replicationProtectedItems?$filter=Name is sql01')).status).toBe(400);
  });
});

describe('enabling protection', () => {
  const body = {
    properties: {
      policyId: `${VAULT_ID}/replicationPolicies/Gold%2030%20s`,
      protectableItemId: `${VAULT_ID}/x/replicationProtectableItems/${VM_2}`,
      providerSpecificDetails: {
        instanceType: 'HyperVReplicaAzure',
        vmName: 'web01',
        osType: 'Linux',
        targetAzureVmName: 'web01-dr',
        disksToInclude: [DISK_2.toUpperCase()],
      },
    },
  };

  test('gives the engine the choices and answers 202 with ways to follow', async () => {
    const driven = driveServer();
    driven.engine.answer = () => ({ isAccepted: true, jobId: JOB_1 });
    const response = await driven.call('PUT', `${LONG}/${VM_2}`, body);
    expect(response.status).toBe(202);
    expect(await response.text()).toBe('');
    expect(response.headers.get('location')).toBe(
      `https://lockstep.test${VAULT_ID}${LONG}/${VM_2}/operationresults/${JOB_1}?api-version=2023-06-01`,
    );
    expect(response.headers.get('azure-asyncoperation')).toBe(
      `https://lockstep.test${VAULT_ID}/replicationOperationStatus/${JOB_1}?api-version=2023-06-01`,
    );
    expect(response.headers.get('retry-after')).toBe('30');
    expect(response.headers.get('x-ms-request-id')).toBe(`${VAULT_ID}/replicationJobs/${JOB_1}`);
    expect(driven.engine.commands).toEqual([
      {
        kind: 'enableProtection',
        vmId: VM_2,
        policyId: POLICY_ID,
        choices: {
          targetVmName: 'web01-dr',
          targetVmSize: 'Standard_D2s_v5',
          targetResourceGroupId: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/lockstep',
          targetNetworkId: null,
          targetSubnetName: null,
          storageAccountId: '/subscriptions/s/storageAccounts/replicas',
          logStorageAccountId: '/subscriptions/s/storageAccounts/replicas',
          includedDiskIds: [DISK_2],
          osType: 'Linux',
        },
      },
    ]);
  });

  test.each([
    ['no policy', { ...body.properties, policyId: 'Silver' }, 404],
    ['another provider', { ...body.properties, providerSpecificDetails: { instanceType: 'A2A' } }, 400],
    ['another machine', { ...body.properties, protectableItemId: `x/${VM_1}` }, 400],
    [
      'a disk it has not',
      { ...body.properties, providerSpecificDetails: { instanceType: 'HyperVReplicaAzure', disksToInclude: [DISK_1] } },
      400,
    ],
    [
      'no disk at all',
      { ...body.properties, providerSpecificDetails: { instanceType: 'HyperVReplicaAzure', disksToInclude: [] } },
      400,
    ],
  ])('is refused with %s, and the engine hears nothing', async (_what, properties, status) => {
    const driven = driveServer();
    const response = await driven.call('PUT', `${LONG}/${VM_2}`, { properties });
    expect(response.status).toBe(status);
    expect(driven.engine.commands).toEqual([]);
  });

  test('[PO13] takes one type for the disks, named for the machine or for each disk', async () => {
    const typesOf = async (change: Record<string, unknown>): Promise<unknown> => {
      const driven = driveServer();
      driven.engine.answer = () => ({ isAccepted: true, jobId: JOB_1 });
      const providerSpecificDetails = { instanceType: 'HyperVReplicaAzure', ...change };
      const response = await driven.call('PUT', `${LONG}/${VM_2}`, {
        properties: { ...body.properties, providerSpecificDetails },
      });
      const [command] = driven.engine.commands;
      return command?.kind === 'enableProtection' ? command.choices.diskType : response.status;
    };
    const disk = { diskId: DISK_2, diskType: 'Premium_LRS' };
    expect(await typesOf({})).toBeUndefined();
    expect(await typesOf({ diskType: 'StandardSSD_LRS' })).toBe('StandardSSD_LRS');
    expect(await typesOf({ disksToIncludeForManagedDisks: [disk], diskType: 'Standard_LRS' })).toBe('Premium_LRS');
    expect(await typesOf({ disksToIncludeForManagedDisks: [{ diskId: DISK_2 }], diskType: 'Standard_LRS' })).toBe(
      'Standard_LRS',
    );
    expect(await typesOf({ disksToIncludeForManagedDisks: [disk, { ...disk, diskType: 'Standard_LRS' }] })).toBe(400);
    expect(await typesOf({ diskType: 'UltraSSD_LRS' })).toBe(400);
  });

  test('[PO13] shows the type of the disks that were chosen', async () => {
    const driven = driveServer();
    const shown = view();
    driven.engine.put({
      ...shown,
      item: { ...shown.item, choices: { ...shown.item.choices, diskType: 'Premium_LRS' } },
    });
    const { properties } = await driven.json<Arm>('GET', `${LONG}/${VM_1}`);
    expect(properties.providerSpecificDetails['protectedManagedDisks']).toEqual([
      { diskId: DISK_1, seedManagedDiskId: null, replicaDiskType: 'Premium_LRS', diskEncryptionSetId: null },
    ]);
  });

  test('is refused with a body that is not JSON', async () => {
    const { server } = driveServer();
    const url = `https://lockstep.test${VAULT_PATH}${LONG}/${VM_2}?api-version=2023-06-01`;
    expect((await server.handle(new Request(url, { method: 'PUT', body: '{' }))).status).toBe(400);
  });
});

describe('commands on an item', () => {
  test.each([
    ['POST', '/remove', undefined, { kind: 'disableProtection', isForced: false }],
    [
      'POST',
      '/remove',
      { properties: { disableProtectionReason: 'MigrationComplete', replicationProviderInput: {} } },
      { kind: 'disableProtection', isForced: false },
    ],
    ['DELETE', '', undefined, { kind: 'disableProtection', isForced: true }],
    ['POST', '/repairReplication', undefined, { kind: 'resynchronize', when: 'now' }],
    ['POST', '/repairReplication', { properties: { when: 'window' } }, { kind: 'resynchronize', when: 'window' }],
    [
      'POST',
      '/repairReplication',
      { properties: { when: '2026-01-05T09:00:00Z' } },
      { kind: 'resynchronize', when: T0 },
    ],
    ['POST', '/cancelResynchronization', undefined, { kind: 'cancelResynchronization' }],
    ['POST', '/pause', undefined, { kind: 'pause' }],
    ['POST', '/resume', undefined, { kind: 'resume', isResynchronizing: false }],
    ['POST', '/resume', { properties: { isResynchronizing: true } }, { kind: 'resume', isResynchronizing: true }],
    ['POST', '/retryNow', undefined, { kind: 'retryNow' }],
  ])('%s %s %o becomes the engine’s command', async (method, action, body, command) => {
    const driven = driveServer();
    const response = await driven.call(method, `${LONG}/${VM_1}${action}`, body);
    expect(response.status).toBe(200);
    expect(driven.engine.commands).toEqual([{ vmId: VM_1, ...command }]);
  });

  test('that are refused say why, in the engine’s words', async () => {
    const driven = driveServer();
    const refusal = {
      code: 'Conflict',
      message: 'A job holds it.',
      possibleCauses: 'One runs.',
      recommendedAction: 'Wait.',
    } as const;
    driven.engine.answer = () => ({ isAccepted: false, refusal });
    const response = await driven.call('POST', `${LONG}/${VM_1}/repairReplication`);
    expect(response.status).toBe(409);
    const { error } = (await response.json()) as { error: { details: unknown[] } };
    expect(error.details[0]).toMatchObject(refusal);
  });

  test('resynchronize at no time at all is refused', async () => {
    const { call } = driveServer();
    expect((await call('POST', `${LONG}/${VM_1}/repairReplication`, { properties: { when: 'soon' } })).status).toBe(
      400,
    );
  });
});

describe('a replica’s content', () => {
  test('is its bytes and a fixed VHD’s footer, read as they are asked for', async () => {
    const driven = driveServer();
    driven.engine.put(view({ item: item({ disks: [disk({ sizeBytes: 9 * MIB })] }) }));
    const response = await driven.call(
      'GET',
      `/replicationProtectedItems/${VM_1}/replicaDisks/${DISK_1}/content?recoveryPoint=${POINT_1}`,
    );
    expect(response.headers.get('content-length')).toBe(String(9 * MIB + 512));
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="sql01-sql01.vhd"');
    expect(driven.engine.reads).toEqual([]);
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(bytes.length).toBe(9 * MIB + 512);
    expect([bytes[0], bytes[4 * MIB], bytes[8 * MIB], bytes[9 * MIB - 1]]).toEqual([1, 2, 3, 3]);
    expect(new TextDecoder().decode(bytes.subarray(9 * MIB, 9 * MIB + 8))).toBe('conectix');
    expect(driven.engine.reads.map((read) => read.lengthBytes)).toEqual([4 * MIB, 4 * MIB, MIB]);
  });

  test('is that of the latest recovery point when none is named', async () => {
    const driven = driveServer();
    const response = await driven.call('GET', `/replicationProtectedItems/${VM_1}/replicaDisks/sql01.vhdx/content`);
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(driven.engine.reads).toEqual([{ recoveryPointId: POINT_1, offsetBytes: 0, lengthBytes: 4 * MIB }]);
  });

  test('of an unknown disk or recovery point is not found', async () => {
    const { call } = driveServer();
    const disks = `/replicationProtectedItems/${VM_1}/replicaDisks`;
    expect((await call('GET', `${disks}/none/content`)).status).toBe(404);
    expect((await call('GET', `${disks}/${DISK_1}/content?recoveryPoint=none`)).status).toBe(404);
  });

  test('can be proved by SHA-256', async () => {
    const driven = driveServer();
    driven.engine.put(view({ item: item({ disks: [disk({ sizeBytes: 9 * MIB })] }) }));
    expect(await driven.json('GET', `/replicationProtectedItems/${VM_1}/proof`)).toEqual({
      disks: [{ id: DISK_1, recoveryPoint: POINT_1, replicaSha256: `sha256 of ${9 * MIB} bytes` }],
    });
  });
});

describe('the result of a long-running operation', () => {
  const result = `${LONG}/${VM_1}/operationresults/${JOB_1}`;

  test('is 202 while its job runs and the item afterwards', async () => {
    const driven = driveServer();
    const running = await driven.call('GET', result);
    expect([running.status, running.headers.get('retry-after')]).toEqual([202, '30']);
    driven.engine.putJob(job({ state: 'Succeeded', stateDescription: 'Completed', endedAt: T0 }));
    const done = await driven.call('GET', result);
    expect(done.status).toBe(200);
    expect(await done.json()).toMatchObject({ name: VM_1 });
  });

  test('is 204 when the item is gone', async () => {
    const driven = driveServer();
    driven.engine.itemsById.clear();
    driven.engine.putJob(
      job({ scenarioName: 'DisableDr', state: 'Succeeded', stateDescription: 'Completed', endedAt: T0 }),
    );
    expect((await driven.call('GET', `/replicationProtectedItems/${VM_1}/operationresults/${JOB_1}`)).status).toBe(204);
  });

  test('is the job’s error when it failed', async () => {
    const driven = driveServer();
    const fault = { code: 'LowDiskSpace', detail: 'Volume C: has 12 MB left.' } as const;
    driven.engine.putJob(
      job({ state: 'Failed', stateDescription: 'Failed', endedAt: T0, errors: [{ fault, taskId: null, at: T0 }] }),
    );
    const response = await driven.call('GET', result);
    expect(response.status).toBe(400);
    expect(JSON.stringify(await response.json())).toContain('LS3003');
  });
});

test('a reason for the end of protection that the API does not know is refused', async () => {
  const driven = driveServer();
  const response = await driven.call('POST', `${LONG}/${VM_1}/remove`, {
    properties: { disableProtectionReason: 'Tired' },
  });
  expect(response.status).toBe(400);
  expect(driven.engine.commands).toEqual([]);
});
