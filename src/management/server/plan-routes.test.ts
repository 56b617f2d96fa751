import { describe, expect, test } from 'vitest';
import type { JobId } from '../../core/model.ts';
import { jobOfRun } from '../../core/plans/plan-job.ts';
import type { PlanRun } from '../../core/plans/plan.ts';
import { action, DB, group, plan, SampleVault, TEST, WEB } from '../../core/plans/testing/sample-plans.ts';
import type { ArmRecoveryPlan } from '../arm.ts';
import { driveServer, type DrivenServer } from './testing/driven-server.ts';
import { JOB_1, planView, T0, VM_1 } from './testing/records.ts';

const BASE = '/replicationRecoveryPlans/Shop';
const FABRIC = '/x/replicationFabrics/munich';

function driveWithPlan(): DrivenServer {
  const driven = driveServer({ retryAfterSeconds: () => 7 });
  driven.engine.planList = [planView()];
  driven.engine.answer = (command) => ({ isAccepted: true, jobId: command.kind === 'runPlan' ? JOB_1 : null });
  return driven;
}

const body = (groups: readonly object[], change: object = {}) => ({
  properties: { primaryFabricId: FABRIC, recoveryFabricId: 'Microsoft Azure', groups, ...change },
});

interface ErrorBody {
  readonly error: { readonly details: readonly { readonly code: string; readonly message: string }[] };
}

async function refusalOf(driven: DrivenServer, method: string, path: string, input?: unknown): Promise<string> {
  const response = await driven.call(method, path, input);
  const { error } = (await response.json()) as ErrorBody;
  return `${response.status} ${error.details[0]?.code}: ${error.details[0]?.message}`;
}

describe('a recovery plan', () => {
  test('looks as recorded when nothing runs', async () => {
    const { properties } = await driveWithPlan().json<ArmRecoveryPlan>('GET', '/replicationrecoveryplans/shop');
    expect(properties).toMatchObject({
      currentScenario: null,
      currentScenarioStatus: null,
      providerSpecificDetails: [],
    });
    expect(properties).not.toHaveProperty('lastTestFailoverTime');
    expect(properties?.operationRefusals).toEqual({ Commit: 'sql01: The machine runs at its primary site.' });
    const item = properties?.groups?.[2]?.replicationProtectedItems?.[0];
    expect(item?.virtualMachineId).toBe(VM_1);
    expect(item?.id).toMatch(/^\/Subscriptions\/.*\/replicationFabrics\/Munich\/.*\/replicationProtectedItems\/2222/);
  });

  test('tells what runs, and when it last did', async () => {
    const driven = driveWithPlan();
    const run = { ...new SampleVault().begin(TEST), jobId: JOB_1, startedAt: T0, state: 'waiting' } as PlanRun;
    driven.engine.planList = [planView({ run, lastTestFailoverAt: T0 })];
    const { properties } = await driven.json<ArmRecoveryPlan>('GET', BASE);
    expect(properties).toMatchObject({
      currentScenario: { scenarioName: 'TestFailover', startTime: '2026-01-05T09:00:00.000Z' },
      currentScenarioStatus: 'Suspended',
      lastTestFailoverTime: '2026-01-05T09:00:00.000Z',
      lastRun: { jobName: JOB_1, operation: 'TestFailover', state: 'waiting', endTime: null },
    });
  });

  test('is paged and found whatever the case; an unknown one is not', async () => {
    const driven = driveWithPlan();
    driven.engine.planList = ['b', 'A', 'c'].map((name) => planView({ name }));
    const page = await driven.json<{ value: { name: string }[]; nextLink: string }>(
      'GET',
      '/replicationRecoveryPlans?$top=2',
    );
    expect(page.value.map(({ name }) => name)).toEqual(['A', 'b']);
    expect(page.nextLink).toContain('skipToken');
    expect(await refusalOf(driven, 'GET', '/replicationRecoveryPlans/x')).toContain('404 ResourceNotFound');
  });

  test('is made of groups, items and manual actions', async () => {
    const driven = driveWithPlan();
    const manual = {
      actionName: 'DNS',
      failoverTypes: ['TestFailover', 'Commit'],
      failoverDirections: ['PrimaryToRecovery'],
      customDetails: { instanceType: 'ManualActionDetails', description: 'Look.' },
    };
    const items = [{ virtualMachineId: VM_1.toUpperCase() }];
    await driven.call(
      'PUT',
      BASE,
      body([{ groupType: 'Boot', replicationProtectedItems: items, endGroupActions: [manual] }]),
    );
    expect(driven.engine.commands).toEqual([
      {
        kind: 'putPlan',
        plan: {
          planId: expect.any(String) as string,
          name: 'Shop',
          siteName: 'Munich',
          groups: [
            {
              type: 'Boot',
              vmIds: [VM_1],
              startActions: [],
              endActions: [
                {
                  kind: 'manual',
                  name: 'DNS',
                  instructions: 'Look.',
                  operations: ['TestFailover'],
                  directions: ['PrimaryToRecovery'],
                },
              ],
            },
          ],
        },
      },
    ]);
  });

  test('keeps its groups where a change names none', async () => {
    const driven = driveWithPlan();
    const groups = [group('Boot', [VM_1], { startActions: [action('a')], endActions: [action('b')] })];
    driven.engine.planList = [planView({ groups })];
    await driven.call('PATCH', BASE, { properties: {} });
    expect(driven.engine.commands[0]).toMatchObject({
      plan: {
        groups: [
          { vmIds: [VM_1], startActions: [{ ...action('a'), kind: 'manual' }], endActions: [{ kind: 'manual' }] },
        ],
      },
    });
  });

  test.each([
    [{ recoveryFabricId: '/x/replicationFabrics/Berlin' }, '400 InvalidRecoveryFabric'],
    [{ failoverDeploymentModel: 'Classic' }, '400 InvalidFailoverDeploymentModel'],
    [{ groups: [{ groupType: 'Start' }] }, '400 InvalidInput'],
    [{ groups: [{ groupType: 'Boot', replicationProtectedItems: [{}] }] }, '400 InvalidInput'],
  ])('refuses %j', async (change, expected) => {
    expect(await refusalOf(driveWithPlan(), 'PUT', BASE, body([], change))).toContain(expected);
  });

  test('accepts the fabric of Azure by its GUID too', async () => {
    const change = { recoveryFabricId: '/x/replicationFabrics/21A9403C-6EC1-44F2-B744-B4E50B792387' };
    expect((await driveWithPlan().call('PUT', BASE, body([], change))).status).toBe(200);
  });

  test('that does not exist is deleted without a word', async () => {
    const driven = driveWithPlan();
    expect((await driven.call('DELETE', '/replicationRecoveryPlans/x')).status).toBe(204);
    expect(driven.engine.commands).toEqual([]);
  });
});

