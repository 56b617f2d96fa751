import { expect, test } from '@playwright/test';
import { ItemsPage } from '../pages/items-page.ts';
import { OverviewPage } from '../pages/overview-page.ts';
import { tabTo } from '../support/keyboard.ts';
import { PortalPage, branchesWorld } from '../support/portal-page.ts';

test('1. the sick are found in ten seconds, with the keyboard alone', async ({ page }) => {
  const portal = new PortalPage(page, branchesWorld);
  const { vault } = portal;
  const overview = new OverviewPage(page);
  const items = new ItemsPage(page);
  await portal.open('/');
  await vault.pause();
  await vault.protectAll(['NORTH-01', 'NORTH-02', 'SOUTH-01', 'SOUTH-02', 'EAST-01']);
  await vault.startFault('linkDown', await vault.findHostId('HV-SOUTH'));
  await vault.stepUntilAll('critical', 60, (rows) => rows.filter(({ health }) => health === 'Critical').length === 2);

  const critical = overview.healthEntry('Critical');
  await expect(critical).toHaveText(/^2\s*Critical$/);
  const count = await overview.countOf('Critical');
  await tabTo(page, critical);
  await page.keyboard.press('Enter');

  await expect(page).toHaveURL(/\/items\?health=critical$/i);
  await items.expectRowCount(count);
  await expect(page).toHaveTitle(/^● 2 critical/);
  await page.reload();
  await portal.waitForEngine();
  await expect(page).toHaveURL(/\/items\?health=critical$/i);
  await items.expectRowCount(count);

  // The reload forgot where the focus was; what counts is the way back within one visit.
  await page.goBack();
  await tabTo(page, critical);
  await page.keyboard.press('Enter');
  await items.expectRowCount(count);
  await page.goBack();
  await expect(critical).toBeFocused();
  portal.expectNoComplaints();
});
