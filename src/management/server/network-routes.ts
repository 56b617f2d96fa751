import type { Context } from 'hono';
import type { NetworkMapping } from '../../core/vault/vault.ts';
import { badRequest, notFound } from './arm-error.ts';
import { AZURE_FABRIC, AZURE_NAME } from './arm-id.ts';
import type { ServerContext } from './context.ts';
import { readInput } from './inputs.ts';
import {
  azureNetworkResource,
  logicalNetworkResource,
  networkMappingArmId,
  networkMappingResource,
  networkResource,
  networksOf,
  type SiteNetwork,
  storageClassificationResource,
  type VmmThing,
  vmmThings,
} from './network-resource.ts';
import { pageOf } from './paging.ts';
import { type App, param, urlOf } from './routes.ts';
import { failUnlessNetwork } from './target-network.ts';
import { networkMappingInput, networkMappingUpdateInput } from './vault-inputs.ts';

const FABRIC = '/replicationfabrics/:fabric';
const NETWORK = `${FABRIC}/replicationnetworks/:network`;
const MAPPING = `${NETWORK}/replicationnetworkmappings/:mapping`;

/** Networks of sites and of Azure, the mappings between them, and the logical networks and storage classes of VMM. */
export function addNetworkRoutes(app: App, server: ServerContext): void {
  addNetworks(app, server);
  addMappings(app, server);
  addVmmThings(app, server, 'replicationlogicalnetworks', 'logicalNetworks', 'logical network', logicalNetworkResource);
  addVmmThings(
    app,
    server,
    'replicationstorageclassifications',
    'storageClassifications',
    'storage classification',
    storageClassificationResource,
  );
  app.get('/replicationstorageclassifications', (c) => {
    const sites = server.sites();
    const all = sites.all.flatMap((site) => vmmThings(site, sites.hostsOf(site), 'storageClassifications'));
    return c.json(pageOf(all.toSorted(byName), nameOf, storageClassificationResource, urlOf(c)));
  });
  // A classification maps to one of another VMM server; machines replicated to Azure have their disks there.
  for (const base of ['', `${FABRIC}/replicationstorageclassifications/:classification`]) {
    app.get(`${base}/replicationstorageclassificationmappings`, (c) =>
      c.json(pageOf<VmmThing, unknown>([], nameOf, storageClassificationResource, urlOf(c))),
    );
  }
}

function addNetworks(app: App, server: ServerContext): void {
  const { targetNetworks } = server;
  app.get('/targetnetworks', (c) => c.json({ value: targetNetworks }));
  app.get('/replicationnetworks', (c) => c.json(pageOf(allNetworks(server), nameOf, networkResource, urlOf(c))));
  app.get(`${FABRIC}/replicationnetworks`, (c) => {
    if (isAzure(param(c, 'fabric'))) return c.json(pageOf(targetNetworks, nameOf, azureNetworkResource, urlOf(c)));
    return c.json(pageOf(networksIn(c, server), nameOf, networkResource, urlOf(c)));
  });
  app.get(NETWORK, (c) => {
    if (!isAzure(param(c, 'fabric'))) return c.json(networkResource(networkOf(c, server)));
    const name = param(c, 'network').toLowerCase();
    const network = targetNetworks.find((each) => each.name.toLowerCase() === name);
    if (!network) throw notFound('network', param(c, 'network'));
    return c.json(azureNetworkResource(network));
  });
}

function addMappings(app: App, server: ServerContext): void {
  app.get('/replicationnetworkmappings', (c) => c.json(mappingsPage(c, server, allNetworks(server))));
  app.get(`${NETWORK}/replicationnetworkmappings`, (c) => c.json(mappingsPage(c, server, [networkOf(c, server)])));
  app.get(MAPPING, (c) => {
    const network = networkOf(c, server);
    return c.json(networkMappingResource(network, mappingOf(c, server, network)));
  });
  app.put(MAPPING, async (c) => {
    const network = networkOf(c, server);
    const { properties } = await readInput(c.req.raw, networkMappingInput);
    failUnlessToAzure(properties.recoveryFabricName);
    return putMapping(c, server, network, param(c, 'mapping'), properties.recoveryNetworkId);
  });
  app.patch(MAPPING, async (c) => {
    const network = networkOf(c, server);
    const before = mappingOf(c, server, network);
    const { properties } = await readInput(c.req.raw, networkMappingUpdateInput);
    failUnlessToAzure(properties.recoveryFabricName);
    return putMapping(c, server, network, before.name, properties.recoveryNetworkId ?? before.recoveryNetworkId);
  });
  app.delete(MAPPING, async (c) => {
    const network = networkOf(c, server);
    const mapping = findMapping(c, server, network);
    if (!mapping) return c.body(null, 204);
    const { siteName, networkName, name } = mapping;
    const change = { kind: 'removeNetworkMapping', siteName, networkName, name } as const;
    const jobId = await server.dispatch({ kind: 'changeVault', change });
    return server.accepted(c, networkMappingArmId(network, name), jobId);
  });
  app.get(`${MAPPING}/operationresults/:job`, (c) => {
    server.job(param(c, 'job'));
    const network = networkOf(c, server);
    const mapping = findMapping(c, server, network);
    return mapping ? c.json(networkMappingResource(network, mapping)) : c.body(null, 204);
  });
}

