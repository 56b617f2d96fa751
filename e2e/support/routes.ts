/** Every page of the portal, for tests and pictures that visit them all. */
import { expect } from '@playwright/test';
import type { PortalPage } from './portal-page.ts';

/** `:item` and `:job` stand for ids. */
export const routes = [
  { name: 'overview', path: '/' },
  { name: 'items', path: '/items' },
  { name: 'item', path: '/items/:item' },
  { name: 'item-disks', path: '/items/:item/disks' },
  { name: 'item-health', path: '/items/:item/health' },
  { name: 'item-recovery-points', path: '/items/:item/recovery-points' },
  { name: 'item-events', path: '/items/:item/events' },
  { name: 'item-jobs', path: '/items/:item/jobs' },
  { name: 'item-compute-network', path: '/items/:item/compute-network' },
  { name: 'item-properties', path: '/items/:item/properties' },
  { name: 'protect', path: '/protect' },
  { name: 'jobs', path: '/jobs' },
  { name: 'job', path: '/jobs/:job' },
  { name: 'errors', path: '/errors' },
  { name: 'infrastructure', path: '/infrastructure' },
  { name: 'policies', path: '/policies' },
  { name: 'policy', path: '/policies/Gold%2030%20s' },
  { name: 'recovery-plans', path: '/recovery-plans' },
  { name: 'network-mapping', path: '/network-mapping' },
  { name: 'bandwidth', path: '/bandwidth' },
  { name: 'lab', path: '/lab' },
  { name: 'settings', path: '/settings' },
  { name: 'not-found', path: '/no-such-page' },
] as const;

/** Opens each page in turn and calls `see` when it shows its content, not only the promise of it. */
export async function visitRoutes(
  portal: PortalPage,
  see: (route: { readonly name: string; readonly path: string }) => Promise<void>,
): Promise<void> {
  await portal.open();
  const { itemId, jobId } = await portal.vault.prepareShowcase();
  for (const route of routes) {
    const path = route.path.replace(':item', itemId).replace(':job', jobId);
    await portal.open(path);
    await expect(portal.page.getByRole('heading', { level: 1 })).toBeVisible();
    await portal.settled();
    // An error boundary's message is a fine page to axe, but not the one that was asked for.
    await expect(portal.page.getByText(/^This (page|panel) stopped working$/), path).toHaveCount(0);
    await see({ name: route.name, path });
  }
}
