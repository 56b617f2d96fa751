/**
 * The main job on real input: a disk made by another program goes through the portal, protection,
 * a guest that writes, a resynchronization that is cut and a reload, and comes out identical.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ItemPage } from '../pages/item-page.ts';
import { LabPage } from '../pages/lab-page.ts';
import { ProtectPage } from '../pages/protect-page.ts';
import { type ImageFormat, compareImages, makeDiskImage } from '../support/disk-images.ts';
import { PortalPage } from '../support/portal-page.ts';
import type { Vault } from '../support/vault.ts';

/** One step of 0.1 s carries 0.25 MB: less than one place where the replica differs. */
const SLOW_LINK_BITS_PER_SECOND = 20e6;

let folder: string;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockstep-real-disk-'));
});

test.afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

for (const format of ['vhdx', 'vhd', 'raw'] satisfies ImageFormat[]) {
  test(`4. a real ${format} survives a cut resynchronization and a reload, byte for byte`, async ({ page }) => {
    const name = `disk-${format}`;
    const image = await makeDiskImage(folder, name, format, 64);
    const portal = new PortalPage(page);
    const { vault } = portal;
    const item = new ItemPage(page);

    await test.step('import the image and protect its machine', async () => {
      await portal.open('/lab');
      await vault.pause();
      await new LabPage(page).importDisk(image, name);
      // The engine hears of new machines from the hosts' next report.
      await vault.step(60);
      const wizard = new ProtectPage(page);
      await wizard.chooseDisks();
      await wizard.confirm('Gold 30 s');
      await vault.stepUntil(name, 'protected', 5, (row) => row.state === 'Protected');
      await item.openFromList(name);
      await expect(page.getByText('Protected', { exact: true }).first()).toBeVisible();
    });

    await test.step('let the guest write, and a delta cycle ship it', async () => {
      await vault.setWorkload(name, 'database');
      await stepOverRecoveryPoints(vault, name, 3);
    });

    await test.step('crash the host, which leaves its logs unclosed', async () => {
      // Unsent differences of 1 MiB all over the disk: progress runs at once over what is equal, up to the next of them.
      await vault.scatterWrites(name, 32);
      const { hostId } = await vault.findMachine(name);
      await vault.post(`/lab/hosts/${hostId}/crash`);
      await vault.stepUntil(name, 'in need of a resynchronization', 10, (row) =>
        row.allowedOperations.includes('RepairReplication'),
      );
    });

    const cutAtPercent = await test.step('resynchronize, and cut the link at 40 %', async () => {
      // What differs past 40 % then needs seconds of the link, however the world's steps fall.
      await vault.setLink('HV01', SLOW_LINK_BITS_PER_SECOND);
      await item.resynchronize();
      const { progressPercent } = await vault.stepUntil(
        name,
        'at 40 %',
        0.1,
        (row) => (row.progressPercent ?? 0) >= 40,
      );
      expect(progressPercent, 'one step must not run past the point of the cut').toBeLessThan(60);
      const { hostId } = await vault.findMachine(name);
      await vault.startFault('linkDown', hostId);
      // Long enough for the call under way to fail, and for the first retry too.
      await vault.step(90);
      expect((await vault.findItem(name))?.activity).toMatch(/Waiting|Failing/);
      return progressPercent ?? 0;
    });

    await test.step('reload the page and restore the link: it goes on where it was', async () => {
      await portal.reload();
      expect((await vault.findItem(name))?.progressPercent).toBeGreaterThanOrEqual(Math.floor(cutAtPercent));
      await vault.endFaults();
      let lowest = 100;
      await vault.stepUntil(name, 'resynchronized', 1, ({ progressPercent }) => {
        lowest = Math.min(lowest, progressPercent ?? 100);
        return progressPercent === null;
      });
      expect(lowest).toBeGreaterThanOrEqual(Math.floor(cutAtPercent));
      await vault.stepUntil(name, 'protected again', 10, (row) => row.state === 'Protected');
      expect((await vault.findJob(name, 'RepairReplication'))?.state).toBe('Succeeded');
    });

    await test.step('the replica is the source at its recovery point', async () => {
      await stepOverRecoveryPoints(vault, name, 1);
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

/** Steps a paused world until `count` recovery points were taken from now on. */
async function stepOverRecoveryPoints(vault: Vault, name: string, count: number): Promise<void> {
  for (let taken = 0; taken < count; taken += 1) {
    const before = (await vault.findItem(name))?.lastRecoveryPoint ?? '';
    await vault.stepUntil(name, 'at a new recovery point', 5, (row) => (row.lastRecoveryPoint ?? '') > before);
  }
}