async function putMapping(
  c: Context,
  server: ServerContext,
  network: SiteNetwork,
  name: string,
  recoveryNetworkId: string,
): Promise<Response> {
  failUnlessNetwork(server, recoveryNetworkId);
  const { siteName } = network.site;
  const mapping: NetworkMapping = { name, siteName, networkName: network.friendlyName, recoveryNetworkId };
  const jobId = await server.dispatch({ kind: 'changeVault', change: { kind: 'putNetworkMapping', mapping } });
  return server.accepted(c, networkMappingArmId(network, name), jobId);
}

function failUnlessToAzure(recoveryFabricName: string | null | undefined): void {
  if (recoveryFabricName === undefined || recoveryFabricName === null || isAzure(recoveryFabricName)) return;
  throw badRequest(
    'InvalidRecoveryFabric',
    `Networks are mapped to ${AZURE_NAME}, not to '${recoveryFabricName}'.`,
    `Leave recoveryFabricName out, or name '${AZURE_NAME}'.`,
  );
}

function isAzure(fabric: string): boolean {
  return [AZURE_FABRIC, AZURE_NAME.toLowerCase()].includes(fabric.toLowerCase());
}

/** The list and the reads of something that only VMM has. */
function addVmmThings(
  app: App,
  server: ServerContext,
  segment: string,
  kind: Parameters<typeof vmmThings>[2],
  word: string,
  render: (thing: VmmThing) => unknown,
): void {
  const thingsIn = (c: Context): readonly VmmThing[] => {
    const sites = server.sites();
    const site = server.site(sites, param(c, 'fabric'));
    return vmmThings(site, sites.hostsOf(site), kind);
  };
  app.get(`${FABRIC}/${segment}`, (c) => c.json(pageOf(thingsIn(c), nameOf, render, urlOf(c))));
  app.get(`${FABRIC}/${segment}/:thing`, (c) => {
    const name = param(c, 'thing').toLowerCase();
    const thing = thingsIn(c).find((each) => each.name === name);
    if (!thing) throw notFound(word, param(c, 'thing'));
    return c.json(render(thing));
  });
}

function allNetworks(server: ServerContext): readonly SiteNetwork[] {
  const sites = server.sites();
  return sites.all.flatMap((site) => networksOf(site, sites.hostsOf(site))).toSorted(byName);
}

function networksIn(c: Context, server: ServerContext): readonly SiteNetwork[] {
  const sites = server.sites();
  const site = server.site(sites, param(c, 'fabric'));
  return networksOf(site, sites.hostsOf(site));
}

/** The site's network that the path names. */
function networkOf(c: Context, server: ServerContext): SiteNetwork {
  const name = param(c, 'network').toLowerCase();
  const network = networksIn(c, server).find((each) => each.name === name);
  if (!network) throw notFound('network', param(c, 'network'));
  return network;
}

function isOf(network: SiteNetwork): (mapping: NetworkMapping) => boolean {
  return ({ siteName, networkName }) => siteName === network.site.siteName && networkName === network.friendlyName;
}

function findMapping(c: Context, server: ServerContext, network: SiteNetwork): NetworkMapping | undefined {
  const name = param(c, 'mapping').toLowerCase();
  const mappings = server.engine.vault().networkMappings.filter(isOf(network));
  return mappings.find((mapping) => mapping.name.toLowerCase() === name);
}

function mappingOf(c: Context, server: ServerContext, network: SiteNetwork): NetworkMapping {
  const mapping = findMapping(c, server, network);
  if (!mapping) throw notFound('network mapping', param(c, 'mapping'));
  return mapping;
}

function mappingsPage(c: Context, server: ServerContext, networks: readonly SiteNetwork[]): unknown {
  const { networkMappings } = server.engine.vault();
  const found = networks.flatMap((network) =>
    networkMappings.filter(isOf(network)).map((mapping) => ({ network, mapping })),
  );
  const keyOf = ({ network, mapping }: (typeof found)[number]): string => `${network.name}/${mapping.name}`;
  return pageOf(
    found.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
    keyOf,
    ({ network, mapping }) => networkMappingResource(network, mapping),
    urlOf(c),
  );
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
