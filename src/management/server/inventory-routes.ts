import type { HostInventory, MachineInventory } from '../../core/ports.ts';
import { notFound } from './arm-error.ts';
import type { SiteNames } from './arm-id.ts';
import type { ServerContext } from './context.ts';
import { parseFilter } from './filter.ts';
import { containerResource, fabricResource, protectableItemResource, providerResource } from './inventory-resource.ts';
import { pageOf } from './paging.ts';
import { type App, param, urlOf } from './routes.ts';
import type { Sites } from './sites.ts';

/** Fabrics and what belongs to them: containers, providers, protectable items. */
export function addInventoryRoutes(app: App, server: ServerContext): void {
  const protectedCount = (hosts: readonly HostInventory[]): number => {
    const hostIds = new Set(hosts.map((host) => host.hostId));
    return [...server.engine.items()].filter((view) => hostIds.has(view.item.hostId)).length;
  };
  const container = (sites: Sites, site: SiteNames): unknown =>
    containerResource(site, protectedCount(sites.hostsOf(site)));
  const provider = (sites: Sites, site: SiteNames): unknown =>
    providerResource(site, sites.hostsOf(site), protectedCount(sites.hostsOf(site)), server.engine.now());
  const protectable = (site: SiteNames, machine: MachineInventory): unknown =>
    protectableItemResource(site, machine, server.engine.item(machine.vmId) !== undefined);

  app.get('/replicationfabrics', (c) => {
    const sites = server.sites();
    return c.json(
      pageOf(sites.all, keyOfSite, (site) => fabricResource(site, sites.hostsOf(site), server.engine.now()), urlOf(c)),
    );
  });
  app.get('/replicationfabrics/:fabric', (c) => {
    const sites = server.sites();
    const site = server.site(sites, param(c, 'fabric'));
    return c.json(fabricResource(site, sites.hostsOf(site), server.engine.now()));
  });

  addSiteChild(app, server, 'replicationrecoveryservicesproviders', 'provider', (site) => site.provider, provider);
  addSiteChild(
    app,
    server,
    'replicationprotectioncontainers',
    'protection container',
    (site) => site.container,
    container,
  );

  const machinesOf = (sites: Sites, site: SiteNames): MachineInventory[] =>
    sites
      .hostsOf(site)
      .flatMap((host) => host.machines)
      .toSorted((a, b) => (a.vmId < b.vmId ? -1 : 1));

  /** Our short form leaves the container out: a site has one. */
  for (const base of ['', '/replicationprotectioncontainers/:container']) {
    app.get(`/replicationfabrics/:fabric${base}/replicationprotectableitems`, (c) => {
      const sites = server.sites();
      const site = siteOf(server, sites, param(c, 'fabric'), c.req.param('container'));
      const url = urlOf(c);
      const filter = parseFilter(url, ['state', 'protectionStatus']);
      const wanted = (filter.get('state') ?? filter.get('protectionstatus'))?.toLowerCase();
      const isWanted = (machine: MachineInventory): boolean =>
        wanted === undefined || wanted === (server.engine.item(machine.vmId) ? 'protected' : 'unprotected');
      const machines = machinesOf(sites, site).filter(isWanted);
      return c.json(
        pageOf(
          machines,
          (machine) => machine.vmId,
          (machine) => protectable(site, machine),
          url,
        ),
      );
    });
    app.get(`/replicationfabrics/:fabric${base}/replicationprotectableitems/:item`, (c) => {
      const sites = server.sites();
      const site = siteOf(server, sites, param(c, 'fabric'), c.req.param('container'));
      const name = param(c, 'item').toLowerCase();
      const machine = machinesOf(sites, site).find((each) => each.vmId.toLowerCase() === name);
      if (!machine) throw notFound('protectable item', param(c, 'item'));
      return c.json(protectable(site, machine));
    });
  }
}

/** The routes of a kind of which each site has exactly one: vault-wide list, list, get. */
function addSiteChild(
  app: App,
  server: ServerContext,
  segment: string,
  kind: string,
  nameOf: (site: SiteNames) => string,
  render: (sites: Sites, site: SiteNames) => unknown,
): void {
  app.get(`/${segment}`, (c) => {
    const sites = server.sites();
    return c.json(pageOf(sites.all, keyOfSite, (site) => render(sites, site), urlOf(c)));
  });
  app.get(`/replicationfabrics/:fabric/${segment}`, (c) => {
    const sites = server.sites();
    return c.json(pageOf([server.site(sites, param(c, 'fabric'))], keyOfSite, (site) => render(sites, site), urlOf(c)));
  });
  app.get(`/replicationfabrics/:fabric/${segment}/:child`, (c) => {
    const sites = server.sites();
    const site = server.site(sites, param(c, 'fabric'));
    if (nameOf(site).toLowerCase() !== param(c, 'child').toLowerCase()) throw notFound(kind, param(c, 'child'));
    return c.json(render(sites, site));
  });
}

function keyOfSite(site: SiteNames): string {
  return site.fabric;
}

/** The site of a path; a container that is not the site's own is not found. */
export function siteOf(server: ServerContext, sites: Sites, fabric: string, container: string | undefined): SiteNames {
  const site = server.site(sites, fabric);
  if (container !== undefined && container.toLowerCase() !== site.container.toLowerCase()) {
    throw notFound('protection container', container);
  }
  return site;
}
