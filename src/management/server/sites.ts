import type { HostId, VmId } from '../../core/model.ts';
import type { HostInventory, MachineInventory } from '../../core/ports.ts';
import { siteNames, type SiteNames } from './arm-id.ts';

/** The inventory, arranged as ARM sees it. */
export interface Sites {
  /** Ascending by fabric name. */
  readonly all: readonly SiteNames[];
  /** By name, whatever the case; undefined when there is none. */
  byFabric(fabric: string): SiteNames | undefined;
  hostsOf(site: SiteNames): readonly HostInventory[];
  /** Of a host that the inventory no longer knows: a site named after the host. */
  ofHost(hostId: HostId, hostName: string): SiteNames;
  machine(vmId: VmId): MachineInventory | undefined;
}

/** Of thousands of machines, looked at ten times a second, and told anew once a minute. */
const arranged = new WeakMap<readonly HostInventory[], Sites>();

/** Arranges what the hosts reported. */
export function arrangeSites(inventory: readonly HostInventory[]): Sites {
  const known = arranged.get(inventory);
  if (known) return known;
  const sites = arrange(inventory);
  arranged.set(inventory, sites);
  return sites;
}

function arrange(inventory: readonly HostInventory[]): Sites {
  const hostsBySite = groupBySite(inventory);
  const all = [...hostsBySite]
    .map(([name, hosts]) => siteNames(name, vmmServerOf(hosts)))
    .toSorted((a, b) => (a.fabric < b.fabric ? -1 : 1));
  const byName = new Map(all.map((site) => [site.siteName, site]));
  const siteByHost = new Map(inventory.map((host) => [host.hostId, byName.get(host.siteName)]));
  const machines = new Map(inventory.flatMap((host) => host.machines.map((machine) => [machine.vmId, machine])));
  return {
    all,
    byFabric: (fabric) => all.find((site) => site.fabric.toLowerCase() === fabric.toLowerCase()),
    hostsOf: (site) => hostsBySite.get(site.siteName) ?? [],
    ofHost: (hostId, hostName) => siteByHost.get(hostId) ?? siteNames(hostName),
    machine: (vmId) => machines.get(vmId),
  };
}

/** undefined: a site without VMM. */
function vmmServerOf(hosts: readonly HostInventory[]): string | undefined {
  return hosts.find((host) => host.fabricKind === 'VMM')?.vmmServer?.name;
}

function groupBySite(inventory: readonly HostInventory[]): ReadonlyMap<string, readonly HostInventory[]> {
  const groups = new Map<string, HostInventory[]>();
  for (const host of inventory) {
    const group = groups.get(host.siteName);
    if (group) group.push(host);
    else groups.set(host.siteName, [host]);
  }
  return groups;
}
