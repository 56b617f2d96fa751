import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { PortalPage } from './support/portal-page.ts';
import { visitRoutes } from './support/routes.ts';

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const portal = new PortalPage(page);
    await visitRoutes(portal, async ({ path }) => {
      const { violations } = await new AxeBuilder({ page }).withTags(wcag).analyze();
      const found = violations.map(({ id, nodes }) => ({ id, targets: nodes.map((node) => node.target.join(' ')) }));
      expect.soft(found, path).toEqual([]);
    });
    portal.expectNoComplaints();
  });
}
