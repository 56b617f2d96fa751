import type { ArmContainer, ArmContainerMapping } from '../../../management/arm.ts';

export interface Site {
  /** ARM id of its protection container. */
  readonly containerId: string;
  readonly site: string;
  /** HyperVSite or VMM. */
  readonly kind: string;
}

export interface PolicySite extends Site {
  /** ARM id of the mapping that associates it. */
  readonly mappingId: string;
}

/** The sites that `policy` is associated with, and the others, each ascending by name. */
export function policySites(
  policy: string,
  containers: readonly ArmContainer[],
  mappings: readonly ArmContainerMapping[],
): { readonly associated: readonly PolicySite[]; readonly others: readonly Site[] } {
  const mappingIds = new Map(
    mappings
      .filter(({ properties }) => properties?.policyFriendlyName === policy)
      .map(({ id }) => [containerOf(id ?? ''), id ?? '']),
  );
  const associated: PolicySite[] = [];
  const others: Site[] = [];
  for (const { id, properties } of containers) {
    const containerId = id ?? '';
    const site = { containerId, site: properties?.fabricFriendlyName ?? '', kind: properties?.fabricType ?? '' };
    const mappingId = mappingIds.get(containerId.toLowerCase());
    if (mappingId === undefined) others.push(site);
    else associated.push({ ...site, mappingId });
  }
  const bySite = (a: Site, b: Site): number => a.site.localeCompare(b.site);
  return { associated: associated.toSorted(bySite), others: others.toSorted(bySite) };
}

/** The container that a mapping's id lies in; ARM's ids do not tell cases apart. */
function containerOf(mappingId: string): string {
  return mappingId.toLowerCase().replace(/\/replicationprotectioncontainermappings\/.*$/, '');
}
