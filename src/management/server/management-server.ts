import { Hono } from 'hono';
import { describe } from '../../core/errors/catalogue.ts';
import { PortError } from '../../core/errors/fault.ts';
import type { ManagementService } from '../transport/port-server.ts';
import { VAULT_PATH, type ChangeBatch } from '../wire.ts';
import { ArmError, armErrorResponse } from './arm-error.ts';
import { createChangeFeed } from './change-feed.ts';
import { changeStream } from './change-stream.ts';
import { type ManagementServerOptions, ServerContext } from './context.ts';
import { addFailoverRoutes } from './failover-routes.ts';
import { addForeignRoutes } from './foreign-routes.ts';
import { addHostRoutes } from './host-routes.ts';
import { addInsightRoutes } from './insight-routes.ts';
import { addInventoryRoutes } from './inventory-routes.ts';
import { addItemDetailRoutes } from './item-detail-routes.ts';
import { addItemRoutes } from './item-routes.ts';
import { addJobExportRoutes } from './job-export-routes.ts';
import { addJobRoutes } from './job-routes.ts';
import { addListRoutes } from './list-routes.ts';
import { addMappingRoutes } from './mapping-routes.ts';
import { addNetworkRoutes } from './network-routes.ts';
import { addPlanRoutes } from './plan-routes.ts';
import { addPolicyRoutes } from './policy-routes.ts';
import { failUnlessApiVersion, failUnlessJson } from './request-check.ts';
import { addSiteRoutes } from './site-routes.ts';
import { addTargetRoutes } from './target-routes.ts';
import { addVaultRoutes } from './vault-routes.ts';
import { createTransferMeter } from './replica-disk.ts';

export interface ManagementServer extends ManagementService {
  /** Tells listeners of the change feed that a list changed for a reason outside the engine. */
  invalidate(kind: ChangeBatch['invalidated'][number]): void;
  close(): void;
}

/** The ARM-compatible management API over an engine: Request in, Response out, on any transport. */
export function createManagementServer(options: ManagementServerOptions): ManagementServer {
  const { engine } = options;
  const meter = createTransferMeter();
  const feed = createChangeFeed(engine, options.every);
  const app = createApp(new ServerContext(options, meter), () => feed.sequence);
  app.get('/changes', () => changeStream(feed));

  const stopMeter = engine.subscribe((change) => {
    if (change.kind !== 'item') return;
    const view = engine.item(change.vmId);
    if (view) meter.observe(view, engine.now());
    else meter.forget(change.vmId);
  });

  const answer = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const lab = isLabPath(pathname) ? await options.lab?.(request) : undefined;
    const response = lab ?? (await app.fetch(request));
    return stamped(response, request);
  };
  const handle = async (request: Request): Promise<Response> => {
    if (request.method !== 'HEAD') return answer(request);
    // Answered as GET, whose body is ended: a stream that nobody reads would hold what it reads from.
    const { body, status, headers } = await answer(new Request(request, { method: 'GET' }));
    await body?.cancel();
    return new Response(null, { status, headers });
  };
  return {
    handle,
    subscribe: (listener) => feed.subscribe(listener),
    invalidate: (kind) => feed.invalidate(kind),
    close: () => {
      stopMeter();
      feed.close();
    },
  };
}

/** Where a path outside the vault is sent: no route has it. */
const OUTSIDE = '/-outside-';

