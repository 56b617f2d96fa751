/** Microsoft's own SDK against the server, unchanged but for the way its requests go. */
import { expect, test } from 'vitest';
import type { VmId } from '../../core/model.ts';
import { siteNames } from './arm-id.ts';
import { driveServer, type DrivenServer } from './testing/driven-server.ts';
import { sdkOf } from './testing/sdk-client.ts';
import { item, JOB_1, job, planView, POINT_1, T0, view, VM_1, VM_2 } from './testing/records.ts';

const VAULT = 'contoso';
const GROUP = 'lockstep';
const { container } = siteNames('Munich');

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

const ITEM = [VAULT, GROUP, 'Munich', container, VM_1] as const;
const FAST = { updateIntervalInMs: 1 };

async function all<Element>(list: AsyncIterable<Element>): Promise<Element[]> {
  const elements: Element[] = [];
  for await (const element of list) elements.push(element);
  return elements;
}

/** Every command is taken, and its job has succeeded when it is asked for. */
function driveSucceeding(): DrivenServer {
  const driven = driveServer({ retryAfterSeconds: () => 0 });
  driven.engine.putJob(job({ state: 'Succeeded', stateDescription: 'Completed', endedAt: T0 }));
  driven.engine.answer = () => ({ isAccepted: true, jobId: JOB_1 });
  return driven;
}

test('drives the life cycle of an item', async () => {
  const driven = driveSucceeding();
  const { replicationProtectedItems: items } = sdkOf(driven);
  const providerSpecificDetails = { instanceType: 'HyperVReplicaAzure' } as const;
  const onward = { failoverDirection: 'PrimaryToRecovery', providerSpecificDetails } as const;
  await items.beginTestFailoverAndWait(
    ...ITEM,
    { properties: { ...onward, networkType: 'NoNetworkAttachAsInput' } },
    FAST,
  );
  await items.beginTestFailoverCleanupAndWait(...ITEM, { properties: { comments: 'Fine.' } }, FAST);
  await items.beginPlannedFailoverAndWait(...ITEM, { properties: onward }, FAST);
  await items.beginFailoverCancelAndWait(...ITEM, FAST);
  await items.beginUnplannedFailoverAndWait(
    ...ITEM,
    { properties: { ...onward, sourceSiteOperations: 'NotRequired' } },
    FAST,
  );
  const point = { recoveryPointId: POINT_1, providerSpecificDetails };
  await items.beginApplyRecoveryPointAndWait(...ITEM, { properties: point }, FAST);
  await items.beginFailoverCommitAndWait(...ITEM, FAST);
  driven.engine.put(view({ allowedOperations: ['Failback'] }));
  const failback = {
    failoverDirection: 'RecoveryToPrimary',
    providerSpecificDetails: { instanceType: 'HyperVReplicaAzureFailback', dataSyncOption: 'ForSynchronization' },
  } as const;
  await items.beginPlannedFailoverAndWait(...ITEM, { properties: failback }, FAST);
  const result = await items.beginReprotectAndWait(...ITEM, { properties: onward }, FAST);
  expect(result.name).toBe(VM_1);
  expect(driven.engine.commands.map(({ kind }) => kind)).toEqual([
    'testFailover',
    'testFailoverCleanup',
    'plannedFailover',
    'cancelFailover',
    'unplannedFailover',
    'changeRecoveryPoint',
    'commitFailover',
    'failback',
    'reverseReplicate',
  ]);
});

test('sees the recorded refusal of a reprotection in the wrong direction', async () => {
  const { replicationProtectedItems: items } = sdkOf(driveSucceeding());
  const properties = {
    failoverDirection: 'RecoveryToPrimary',
    providerSpecificDetails: { instanceType: 'HyperVReplicaAzure' },
  } as const;
  await expect(items.beginReprotectAndWait(...ITEM, { properties }, FAST)).rejects.toMatchObject({
    statusCode: 400,
    code: 'BadRequest',
    details: { body: { error: { details: [{ code: 'InvalidFailoverDirection' }] } } },
  });
});

