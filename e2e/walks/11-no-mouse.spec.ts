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

/** A 1440 × 900 window at 200 %, and one of 1280 × 1024 at 400 % (WCAG 1.4.10). */
const zooms = [
  ['200', { width: 720, height: 450 }],
  ['400', { width: 320, height: 256 }],
] as const;

for (const [zoom, size] of zooms) {
  test(`11. at ${zoom} % zoom no page needs to be scrolled sideways`, async ({ page }) => {
    await page.setViewportSize(size);
    const portal = new PortalPage(page);
    await visitRoutes(portal, async ({ path }) => {
      expect.soft(await page.evaluate(widerThanTheWindow), path).toEqual([]);
    });
    portal.expectNoComplaints();
  });
}

/** What stands out at the right, or would have to be scrolled; a table, a drawing and a list may be. */
function widerThanTheWindow(): string[] {
  const isTwoDimensional = (element: Element) => element.closest('table, svg, [role=grid], [role=group]') !== null;
  const texts = [
    ...document.querySelectorAll('header button, main h1, main h2, main p, main dd, main label, main button'),
  ];
  return texts
    .filter((element) => !isTwoDimensional(element) && element.getBoundingClientRect().right > innerWidth)
    .map((element) => `${element.tagName} ${element.textContent}`)
    .concat(document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['the page'] : []);
}

async function press(page: Page, target: Locator, key: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}