/** Exported for the tests that go over all routes. */
export function createApp(server: ServerContext, sequence: () => number): Hono {
  const app = new Hono({ getPath: routePath });
  app.use(async (c, next) => {
    if (c.req.path !== OUTSIDE) {
      failUnlessApiVersion(new URL(c.req.url));
      await failUnlessJson(c.req.raw);
    }
    await next();
  });
  addInventoryRoutes(app, server);
  addHostRoutes(app, server);
  addSiteRoutes(app, server);
  addMappingRoutes(app, server);
  addItemRoutes(app, server, sequence);
  addItemDetailRoutes(app, server);
  addInsightRoutes(app, server);
  addListRoutes(app, server, sequence);
  addFailoverRoutes(app, server);
  addTargetRoutes(app, server);
  addJobExportRoutes(app, server);
  addJobRoutes(app, server, sequence);
  addPolicyRoutes(app, server);
  addNetworkRoutes(app, server);
  addVaultRoutes(app, server);
  addPlanRoutes(app, server);
  addForeignRoutes(app);
  app.notFound((c) => {
    const { pathname } = new URL(c.req.url);
    const error = isRoute(app, c.req.path) ? noMethod(c.req.method, pathname) : noRoute(c.req.method, pathname);
    return armErrorResponse(error, c.req.raw);
  });
  app.onError((error, c) => armErrorResponse(asArmError(error), c.req.raw));
  return app;
}

/** Where a keyword stands in a name's place. */
const FIXED_PATHS: ReadonlySet<string> = new Set([
  '/replicationjobs/export',
  '/replicationvaulthealth/default/refresh',
]);

/**
 * The path below the vault with its keywords in lower case: ARM's paths are case-insensitive.
 * They alternate keyword and name (`/replicationJobs/{job}/cancel`), so the even places are keywords.
 */
function routePath(request: Request): string {
  const { pathname } = new URL(request.url);
  if (!pathname.toLowerCase().startsWith(`${VAULT_PATH.toLowerCase()}/`)) return OUTSIDE;
  const segments = pathname
    .slice(VAULT_PATH.length + 1)
    .replace(/\/+$/, '')
    .split('/');
  const path = `/${segments.map((segment, index) => (index % 2 === 0 ? segment.toLowerCase() : segment)).join('/')}`;
  return FIXED_PATHS.has(path.toLowerCase()) ? path.toLowerCase() : path;
}

function isLabPath(pathname: string): boolean {
  return pathname === '/lab' || pathname.startsWith('/lab/');
}

/** Whether the path has an answer to any method. */
function isRoute(app: Hono, path: string): boolean {
  if (path === OUTSIDE) return false;
  const countOf = (method: string): number => app.router.match(method, path)[0].length;
  // What answers every method is no route.
  const common = countOf('TRACE');
  return ['GET', 'PUT', 'PATCH', 'POST', 'DELETE'].some((method) => countOf(method) > common);
}

function noMethod(method: string, pathname: string): ArmError {
  return new ArmError(405, {
    code: 'MethodNotAllowed',
    message: `${pathname} does not take ${method}.`,
    possibleCauses: 'The operation is not offered for this resource.',
    recommendedAction: 'Use one of the operations that the API describes.',
  });
}

function noRoute(method: string, pathname: string): ArmError {
  return new ArmError(404, {
    code: 'ResourceNotFound',
    message: `Nothing answers ${method} ${pathname} here.`,
    possibleCauses: 'The path is misspelled, the operation is not offered, or the vault is another one.',
    recommendedAction: `Use paths below ${VAULT_PATH}.`,
  });
}

/** Errors of the ports keep their words; anything else is a defect, said as such. */
function asArmError(error: Error): ArmError {
  if (error instanceof ArmError) return error;
  if (error instanceof PortError) return new ArmError(503, describe(error.report, 'the machine'));
  return new ArmError(500, {
    code: 'InternalError',
    message: error.message,
    possibleCauses: 'A defect of this program.',
    recommendedAction: 'Report it with the steps that led here.',
  });
}

/** Every answer names its request; a job's id stands where a job was started. */
function stamped(response: Response, request: Request): Response {
  // Answers of `Response.error()` and the like have immutable headers; ours do not.
  if (!response.headers.has('x-ms-request-id')) response.headers.set('x-ms-request-id', crypto.randomUUID());
  const clientRequestId = request.headers.get('x-ms-client-request-id');
  if (clientRequestId !== null) response.headers.set('x-ms-client-request-id', clientRequestId);
  return response;
}