test('updates, disables and purges an item, and reads what lies below it', async () => {
  const driven = driveSucceeding();
  const sdk = sdkOf(driven);
  const { replicationProtectedItems: items } = sdk;
  await items.beginUpdateAndWait(...ITEM, { properties: { recoveryAzureVMSize: 'Standard_B2s' } }, FAST);
  const points = await all(sdk.recoveryPoints.listByReplicationProtectedItems(...ITEM));
  expect(points.map((point) => point.name)).toEqual([POINT_1]);
  expect((await sdk.recoveryPoints.get(...ITEM, POINT_1)).properties?.recoveryPointType).toBe('CrashConsistent');
  const sizes = await all(sdk.targetComputeSizes.listByReplicationProtectedItems(...ITEM));
  expect(sizes.find((size) => size.name === 'Standard_B2s')?.properties?.cpuCoresCount).toBe(2);
  const disabling = {
    properties: { replicationProviderInput: { instanceType: 'DisableProtectionProviderSpecificInput' } },
  };
  await items.beginDeleteAndWait(...ITEM, disabling as never, FAST);
  await items.beginPurgeAndWait(...ITEM, FAST);
  expect(driven.engine.commands).toMatchObject([
    { kind: 'changeTarget', change: { targetVmSize: 'Standard_B2s' } },
    { kind: 'disableProtection', isForced: false },
    { kind: 'disableProtection', isForced: true },
  ]);
});

test('cancels, restarts, resumes and exports jobs', async () => {
  const driven = driveServer();
  const { replicationJobs: jobs } = sdkOf(driven);
  await jobs.beginCancelAndWait(VAULT, GROUP, JOB_1, FAST);
  await jobs.beginRestartAndWait(VAULT, GROUP, JOB_1, FAST);
  driven.engine.putJob(job({ state: 'Suspended', stateDescription: 'Suspended' }));
  await jobs.beginResumeAndWait(VAULT, GROUP, JOB_1, { properties: { comments: 'Go.' } }, FAST);
  expect(driven.engine.commands.map(({ kind }) => kind)).toEqual(['cancelJob', 'restartJob', 'resumeJob']);
  const listed = await all(jobs.list(VAULT, GROUP, { filter: "JobStatus eq 'Suspended' and JobName eq 'EnableDr'" }));
  expect(listed.map(({ name }) => name)).toEqual([JOB_1]);
  const exported = await jobs.beginExportAndWait(VAULT, GROUP, { jobOutputType: 'Xml' }, FAST);
  expect(exported.properties?.customDetails).toMatchObject({
    instanceType: 'ExportJobDetails',
    blobUri: expect.stringContaining('jobOutputType=Xml') as string,
  });
});

test('reads and refreshes a site', async () => {
  const sdk = sdkOf(driveServer());
  const { provider } = siteNames('Munich');
  expect((await sdk.replicationFabrics.get(VAULT, GROUP, 'Munich')).name).toBe('Munich');
  await sdk.replicationFabrics.beginCheckConsistencyAndWait(VAULT, GROUP, 'Munich', FAST);
  const providers = sdk.replicationRecoveryServicesProviders;
  expect(await all(providers.list(VAULT, GROUP))).toHaveLength(1);
  expect(await all(providers.listByReplicationFabrics(VAULT, GROUP, 'Munich'))).toHaveLength(1);
  const refreshed = await providers.beginRefreshProviderAndWait(VAULT, GROUP, 'Munich', provider, FAST);
  expect(refreshed.properties?.protectedItemCount).toBe(1);
  const containers = sdk.replicationProtectionContainers;
  expect((await all(containers.list(VAULT, GROUP))).map(({ name }) => name)).toEqual([container]);
  const protectable = sdk.replicationProtectableItems;
  const machines = protectable.listByReplicationProtectionContainers(VAULT, GROUP, 'Munich', container);
  expect((await all(machines)).map(({ name }) => name)).toEqual([VM_1, VM_2]);
  expect(await all(sdk.replicationNetworks.list(VAULT, GROUP))).toHaveLength(2);
  expect(await all(sdk.replicationNetworkMappings.list(VAULT, GROUP))).toEqual([]);
  expect(await all(sdk.replicationLogicalNetworks.listByReplicationFabrics(VAULT, GROUP, 'Munich'))).toEqual([]);
  expect(await all(sdk.replicationStorageClassifications.list(VAULT, GROUP))).toEqual([]);
  expect(await all(sdk.replicationStorageClassificationMappings.list(VAULT, GROUP))).toEqual([]);
});

