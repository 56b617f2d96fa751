import type { Context } from 'hono';
import type { PlanPoint, PlanRequest } from '../../core/plans/plan.ts';
import type { PlanView } from '../../engine/engine-api.ts';
import { badRequest, notFound } from './arm-error.ts';
import { decodedSegment, planArmId } from './arm-id.ts';
import type { ServerContext } from './context.ts';
import { cleanupInput } from './failover-inputs.ts';
import { invalidDirection, requireToRecovery, testNetwork } from './failover-routes.ts';
import { readInput } from './inputs.ts';
import { operationResult } from './job-routes.ts';
import { acceptedResponse } from './long-running.ts';
import { pageOf } from './paging.ts';
import { draftsOf, groupDraft, planIdOf, requireAzure } from './plan-draft.ts';
import { createPlanInput, planFailoverInput, type PlanFailoverInput, updatePlanInput } from './plan-inputs.ts';
import { planResource } from './plan-resource.ts';
import { type App, param, urlOf } from './routes.ts';

const BASE = '/replicationrecoveryplans/:plan';

/** Recovery plans: list, one, create, change, delete, and what is run on them. */
export function addPlanRoutes(app: App, server: ServerContext): void {
  const { engine } = server;
  const render = (name: string): unknown => planResource(server, planOf(server, name));

  app.get('/replicationrecoveryplans', (c) => {
    const plans = engine.plans().toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    return c.json(pageOf(plans, keyOf, (view) => planResource(server, view), urlOf(c)));
  });
  app.get(BASE, (c) => c.json(render(param(c, 'plan'))));
  app.put(BASE, async (c) => {
    const { properties } = await readInput(c.req.raw, createPlanInput);
    requireAzure(properties.recoveryFabricId, properties.failoverDeploymentModel);
    const fabric = decodedSegment(properties.primaryFabricId);
    const siteName = server.sites().byFabric(fabric)?.siteName ?? fabric;
    const before = findPlan(server, param(c, 'plan'))?.plan;
    const name = before?.name ?? param(c, 'plan');
    const groups = properties.groups.map(groupDraft);
    await server.dispatch({ kind: 'putPlan', plan: { planId: planIdOf(name), name, siteName, groups } });
    return c.json(render(name));
  });
  app.patch(BASE, async (c) => {
    const { plan } = planOf(server, param(c, 'plan'));
    const { properties } = await readInput(c.req.raw, updatePlanInput);
    const groups = properties?.groups?.map(groupDraft) ?? draftsOf(plan);
    const { planId, name, siteName } = plan;
    await server.dispatch({ kind: 'putPlan', plan: { planId, name, siteName, groups } });
    return c.json(render(name));
  });
  app.delete(BASE, async (c) => {
    const view = findPlan(server, param(c, 'plan'));
    if (view) await server.dispatch({ kind: 'deletePlan', planId: view.plan.planId });
    return c.body(null, 204);
  });
  app.get(`${BASE}/operationresults/:job`, (c) => operationResult(c, server, () => c.json(render(param(c, 'plan')))));
  addRunRoutes(app, server);
}

function addRunRoutes(app: App, server: ServerContext): void {
  const post = (action: string, requestOf: (request: Request, view: PlanView) => Promise<PlanRequest>): void => {
    app.post(`${BASE}/${action.toLowerCase()}`, async (c) => {
      const view = planOf(server, param(c, 'plan'));
      return run(c, server, view, await requestOf(c.req.raw, view));
    });
  };
  const failoverOf = async (request: Request): Promise<PlanFailoverInput> =>
    (await readInput(request, planFailoverInput)).properties;

  post('plannedFailover', async (request) => plannedRequest(await failoverOf(request)));
  post('unplannedFailover', async (request) => {
    const input = await failoverOf(request);
    requireToRecovery(input.failoverDirection);
    return {
      operation: 'UnplannedFailover',
      point: pointOf(input),
      isShuttingDownSource: input.sourceSiteOperations === 'Required',
    };
  });
  post('testFailover', async (request) => {
    const input = await failoverOf(request);
    requireToRecovery(input.failoverDirection);
    return { operation: 'TestFailover', point: pointOf(input), networkId: testNetwork(input) };
  });
  post('testFailoverCleanup', async (request) => {
    const { properties } = await readInput(request, cleanupInput);
    return { operation: 'TestFailoverCleanup', comments: properties?.comments ?? '' };
  });
  post('failoverCommit', async () => ({ operation: 'Commit' }));
  post('failoverCancel', async () => ({ operation: 'CancelFailover' }));
  post('reProtect', async () => ({ operation: 'ReverseReplicate' }));
}

async function run(c: Context, server: ServerContext, { plan }: PlanView, request: PlanRequest): Promise<Response> {
  const jobId = await server.dispatch({ kind: 'runPlan', planId: plan.planId, request });
  if (jobId === null) throw badRequest('InternalError', 'The run has no job.');
  return acceptedResponse(c.req.raw, planArmId(plan.name), jobId, server.options.retryAfterSeconds?.());
}

/** A planned failover to Azure, or, in the other direction, the failback. */
function plannedRequest({ failoverDirection, providerSpecificDetails }: PlanFailoverInput): PlanRequest {
  const details = providerSpecificDetails?.[0];
  const isFailbackInput = details?.instanceType === 'HyperVReplicaAzureFailback';
  const direction = failoverDirection ?? (isFailbackInput ? 'RecoveryToPrimary' : 'PrimaryToRecovery');
  const isHomeward = direction === 'RecoveryToPrimary';
  if (!isHomeward && direction !== 'PrimaryToRecovery') throw invalidDirection();
  if (details && isHomeward !== isFailbackInput) throw invalidDirection();
  if (!isHomeward) return { operation: 'PlannedFailover' };
  return {
    operation: 'Failback',
    dataSync: details?.dataSyncOption ?? 'ForSynchronization',
    createVmIfNotFound: details?.recoveryVmCreationOption === 'CreateVmIfNotFound',
  };
}

/** What has arrived is applied at once: the latest processed point is the latest. */
function pointOf({ providerSpecificDetails }: PlanFailoverInput): PlanPoint {
  const wanted = providerSpecificDetails?.[0]?.recoveryPointType;
  return wanted === 'LatestApplicationConsistent' ? wanted : 'Latest';
}

function findPlan(server: ServerContext, name: string): PlanView | undefined {
  return server.engine.plans().find(({ plan }) => plan.name.toLowerCase() === name.toLowerCase());
}

function planOf(server: ServerContext, name: string): PlanView {
  const view = findPlan(server, name);
  if (!view) throw notFound('recovery plan', name);
  return view;
}

function keyOf({ plan }: PlanView): string {
  return plan.name;
}
