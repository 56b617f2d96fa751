import type { ArmContainer, ArmContainerMapping, ArmFabric } from '../../../management/arm.ts';
import type { HealthWord, HostDetail } from '../../../management/wire.ts';
import type { MappedNetwork } from '../network-mapping/mapped-network.ts';

/** A site as the vault knows it: its hosts together, and what it is associated with. */
export interface SiteRow {
  readonly fabric: string;
  readonly site: string;
  readonly kind: HostDetail['fabricKind'];
  /** Of a VMM server, by name; of a Hyper-V site empty. */
  readonly clouds: readonly string[];
  readonly hostCount: number;
  readonly protectedCount: number;
  readonly machineCount: number;
  /** Each once, ascending. */
  readonly providerVersions: readonly string[];
  readonly health: HealthWord;
  /** The newest of its servers'; ISO 8601. */
  readonly lastHeartbeat: string;
  /** Names, ascending. */
  readonly policies: readonly string[];
  readonly networkCount: number;
  readonly mappedNetworkCount: number;
}

export interface SiteFacts {
  readonly hosts: readonly HostDetail[];
  readonly fabrics: readonly ArmFabric[];
  readonly containers: readonly ArmContainer[];
  readonly associations: readonly ArmContainerMapping[];
  readonly networks: readonly MappedNetwork[];
}

/** Every site that has a host, ascending by name. */
export function siteRows(facts: SiteFacts): readonly SiteRow[] {
  return [...new Set(facts.hosts.map(({ fabricName }) => fabricName))]
    .flatMap((fabric) => siteRow(fabric, facts) ?? [])
    .toSorted((a, b) => a.site.localeCompare(b.site));
}

function siteRow(fabric: string, facts: SiteFacts): SiteRow | null {
  const { fabrics, containers, associations, networks } = facts;
  const hosts = facts.hosts.filter(({ fabricName }) => fabricName === fabric);
  const [first] = hosts;
  if (!first) return null;
  const { site, fabricKind: kind } = first;
  const heartbeats = hosts.flatMap(({ lastHeartbeat, vmmServer }) => [lastHeartbeat, vmmServer?.lastHeartbeat ?? '']);
  const own = networks.filter((network) => network.site === site);
  const health = fabrics.find(({ name }) => name === fabric)?.properties?.health;
  return {
    fabric,
    site,
    kind,
    clouds:
      kind === 'VMM'
        ? containers.filter(({ id }) => fabricOf(id) === fabric).map(({ properties }) => properties?.friendlyName ?? '')
        : [],
    hostCount: hosts.length,
    protectedCount: hosts.reduce((sum, { protectedCount }) => sum + protectedCount, 0),
    machineCount: hosts.reduce((sum, { machineCount }) => sum + machineCount, 0),
    providerVersions: ascending(hosts.map(({ providerVersion }) => providerVersion)),
    health: health === 'Normal' || health === 'Critical' ? health : 'None',
    lastHeartbeat: heartbeats.toSorted().at(-1) ?? '',
    policies: ascending(
      associations
        .filter(({ id }) => fabricOf(id) === fabric)
        .map(({ properties }) => properties?.policyFriendlyName ?? ''),
    ),
    networkCount: own.length,
    mappedNetworkCount: own.filter(({ mapping }) => mapping !== null).length,
  };
}

function ascending(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted((a, b) => a.localeCompare(b));
}

/** The name of the fabric that an ARM id lies in. */
function fabricOf(armId: string | null | undefined): string {
  return /\/replicationFabrics\/([^/]+)/i.exec(armId ?? '')?.[1] ?? '';
}