test('reads which policies a site replicates under', async () => {
  const driven = driveServer();
  const { replicationProtectionContainerMappings: mappings } = sdkOf(driven);
  const [mapping] = await all(mappings.list(VAULT, GROUP));
  expect(mapping?.properties).toMatchObject({ policyFriendlyName: 'Gold 30 s', sourceFabricFriendlyName: 'Munich' });
  const below = mappings.listByReplicationProtectionContainers(VAULT, GROUP, 'Munich', container);
  expect(await all(below)).toEqual([mapping]);
  expect(await mappings.get(VAULT, GROUP, 'Munich', container, mapping?.name ?? '')).toEqual(mapping);
  driven.engine.itemsById.clear();
  expect(await all(mappings.list(VAULT, GROUP))).toEqual([]);
});

test('creates, changes and deletes a policy', async () => {
  const driven = driveServer();
  const { replicationPolicies: policies } = sdkOf(driven);
  const input = { instanceType: 'HyperVReplicaAzure', replicationInterval: 900 } as const;
  const created = await policies.beginCreateAndWait(
    VAULT,
    GROUP,
    'Bronze',
    { properties: { providerSpecificInput: input } },
    FAST,
  );
  expect(created.properties?.providerSpecificDetails).toMatchObject({ replicationInterval: 900 });
  const change = {
    replicationProviderSettings: { instanceType: 'HyperVReplicaAzure', recoveryPointHistoryDuration: 9 },
  };
  const changed = await policies.beginUpdateAndWait(VAULT, GROUP, 'Bronze', { properties: change as never }, FAST);
  expect(changed.properties?.providerSpecificDetails).toMatchObject({
    replicationInterval: 900,
    recoveryPointHistoryDurationInHours: 9,
  });
  expect((await all(policies.list(VAULT, GROUP))).map(({ name }) => name)).toEqual(['Bronze', 'Gold 30 s']);
  await policies.beginDeleteAndWait(VAULT, GROUP, 'Bronze', FAST);
  expect(driven.engine.commands.at(-1)).toMatchObject({ kind: 'deletePolicy' });
});

test('reads the vault’s health and events', async () => {
  const driven = driveServer();
  const event = { eventId: 'e1', vmId: VM_1, at: T0, eventCode: 'x', description: 'Lost.', jobId: null } as const;
  driven.engine.eventList = [{ ...event, eventType: 'VmHealth', severity: 'Critical' }];
  const sdk = sdkOf(driven);
  expect((await sdk.replicationVaultHealth.get(VAULT, GROUP)).properties?.protectedItemsHealth?.resourceCount).toBe(1);
  await sdk.replicationVaultHealth.beginRefreshAndWait(VAULT, GROUP, FAST);
  const [first] = await all(sdk.replicationEvents.list(VAULT, GROUP, { filter: "Severity eq 'Critical'" }));
  const found = await sdk.replicationEvents.get(VAULT, GROUP, first?.name ?? '');
  expect(found.properties?.description).toBe('Lost.');
});

const PLAN = [VAULT, GROUP, 'Shop'] as const;

