import type { Context } from 'hono';
import type { ReplicationPolicy } from '../../core/model.ts';
import { notFound } from './arm-error.ts';
import { AZURE_NAME, containerId, guidOf, policyArmId, recoveryContainerId, type SiteNames } from './arm-id.ts';
import type { ServerContext } from './context.ts';
import { siteOf } from './inventory-routes.ts';
import { pageOf } from './paging.ts';
import { type App, param, urlOf } from './routes.ts';

interface Mapping {
  readonly name: string;
  readonly site: SiteNames;
  readonly policy: ReplicationPolicy;
}

const CONTAINER = '/replicationfabrics/:fabric/replicationprotectioncontainers/:container';

/**
 * Container mappings, read only: every policy serves every site here, so a mapping says which ones a
 * site's machines replicate under, and comes and goes with them.
 */
export function addMappingRoutes(app: App, server: ServerContext): void {
  app.get('/replicationprotectioncontainermappings', (c) => c.json(mappingsPage(c, mappingsOf(server))));
  app.get(`${CONTAINER}/replicationprotectioncontainermappings`, (c) => c.json(mappingsPage(c, mappingsIn(c, server))));
  app.get(`${CONTAINER}/replicationprotectioncontainermappings/:mapping`, (c) => {
    const name = param(c, 'mapping').toLowerCase();
    const mapping = mappingsIn(c, server).find((each) => each.name === name);
    if (!mapping) throw notFound('protection container mapping', param(c, 'mapping'));
    return c.json(mappingResource(mapping));
  });
}

function mappingsOf(server: ServerContext): readonly Mapping[] {
  const sites = server.sites();
  const mappings = new Map<string, Mapping>();
  for (const { item, policy } of server.engine.items()) {
    const site = sites.ofHost(item.hostId, item.hostName);
    const name = guidOf(`mapping/${site.fabric}/${policy.policyId}`);
    mappings.set(name, { name, site, policy });
  }
  return [...mappings.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Those of the container that the path names. */
function mappingsIn(c: Context, server: ServerContext): readonly Mapping[] {
  const { fabric } = siteOf(server, server.sites(), param(c, 'fabric'), param(c, 'container'));
  return mappingsOf(server).filter(({ site }) => site.fabric === fabric);
}

function mappingsPage(c: Context, mappings: readonly Mapping[]): unknown {
  return pageOf(mappings, ({ name }) => name, mappingResource, urlOf(c));
}

function mappingResource({ name, site, policy }: Mapping): unknown {
  return {
    id: `${containerId(site)}/replicationProtectionContainerMappings/${name}`,
    name,
    type: 'Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers/replicationProtectionContainerMappings',
    properties: {
      targetProtectionContainerId: recoveryContainerId(),
      targetProtectionContainerFriendlyName: AZURE_NAME,
      health: 'Normal',
      healthErrorDetails: [],
      policyId: policyArmId(policy.name),
      policyFriendlyName: policy.name,
      state: 'Paired',
      sourceProtectionContainerFriendlyName: site.siteName,
      sourceFabricFriendlyName: site.siteName,
      targetFabricFriendlyName: AZURE_NAME,
    },
  };
}
