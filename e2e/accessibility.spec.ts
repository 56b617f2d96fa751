import { AxeBuilder } from '@axe-core/playwright';
import { type Locator, type Page, expect, test } from '@playwright/test';
import { tabTo } from './support/keyboard.ts';
import { PortalPage } from './support/portal-page.ts';
import { visitRoutes } from './support/routes.ts';

/** Fluent UI's focus sentinels: hidden and focusable by design, they hand the focus on at once. */
const focusSentinels = 'i[data-tabster-dummy]';
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** How the page may be looked at. */
const looks = [
  { name: 'light', colorScheme: 'light', forcedColors: 'none' },
  { name: 'dark', colorScheme: 'dark', forcedColors: 'none' },
  { name: 'high contrast', colorScheme: 'dark', forcedColors: 'none', contrast: 'more' },
  { name: 'forced colours', colorScheme: 'dark', forcedColors: 'active' },
] as const;

/** Dialogs that live in the address; those of an item are about the showcase's. */
const dialogs = [
  'help',
  'palette',
  'importDisk',
  'resync',
  'downloadReplica',
  'disable',
  'plannedFailover',
  'failover',
  'testFailover',
  'testCleanup',
  'commit',
  'cancelFailover',
  'changePoint',
  'failback',
  'completeFailback',
  'reprotect',
] as const;

for (const { name, ...media } of looks) {
  test(`axe finds nothing on any page, ${name}`, async ({ page }) => {
    await page.emulateMedia({ ...media, reducedMotion: 'reduce' });
    const portal = new PortalPage(page);
    await visitRoutes(portal, async ({ path }) => {
      expect.soft(await findViolations(page), path).toEqual([]);
    });
    portal.expectNoComplaints();
  });

  test(`axe finds nothing in any dialog, ${name}`, async ({ page }) => {
    await page.emulateMedia({ ...media, reducedMotion: 'reduce' });
    const portal = new PortalPage(page);
    await portal.open('/');
    const { itemId } = await portal.vault.prepareShowcase();
    await portal.open(`/items/${itemId}`);
    for (const dialog of dialogs) {
      await portal.openDialog(dialog, itemId);
      const open = page.getByRole('dialog').or(page.getByRole('alertdialog')).first();
      await expect(open, dialog).toBeVisible();
      await expect(open.getByRole('progressbar')).toHaveCount(0);
      expect.soft(await findViolations(page), dialog).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(open, dialog).toBeHidden();
    }
    portal.expectNoComplaints();
  });

  test(`axe finds nothing where several machines are in trouble, ${name}`, async ({ page }) => {
    await page.emulateMedia({ ...media, reducedMotion: 'reduce' });
    const portal = new PortalPage(page);
    await portal.open('/');
    await lookAtTrouble(portal);
    portal.expectNoComplaints();
  });
}

test('tabs, columns, density and mappings go without a mouse', async ({ page }) => {
  const portal = new PortalPage(page);
  const { vault } = portal;
  await portal.open('/');
  await vault.pause();
  await vault.protectAll(await vault.listUnprotectedNames());
  const [item] = (await vault.listItems()).rows;
  await portal.show(`/items/${item?.id}`);
  await tabTo(page, page.getByRole('tab', { name: 'Overview' }));
  for (const name of ['Health', 'Disks', 'Recovery points', 'Events', 'Jobs', 'Compute and network', 'Properties']) {
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true');
  }

  await portal.show('/items');
  const columns = page.getByRole('button', { name: 'Columns…' });
  await openAndLeave(page, columns);

  await portal.show('/network-mapping');
  await openAndLeave(page, page.getByRole('button', { name: /^Map / }).first());

  await portal.show('/jobs');
  const from = page.getByRole('slider', { name: 'From' });
  await tabTo(page, from);
  await page.keyboard.press('ArrowRight');
  await expect(from).toHaveAttribute('aria-valuenow', '1');
  await expect(page).toHaveURL(/from=/);
  portal.expectNoComplaints();
});

/** Enter opens what the button is for, Esc closes it, and the focus is where it was. */
async function openAndLeave(page: Page, button: Locator): Promise<void> {
  await tabTo(page, button);
  await page.keyboard.press('Enter');
  await leaveDialog(page);
  await expect(button).toBeFocused();
}

/** Esc goes to what has the focus: the dialog takes it a moment after it is seen. */
async function leaveDialog(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await expect.poll(() => dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
}

/** What only shows when there are several machines, and something is wrong with them. */
async function lookAtTrouble(portal: PortalPage): Promise<void> {
  const { page, vault } = portal;
  const see = async (what: string): Promise<void> => {
    await portal.settled();
    expect.soft(await findViolations(page), what).toEqual([]);
  };
  await vault.pause();
  await vault.protectAll(await vault.listUnprotectedNames());
  const { rows } = await vault.listItems();

  await portal.openDialog('resync', rows.map(({ id }) => id).join(','));
  await expect(page.getByRole('dialog', { name: /2 machines/ })).toBeVisible();
  await see('bulk resynchronization');
  await leaveDialog(page);
  await portal.show('/items');
  await page.getByRole('button', { name: 'Columns…' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await see('columns');
  await leaveDialog(page);
  await portal.show('/jobs');
  await expect(page.getByRole('slider', { name: 'From' })).toBeVisible();
  await see('jobs with their density');

  const [host] = (await vault.getWorld()).hosts;
  await vault.startFault('linkDown', host?.id ?? '');
  await vault.stepUntilAll('critical', 60, (all) => all.every(({ health }) => health === 'Critical'));
  await portal.show('/errors');
  await page.getByRole('table').getByRole('button').first().click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await see('a root cause');
  await leaveDialog(page);
  await portal.show('/infrastructure');
  await page.getByRole('button', { name: 'Show as table' }).first().click();
  await see('flows as a table');
}

async function findViolations(page: Page): Promise<readonly object[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(wcag).exclude(focusSentinels).analyze();
  return violations.map(({ id, nodes }) => ({ id, targets: nodes.map((node) => node.target.join(' ')) }));
}
