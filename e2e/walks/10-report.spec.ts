import { readFile } from 'node:fs/promises';
import { type Page, expect, test } from '@playwright/test';
import { PortalPage } from '../support/portal-page.ts';

const FORMULA = `=cmd|' /C calc'!A0`;
const MARKUP = '<img src=x onerror=alert(1)>';

test('10. the jobs of the view become a report that is safe to open', async ({ page }) => {
  const portal = new PortalPage(page, { scenario: 'hostile-names', seed: '7' });
  const { vault } = portal;
  await portal.open('/jobs');
  await vault.pause();
  await vault.protectAll([MARKUP]);
  // Without access to the storage account the prerequisites are not met: a job that fails.
  await vault.startFault('authorizationRevoked', '');
  await vault.protect(FORMULA);
  await vault.step(120);
  expect((await vault.findJob(FORMULA, 'EnableDr'))?.state).toBe('Failed');

  await choose(page, /^Status/, 'Failed');
  await choose(page, /^Started/, 'Last 24 hours');
  await expect(page).toHaveURL(/state=Failed/);
  await expect(page).toHaveURL(/range=24/);
  const grid = page.getByRole('grid', { name: 'Site Recovery jobs' });
  await expect(grid).toHaveAttribute('aria-rowcount', '2');
  // Names are shown as they are, and are nothing but text.
  await expect(grid).toContainText(FORMULA);
  await expect(page.locator('img[src=x]')).toHaveCount(0);

  await test.step('CSV: the rows of the view, the formula disarmed, times with their zone, UTF-8 marked', async () => {
    const csv = await save(page, 'Export CSV');
    expect(csv.startsWith('\uFEFF')).toBe(true);
    const lines = csv.slice(1).trimEnd().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]?.split(',').slice(0, 4)).toEqual(['Name', 'Status', 'Item', 'Started']);
    expect(lines[1]).toContain(`'${FORMULA}`);
    expect(lines[1]).toMatch(/,2026-03-02T\d\d:\d\d:\d\d[.\d]*Z,/);
    expect(csv).not.toContain(MARKUP);
  });

  await test.step('JSON: the same rows', async () => {
    const rows = JSON.parse(await save(page, 'Export JSON')) as readonly { itemName: string; state: string }[];
    expect(rows.map(({ itemName, state }) => [itemName, state])).toEqual([[FORMULA, 'Failed']]);
  });
  portal.expectNoComplaints();
});

async function choose(page: Page, filter: RegExp, option: string): Promise<void> {
  await page.getByRole('search').getByRole('combobox', { name: filter }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

async function save(page: Page, command: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: command, exact: true }).click(),
  ]);
  return readFile(await download.path(), 'utf8');
}
