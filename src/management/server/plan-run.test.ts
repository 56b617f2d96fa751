/** Microsoft's SDK, the server, the engine and the world: a plan is run with nothing in between replaced. */
import { expect, test } from 'vitest';
import { bootGroup, manual, planBench } from '../../engine/plans/testing/plan-bench.ts';
import { createManagementServer } from './management-server.ts';
import { sdkOf } from './testing/sdk-client.ts';

const PLAN = ['contoso', 'lockstep', 'Shop'] as const;

test('a test failover with a manual action, its clean-up, and a planned failover', async () => {
  const bench = await planBench();
  await bench.putPlan([bootGroup([bench.first], { endActions: [manual('Check DNS')] }), bootGroup([bench.second])]);
  const server = createManagementServer({
    engine: bench.engine,
    sha256: async () => '',
    every: () => () => undefined,
    storageAccountId: '/storageAccounts/dr',
    retryAfterSeconds: () => 0,
  });
  const seen: string[] = [];
  const sdk = sdkOf({ server }, async (request) => {
    // Whoever asks how a job stands lets time pass in the world; whoever commands does too, until it is taken.
    const waiting = [...bench.engine.jobs()].find((job) => job.recoveryPlan && job.state === 'Suspended');
    if (waiting && request.method === 'GET') {
      seen.push(`${waiting.scenarioName} waits`);
      await bench.send({ kind: 'resumeJob', jobId: waiting.jobId, comments: 'ok' });
    }
    if (request.method === 'GET') await bench.clock.runFor(20_000);
    else setTimeout(() => void bench.clock.runFor(1), 0);
  });
  const { replicationRecoveryPlans: plans } = sdk;
  const onward = {
    failoverDirection: 'PrimaryToRecovery',
    providerSpecificDetails: [{ instanceType: 'HyperVReplicaAzure' }],
  } as const;
  const fast = { updateIntervalInMs: 1 };
  const properties = { ...onward, providerSpecificDetails: [...onward.providerSpecificDetails] };
  const tested = await plans.beginTestFailoverAndWait(
    ...PLAN,
    { properties: { ...properties, networkType: 'NoNetworkAttachAsInput' } },
    fast,
  );
  expect(tested.properties?.allowedOperations).toEqual(['UnplannedFailover', 'TestFailoverCleanup']);
  expect(new Set(seen)).toEqual(new Set(['TestFailover waits']));
  await plans.beginTestFailoverCleanupAndWait(...PLAN, { properties: { comments: '' } }, fast);
  const failed = await plans.beginPlannedFailoverAndWait(...PLAN, { properties }, fast);
  expect(failed.properties?.allowedOperations).toEqual(['Commit', 'CancelFailover']);
  expect(failed.properties?.lastPlannedFailoverTime).toBeInstanceOf(Date);
  expect(bench.world.azureMachines().map((machine) => machine.state)).toEqual(['Running', 'Running']);
});
