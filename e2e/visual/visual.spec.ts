/**
 * Pictures of the portal against those in `pictures/`: the production build, a seeded world that
 * stands still, fonts that are the same on every machine. How to renew them: e2e/README.md.
 */
import { type Locator, type Page, expect, test } from '@playwright/test';
import { PortalPage, branchesWorld } from '../support/portal-page.ts';
import type { Vault } from '../support/vault.ts';

interface Ward {
  readonly sick: string;
  readonly edited: string;
}

/** Twelve machines protected; one host cut off, one machine with a broken chain, one edited while nobody watched; forty minutes on. */
async function bringIllness(vault: Vault): Promise<Ward> {
  await vault.pauseAtFullHour();
  const names = (await vault.listUnprotectedNames()).slice(0, 12);
  await vault.protectAll(names);
  const machines = await Promise.all(names.map((name) => vault.findMachine(name)));
  const [first] = machines;
  const others = machines.filter(({ hostId }) => hostId !== first?.hostId);
  const [broken, edited] = others;
  if (!first || !broken || !edited) throw new Error('the world has too few machines');
  await vault.startFault('linkDown', first.hostId);
  await vault.startFault('brokenVhdChain', broken.id);
  await vault.startFault('offlineEdit', edited.id);
  for (let minute = 0; minute < 40; minute += 5) await vault.step(300);
  const idOf = async (name: string): Promise<string> => {
    const row = await vault.findItem(name);
    if (row === undefined) throw new Error(`no item ${name}`);
    return row.id;
  };
  return { sick: await idOf(broken.name), edited: await idOf(edited.name) };
}

async function expectPicture(what: Page | Locator, name: string): Promise<void> {
  // Of a million pixels two thousand: more than the edges of letters make, less than a line that moves by four pixels.
  await expect.soft(what).toHaveScreenshot(`${name}.png`, { maxDiffPixelRatio: 0.002, threshold: 0.1 });
}

/** They go by themselves after some seconds of real time, which a picture must not depend on. */
async function dismissToasts(page: Page): Promise<void> {
  const toasts = page.getByRole('list', { name: 'New notifications' });
  await expect(toasts).toBeVisible();
  await expect(async () => {
    for (const button of await toasts.getByRole('button').all()) await button.click({ timeout: 1000 });
    await expect(toasts).toBeHidden({ timeout: 500 });
  }).toPass();
  await page.mouse.move(0, 0);
}

test('pages look as they did', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const portal = new PortalPage(page, branchesWorld);
  await portal.open('/');
  const { sick, edited } = await bringIllness(portal.vault);
  const show = async (path: string, colorScheme: 'light' | 'dark' = 'light'): Promise<void> => {
    await page.emulateMedia({ colorScheme });
    await portal.show(path);
    await portal.settled();
  };

  await portal.settled();
  await dismissToasts(page);
  await expectPicture(page, 'overview-light');
  await show('/items', 'dark');
  await expectPicture(page, 'items-dark');
  await show(`/items/${sick}/health`);
  await expectPicture(page, 'item-health-light');
  await show('/jobs');
  await expectPicture(page, 'jobs-light');
  await show('/infrastructure', 'dark');
  await expectPicture(page, 'infrastructure-dark');
  await show(`/items/${edited}`);
  await portal.openDialog('resync', edited);
  await portal.settled();
  await expectPicture(page.getByRole('dialog'), 'resynchronize-light');

  await page.setViewportSize({ width: 768, height: 800 });
  await show('/errors');
  await expectPicture(page, 'errors-768-light');
  portal.expectNoComplaints();
});
