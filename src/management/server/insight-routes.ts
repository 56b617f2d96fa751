import * as z from 'zod/mini';
import { notFound } from './arm-error.ts';
import { resynchronizeMany } from './bulk-resync.ts';
import type { ServerContext } from './context.ts';
import { differencesBody } from './difference-resource.ts';
import { hostFlows } from './host-flows.ts';
import { readInput } from './inputs.ts';
import { wantedRate } from './item-detail-routes.ts';
import { ITEM_BASES, itemOf } from './item-routes.ts';
import { logOutlooks, MAX_LISTED_OUTLOOKS, outlookBody, rpoBand } from './outlook-resource.ts';
import { resyncCalendar } from './resync-calendar.ts';
import { resyncPlansBody } from './resync-plans-resource.ts';
import { rootCausesBody } from './root-cause-resource.ts';
import type { App } from './routes.ts';

const bulkInput = z.object({
  properties: z.object({
    itemIds: z.array(z.string().check(z.minLength(1), z.maxLength(64))).check(z.minLength(1), z.maxLength(1000)),
    when: z.enum(['now', 'window']),
    staggerSeconds: z.int().check(z.gte(0), z.lte(3600)),
    parallelLimit: z.int().check(z.gte(1), z.lte(4)),
    throttleBitsPerSecond: z.nullable(z.number().check(z.positive())),
    isDryRun: z.boolean(),
  }),
});

const DEFAULT_LISTED_OUTLOOKS = 5;

/** Where things are heading, what they have in common, what mending them costs: beyond what ARM knows. */
export function addInsightRoutes(app: App, server: ServerContext): void {
  const { engine } = server;
  app.get('/rpoband', (c) => c.json(rpoBand(engine)));
  app.get('/resynccalendar', (c) => c.json(resyncCalendar(engine)));
  app.get('/rootcauses', (c) => c.json(rootCausesBody(engine)));
  app.get('/flows', (c) => c.json(hostFlows(engine)));
  app.get('/logoutlooks', (c) => {
    const top = Math.trunc(Number(c.req.query('top') ?? DEFAULT_LISTED_OUTLOOKS));
    return c.json(logOutlooks(engine, Math.min(MAX_LISTED_OUTLOOKS, Math.max(1, top || DEFAULT_LISTED_OUTLOOKS))));
  });
  app.post('/resynchronizations', async (c) => {
    const { properties } = await readInput(c.req.raw, bulkInput);
    return c.json(await resynchronizeMany(server, properties));
  });
  for (const base of ITEM_BASES) {
    app.get(`${base}/outlook`, (c) => {
      const view = itemOf(c, server);
      const outlook = engine.insight.outlook(view.item.vmId);
      if (!outlook) throw notFound('outlook', view.item.vmName);
      return c.json(outlookBody(view, outlook, engine.now()));
    });
    app.get(`${base}/resyncplans`, (c) => {
      const view = itemOf(c, server);
      const plans = engine.insight.resyncPlans(view.item.vmId, wantedRate(c));
      if (!plans) throw notFound('resynchronization plan', view.item.vmName);
      return c.json(resyncPlansBody(view, plans, engine.now()));
    });
    app.get(`${base}/differences`, async (c) => {
      const { item } = itemOf(c, server);
      return c.json(
        await differencesBody(item, engine.insight.comparisons(item.vmId), engine.now(), server.options.sha256),
      );
    });
  }
}
