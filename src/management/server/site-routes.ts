import { notFound } from './arm-error.ts';
import type { ServerContext } from './context.ts';
import { fabricResource, providerResource } from './inventory-resource.ts';
import { type App, param } from './routes.ts';

/** What is asked of a site as a whole: to report anew. */
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
}
