/** After the first load the demo works without a network; a newer version waits until it is asked for. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Page, expect, test } from '@playwright/test';
import { distFolder } from '../scripts/lib/portal-build.mjs';
import { createStaticServer } from '../scripts/lib/static-server.mjs';
import { PortalPage } from './support/portal-page.ts';

test('the demo works with the network off', async ({ page, context }) => {
  const portal = new PortalPage(page);
  await portal.open('/');
  await keptForOffline(page);
  await portal.vault.pause();

  await context.setOffline(true);
  await portal.reload();
  const [name] = await portal.vault.listUnprotectedNames();
  if (name === undefined) throw new Error('every machine is protected already');
  await portal.vault.protectAll([name]);
  // Pages that were not loaded while there was a network.
  for (const link of ['Replicated items', 'Site Recovery jobs', 'Infrastructure', 'Lab']) {
    await portal.navigate(link);
    await expect(page.getByRole('heading', { name: link, level: 1 })).toBeVisible();
  }
  await page.goto('/items');
  await expect(page.getByRole('link', { name, exact: true })).toBeVisible();
  portal.expectNoComplaints();
});

test('it can be installed', async ({ page, request }) => {
  await new PortalPage(page).open('/');
  const path = await page.locator('link[rel=manifest]').getAttribute('href');
  const manifest = (await (await request.get(path ?? '')).json()) as {
    name: string;
    display: string;
    icons: readonly { src: string; sizes: string; type: string }[];
  };
  expect(manifest).toMatchObject({ name: 'Lockstep', display: 'standalone' });
  expect(manifest.icons.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']));
  for (const { src, type } of manifest.icons) {
    const icon = await request.get(src);
    expect([icon.status(), icon.headers()['content-type']], src).toEqual([200, type]);
  }
});

test.describe('a newer version', () => {
  let folder: string;
  let server: Server;

  test.beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lockstep-version-'));
    await cp(distFolder, folder, { recursive: true, filter: (path) => !path.endsWith('.map') });
    server = createStaticServer(folder);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  test.afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });

  test('is offered, and taken when somebody asks for it', async ({ page }) => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const portal = new PortalPage(page);
    const origin = `http://127.0.0.1:${address.port}`;
    await portal.open(`${origin}/items`);
    await keptForOffline(page);
    const newer = (await readFile(join(folder, 'sw.js'), 'utf8')).replace(/VERSION = '\w+'/, "VERSION = 'newer'");
    await writeFile(join(folder, 'sw.js'), newer);
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());

    await expect(page.getByText('A new version of the portal is ready.')).toBeVisible();
    expect(await page.evaluate(() => caches.keys())).toContain('lockstep-newer');
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Reload', exact: true }).click()]);
    await portal.waitForEngine();
    await expect.poll(() => page.evaluate(() => caches.keys())).toEqual(['lockstep-newer']);
    portal.expectNoComplaints();
  });
});

/** Resolves when the service worker has all files and answers for this page. */
async function keptForOffline(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((resolve) =>
      navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
    );
  });
}
