import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import type { ArmRecoveryPlan } from '../../src/management/arm.ts';
import { PortalPage } from '../support/portal-page.ts';
import { vaultPath } from '../support/vault.ts';

const PLAN = '/replicationRecoveryPlans/Shop';
/** Fluent UI's focus sentinels: hidden and focusable by design, they hand the focus on at once. */
const focusSentinels = 'i[data-tabster-dummy]';
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

test('13. a recovery plan: made without a mouse, tested, and failed over group after group', async ({ page }) => {
  const portal = new PortalPage(page);
  const { vault } = portal;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await portal.open('/recovery-plans');
  await vault.pause();
  await vault.protectAll(['DB01', 'IDLE01']);
  const points = (rows: readonly { readonly lastRecoveryPoint: string | null }[]): boolean =>
    rows.every(({ lastRecoveryPoint }) => lastRecoveryPoint !== null);
  await vault.stepUntilAll('with recovery points', 30, points);
  const plan = async (): Promise<NonNullable<ArmRecoveryPlan['properties']>> =>
    (await vault.get<ArmRecoveryPlan>(vaultPath(PLAN))).properties ?? {};
  const runUntil = async (state: string): Promise<void> => {
    for (let steps = 0; (await plan()).lastRun?.state !== state; steps += 1) {
      expect(steps, `the run is ${state}`).toBeLessThan(500);
      await vault.step(5);
    }
  };
  const findNothing = async (what: string): Promise<void> => {
    const { violations } = await new AxeBuilder({ page }).withTags(wcag).exclude(focusSentinels).analyze();
    expect
      .soft(
        violations.map(({ id, nodes }) => [id, nodes[0]?.target.join(' ')]),
        what,
      )
      .toEqual([]);
  };
  /** A command of the bar, once the page knows that it can be given. */
  const command = async (name: string): Promise<void> => {
    const button = page.getByRole('toolbar', { name: 'Shop' }).getByRole('button', { name, exact: true });
    await expect(button).toBeEnabled();
    await button.press('Enter');
  };
  const giveAction = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Mark as done…' }).press('Enter');
    await page.getByRole('textbox', { name: 'What was found' }).fill('It answers.');
    await page.getByRole('button', { name: 'Done, go on' }).press('Enter');
  };

  await test.step('it is made by keyboard: machines, two groups, an action between them', async () => {
    await findNothing('the list without a plan');
    await page.getByRole('button', { name: 'New recovery plan' }).press('Enter');
    await page.getByRole('textbox', { name: /^Name/ }).fill('Shop');
    const add = page.getByRole('combobox', { name: /Add a machine/ });
    for (const name of ['DB01', 'IDLE01']) await add.selectOption({ label: `${name} (HV01)` });
    await page.getByRole('button', { name: 'Add a group' }).press('Enter');
    await page.getByRole('combobox', { name: 'Group of IDLE01' }).selectOption({ label: 'Group 2' });
    const first = page.getByRole('region', { name: 'Group 1: Start' });
    await first.getByRole('button', { name: 'Add an action after' }).press('Enter');
    await first.getByRole('textbox', { name: /Name of the action/ }).fill('Check DNS');
    await findNothing('the editor');
    await page.getByRole('button', { name: 'Create recovery plan' }).press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Shop' })).toBeVisible();
    await findNothing('the plan');
  });

  await test.step('a test failover waits for the action between the groups, and is cleaned up', async () => {
    await command('Test failover…');
    await expect(page.getByText('They start in 2 groups, one after the other.')).toBeVisible();
    await page.getByRole('button', { name: 'Start test failover' }).press('Enter');
    await expect.poll(async () => (await plan()).lastRun?.operation).toBe('TestFailover');
    await runUntil('waiting');
    await expect(page.getByText('The plan waits: Check DNS')).toBeVisible();
    await findNothing('the plan that waits');
    await vault.step(600);
    expect((await plan()).lastRun?.state, 'nobody has answered').toBe('waiting');
    await giveAction();
    await runUntil('succeeded');
    await command('Clean up test failover…');
    await page.getByRole('dialog').getByRole('button', { name: 'Clean up' }).press('Enter');
    await expect.poll(async () => (await plan()).lastRun?.operation).toBe('TestFailoverCleanup');
    await runUntil('succeeded');
  });

  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await test.step('a planned failover survives a reload, and its job tells the order', async () => {
    await command('Planned failover…');
    await findNothing('the dialog, dark');
    await page.getByRole('dialog').getByRole('button', { name: 'Fail over to Azure' }).press('Enter');
    await expect.poll(async () => (await plan()).lastRun?.operation).toBe('PlannedFailover');
    await runUntil('waiting');
    await portal.reload();
    await expect(page.getByText('The plan waits: Check DNS')).toBeVisible();
    await findNothing('the plan that waits, dark');
    await giveAction();
    await runUntil('succeeded');
    await page.getByRole('link', { name: 'Planned failover' }).press('Enter');
    const names = page.getByRole('table', { name: 'Tasks' }).getByRole('row').locator('td:first-child');
    // Below a name stand what was noted of it and whether it decided how long the job took.
    await expect(names).toHaveText([
      /^All groups shutdown/,
      /^Shut down DB01/,
      /^Shut down IDLE01/,
      /^All groups failover/,
      /^Fail over DB01/,
      /^Fail over IDLE01/,
      /^Group 1: Start/,
      /^Start DB01/,
      /^Check DNS.*Noted: It answers\./,
      /^Group 2: Start/,
      /^Start IDLE01/,
    ]);
    await findNothing('its job, dark');
    expect((await plan()).allowedOperations).toEqual(['Commit', 'CancelFailover']);
  });
  portal.expectNoComplaints();
});
