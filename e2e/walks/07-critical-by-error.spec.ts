import { expect, test } from '@playwright/test';
import { ItemPage } from '../pages/item-page.ts';
import { LabPage } from '../pages/lab-page.ts';
import { PortalPage, branchesWorld } from '../support/portal-page.ts';

const NAME = 'EAST-02';

test('7. a broken VHD chain is not retried: the administrator is asked for, mends it and resumes', async ({ page }) => {
  const portal = new PortalPage(page, branchesWorld);
  const { vault } = portal;
  const item = new ItemPage(page);
  const lab = new LabPage(page);
  await portal.open('/lab');
  await vault.pause();
  await vault.protectAll([NAME]);

  await lab.startFault('Broken VHD chain', NAME);
  await vault.stepUntil(NAME, 'critical', 10, ({ health }) => health === 'Critical');
  const failedAt = (await vault.findItem(NAME))?.lastRecoveryPoint;
  await item.openFromList(NAME);
  await item.openTab('Health');
  await expect(page.getByText(/This error is not retried: it needs the administrator/)).toBeVisible();
  await expect(page.getByRole('list', { name: /Waiting times/ })).toHaveCount(0);
  await expect(item.panel('Rules').getByRole('listitem').first()).toContainText('BrokenVhdChain');
  // Two hours later nothing has been tried.
  await vault.step(2 * 3600);
  expect((await vault.findItem(NAME))?.lastRecoveryPoint).toBe(failedAt);

  await portal.navigate('Lab');
  await lab.endFault('Broken VHD chain', NAME);
  await item.openFromList(NAME);
  await item.command('Retry now');
  await vault.stepUntil(NAME, 'replicating again', 10, (row) => row.lastRecoveryPoint !== failedAt);
  expect((await vault.findItem(NAME))?.health).not.toBe('Critical');
  portal.expectNoComplaints();
});
