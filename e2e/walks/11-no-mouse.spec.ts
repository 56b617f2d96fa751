import { type Locator, type Page, expect, test } from '@playwright/test';
import { ItemsPage } from '../pages/items-page.ts';
import { tabTo } from '../support/keyboard.ts';
import { PortalPage, branchesWorld } from '../support/portal-page.ts';
import { visitRoutes } from '../support/routes.ts';

const NAME = 'WEST-01';

test('11. a machine is protected, understood and resynchronized without a mouse', async ({ page }) => {
  const portal = new PortalPage(page, branchesWorld);
  const { vault } = portal;
  const items = new ItemsPage(page);
  const button = (name: string | RegExp): Locator => page.getByRole('button', { name, exact: true });
  await portal.open('/');
  await vault.pause();

  await test.step('protect', async () => {
    await press(page, button('Protect machines').first(), 'Enter');
    for (let step = 0; step < 2; step += 1) await press(page, button('Next'), 'Enter');
    await press(page, page.getByRole('checkbox', { name: `Select ${NAME}` }), 'Space');
    for (let step = 0; step < 3; step += 1) await press(page, button('Next'), 'Enter');
    await press(page, button('Enable protection of 1 machine'), 'Enter');
    await expect(page).toHaveURL(/\/items/);
    await vault.stepUntil(NAME, 'protected', 30, ({ stage }) => stage === 'protected');
  });

  await test.step('find it in the list and read its health', async () => {
    await vault.crashHost('HV-WEST');
    await vault.stepUntil(NAME, 'critical', 30, ({ health }) => health === 'Critical');
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await items.expectRowCount(1);
    await tabTo(page, items.grid.locator('[tabindex="0"]').first());
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: NAME, level: 1 })).toBeVisible();
    await tabTo(page, page.getByRole('tab', { name: 'Overview' }));
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('tab', { name: 'Health' })).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('region', { name: 'Rules' })).toContainText('Resynchronization');
  });

  await test.step('resynchronize', async () => {
    await page.keyboard.press('r');
    const dialog = page.getByRole('dialog', { name: `Resynchronize ${NAME}` });
    // Esc goes to what has the focus: the dialog takes it a moment after it is seen.
    await expect(dialog.getByRole('combobox').first()).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await page.keyboard.press('r');
    await press(page, dialog.getByRole('button', { name: 'Resynchronize', exact: true }), 'Enter');
    await expect(dialog).toBeHidden();
    await vault.stepUntil(NAME, 'resynchronized', 5, ({ stage }) => stage === 'protected');
    expect((await vault.findJob(NAME, 'RepairReplication'))?.state).toBe('Succeeded');
  });
  portal.expectNoComplaints();
});

test('11. at 200 % zoom no page needs to be scrolled sideways', async ({ page }) => {
  // A 1440 × 900 window at 200 %.
  await page.setViewportSize({ width: 720, height: 450 });
  const portal = new PortalPage(page);
  await visitRoutes(portal, async ({ path }) => {
    const overflow = await page.evaluate(() => {
      const main = document.querySelector('main');
      return Math.max(
        document.documentElement.scrollWidth - document.documentElement.clientWidth,
        main === null ? 0 : main.getBoundingClientRect().right - innerWidth,
      );
    });
    expect.soft(overflow, path).toBeLessThanOrEqual(0);
  });
  portal.expectNoComplaints();
});

async function press(page: Page, target: Locator, key: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}
