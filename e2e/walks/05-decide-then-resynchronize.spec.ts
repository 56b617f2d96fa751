import { expect, test } from '@playwright/test';
import type { IdentityProof, ReplicaDisk } from '../../src/management/wire.ts';
import { ItemPage } from '../pages/item-page.ts';
import { PortalPage, branchesWorld } from '../support/portal-page.ts';
import { vaultPath } from '../support/vault.ts';

const NAME = 'NORTH-01';

test('5. the cost is known before the click, and what was resynchronized is proved identical', async ({ page }) => {
  const portal = new PortalPage(page, branchesWorld);
  const { vault } = portal;
  const item = new ItemPage(page);
  await portal.open('/items');
  await vault.pause();
  await vault.protectAll([NAME]);
  await vault.crashHost('HV-NORTH');
  const { id } = await vault.stepUntil(NAME, 'in need of a resynchronization', 10, ({ allowedOperations }) =>
    allowedOperations.includes('RepairReplication'),
  );
  await item.openFromList(NAME);

  await test.step('another line changes the advice; Esc changes nothing', async () => {
    const dialog = await item.openResynchronize();
    const ask = async (bitsPerSecond: string): Promise<void> => {
      await dialog.getByRole('combobox', { name: /What if the line had/ }).click();
      await page.getByRole('option', { name: bitsPerSecond }).click();
    };
    await ask('1 Gbit/s');
    await expect(dialog.getByText(/full initial replication .*quicker/)).toBeVisible();
    await ask('1.5 Mbit/s');
    await expect(dialog.getByText(/differential resynchronization now is the shortest/i)).toBeVisible();
    await expect(dialog.getByText(/recovery points? (is|are) deleted/)).toBeVisible();
    await expect(dialog.getByText(/Not possible until it ends: .*failover/i)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    expect(await vault.findJob(NAME, 'RepairReplication')).toBeUndefined();
  });

  await test.step('confirmed: a job at once; all bytes are accounted for while disks are compared', async () => {
    await item.resynchronize();
    await expect.poll(async () => (await vault.findJob(NAME, 'RepairReplication'))?.state).toBe('InProgress');
    await item.openTab('Disks');
    const samples: (readonly ReplicaDisk[])[] = [];
    await vault.stepUntil(NAME, 'resynchronized', 0.5, async ({ stage }) => {
      samples.push(await vault.listDisks(id));
      return stage === 'protected';
    });
    const transfers = samples.flat().flatMap(({ transfer }) => transfer ?? []);
    for (const { totalBytes, processedBytes, sentBytes, differingBytes } of transfers) {
      expect(processedBytes).toBeLessThanOrEqual(totalBytes);
      expect(sentBytes).toBeLessThanOrEqual(differingBytes);
    }
    expect(bytesComparedInSilence(samples), 'progress moves while nothing is sent').toBeGreaterThan(0);
  });

  await test.step('delta replication goes on, and source and replica have one digest', async () => {
    expect((await vault.findJob(NAME, 'RepairReplication'))?.state).toBe('Succeeded');
    const proof = await vault.get<IdentityProof>(vaultPath(`/replicationProtectedItems/${id}/proof`));
    expect(proof.disks).toHaveLength(2);
    for (const disk of proof.disks)
      expect(disk.replicaSha256).toBe(await portal.sha256(await vault.sourceContentPath(NAME, disk.id)));
    await expect(item.panel('NORTH-01-os')).toContainText('Changes are sent by delta replication');
  });
  portal.expectNoComplaints();
});

/** Bytes by which a disk's progress moved between two samples that had sent the same. */
function bytesComparedInSilence(samples: readonly (readonly ReplicaDisk[])[]): number {
  let silentBytes = 0;
  for (const [index, disks] of samples.entries()) {
    for (const { id, transfer } of disks) {
      const before = samples[index - 1]?.find((disk) => disk.id === id)?.transfer;
      if (before && transfer && before.sentBytes === transfer.sentBytes)
        silentBytes += transfer.processedBytes - before.processedBytes;
    }
  }
  return silentBytes;
}
