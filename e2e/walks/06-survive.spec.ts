import { expect, test } from '@playwright/test';
import { ItemPage } from '../pages/item-page.ts';
import { PortalPage, branchesWorld } from '../support/portal-page.ts';

const NAME = 'SOUTH-01';

test('6. a resynchronization survives a cut link and a closed tab', async ({ context }) => {
  const first = new PortalPage(await context.newPage(), branchesWorld);
  await first.open('/items');
  await first.vault.pause();
  await first.vault.protectAll([NAME]);
  await first.vault.crashHost('HV-SOUTH');
  await first.vault.stepUntil(NAME, 'in need of a resynchronization', 10, ({ allowedOperations }) =>
    allowedOperations.includes('RepairReplication'),
  );

  const cutAt = await test.step('at 40 % the link is cut: the job waits, on the ladder of retries', async () => {
    const item = new ItemPage(first.page);
    // Differences all over the disk, on a line that needs a while for them.
    await first.vault.scatterWrites(NAME, 16);
    await first.vault.setLink('HV-SOUTH', 10_000_000);
    await item.openFromList(NAME);
    await item.resynchronize();
    const { progressPercent } = await first.vault.stepUntil(
      NAME,
      'at 40 %',
      0.25,
      (row) => (row.progressPercent ?? 0) >= 40,
    );
    expect(progressPercent, 'one step must not run past the point of the cut').toBeLessThan(90);
    await first.vault.startFault('linkDown', await first.vault.findHostId('HV-SOUTH'));
    await first.vault.step(100);
    expect((await first.vault.findJob(NAME, 'RepairReplication'))?.state).toBe('InProgress');
    await item.openTab('Health');
    const ladder = first.page.getByRole('list', { name: /Waiting times/ });
    await expect(ladder.getByRole('listitem')).toHaveText([
      '1 min',
      '2 min',
      '4 min',
      '8 min',
      '10 min',
      'then every 30 min',
    ]);
    await expect(ladder.locator('[aria-current=step]')).toHaveText('2 min');
    return Math.floor(progressPercent ?? 0);
  });
  await first.page.close();

  const second = new PortalPage(await context.newPage(), branchesWorld);
  await second.open('/items');
  await test.step('a new tab finds it where it was; with the link back it goes on from there', async () => {
    const item = new ItemPage(second.page);
    const restored = await second.vault.findItem(NAME);
    expect(restored?.stage).toBe('resynchronizing');
    expect(restored?.progressPercent).toBeGreaterThanOrEqual(cutAt);
    await item.openFromList(NAME);
    await expect(item.panel('Essentials')).toContainText('Resynchronizing');
    await second.vault.endFaults();
    let lowest = 100;
    await second.vault.stepUntil(NAME, 'resynchronized', 5, ({ stage, progressPercent }) => {
      lowest = Math.min(lowest, progressPercent ?? 100);
      return stage === 'protected';
    });
    expect(lowest).toBeGreaterThanOrEqual(cutAt);
    expect((await second.vault.findJob(NAME, 'RepairReplication'))?.state).toBe('Succeeded');
    await expect(item.panel('Essentials')).toContainText('Protected');
  });
  second.expectNoComplaints();
});
