import { expect, test } from '@playwright/test';
import { ItemsPage } from '../pages/items-page.ts';
import { PortalPage } from '../support/portal-page.ts';

const MACHINES = 10_000;
/** Of the whole list, however long it is [performance goals]. */
const MAX_LIST_NODES = 2_000;

test('12. ten thousand machines are one list, live', async ({ page }) => {
  test.slow();
  const portal = new PortalPage(page, { scenario: 'datacenter', seed: '7' });
  const items = new ItemsPage(page);
  await portal.open('/items');
  await items.expectRowCount(MACHINES);
  const nodes = () => items.grid.evaluate((grid) => grid.querySelectorAll('*').length);
  expect(await nodes()).toBeLessThanOrEqual(MAX_LIST_NODES);
  const firstRow = items.grid.locator('[role=row][aria-rowindex="2"]');

  await test.step('to the last row and back, by keyboard', async () => {
    await items.grid.getByRole('gridcell').first().click();
    await page.keyboard.press('ControlOrMeta+End');
    await expect(items.grid.locator(`[role=row][aria-rowindex="${MACHINES + 1}"]`)).toBeVisible();
    expect(await nodes()).toBeLessThanOrEqual(MAX_LIST_NODES);
    await page.keyboard.press('ControlOrMeta+Home');
    await expect(items.grid.getByRole('columnheader').first()).toBeVisible();
  });

  await test.step('a row is opened, and Back leads to it where it stood', async () => {
    for (const key of ['ControlOrMeta+End', 'PageUp', 'Home', 'ArrowRight']) await page.keyboard.press(key);
    const row = items.grid.locator('[role=row]', { has: page.locator(':focus') });
    const id = await row.getAttribute('data-row');
    const before = await row.boundingBox();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`/items/${id}`));
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    await page.goBack();
    await expect(items.grid.locator(`[data-row="${id}"] [data-column="1"]`)).toBeFocused();
    expect(await row.boundingBox()).toEqual(before);
  });

  await test.step('sorted the other way the last name comes first', async () => {
    const { rows } = await portal.vault.listItems();
    const names = rows.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    await page.goto('/items?sort=-name');
    await portal.waitForEngine();
    await expect(firstRow).toContainText(names.at(-1) ?? '');
  });

  await test.step('filtered by a part of a name, the count is the vault’s', async () => {
    const { rows } = await portal.vault.listItems();
    const part = rows[0]?.name.slice(0, -1) ?? '';
    const matching = rows.filter(({ name, host }) => `${name} ${host}`.toLowerCase().includes(part.toLowerCase()));
    await page.getByRole('search').getByRole('searchbox').fill(part);
    await items.expectRowCount(matching.length);
  });

  await test.step('while it is looked at, it goes on replicating', async () => {
    const revisions = async () =>
      (await portal.vault.listItems()).rows.reduce((sum, { revision }) => sum + revision, 0);
    const before = await revisions();
    await expect.poll(revisions).toBeGreaterThan(before);
  });
  portal.expectNoComplaints();
});
