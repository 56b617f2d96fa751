/**
 * The main job on real input: a disk made by another program goes through the portal, protection,
 * a guest that writes, a resynchronization that is cut and a reload, and comes out identical.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ItemPage } from './pages/item-page.ts';
import { LabPage } from './pages/lab-page.ts';
import { ProtectPage } from './pages/protect-page.ts';
import { type ImageFormat, compareImages, makeDiskImage } from './support/disk-images.ts';
import { PortalPage } from './support/portal-page.ts';
import type { Vault } from './support/vault.ts';

let folder: string;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockstep-real-disk-'));
});

test.afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

for (const format of ['vhdx', 'vhd', 'raw'] satisfies ImageFormat[]) {
  test(`a real ${format} survives a cut resynchronization and a reload, byte for byte`, async ({ page }) => {
    const name = `disk-${format}`;
    const image = await makeDiskImage(folder, name, format, 64);
    const portal = new PortalPage(page);
    const { vault } = portal;
    const item = new ItemPage(page);

    await test.step('import the image and protect its machine', async () => {
      await portal.open('/lab');
      await new LabPage(page).importDisk(image, name);
      await new ProtectPage(page).confirm('Gold 30 s');
      await vault.setSpeed(600);
      await vault.waitForItem(name, 'Protected', (row) => row.state === 'Protected');
      await item.openFromList(name);
      await expect(page.getByText('Protected', { exact: true }).first()).toBeVisible();
    });

    await test.step('let the guest write, and a delta cycle ship it', async () => {
      await vault.setWorkload(name, 'database');
      await waitForRecoveryPoints(vault, name, 2);
    });

    await test.step('crash the host, which leaves its logs unclosed', async () => {
      const { hostId } = await vault.findMachine(name);
      await vault.post(`/lab/hosts/${hostId}/crash`);
      await vault.waitForItem(name, 'in need of a resynchronization', (row) =>
        row.allowedOperations.includes('RepairReplication'),
      );
    });

    const cutAtPercent = await test.step('resynchronize, and cut the link at 40 %', async () => {
      await vault.pause();
      await item.resynchronize();
      const reached = await stepToProgress(vault, name, 40);
      const { hostId } = await vault.findMachine(name);
      await vault.startFault('linkDown', hostId);
      // Long enough for the call under way to fail and the first retry to be refused.
      await vault.step(90);
      expect((await vault.findItem(name))?.activity).toMatch(/Waiting|Failing/);
      return reached;
    });

    await test.step('reload the page and restore the link: it goes on where it was', async () => {
      await portal.reload();
      expect((await vault.findItem(name))?.progressPercent).toBeGreaterThanOrEqual(40);
      await vault.endFaults();
      const lowest = await runToEndOfResynchronization(vault, name);
      expect(lowest).toBeGreaterThanOrEqual(Math.floor(cutAtPercent));
      expect((await vault.waitForJob(name, 'RepairReplication', 'Succeeded')).state).toBe('Succeeded');
    });

    await test.step('the replica is the source at its recovery point', async () => {
      await waitForRecoveryPoints(vault, name, 1);
      await vault.pause();
      await expect(item.heading(name)).toBeVisible();
      const replica = join(folder, `${name}-replica.vhd`);
      await item.downloadReplica(replica);
      const source = join(folder, `${name}-source.img`);
      await portal.download(await vault.sourceContentPath(name), source);
      expect(await compareImages({ path: replica, format: 'vhd' }, { path: source, format: 'raw' })).toBe('identical');
      // The guest has written: had nothing been shipped since the import, this would hold.
      expect(await compareImages({ path: replica, format: 'vhd' }, { path: image, format })).toBe('different');
    });

    portal.expectNoComplaints();
  });
}

/** Waits until `count` recovery points were taken from now on. */
async function waitForRecoveryPoints(vault: Vault, name: string, count: number): Promise<void> {
  for (let taken = 0; taken < count; taken += 1) {
    const before = (await vault.findItem(name))?.lastRecoveryPoint ?? '';
    await vault.waitForItem(name, 'with a new recovery point', (row) => (row.lastRecoveryPoint ?? '') > before);
  }
}

/** Steps a paused world until an item's progress reaches `percent`; answers where it stopped. */
async function stepToProgress(vault: Vault, name: string, percent: number): Promise<number> {
  const stepSeconds = 0.02;
  for (let step = 0; step < 20_000; step += 1) {
    const progress = (await vault.findItem(name))?.progressPercent ?? 0;
    if (progress >= percent) {
      expect(progress, 'one step must not run past the point of the cut').toBeLessThan(90);
      return progress;
    }
    await vault.step(stepSeconds);
  }
  throw new Error(`${name} did not reach ${percent} %`);
}

/** Runs a paused world until the item no longer resynchronizes; answers the lowest progress seen. */
async function runToEndOfResynchronization(vault: Vault, name: string): Promise<number> {
  let lowest = 100;
  for (let step = 0; step < 20_000; step += 1) {
    const progress = (await vault.findItem(name))?.progressPercent;
    if (progress === null || progress === undefined) break;
    lowest = Math.min(lowest, progress);
    await vault.step(1);
  }
  await vault.setSpeed(600);
  return lowest;
}
