import { AxeBuilder } from '@axe-core/playwright';
import { type Page, expect, test } from '@playwright/test';
import { PortalPage } from './support/portal-page.ts';
import { visitRoutes } from './support/routes.ts';

/** Fluent UI's focus sentinels: hidden and focusable by design, they hand the focus on at once. */
const focusSentinels = 'i[data-tabster-dummy]';
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** How the page may be looked at. */
const looks = [
  { name: 'light', colorScheme: 'light', forcedColors: 'none' },
  { name: 'dark', colorScheme: 'dark', forcedColors: 'none' },
  { name: 'forced colours', colorScheme: 'dark', forcedColors: 'active' },
] as const;

/** Dialogs that live in the address; those of an item are about the showcase's. */
const dialogs = [
  'help',
  'palette',
  'importDisk',
  'resync',
  'downloadReplica',
  'disable',
  'plannedFailover',
  'failover',
  'testFailover',
  'testCleanup',
  'commit',
  'cancelFailover',
  'changePoint',
  'failback',
  'completeFailback',
  'reprotect',
] as const;

for (const { name, ...media } of looks) {
  test(`axe finds nothing on any page, ${name}`, async ({ page }) => {
    await page.emulateMedia({ ...media, reducedMotion: 'reduce' });
    const portal = new PortalPage(page);
    await visitRoutes(portal, async ({ path }) => {
      expect.soft(await findViolations(page), path).toEqual([]);
    });
    portal.expectNoComplaints();
  });

  test(`axe finds nothing in any dialog, ${name}`, async ({ page }) => {
    await page.emulateMedia({ ...media, reducedMotion: 'reduce' });
    const portal = new PortalPage(page);
    await portal.open('/');
    const { itemId } = await portal.vault.prepareShowcase();
    await portal.open(`/items/${itemId}`);
    for (const dialog of dialogs) {
      await portal.openDialog(dialog, itemId);
      const open = page.getByRole('dialog').or(page.getByRole('alertdialog')).first();
      await expect(open, dialog).toBeVisible();
      await expect(open.getByRole('progressbar')).toHaveCount(0);
      expect.soft(await findViolations(page), dialog).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(open, dialog).toBeHidden();
    }
    portal.expectNoComplaints();
  });
}

async function findViolations(page: Page): Promise<readonly object[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(wcag).exclude(focusSentinels).analyze();
  return violations.map(({ id, nodes }) => ({ id, targets: nodes.map((node) => node.target.join(' ')) }));
}