test('creates, changes, lists and deletes recovery plans', async () => {
  const driven = driveSucceeding();
  driven.engine.answer = (command) => {
    if (command.kind === 'putPlan') {
      const { plan } = planView();
      const groups = [...plan.groups.slice(0, 2), { ...plan.groups[2], vmIds: [VM_1] } as (typeof plan.groups)[number]];
      driven.engine.planList = [planView({ name: command.plan.name, groups })];
    }
    return { isAccepted: true, jobId: null };
  };
  const { replicationRecoveryPlans: plans, replicationProtectedItems: items } = sdkOf(driven);
  const groups = [
    {
      groupType: 'Boot',
      replicationProtectedItems: [{ id: `/x/replicationProtectedItems/${VM_1}`, virtualMachineId: VM_1 }],
      startGroupActions: [],
      endGroupActions: [
        {
          actionName: 'Check DNS',
          failoverTypes: ['TestFailover', 'UnplannedFailover'],
          failoverDirections: ['PrimaryToRecovery'],
          customDetails: { instanceType: 'ManualActionDetails', description: 'Ask the name server.' } as const,
        },
      ],
    },
  ];
  const input = { primaryFabricId: '/x/replicationFabrics/Munich', recoveryFabricId: 'Microsoft Azure', groups };
  const created = await plans.beginCreateAndWait(...PLAN, { properties: input }, FAST);
  expect(created.properties).toMatchObject({
    friendlyName: 'Shop',
    primaryFabricFriendlyName: 'Munich',
    recoveryFabricId: 'Microsoft Azure',
    failoverDeploymentModel: 'ResourceManager',
    replicationProviders: ['HyperVReplicaAzure'],
    allowedOperations: ['PlannedFailover', 'UnplannedFailover', 'TestFailover'],
    groups: [{ groupType: 'Shutdown' }, { groupType: 'Failover' }, { groupType: 'Boot' }],
  });
  await plans.beginUpdateAndWait(...PLAN, { properties: { groups } }, FAST);
  expect((await plans.get(...PLAN)).name).toBe('Shop');
  expect((await all(plans.list(VAULT, GROUP))).map(({ name }) => name)).toEqual(['Shop']);
  const inPlan = await all(items.list(VAULT, GROUP, { filter: "RecoveryPlanName eq 'Shop'" }));
  expect(inPlan.map(({ name }) => name)).toEqual([VM_1]);
  await plans.beginDeleteAndWait(...PLAN, FAST);
  expect(driven.engine.commands.map(({ kind }) => kind)).toEqual(['putPlan', 'putPlan', 'deletePlan']);
});

test('runs everything that can be run on a recovery plan', async () => {
  const driven = driveSucceeding();
  driven.engine.planList = [planView()];
  const { replicationRecoveryPlans: plans } = sdkOf(driven);
  const onward = {
    failoverDirection: 'PrimaryToRecovery',
    providerSpecificDetails: [{ instanceType: 'HyperVReplicaAzure' as const, recoveryPointType: 'LatestProcessed' }],
  };
  const test = { ...onward, networkType: 'VmNetworkAsInput', networkId: '/networks/test' };
  await plans.beginTestFailoverAndWait(...PLAN, { properties: test }, FAST);
  await plans.beginTestFailoverCleanupAndWait(...PLAN, { properties: { comments: 'Fine.' } }, FAST);
  await plans.beginPlannedFailoverAndWait(...PLAN, { properties: onward }, FAST);
  await plans.beginFailoverCancelAndWait(...PLAN, FAST);
  await plans.beginUnplannedFailoverAndWait(
    ...PLAN,
    { properties: { ...onward, sourceSiteOperations: 'Required' } },
    FAST,
  );
  await plans.beginFailoverCommitAndWait(...PLAN, FAST);
  const failback = {
    failoverDirection: 'RecoveryToPrimary',
    providerSpecificDetails: [
      {
        instanceType: 'HyperVReplicaAzureFailback' as const,
        dataSyncOption: 'ForDownTime',
        recoveryVmCreationOption: 'NoAction',
      },
    ],
  };
  await plans.beginPlannedFailoverAndWait(...PLAN, { properties: failback }, FAST);
  const result = await plans.beginReprotectAndWait(...PLAN, FAST);
  expect(result.name).toBe('Shop');
  expect(driven.engine.commands.map((command) => (command.kind === 'runPlan' ? command.request : command))).toEqual([
    { operation: 'TestFailover', point: 'Latest', networkId: '/networks/test' },
    { operation: 'TestFailoverCleanup', comments: 'Fine.' },
    { operation: 'PlannedFailover' },
    { operation: 'CancelFailover' },
    { operation: 'UnplannedFailover', point: 'Latest', isShuttingDownSource: true },
    { operation: 'Commit' },
    { operation: 'Failback', dataSync: 'ForDownTime', createVmIfNotFound: false },
    { operation: 'ReverseReplicate' },
  ]);
});
