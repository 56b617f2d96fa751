import type { Context } from 'hono';
import { instant, toIso } from '../../base/units.ts';
import type { VmId } from '../../core/model.ts';
import { machinesOf } from '../../core/plans/plan-operations.ts';
import type { AdminCommand, ItemView } from '../../engine/engine-api.ts';
import type { ItemRow, RowsPage } from '../wire.ts';
import { badRequest, notFound } from './arm-error.ts';
import { itemArmId } from './arm-id.ts';
import type { ServerContext } from './context.ts';
import { enableCommand } from './enable-protection.ts';
import { parseFilter } from './filter.ts';
import { disableInput, enableInput, readInput, repairInput, resumeInput } from './inputs.ts';
import { itemResource } from './item-resource.ts';
import { itemRow } from './item-row.ts';
import { itemResult, operationResult } from './job-routes.ts';
import { acceptedResponse } from './long-running.ts';
import { pageOf } from './paging.ts';
import { type App, param, urlOf } from './routes.ts';
import { siteOf } from './inventory-routes.ts';

const CONTAINER = '/replicationfabrics/:fabric/replicationprotectioncontainers/:container';
/** An item's address: ARM's, and our short one. */
export const ITEM_BASES = [`${CONTAINER}/replicationprotecteditems/:item`, '/replicationprotecteditems/:item'] as const;

/** Replicated items: lists, commands. What lies below an item is in item-detail-routes.ts. */
export function addItemRoutes(app: App, server: ServerContext, sequence: () => number): void {
  app.get('/replicationprotecteditems', (c) =>
    c.req.query('projection') === 'rows' ? c.json(rowsPage(server, sequence())) : c.json(armPage(c, server, undefined)),
  );
  app.get(`${CONTAINER}/replicationprotecteditems`, (c) => {
    const site = siteOf(server, server.sites(), param(c, 'fabric'), param(c, 'container'));
    return c.json(armPage(c, server, site.siteName));
  });

  for (const base of ITEM_BASES) {
    app.get(base, (c) => c.json(render(server, itemOf(c, server))));
    app.put(base, async (c) => {
      const input = await readInput(c.req.raw, enableInput);
      const path = { fabric: c.req.param('fabric'), container: c.req.param('container') };
      return runOnItem(c, server, enableCommand(server, param(c, 'item'), path, input));
    });
    app.delete(base, (c) => runOnItem(c, server, { kind: 'disableProtection', vmId: idOf(c, server), isForced: true }));
    app.get(`${base}/operationresults/:job`, (c) => operationResult(c, server, (job) => itemResult(c, server, job)));

    const post = (action: string, command: (c: Context) => AdminCommand | Promise<AdminCommand>): void => {
      app.post(`${base}/${action.toLowerCase()}`, async (c) => runOnItem(c, server, await command(c)));
    };
    post('remove', async (c) => {
      const vmId = idOf(c, server);
      await readInput(c.req.raw, disableInput);
      return { kind: 'disableProtection', vmId, isForced: false };
    });
    post('repairReplication', async (c) => {
      const { properties } = await readInput(c.req.raw, repairInput);
      return { kind: 'resynchronize', vmId: idOf(c, server), when: whenOf(properties?.when) };
    });
    post('cancelResynchronization', (c) => ({ kind: 'cancelResynchronization', vmId: idOf(c, server) }));
    post('pause', (c) => ({ kind: 'pause', vmId: idOf(c, server) }));
    post('resume', async (c) => {
      const { properties } = await readInput(c.req.raw, resumeInput);
      return { kind: 'resume', vmId: idOf(c, server), isResynchronizing: properties?.isResynchronizing ?? false };
    });
    post('resetStatistics', (c) => ({ kind: 'resetStatistics', vmId: idOf(c, server) }));
    post('retryNow', (c) => ({ kind: 'retryNow', vmId: idOf(c, server) }));
  }
}

/** The item that a path names; in ARM's long form it must lie in the container named. */
export function itemOf(c: Context, server: ServerContext): ItemView {
  const view = server.item(param(c, 'item'));
  const fabric = c.req.param('fabric');
  if (fabric === undefined) return view;
  const sites = server.sites();
  const site = siteOf(server, sites, fabric, c.req.param('container'));
  if (sites.ofHost(view.item.hostId, view.item.hostName).fabric !== site.fabric)
    throw notFound('replicated item', param(c, 'item'));
  return view;
}

function idOf(c: Context, server: ServerContext): VmId {
  return itemOf(c, server).item.vmId;
}

/** Runs a command on an item: 202 where a job carries it out, else the item as it stands now. */
export async function runOnItem(
  c: Context,
  server: ServerContext,
  command: AdminCommand & { readonly vmId?: VmId },
): Promise<Response> {
  const jobId = await server.dispatch(command);
  const vmId = command.vmId;
  const view = vmId === undefined ? undefined : server.engine.item(vmId);
  if (jobId === null || vmId === undefined) return view ? c.json(render(server, view)) : c.body(null, 204);
  const site = server.siteOfMachine(server.sites(), vmId);
  const resourceId = site ? itemArmId(site, vmId) : '';
  return acceptedResponse(c.req.raw, resourceId, jobId, server.options.retryAfterSeconds?.());
}

/** An item in ARM's full shape. */
export function render(server: ServerContext, view: ItemView): unknown {
  return itemResource(view, server.sites(), server.activeJob(view));
}

function rowsPage(server: ServerContext, sequence: number): RowsPage<ItemRow> {
  const sites = server.sites();
  const rows = Array.from(server.engine.items(), (view) => itemRow(view, sites));
  return { rows, sequence, asOf: toIso(server.engine.now()) };
}

function armPage(c: Context, server: ServerContext, siteName: string | undefined): unknown {
  const sites = server.sites();
  const filter = parseFilter(urlOf(c), ['name', 'friendlyName', 'recoveryPlanName']);
  const name = (filter.get('name') ?? filter.get('friendlyname'))?.toLowerCase();
  const planName = filter.get('recoveryplanname')?.toLowerCase();
  const inPlan = planName === undefined ? undefined : machinesOfPlan(server, planName);
  const isListed = ({ item }: ItemView): boolean =>
    (inPlan === undefined || inPlan.has(item.vmId)) &&
    (siteName === undefined || sites.ofHost(item.hostId, item.hostName).siteName === siteName) &&
    (name === undefined || name === item.vmName.toLowerCase() || name === item.vmId.toLowerCase());
  const views = [...server.engine.items()].filter(isListed).toSorted((a, b) => (a.item.vmId < b.item.vmId ? -1 : 1));
  return pageOf(
    views,
    (view) => view.item.vmId,
    (view) => render(server, view),
    urlOf(c),
  );
}

/** By name, whatever the case; a plan that does not exist has none. */
function machinesOfPlan(server: ServerContext, name: string): ReadonlySet<VmId> {
  const found = server.engine.plans().find(({ plan }) => plan.name.toLowerCase() === name);
  return new Set(found ? machinesOf(found.plan) : []);
}

function whenOf(when: string | undefined): 'now' | 'window' | ReturnType<typeof instant> {
  if (when === undefined || when === 'now' || when === 'window') return when ?? 'now';
  const at = Date.parse(when);
  if (Number.isNaN(at))
    throw badRequest('InvalidInput', `properties.when must be "now", "window" or an ISO 8601 time, got "${when}".`);
  return instant(at);
}
