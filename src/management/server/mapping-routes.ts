import type { Context } from 'hono';
import type { ReplicationPolicy } from '../../core/model.ts';
import { type ArmError, badRequest, notFound, refused } from './arm-error.ts';
import {
  ARM_TYPES,
  AZURE_NAME,
  containerMappingArmId,
  guidOf,
  policyArmId,
  recoveryContainerId,
  type SiteNames,
} from './arm-id.ts';
import type { ServerContext } from './context.ts';
import { readInput } from './inputs.ts';
import { siteOf } from './inventory-routes.ts';
import { pageOf } from './paging.ts';
import { type App, param, urlOf } from './routes.ts';
import { containerMappingInput, containerMappingUpdateInput, removeMappingInput } from './vault-inputs.ts';

interface Mapping {
  readonly name: string;
  readonly site: SiteNames;
  readonly policy: ReplicationPolicy;
  /** Associated by hand; else because machines replicate so. */
  readonly isKept: boolean;
}

const CONTAINER = '/replicationfabrics/:fabric/replicationprotectioncontainers/:container';
const MAPPING = `${CONTAINER}/replicationprotectioncontainermappings/:mapping`;

/**
 * Container mappings: which policies a site's machines replicate under. Associated by hand they stay until
 * they are removed; a policy that machines replicate under without is associated as long as they do.
 */
export function addMappingRoutes(app: App, server: ServerContext): void {
  app.get('/replicationprotectioncontainermappings', (c) => c.json(mappingsPage(c, mappingsOf(server))));
  app.get(`${CONTAINER}/replicationprotectioncontainermappings`, (c) => c.json(mappingsPage(c, mappingsIn(c, server))));
  app.get(MAPPING, (c) => c.json(mappingResource(mappingOf(c, server))));
  app.put(MAPPING, async (c) => {
    const site = siteOf(server, server.sites(), param(c, 'fabric'), param(c, 'container'));
    const { properties } = await readInput(c.req.raw, containerMappingInput);
    failUnlessHyperV(properties.providerSpecificInput?.instanceType);
    const { policyId } = server.policy(properties.policyId);
    const mapping = { name: param(c, 'mapping'), siteName: site.siteName, policyId };
    const jobId = await server.dispatch({ kind: 'changeVault', change: { kind: 'putContainerMapping', mapping } });
    return server.accepted(c, containerMappingArmId(site, mapping.name), jobId);
  });
  app.patch(MAPPING, async (c) => {
    const mapping = mappingOf(c, server);
    const { properties } = await readInput(c.req.raw, containerMappingUpdateInput);
    failUnlessHyperV(properties?.providerSpecificInput?.instanceType);
    return c.json(mappingResource(mapping));
  });
  app.post(`${MAPPING}/remove`, async (c) => {
    await readInput(c.req.raw, removeMappingInput);
    return remove(c, server, mappingOf(c, server));
  });
  app.delete(MAPPING, async (c) => {
    const mapping = findMapping(c, server);
    return mapping ? remove(c, server, mapping) : c.body(null, 204);
  });
  app.get(`${MAPPING}/operationresults/:job`, (c) => {
    server.job(param(c, 'job'));
    const mapping = findMapping(c, server);
    return mapping ? c.json(mappingResource(mapping)) : c.body(null, 204);
  });
}

async function remove(c: Context, server: ServerContext, { name, site, policy, isKept }: Mapping): Promise<Response> {
  if (!isKept) throw inUse(site, policy);
  const change = { kind: 'removeContainerMapping', siteName: site.siteName, name } as const;
  const jobId = await server.dispatch({ kind: 'changeVault', change });
  return server.accepted(c, containerMappingArmId(site, name), jobId);
}

/** Such a mapping goes with the last of its machines. */
function inUse({ siteName }: SiteNames, policy: ReplicationPolicy): ArmError {
  return refused({
    code: 'Conflict',
    message: `Machines of '${siteName}' replicate under the policy '${policy.name}'.`,
    possibleCauses: 'A site and a policy belong together as long as a machine of the one replicates under the other.',
    recommendedAction: 'Disable replication of these machines first.',
  });
}

/** The other providers' inputs ask for what this scenario does not have. */
function failUnlessHyperV(instanceType: string | undefined): void {
  if (instanceType === undefined || instanceType === 'HyperVReplicaAzure') return;
  throw badRequest('InvalidInput', `A mapping of this site has no settings of '${instanceType}'.`);
}

function mappingsOf(server: ServerContext): readonly Mapping[] {
  const sites = server.sites();
  const mappings = new Map<string, Mapping>();
  const keyOf = (site: SiteNames, policy: ReplicationPolicy): string => `${site.fabric}/${policy.policyId}`;
  for (const { name, siteName, policyId } of server.engine.vault().containerMappings) {
    const site = sites.all.find((each) => each.siteName === siteName);
    const policy = server.engine.policies().find((each) => each.policyId === policyId);
    if (site && policy) mappings.set(keyOf(site, policy), { name, site, policy, isKept: true });
  }
  for (const { item, policy } of server.engine.items()) {
    const site = sites.ofHost(item.hostId, item.hostName);
    const key = keyOf(site, policy);
    if (!mappings.has(key)) mappings.set(key, { name: guidOf(`mapping/${key}`), site, policy, isKept: false });
  }
  return [...mappings.values()].toSorted((a, b) => (pageKey(a) < pageKey(b) ? -1 : 1));
}

/** Names of mappings are their container's own. */
function pageKey({ site, name }: Mapping): string {
  return `${site.fabric}/${name}`;
}

function findMapping(c: Context, server: ServerContext): Mapping | undefined {
  const wanted = param(c, 'mapping').toLowerCase();
  return mappingsIn(c, server).find(({ name }) => name.toLowerCase() === wanted);
}

function mappingOf(c: Context, server: ServerContext): Mapping {
  const mapping = findMapping(c, server);
  if (!mapping) throw notFound('protection container mapping', param(c, 'mapping'));
  return mapping;
}

/** Those of the container that the path names. */
function mappingsIn(c: Context, server: ServerContext): readonly Mapping[] {
  const { fabric } = siteOf(server, server.sites(), param(c, 'fabric'), param(c, 'container'));
  return mappingsOf(server).filter(({ site }) => site.fabric === fabric);
}

function mappingsPage(c: Context, mappings: readonly Mapping[]): unknown {
  return pageOf(mappings, pageKey, mappingResource, urlOf(c));
}

function mappingResource({ name, site, policy }: Mapping): unknown {
  return {
    id: containerMappingArmId(site, name),
    name,
    type: ARM_TYPES.containerMapping,
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
