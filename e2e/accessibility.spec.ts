import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { PortalPage } from './support/portal-page.ts';
import { visitRoutes } from './support/routes.ts';

/** Fluent UI's focus sentinels: hidden and focusable by design, they hand the focus on at once. */
const focusSentinels = 'i[data-tabster-dummy]';
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const portal = new PortalPage(page);
    await visitRoutes(portal, async ({ path }) => {
      const { violations } = await new AxeBuilder({ page }).withTags(wcag).exclude(focusSentinels).analyze();
      const found = violations.map(({ id, nodes }) => ({ id, targets: nodes.map((node) => node.target.join(' ')) }));
      expect.soft(found, path).toEqual([]);
    });
    portal.expectNoComplaints();
  });
}
