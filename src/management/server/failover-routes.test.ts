import { describe, expect, test } from 'vitest';
import { driveServer } from './testing/driven-server.ts';
import { JOB_1, job, POINT_1, view, VM_1 } from './testing/records.ts';

const ITEM = `/replicationProtectedItems/${VM_1}`;
const HYPER_V = { instanceType: 'HyperVReplicaAzure' };
const FAILBACK = { instanceType: 'HyperVReplicaAzureFailback' };

interface ErrorBody {
  readonly error: { readonly code: string; readonly details: readonly Record<string, string>[] };
}

describe('commands', () => {
  test.each([
    [
      'plannedFailover',
      { failoverDirection: 'PrimaryToRecovery', providerSpecificDetails: HYPER_V },
      { kind: 'plannedFailover' },
    ],
    [
      'unplannedFailover',
      {
        sourceSiteOperations: 'Required',
        providerSpecificDetails: { ...HYPER_V, recoveryPointId: `/x/recoveryPoints/${POINT_1}` },
      },
      { kind: 'unplannedFailover', recoveryPointId: POINT_1, isShuttingDownSource: true },
    ],
    [
      'unplannedFailover',
      { failoverDirection: 'PrimaryToRecovery' },
      { kind: 'unplannedFailover', recoveryPointId: null, isShuttingDownSource: false },
    ],
    [
      'testFailover',
      { networkType: 'VmNetworkAsInput', networkId: '/net', providerSpecificDetails: HYPER_V },
      { kind: 'testFailover', recoveryPointId: null, networkId: '/net' },
    ],
    [
      'testFailover',
      { networkType: 'NoNetworkAttachAsInput', networkId: '/net' },
      { kind: 'testFailover', recoveryPointId: null, networkId: null },
    ],
    ['testFailoverCleanup', { comments: 'It worked.' }, { kind: 'testFailoverCleanup', comments: 'It worked.' }],
    ['applyRecoveryPoint', { recoveryPointId: POINT_1 }, { kind: 'changeRecoveryPoint', recoveryPointId: POINT_1 }],
    ['reProtect', { failoverDirection: 'PrimaryToRecovery' }, { kind: 'reverseReplicate' }],
  ])('POST %s %j', async (action, properties, command) => {
    const driven = driveServer();
    driven.engine.answer = () => ({ isAccepted: true, jobId: JOB_1 });
    const response = await driven.call('POST', `${ITEM}/${action}`, { properties });
    expect(response.status).toBe(202);
    expect(response.headers.get('x-ms-request-id')).toContain(JOB_1);
    expect(driven.engine.commands).toEqual([{ ...command, vmId: VM_1 }]);
  });

  test('commit and cancel have no body', async () => {
    const driven = driveServer();
    await driven.call('POST', `${ITEM}/failoverCommit`);
    await driven.call('POST', `${ITEM}/failoverCancel`);
    expect(driven.engine.commands.map(({ kind }) => kind)).toEqual(['commitFailover', 'cancelFailover']);
  });

  test('a failback is a planned failover in the other direction, with its own input', async () => {
    const driven = driveServer();
    driven.engine.put(view({ allowedOperations: ['Failback'] }));
    const providerSpecificDetails = {
      ...FAILBACK,
      dataSyncOption: 'ForDownTime',
      recoveryVmCreationOption: 'CreateVmIfNotFound',
    };
    const properties = { failoverDirection: 'RecoveryToPrimary', providerSpecificDetails };
    await driven.call('POST', `${ITEM}/plannedFailover`, { properties });
    expect(driven.engine.commands).toEqual([
      { kind: 'failback', vmId: VM_1, dataSync: 'ForDownTime', createVmIfNotFound: true },
    ]);
  });
});

describe('refusals', () => {
  test.each([
    ['reProtect', { failoverDirection: 'RecoveryToPrimary', providerSpecificDetails: HYPER_V }],
    ['unplannedFailover', { failoverDirection: 'RecoveryToPrimary' }],
    ['testFailover', { failoverDirection: 'RecoveryToPrimary' }],
    ['plannedFailover', { failoverDirection: 'RecoveryToPrimary', providerSpecificDetails: FAILBACK }],
    ['plannedFailover', { failoverDirection: 'PrimaryToRecovery', providerSpecificDetails: FAILBACK }],
    ['plannedFailover', { failoverDirection: 'Sideways' }],
  ])('%s %j goes in no direction that is open: answered as recorded', async (action, properties) => {
    const driven = driveServer();
    const response = await driven.call('POST', `${ITEM}/${action}`, { properties });
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as ErrorBody;
    expect(error).toMatchObject({
      code: 'BadRequest',
      message: 'Invalid failover direction was specified. Verify input and try operation again.',
      details: [
        {
          code: 'InvalidFailoverDirection',
          possibleCauses: 'Invalid parameters were specified.',
          recommendedAction: 'Verify the input and try again.',
        },
      ],
    });
    expect(driven.engine.commands).toEqual([]);
  });

  test.each([
    ['testFailover', { networkType: 'VmNetworkAsInput' }],
    ['testFailover', { networkType: 'LogicalNetworkAsInput', networkId: '/net' }],
    ['unplannedFailover', { sourceSiteOperations: 'Maybe' }],
    ['testFailoverCleanup', { comments: 7 }],
    ['plannedFailover', { providerSpecificDetails: { ...FAILBACK, dataSyncOption: 'Never' } }],
  ])('%s %j is not a valid input', async (action, properties) => {
    const driven = driveServer();
    const response = await driven.call('POST', `${ITEM}/${action}`, { properties });
    expect(response.status).toBe(400);
    expect(((await response.json()) as ErrorBody).error.details[0]?.['code']).toBe('InvalidInput');
    expect(driven.engine.commands).toEqual([]);
  });

  test('the engine’s own refusal is passed on in its words', async () => {
    const driven = driveServer();
    driven.engine.answer = () => ({
      isAccepted: false,
      refusal: { code: 'NotAllowed', message: 'It is paused.', possibleCauses: 'a', recommendedAction: 'b' },
    });
    const response = await driven.call('POST', `${ITEM}/failoverCommit`);
    expect(response.status).toBe(409);
    expect(((await response.json()) as ErrorBody).error.details[0]).toMatchObject({
      code: 'NotAllowed',
      message: 'It is paused.',
    });
  });
});

describe('a job that waits', () => {
  test('is resumed: the failback is completed', async () => {
    const driven = driveServer();
    driven.engine.putJob(job({ scenarioName: 'PlannedFailover', state: 'Suspended', stateDescription: 'Suspended' }));
    const response = await driven.call('POST', `/replicationJobs/${JOB_1}/resume`, { properties: { comments: 'Go.' } });
    expect(response.status).toBe(200);
    expect(driven.engine.commands).toEqual([{ kind: 'resumeJob', jobId: JOB_1, comments: 'Go.' }]);
  });

  test('one that runs does not wait', async () => {
    const driven = driveServer();
    expect((await driven.call('POST', `/replicationJobs/${JOB_1}/resume`, {})).status).toBe(409);
    expect(driven.engine.commands).toEqual([]);
  });
});
