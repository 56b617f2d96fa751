import type { PlainKey } from '../../strings/translate.ts';

interface KnownPage {
  readonly to: string;
  readonly label: PlainKey;
}

const pages: readonly KnownPage[] = [
  { to: '/', label: 'nav.overview' },
  { to: '/items', label: 'nav.items' },
  { to: '/jobs', label: 'nav.jobs' },
  { to: '/errors', label: 'nav.errors' },
  { to: '/protect', label: 'nav.protect' },
  { to: '/infrastructure', label: 'nav.infrastructure' },
  { to: '/recovery-plans', label: 'nav.plans' },
  { to: '/policies', label: 'nav.policies' },
  { to: '/network-mapping', label: 'nav.networkMapping' },
  { to: '/bandwidth', label: 'nav.bandwidth' },
  { to: '/lab', label: 'nav.lab' },
  { to: '/settings', label: 'nav.settings' },
];

const SUGGESTED = 3;

/** The pages whose address is nearest to `path`, nearest first. */
export function nearestPaths(path: string): readonly KnownPage[] {
  const wanted = (path.split('/')[1] ?? '').toLowerCase();
  return pages
    .map((page) => ({ page, distance: editDistance(wanted, page.to.slice(1)) }))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, SUGGESTED)
    .map(({ page }) => page);
}

/** Levenshtein distance: how many letters to insert, delete or replace. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? a.length;
}
