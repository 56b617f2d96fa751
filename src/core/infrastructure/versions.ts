/** Which versions of provider and agent replication is supported with. */

/** ARM's AgentVersionStatus. */
export type VersionState = 'Supported' | 'NotSupported' | 'Deprecated' | 'UpdateRequired' | 'SecurityUpdateRequired';

/** From this version on the state holds, until the next row's; what is older than all of them is not supported. */
interface Row {
  readonly from: string;
  readonly state: VersionState;
}

/**
 * Ascending. Azure supports the newest update rollup and the four before it; which those are changes
 * with each rollup and is published nowhere in one place, so these are ours.
 */
const VERSIONS: Readonly<Record<'provider' | 'agent', readonly Row[]>> = {
  provider: [
    { from: '5.1.3200.0', state: 'Deprecated' },
    { from: '5.1.5300.0', state: 'UpdateRequired' },
    { from: '5.1.6300.0', state: 'Supported' },
  ],
  agent: [
    { from: '2.0.9160.0', state: 'Deprecated' },
    { from: '2.0.9190.0', state: 'SecurityUpdateRequired' },
    { from: '2.0.9202.0', state: 'UpdateRequired' },
    { from: '2.0.9240.0', state: 'Supported' },
  ],
};

/** The state of a dotted version; what cannot be read as one is not supported. */
export function versionStateOf(product: 'provider' | 'agent', version: string): VersionState {
  if (!/^\d+(\.\d+)*$/.test(version)) return 'NotSupported';
  const row = VERSIONS[product].findLast(({ from }) => compareVersions(from, version) <= 0);
  return row?.state ?? 'NotSupported';
}

/** Negative: `a` is older. Missing parts count as 0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let part = 0; part < Math.max(left.length, right.length); part++) {
    const difference = (left[part] ?? 0) - (right[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function partsOf(version: string): readonly number[] {
  return version.split('.').map(Number);
}
