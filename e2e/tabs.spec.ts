import { type BrowserContext, expect, test } from '@playwright/test';
import { PortalPage, smallWorld } from './support/portal-page.ts';
import { RawBrowser, type RawTab } from './support/raw-browser.ts';
import { type Send, Vault } from './support/vault.ts';

async function protectSomeMachine(vault: Vault): Promise<string> {
  const [name] = await vault.listUnprotectedNames();
  if (name === undefined) throw new Error('every machine is protected already');
  await vault.protect(name);
  return name;
}

async function openTab(context: BrowserContext): Promise<PortalPage> {
  const portal = new PortalPage(await context.newPage());
  await portal.open('/items');
  return portal;
}

test('a hidden tab goes on replicating', async ({ baseURL, launchOptions }) => {
  const browser = await RawBrowser.launch(launchOptions.executablePath ?? '', launchOptions.args ?? []);
  try {
    const tab = await browser.openTab(`${baseURL}/items?${new URLSearchParams({ ...smallWorld }).toString()}`);
    await waitForEngine(tab);
    const vault = new Vault(sendFrom(tab));
    const name = await protectSomeMachine(vault);

    await browser.openTab('about:blank');
    await expect.poll(() => tab.evaluate('document.visibilityState')).toBe('hidden');
    const hiddenSince = (await vault.getWorld()).now;
    await vault.setSpeed(600);
    await vault.waitForItem(
      name,
      'Protected',
      (row) => row.state === 'Protected' && (row.lastRecoveryPoint ?? '') > hiddenSince,
    );
    expect(await tab.evaluate('document.visibilityState')).toBe('hidden');
  } finally {
    await browser.close();
  }
});

test('a second tab shows the same world, starts no engine of its own, and takes over', async ({ context }) => {
  const first = await openTab(context);
  const name = await protectSomeMachine(first.vault);
  await first.vault.pause();

  const second = await openTab(context);
  await expect(second.page.getByText('Another tab runs the replication engine')).toBeVisible();
  expect((await second.vault.getWorld()).now).toBe((await first.vault.getWorld()).now);
  // One world: a step given in one tab moves the clock of both.
  await second.vault.step(60);
  expect((await first.vault.getWorld()).now).toBe((await second.vault.getWorld()).now);
  expect(await second.vault.getTrace()).toEqual(await first.vault.getTrace());

  const lastSeen = (await first.vault.getWorld()).now;
  await first.page.close();
  await second.waitForEngine();
  await expect(second.page.getByText('Another tab runs the replication engine')).toBeHidden();
  expect(await second.vault.findItem(name)).toBeDefined();
  expect((await second.vault.getWorld()).now >= lastSeen).toBe(true);
  await second.vault.setSpeed(600);
  await second.vault.waitForItem(name, 'Protected', (row) => row.state === 'Protected');
});

test('a killed worker is restarted, no call hangs, and replication goes on', async ({ page }) => {
  const portal = new PortalPage(page);
  await portal.open('/items');
  const name = await protectSomeMachine(portal.vault);
  const before = await portal.vault.waitForItem(name, 'enabled', () => true);

  const engine = page.workers().find((worker) => worker.url().includes('engine.worker'));
  if (engine === undefined) throw new Error('the page has no engine worker');
  // A burst of calls, some of which the worker will not live to answer.
  const calls = page.evaluate(() =>
    Promise.allSettled(
      Array.from({ length: 50 }, () => globalThis.lockstep.request({ method: 'GET', path: '/lab/world' })),
    ).then((results) => results.length),
  );
  await engine.evaluate(() => self.close());
  expect(await calls).toBe(50);

  await expect(page.getByText(/restarted and continued from the checkpoint of \d\d:\d\d:\d\d/)).toBeVisible();
  await portal.waitForEngine();
  const after = await portal.vault.waitForItem(name, 'still there', () => true);
  expect(after.id).toBe(before.id);
  await portal.vault.setSpeed(600);
  await portal.vault.waitForItem(name, 'Protected', (row) => row.state === 'Protected');
});

async function waitForEngine(tab: RawTab): Promise<void> {
  const isReady =
    "globalThis.lockstep?.request({ method: 'GET', path: '/lab/world' }).then((answer) => answer.ok, () => false) ?? false";
  // Before the page has loaded there is nothing to evaluate in.
  await expect.poll(() => tab.evaluate(isReady).catch(() => false)).toBe(true);
}

function sendFrom(tab: RawTab): Send {
  return (method, path, body) => {
    const request = { method, path, ...(body === undefined ? {} : { body, contentType: 'application/json' }) };
    return tab.evaluate(
      `lockstep.request(${JSON.stringify(request)}).then(async (r) => ({ status: r.status, text: await r.text() }))`,
    );
  };
}