describe('a run', () => {
  test('is followed by its job, and comes to the plan', async () => {
    const driven = driveWithPlan();
    const response = await driven.call('POST', `${BASE}/failoverCommit`);
    expect(response.status).toBe(202);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(response.headers.get('x-ms-request-id')).toMatch(new RegExp(`/replicationJobs/${JOB_1}$`));
    const location = response.headers.get('location') ?? '';
    expect(location).toMatch(new RegExp(`/replicationRecoveryPlans/Shop/operationresults/${JOB_1}\\?`));
    const job = jobOfRun(plan(), { ...new SampleVault().begin({ operation: 'Commit' }), jobId: JOB_1 });
    driven.engine.putJob(job);
    const result = `${BASE}/operationresults/${JOB_1}`;
    expect((await driven.call('GET', result)).status).toBe(202);
    driven.engine.putJob({ ...job, state: 'Succeeded', endedAt: T0 });
    expect((await driven.json<ArmRecoveryPlan>('GET', result)).name).toBe('Shop');
  });

  test.each(['unplannedFailover', 'testFailover'])('%s leads to Azure only', async (actionName) => {
    const properties = { failoverDirection: 'RecoveryToPrimary', networkType: 'NoNetworkAttachAsInput' };
    const refusal = await refusalOf(driveWithPlan(), 'POST', `${BASE}/${actionName}`, { properties });
    expect(refusal).toContain('InvalidFailoverDirection');
  });

  test.each([
    ['PrimaryToRecovery', 'HyperVReplicaAzureFailback'],
    ['RecoveryToPrimary', 'HyperVReplicaAzure'],
    ['Sideways', undefined],
  ])('a planned failover %s with details of %s is refused', async (failoverDirection, instanceType) => {
    const providerSpecificDetails = instanceType === undefined ? null : [{ instanceType }];
    const properties = { failoverDirection, providerSpecificDetails };
    const refusal = await refusalOf(driveWithPlan(), 'POST', `${BASE}/plannedFailover`, { properties });
    expect(refusal).toContain('InvalidFailoverDirection');
  });

  test('that is not allowed tells why', async () => {
    const driven = driveWithPlan();
    driven.engine.answer = () => ({
      isAccepted: false,
      refusal: { code: 'NotAllowed', message: 'sql01: No.', possibleCauses: '', recommendedAction: '' },
    });
    expect(await refusalOf(driven, 'POST', `${BASE}/reProtect`)).toBe('409 NotAllowed: sql01: No.');
  });
});

