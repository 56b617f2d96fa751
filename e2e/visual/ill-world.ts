/** A world worth looking at, standing still, and the way through its pages. */
import { type Page, expect } from '@playwright/test';
import { PortalPage, branchesWorld } from '../support/portal-page.ts';
import type { Vault } from '../support/vault.ts';

export interface IllWorld {
  readonly portal: PortalPage;
  /** Ids of a machine whose chain of disks is broken, and of one that has to be resynchronized. */
  readonly brokenId: string;
  readonly editedId: string;
}

/** Opens the world in a tab: no motion, no notifications in the corner. */
export async function openIllWorld(page: Page): Promise<IllWorld> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const portal = new PortalPage(page, branchesWorld);
  await portal.open('/');
  const ids = await bringIllness(portal.vault);
  await portal.settled();
  // From then on no notification comes any more.
  await portal.changesSaid();
  await dismissToasts(page);
  return { portal, ...ids };
}

/** Twelve machines protected; one host cut off, one machine with a broken chain, one edited while nobody watched; forty minutes on. */
async function bringIllness(vault: Vault): Promise<Omit<IllWorld, 'portal'>> {
  await vault.pauseAtFullHour();
  const names = (await vault.listUnprotectedNames()).slice(0, 12);
  await vault.protectAll(names);
  const machines = await Promise.all(names.map((name) => vault.findMachine(name)));
  const [first] = machines;
  const [broken, edited] = machines.filter(({ hostId }) => hostId !== first?.hostId);
  if (!first || !broken || !edited) throw new Error('the world has too few machines');
  await vault.startFault('linkDown', first.hostId);
  await vault.startFault('brokenVhdChain', broken.id);
  await vault.startFault('offlineEdit', edited.id);
  for (let minute = 0; minute < 40; minute += 5) await vault.step(300);
  return { brokenId: await idOf(vault, broken.name), editedId: await idOf(vault, edited.name) };
}

async function idOf(vault: Vault, name: string): Promise<string> {
  const row = await vault.findItem(name);
  if (row === undefined) throw new Error(`no item ${name}`);
  return row.id;
}

/** They go by themselves after some seconds of real time, which nothing here may depend on. */
async function dismissToasts(page: Page): Promise<void> {
  const toasts = page.getByRole('list', { name: 'New notifications' });
  await expect(async () => {
    for (const button of await toasts.getByRole('button').all()) await button.click({ timeout: 1000 });
    await expect(toasts).toBeHidden({ timeout: 500 });
  }).toPass();
  await page.mouse.move(0, 0);
}
