import { expect, test } from '@playwright/test';
import { ItemPage } from '../pages/item-page.ts';
import { PortalPage, branchesWorld } from '../support/portal-page.ts';

test('2. an item says why it is sick, and when it is not any more', async ({ page }) => {
  const portal = new PortalPage(page, branchesWorld);
  const { vault } = portal;
  const item = new ItemPage(page);
  await portal.open('/items');
  // From an instant that is always the same, the other machine of the host is tried again ten seconds later.
  await vault.pauseAtFullHour();
  await vault.protectAll(['NORTH-01', 'SOUTH-01', 'SOUTH-02']);
  await vault.startFault('linkDown', await vault.findHostId('HV-SOUTH'));
  await vault.stepUntilAll('critical', 60, (rows) => rows.filter(({ health }) => health === 'Critical').length === 2);

  await test.step('every rule stands with its input and threshold, the failing one with code, cause and action', async () => {
    await item.openFromList('SOUTH-01');
    await expect(page).toHaveTitle(/Critical – SOUTH-01/);
    await expect(item.panel('Why this health?')).toContainText('network or storage error');
    await item.openTab('Health');
    const rules = item.panel('Rules').getByRole('listitem');
    await expect(rules.first()).toBeVisible();
    for (const rule of await rules.all()) {
      await expect(rule).toContainText('Measured');
      await expect(rule).toContainText('Allowed');
    }
    const failing = rules.first();
    await expect(failing).toContainText('Critical');
    await expect(failing).toContainText('NetworkUnreachable');
    await expect(failing).toContainText('Possible causes');
    await expect(failing).toContainText('Recommended action');
  });

  await test.step('the error summary counts the machines of the same code', async () => {
    await portal.navigate('Error summary');
    const group = page.getByRole('row').filter({ hasText: 'NetworkUnreachable' });
    await expect(group.getByRole('link', { name: '2 machines' })).toBeVisible();
  });

  await test.step('when the fault ends, rule and badge flip within two ticks, said once', async () => {
    await item.openFromList('SOUTH-01');
    await item.openTab('Health');
    await portal.changesSaid();
    const said = await portal.recordAnnouncements();
    await vault.endFaults();
    await item.command('Retry now');
    await vault.stepUntil('SOUTH-01', 'healthy', 1, ({ health }) => health !== 'Critical');
    await expect(item.panel('Rules').getByRole('listitem').first()).not.toContainText('Critical');
    await expect(page).not.toHaveTitle(/Critical/);
    await expect.poll(said).toEqual([expect.stringMatching(/^SOUTH-01 is now /)]);
  });
  portal.expectNoComplaints();
});