describe('the job of a run', () => {
  const run = new SampleVault().begin(TEST, [
    group('Shutdown', [], { startActions: [action('Tell them')] }),
    group('Failover', []),
    group('Boot', [DB]),
    group('Boot', [WEB]),
  ]);

  test('has a task for each group, with its machines and actions', async () => {
    const driven = driveServer();
    driven.engine.putJob(jobOfRun(plan(), { ...run, jobId: JOB_1 }));
    const { properties } = await driven.json<{ properties: Record<string, unknown> }>(
      'GET',
      `/replicationJobs/${JOB_1}`,
    );
    expect(properties).toMatchObject({
      scenarioName: 'TestFailover',
      targetObjectId: 'plan',
      targetObjectName: 'Shop',
      targetInstanceType: 'RecoveryPlan',
      allowedActions: ['Cancel'],
      tasks: [
        {
          taskType: 'RecoveryPlanShutdownGroupTaskDetails',
          groupTaskCustomDetails: {
            instanceType: 'RecoveryPlanShutdownGroupTaskDetails',
            rpGroupType: 'Shutdown',
            childTasks: [
              {
                taskType: 'ManualActionTaskDetails',
                customDetails: { name: 'Tell them', instructions: 'Do Tell them.' },
              },
            ],
          },
        },
        {
          taskType: 'RecoveryPlanGroupTaskDetails',
          groupTaskCustomDetails: {
            name: 'All groups failover',
            groupId: 'FailoverGroup',
            childTasks: [
              {
                friendlyName: 'Fail over DB',
                taskType: 'VirtualMachineTaskDetails',
                customDetails: {
                  jobTask: { targetObjectName: 'DB', jobScenarioName: 'TestFailover' },
                  skippedReason: null,
                },
              },
              { friendlyName: 'Fail over WEB' },
            ],
          },
        },
        { friendlyName: 'Group 1: Start' },
        { friendlyName: 'Group 2: Start', state: 'NotStarted' },
      ],
    });
  });

  test('is listed with its plan, and by the type of what it works on', async () => {
    const driven = driveServer();
    driven.engine.putJob(jobOfRun(plan(), { ...run, jobId: 'plan-job' as JobId }));
    const rows = await driven.json<{ rows: { id: string; recoveryPlan?: string }[] }>(
      'GET',
      '/replicationJobs?projection=rows',
    );
    expect(rows.rows.find(({ id }) => id === 'plan-job')?.recoveryPlan).toBe('Shop');
    expect(rows.rows.find(({ id }) => id === JOB_1)).not.toHaveProperty('recoveryPlan');
    const filter = encodeURIComponent("AffectedObjectTypes eq 'RecoveryPlan'");
    const listed = await driven.json<{ value: { name: string }[] }>('GET', `/replicationJobs?$filter=${filter}`);
    expect(listed.value.map(({ name }) => name)).toEqual(['plan-job']);
    driven.engine.planList = [planView()];
    for (const [fabric, found] of [
      ['munich', ['plan-job', JOB_1]],
      ['berlin', []],
    ] as const) {
      const byFabric = encodeURIComponent(`FabricId eq '/x/replicationFabrics/${fabric}'`);
      const page = await driven.json<{ value: { name: string }[] }>('GET', `/replicationJobs?$filter=${byFabric}`);
      expect(page.value.map(({ name }) => name).toSorted()).toEqual(found.toSorted());
    }
  });

  test('names the machine of an error', async () => {
    const driven = driveServer();
    const fault = { code: 'BrokenVhdChain', detail: '' } as const;
    const job = jobOfRun(plan(), { ...run, jobId: JOB_1 });
    driven.engine.putJob({ ...job, errors: [{ fault, taskId: 'FailoverGroup', at: T0, vmName: 'WEB' }] });
    const { properties } = await driven.json<{
      properties: { errors: { serviceErrorDetails: { message: string } }[]; tasks: { errors: unknown[] }[] };
    }>('GET', `/replicationJobs/${JOB_1}`);
    expect(properties.errors[0]?.serviceErrorDetails.message).toContain('WEB');
    expect(properties.tasks.map(({ errors }) => errors.length)).toEqual([0, 1, 0, 0]);
  });
});

test('the change feed tells that plans have changed', () => {
  const driven = driveServer();
  const told: string[] = [];
  driven.server.subscribe((batch) => told.push(...batch.invalidated));
  driven.engine.emit({ kind: 'plan' });
  driven.tick();
  expect(told).toEqual(['recoveryPlans']);
});
