import { expect, test } from '@playwright/test';
import { ItemsPage } from '../pages/items-page.ts';
import { PortalPage, branchesWorld } from '../support/portal-page.ts';

/** Resynchronizations that run at a time; the others wait their turn. */
const MAX_PARALLEL = 4;
const machinesOf = (branch: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${branch}-0${index + 1}`);

test('8. twenty machines at once: seventeen are eligible, four run at a time', async ({ page }) => {
  const portal = new PortalPage(page, branchesWorld);
  const { vault } = portal;
  const items = new ItemsPage(page);
  await portal.open('/items');
  await vault.pause();
  const crashed = [...machinesOf('NORTH', 6), ...machinesOf('SOUTH', 6), ...machinesOf('EAST', 5)];
  await vault.protectAll([...crashed, ...machinesOf('WEST', 3)]);
  for (const host of ['HV-NORTH', 'HV-SOUTH', 'HV-EAST']) await vault.crashHost(host);
  await vault.stepUntilAll(
    'in need of a resynchronization',
    30,
    (rows) => rows.filter(({ stage }) => stage === 'resynchronizationRequired').length === crashed.length,
  );
  // A slow line, so that they take long enough to be counted.
  for (const host of ['HV-NORTH', 'HV-SOUTH', 'HV-EAST']) await vault.setLink(host, 1_500_000);

  await test.step('the keyboard selects them all, and the bar says how many may', async () => {
    await items.expectRowCount(20);
    await items.grid.getByRole('gridcell').first().click();
    await page.keyboard.press('ControlOrMeta+a');
    await expect(page.getByText('20 selected')).toBeVisible();
    await page.getByRole('button', { name: /^Resynchronize… \(17\)$/ }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('17 of 20');
    await expect(dialog.getByRole('row').filter({ hasText: /No: / })).toHaveCount(3);
    await dialog.getByRole('button', { name: /^Resynchronize 17 machines$/ }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step('seventeen jobs; never more than four disks sets are compared at a time', async () => {
    await expect
      .poll(
        async () =>
          (await vault.listJobs()).rows.filter(({ scenarioName }) => scenarioName === 'RepairReplication').length,
      )
      .toBe(17);
    let most = 0;
    await vault.stepUntilAll('resynchronized', 5, (rows) => {
      const running = rows.filter(({ stage, activity }) => stage === 'resynchronizing' && activity === 'Sending');
      most = Math.max(most, running.length);
      return rows.every(({ stage }) => stage === 'protected');
    });
    expect(most).toBe(MAX_PARALLEL);
    const jobs = (await vault.listJobs()).rows.filter(({ scenarioName }) => scenarioName === 'RepairReplication');
    expect(jobs.map(({ state }) => state)).toEqual(Array.from({ length: 17 }, () => 'Succeeded'));
  });
  portal.expectNoComplaints();
});
