/** The Lab: scenarios of the library, faults by hand, and links that bring a world back. */
import { expect, test } from '@playwright/test';
import { PortalPage } from './support/portal-page.ts';

test('a scenario is opened from the library and plays its faults', async ({ page }) => {
  const portal = new PortalPage(page);
  await portal.open('/lab');
  const library = page.getByRole('region', { name: 'Scenario library' });
  await expect(library.getByRole('link', { name: /^Play / })).toHaveCount(18);
  await library.getByRole('link', { name: 'Play “A broken chain”' }).click();
  await portal.waitForEngine();
  const { scenario } = await portal.vault.getWorld();
  expect(scenario).toBe('broken-chain');
  await portal.vault.pause();
  await portal.vault.stepUntilAll('broken', 60, (rows) => rows.some(({ health }) => health === 'Critical'));
  expect((await portal.vault.getWorld()).faults).toMatchObject([{ kind: 'brokenVhdChain' }]);
  portal.expectNoComplaints();
});

test('the link of a world brings it back with the faults that were started by hand', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const portal = new PortalPage(page);
  await portal.open('/lab');
  await portal.vault.pauseAtFullHour();
  const faults = page.getByRole('region', { name: 'Faults' });
  await faults.getByRole('combobox', { name: 'Fault' }).click();
  await page.getByRole('option', { name: 'Lost requests' }).click();
  await faults.getByLabel('For (minutes)').fill('10');
  await faults.getByLabel('Intensity (%)').fill('30');
  await faults.getByRole('button', { name: 'Start fault' }).click();
  await expect(faults.getByRole('listitem')).toContainText(/Lost requests: HV01.*30 %.*ends 09:10:00/);

  await page.getByRole('button', { name: 'Copy link to this world' }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(link).searchParams.getAll('fault')).toEqual(['packetLoss:HV01:3600:600:30']);

  await page.goto(link);
  await portal.waitForEngine();
  await portal.vault.pause();
  expect((await portal.vault.getWorld()).faults).toEqual([]);
  await portal.vault.pauseAtFullHour();
  expect((await portal.vault.getWorld()).faults).toMatchObject([
    { kind: 'packetLoss', intensity: 30, since: '2026-03-02T09:00:00.000Z', endsAt: '2026-03-02T09:10:00.000Z' },
  ]);
  portal.expectNoComplaints();
});

for (const [address, message] of [
  ['scenario=contso', /no scenario "contso"; there are: contoso, /],
  ['scenario=small&seed=7&fault=meteor:HV01:1', /there is no kind "meteor"; there are: linkDown, /],
  ['scenario=small&seed=7&fault=linkDown:HV99:1', /this world has no host "HV99"; it has: HV01/],
] as const) {
  test(`an address that cannot be played says why: ${address}`, async ({ page }) => {
    await page.goto(`/?${address}`);
    await expect(page.getByText(message).first()).toBeVisible();
  });
}
