import AxeBuilder from '@axe-core/playwright';
import { type Page, expect, test } from '@playwright/test';
import { routes } from '../scripts/lib/routes.mjs';
import { PortalPage } from './support/portal-page.ts';

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const portal = new PortalPage(page);
    await portal.open();
    const ids = await portal.vault.prepareShowcase();
    for (const route of routes) {
      const path = route.path.replace(':item', ids.itemId).replace(':job', ids.jobId);
      await test.step(route.name, async () => {
        await visit(portal, path);
        const { violations } = await new AxeBuilder({ page }).withTags(wcag).analyze();
        const found = violations.map(({ id, nodes }) => ({ id, targets: nodes.map((node) => node.target.join(' ')) }));
        expect.soft(found, path).toEqual([]);
      });
    }
    portal.expectNoComplaints();
  });
}

async function visit(portal: PortalPage, path: string): Promise<void> {
  await portal.open(path);
  await expect(portal.page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectLoaded(portal.page);
}

/** Skeletons are gone: what is looked at is the page, not its promise. */
async function expectLoaded(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
}
