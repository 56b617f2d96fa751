import { describe, expect, test } from 'vitest';
import { after, MINUTE_MS } from '../../base/units.ts';
import type { JobId } from '../../core/model.ts';
import { type JobRow, type RowsPage, VAULT_PATH } from '../wire.ts';
import { driveServer } from './testing/driven-server.ts';
import { item, JOB_1, job, T0, view, VM_1 } from './testing/records.ts';

const VAULT_ID = VAULT_PATH.replace('/subscriptions', '/Subscriptions');
const JOB_2 = '55555555-0000-4000-8000-000000000002' as JobId;

interface Arm {
  readonly name: string;
  readonly properties: Record<string, unknown>;
}

/** The machine of the job at its beginning. */
const ENABLING = view({
  item: item({ activeJobId: JOB_1, phase: { kind: 'enabling', step: 'createReplica' } }),
});

describe('a job', () => {
  test('in full has tasks with the service’s word for a missing time, and no endTime while it runs', async () => {
    const { json, engine } = driveServer();
    engine.put(ENABLING);
    const { properties } = await json<Arm>('GET', `/replicationJobs/${JOB_1}`);
    expect(properties).toMatchObject({
      scenarioName: 'EnableDr',
      friendlyName: 'Enable replication',
      state: 'InProgress',
      stateDescription: 'InProgress',
      allowedActions: ['Cancel'],
      targetObjectId: VM_1,
      targetObjectName: 'sql01',
      targetInstanceType: 'ProtectionEntity',
      errors: [],
    });
    expect(properties).not.toHaveProperty('endTime');
    expect(properties['tasks']).toEqual([
      {
        taskId: 'EnableProtectionPreflightChecksTask',
        name: 'EnableProtectionPrerequisitesCheck',
        startTime: '2026-01-05T09:00:00.000Z',
        endTime: '0001-01-01T00:00:00',
        allowedActions: [],
        friendlyName: 'Prerequisites check for enabling protection',
        state: 'InProgress',
        stateDescription: 'InProgress',
        taskType: 'TaskDetails',
        customDetails: { instanceType: 'TaskDetails' },
        groupTaskCustomDetails: null,
        errors: [],
      },
    ]);
    expect(properties['customDetails']).toMatchObject({
      instanceType: 'AsrJobDetails',
      affectedObjectDetails: {
        primaryVmId: VM_1,
        recoveryVmName: 'sql01-dr',
        primaryCloudName: 'Munich',
        recoveryCloudId: 'd38048d4-b460-4791-8ece-108395ee8478',
        primaryFabricProviderId: 'HyperVSite',
        recoveryFabricProviderId: 'Azure',
      },
    });
  });

  test('tells its errors in two layers, at the job and at the task', async () => {
    const driven = driveServer();
    const fault = { code: 'LowDiskSpace', detail: 'Volume C: has 12 MB left.', providerCode: 32768 } as const;
    const taskId = 'EnableProtectionPreflightChecksTask';
    driven.engine.putJob(job({ errors: [{ fault, taskId, at: T0 }] }));
    const { properties } = await driven.json<Arm>('GET', `/replicationJobs/${JOB_1}`);
    const [error] = properties['errors'] as Record<string, Record<string, unknown>>[];
    expect(error).toMatchObject({ errorLevel: 'Error', creationTime: '2026-01-05T09:00:00.000Z', taskId });
    expect(error?.['serviceErrorDetails']).toMatchObject({
      code: 'LS3003',
      message: "The volume of 'sql01' is short of disk space.",
    });
    expect(error?.['providerErrorDetails']).toMatchObject({ errorCode: 32768, errorId: 'LowDiskSpace' });
    expect(error?.['providerErrorDetails']?.['errorMessage']).toContain('12 MB left');
    expect((properties['tasks'] as { errors: unknown[] }[])[0]?.errors).toEqual([error]);
  });

  test('in a list is bare, and lists are newest first', async () => {
    const driven = driveServer();
    driven.engine.putJob(job({ jobId: JOB_2, startedAt: after(T0, MINUTE_MS) }));
    const { value } = await driven.json<{ value: Arm[] }>('GET', '/replicationJobs');
    expect(value.map((each) => each.name)).toEqual([JOB_2, JOB_1]);
    expect(value[0]?.properties).toMatchObject({ tasks: [], errors: [], customDetails: null, activityId: null });
  });

  test('[JB8] offers no cancel when its work is past being taken back', async () => {
    const { json, engine } = driveServer();
    const { properties } = await json<Arm>('GET', `/replicationJobs/${JOB_1}`);
    expect(properties).toMatchObject({ state: 'InProgress', allowedActions: [] });
    engine.put(ENABLING);
    const { rows } = await json<RowsPage<JobRow>>('GET', '/replicationJobs?projection=rows');
    expect(rows[0]).toMatchObject({ id: JOB_1, allowedActions: ['Cancel'] });
  });

  test('is listed as a row', async () => {
    const { json, engine } = driveServer();
    engine.put(ENABLING);
    const { rows } = await json<RowsPage<JobRow>>('GET', '/replicationJobs?projection=rows');
    expect(rows).toEqual([
      {
        id: JOB_1,
        scenarioName: 'EnableDr',
        name: 'Enable replication',
        state: 'InProgress',
        stateDescription: 'InProgress',
        itemId: VM_1,
        itemName: 'sql01',
        startTime: '2026-01-05T09:00:00.000Z',
        endTime: null,
        allowedActions: ['Cancel'],
        errorCode: null,
        revision: 1,
      },
    ]);
  });

  test.each([
    ["JobStatus eq 'Failed'", []],
    ["JobStatus eq 'InProgress' and JobName eq 'EnableDr'", [JOB_1]],
    ["StartTime eq '2026-01-05T08:00:00Z' and EndTime eq '2026-01-05T10:00:00Z'", [JOB_1]],
    ["StartTime eq '2026-01-05T10:00:00Z'", []],
  ])('is found by %s', async (filter, expected) => {
    const { json } = driveServer();
    const { value } = await json<{ value: Arm[] }>('GET', `/replicationJobs?$filter=${encodeURIComponent(filter)}`);
    expect(value.map((each) => each.name)).toEqual(expected);
  });

  test.each([
    ['cancel', 'cancelJob'],
    ['restart', 'restartJob'],
  ])('takes %s', async (action, kind) => {
    const driven = driveServer();
    const response = await driven.call('POST', `/replicationJobs/${JOB_1}/${action}`);
    expect(response.status).toBe(200);
    expect(driven.engine.commands).toEqual([{ kind, jobId: JOB_1 }]);
  });
});

