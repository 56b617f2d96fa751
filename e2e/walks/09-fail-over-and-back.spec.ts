import { expect, test } from '@playwright/test';
import type { IdentityProof } from '../../src/management/wire.ts';
import { ItemPage } from '../pages/item-page.ts';
import { PortalPage, branchesWorld } from '../support/portal-page.ts';
import { vaultPath } from '../support/vault.ts';

const NAME = 'NORTH-02';

test('9. test failover, planned failover without loss, and the whole way back', async ({ page }) => {
  const portal = new PortalPage(page, branchesWorld);
  const { vault } = portal;
  const item = new ItemPage(page);
  await portal.open('/items');
  await vault.pause();
  await vault.protectAll([NAME]);
  const { id } = await vault.waitForItem(NAME, 'protected', () => true);
  const replicaDigests = async (): Promise<readonly string[]> =>
    (await vault.get<IdentityProof>(vaultPath(`/replicationProtectedItems/${id}/proof`))).disks.map(
      ({ replicaSha256 }) => replicaSha256,
    );
  const [disk] = (await vault.findMachine(NAME)).disks;
  const sourceNow = async (): Promise<string> => {
    const machine = await vault.findMachine(NAME);
    return portal.sha256(`/lab/machines/${machine.id}/disks/${disk?.id}/content`);
  };
  const reach = (what: string, stage: string) => vault.stepUntil(NAME, what, 5, (row) => row.stage === stage);
  await item.openFromList(NAME);

  await test.step('a test failover stands beside the replication, and is cleaned up', async () => {
    await item.takeStep('testFailover');
    await vault.stepUntil(NAME, 'tested', 5, ({ allowedOperations }) =>
      allowedOperations.includes('TestFailoverCleanup'),
    );
    expect((await vault.findItem(NAME))?.allowedOperations).not.toContain('PlannedFailover');
    await item.takeStep('cleanUp');
    await vault.stepUntil(NAME, 'cleaned up', 5, ({ allowedOperations }) => allowedOperations.includes('TestFailover'));
    expect((await vault.findJob(NAME, 'TestFailoverCleanup'))?.state).toBe('Succeeded');
  });

  await test.step('a planned failover loses nothing: the replica is the source as it stopped', async () => {
    await item.takeStep('plannedFailover');
    await reach('failed over', 'failedOver');
    const stopped = await sourceNow();
    expect(await replicaDigests()).toEqual([stopped]);
    await vault.step(600);
    expect(await sourceNow(), 'the source stands still').toBe(stopped);
    await item.takeStep('commit');
    await reach('committed', 'failoverCommitted');
    await expect(item.panel('Life cycle').locator('[aria-current=step]')).toHaveText('Committed');
  });

  await test.step('the failback copies the difference, waits for the administrator, and is committed', async () => {
    const before = await sourceNow();
    await item.takeStep('failback');
    await vault.stepUntil(NAME, 'waiting for input', 5, ({ allowedOperations }) =>
      allowedOperations.includes('FinalizeFailback'),
    );
    await item.takeStep('completeFailback');
    await reach('failed back', 'failedBack');
    expect(await sourceNow(), 'what was written in Azure has come back').not.toBe(before);
    await item.takeStep('commit');
    await reach('failback committed', 'failbackCommitted');
  });

  await test.step('reverse replication protects it again, byte for byte', async () => {
    await item.takeStep('reprotect');
    await reach('protected again', 'protected');
    await vault.stepUntil(NAME, 'with a recovery point', 10, ({ lastRecoveryPoint }) => lastRecoveryPoint !== null);
    expect(await replicaDigests()).toEqual([await portal.sha256(await vault.sourceContentPath(NAME))]);
    await expect(item.panel('Essentials')).toContainText('Primary site');
    await expect(item.panel('Essentials')).toContainText('Protected');
  });
  portal.expectNoComplaints();
});
