import type { Context } from 'hono';
import { notFound } from './arm-error.ts';
import type { ServerContext } from './context.ts';
import { fabricResource, providerResource } from './inventory-resource.ts';
import { pageOf } from './paging.ts';
import { type App, param, urlOf } from './routes.ts';

/** Kinds of resource that only a VMM server's clouds have; what reports to this server has none of them. */
const VAULT_WIDE = [
  'replicationnetworks',
  'replicationnetworkmappings',
  'replicationstorageclassifications',
  'replicationstorageclassificationmappings',
] as const;
const PER_FABRIC = ['replicationnetworks', 'replicationlogicalnetworks', 'replicationstorageclassifications'] as const;

/** What is asked of a site as a whole: to report anew, and the networks and storage classes of VMM. */
export function addSiteRoutes(app: App, server: ServerContext): void {
  const { engine } = server;

  app.post('/replicationfabrics/:fabric/checkconsistency', (c) => {
    const sites = server.sites();
    const site = server.site(sites, param(c, 'fabric'));
    engine.refreshInventory();
    return c.json(fabricResource(site, sites.hostsOf(site), engine.now()));
  });
  app.post('/replicationfabrics/:fabric/replicationrecoveryservicesproviders/:provider/refreshprovider', (c) => {
    const sites = server.sites();
    const site = server.site(sites, param(c, 'fabric'));
    if (site.provider.toLowerCase() !== param(c, 'provider').toLowerCase()) {
      throw notFound('provider', param(c, 'provider'));
    }
    engine.refreshInventory();
    const hosts = sites.hostsOf(site);
    const machines = hosts.flatMap((host) => host.machines);
    const protectedCount = machines.filter((machine) => engine.item(machine.vmId) !== undefined).length;
    return c.json(providerResource(site, hosts, protectedCount, engine.now()));
  });

  for (const kind of VAULT_WIDE) app.get(`/${kind}`, (c) => c.json(emptyPage(c)));
  for (const kind of PER_FABRIC) {
    app.get(`/replicationfabrics/:fabric/${kind}`, (c) => {
      server.site(server.sites(), param(c, 'fabric'));
      return c.json(emptyPage(c));
    });
  }
}

function emptyPage(c: Context): unknown {
  return pageOf(
    [],
    () => '',
    () => null,
    urlOf(c),
  );
}