test.each([
  ['InProgress', 'InProgress'],
  ['Succeeded', 'Succeeded'],
  ['Failed', 'Failed'],
  ['Cancelled', 'Canceled'],
] as const)('the operation of a job that is %s is %s', async (state, status) => {
  const driven = driveServer();
  driven.engine.putJob(job({ state }));
  expect(await driven.json('GET', `/replicationOperationStatus/${JOB_1}`)).toMatchObject({
    id: `${VAULT_ID}/replicationJobs/${JOB_1}`,
    name: JOB_1,
    status,
  });
});

test('events are newest first and found by their item', async () => {
  const driven = driveServer();
  const event = (eventId: string, minutes: number) =>
    ({
      eventId,
      vmId: VM_1,
      at: after(T0, minutes * MINUTE_MS),
      eventType: 'VmHealth',
      severity: 'OK',
      eventCode: 'SRSVMHealthChanged',
      description: 'Virtual machine health is OK',
      jobId: null,
    }) as const;
  driven.engine.eventList = [event('a', 0), event('b', 1)];
  const { value } = await driven.json<{ value: Arm[] }>(
    'GET',
    `/replicationEvents?$filter=AffectedObjectCorrelationId eq '${VM_1}'`,
  );
  expect(value.map((each) => each.name)).toEqual(['VmMonitoringEvent;b', 'VmMonitoringEvent;a']);
  expect(value[0]?.properties).toMatchObject({
    eventType: 'VmHealth',
    severity: 'OK',
    affectedObjectFriendlyName: 'sql01',
    timeOfOccurrence: '2026-01-05T09:01:00.000Z',
    providerSpecificDetails: { instanceType: 'HyperVReplicaAzure', remoteContainerName: 'Microsoft Azure' },
  });
  const none = await driven.json<{ value: Arm[] }>('GET', "/replicationEvents?$filter=Severity eq 'Critical'");
  expect(none.value).toEqual([]);
});

test('[VT7] the event of a job of the vault names its job and what that works on, and is found by it', async () => {
  const driven = driveServer();
  const vaultWork = { targetType: 'RecoveryPlan' } as const;
  driven.engine.putJob(job({ scenarioName: 'DeleteRecoveryPlan', vmName: 'Shop', vaultWork, state: 'Succeeded' }));
  driven.engine.eventList = [
    {
      eventId: 'a',
      vmId: null,
      jobTarget: { id: 'plan-1', name: 'Shop', type: 'RecoveryPlan' },
      at: T0,
      eventType: 'JobStatus',
      severity: 'OK',
      eventCode: 'DeleteRecoveryPlan',
      description: 'Delete a recovery plan: Succeeded.',
      jobId: JOB_1,
    },
  ];
  const listed = async (filter: string): Promise<readonly Arm[]> =>
    (await driven.json<{ value: Arm[] }>('GET', `/replicationEvents?$filter=${filter}`)).value;
  const [event] = await listed("AffectedObjectFriendlyName eq 'shop' and AffectedObjectCorrelationId eq 'plan-1'");
  expect(event?.properties).toMatchObject({
    affectedObjectFriendlyName: 'Shop',
    affectedObjectCorrelationId: 'plan-1',
    fabricId: null,
    eventSpecificDetails: {
      instanceType: 'JobStatus',
      jobId: `${VAULT_ID}/replicationJobs/${JOB_1}`,
      jobFriendlyName: 'Delete a recovery plan',
      jobStatus: 'Succeeded',
      affectedObjectType: 'RecoveryPlan',
    },
  });
  expect(await listed("AffectedObjectFriendlyName eq 'other'")).toEqual([]);
});
