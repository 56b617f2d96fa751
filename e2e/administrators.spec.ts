/** Several administrators, one world: pages of `npm run serve` share its engine and hear of each other's commands. */
import { type Page, expect, test } from '@playwright/test';
import { ItemsPage } from './pages/items-page.ts';
import { BreakableLink } from './support/breakable-link.ts';
import { HeadlessServer } from './support/headless-server.ts';
import { Vault } from './support/vault.ts';

let server: HeadlessServer;
let vault: Vault;

test.beforeEach(async () => {
  server = await HeadlessServer.start(['--scenario', 'small', '--seed', '7']);
  vault = new Vault(server.send);
  await vault.pause();
});

test.afterEach(async () => {
  await server.stop();
});

async function openItems(page: Page, origin: string): Promise<ItemsPage> {
  await page.goto(`${origin}/items`);
  await expect(page.getByRole('heading', { name: 'Replicated items' })).toBeVisible();
  return new ItemsPage(page);
}

test('what one administrator does the other sees', async ({ context }) => {
  const [first, second] = [await context.newPage(), await context.newPage()];
  await openItems(first, server.url);
  const items = await openItems(second, server.url);
  await expect(second.getByText('No machine is protected yet')).toBeVisible();
  expect(first.workers(), 'the engine runs in the server').toEqual([]);

  const [name = ''] = await vault.listUnprotectedNames();
  await vault.protectAll([name]);
  await items.expectRowCount(1);
  await first.getByRole('link', { name, exact: true }).click();
  await first.getByRole('button', { name: 'Pause replication' }).click();
  await expect(items.row(name)).toContainText('(paused)');
});

test('a broken connection is shown, tried again and caught up', async ({ page }) => {
  const link = await BreakableLink.to(server.url);
  try {
    const items = await openItems(page, link.url);
    const [name = '', other = ''] = await vault.listUnprotectedNames();
    await vault.protectAll([name]);
    await items.expectRowCount(1);

    link.cut();
    const banner = page.getByText(/The server does not answer\./);
    await expect(banner.first()).toBeVisible();
    // What was shown stays; what happens meanwhile is missed.
    await items.expectRowCount(1);
    await vault.protectAll([name, other].slice(1));
    await vault.stepUntil(other, 'protected', 30, ({ stage }) => stage === 'protected');

    link.mend();
    await expect(banner).toHaveCount(0);
    await items.expectRowCount(2);
    await expect(items.row(other)).toContainText('Protected');
  } finally {
    await link.close();
  }
});
