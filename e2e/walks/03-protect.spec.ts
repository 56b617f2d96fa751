import { expect, test } from '@playwright/test';
import { ItemPage } from '../pages/item-page.ts';
import { ProtectPage } from '../pages/protect-page.ts';
import { PortalPage, branchesWorld } from '../support/portal-page.ts';

/** Slow enough that an initial replication of some MiB can be watched. */
const SLOW_LINK_BITS_PER_SECOND = 4_000_000;

test('3. machines are protected: two of three, with their jobs, disk by disk', async ({ page }) => {
  const portal = new PortalPage(page, branchesWorld);
  const { vault } = portal;
  const wizard = new ProtectPage(page);
  const item = new ItemPage(page);
  await portal.open('/protect');
  await vault.pause();
  await vault.setLink('HV-WEST', SLOW_LINK_BITS_PER_SECOND);

  await test.step('the ineligible machine cannot be chosen and says why', async () => {
    await wizard.chooseSource();
    await expect(wizard.machine('WEST-06')).toBeDisabled();
    await expect(wizard.machineRow('WEST-06')).toContainText(/share/i);
    await wizard.machine('WEST-01').check();
    await wizard.machine('WEST-02').check();
  });

  await test.step('of each machine the disks are chosen; that of the operating system stays', async () => {
    await wizard.chooseDisks();
    for (const name of ['WEST-01', 'WEST-02']) await expect(wizard.disk(name, `${name}-os`)).toBeDisabled();
    await expect(wizard.disk('WEST-01', 'WEST-01-data')).toBeChecked();
    await wizard.confirm('Gold 30 s', 2);
  });

  await test.step('two jobs stand in the list at once', async () => {
    await portal.navigate('Site Recovery jobs');
    const jobs = page.getByRole('grid', { name: 'Site Recovery jobs' }).getByRole('row');
    for (const name of ['WEST-01', 'WEST-02'])
      await expect(jobs.filter({ hasText: name })).toContainText(/Enable (protection|replication)/, { timeout: 1_000 });
    await jobs.filter({ hasText: 'WEST-01' }).getByRole('link').first().click();
    await expect(page.getByRole('table', { name: 'Tasks' }).locator('tbody').getByRole('row')).toHaveCount(5);
  });

  await test.step('initial replication shows each disk with bytes, rate and time left, from a checkpoint', async () => {
    const { id } = await vault.waitForItem('WEST-01', 'known', () => true);
    // A rate is told when a minute of it is known.
    await vault.stepUntil('WEST-01', 'well into its second disk', 5, async () => {
      const transfer = (await vault.listDisks(id))[1]?.transfer;
      return transfer?.phase === 'copying' && (transfer.rateBytesPerSecond ?? 0) > 0;
    });
    expect((await vault.findMachine('WEST-01')).hasCheckpoint).toBe(true);
    await item.openFromList('WEST-01');
    await item.openTab('Disks');
    const [os, data] = [item.panel('WEST-01-os'), item.panel('WEST-01-data')];
    await expect(os).toContainText('Initial replication: done');
    await expect(data).toContainText('Initial replication: copying');
    await expect(data.getByRole('progressbar')).toBeVisible();
    await expect(item.figure(data, 'Sent')).toHaveText(/\d/);
    await expect(item.figure(data, 'Rate')).toHaveText(/\/s$/);
    await expect(item.figure(data, 'Time left')).toHaveText(/\d/);
  });

  await test.step('it is finalized in a job of its own; then the machine is protected and the checkpoint gone', async () => {
    await vault.stepUntil('WEST-01', 'protected', 10, ({ state }) => state === 'Protected');
    expect((await vault.findJob('WEST-01', 'IrCompletion'))?.name).toBe('Finalize protection on the virtual machine');
    expect((await vault.findJob('WEST-01', 'IrCompletion'))?.state).toBe('Succeeded');
    expect((await vault.findMachine('WEST-01')).hasCheckpoint).toBe(false);
    await item.openTab('Overview');
    await expect(item.panel('Essentials')).toContainText('Protected');
  });
  portal.expectNoComplaints();
});
