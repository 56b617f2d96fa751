import { expect, test } from '@playwright/test';
import { HeadlessServer } from './support/headless-server.ts';
import { PortalPage, type WorldName } from './support/portal-page.ts';
import { Vault } from './support/vault.ts';

const world: WorldName = { scenario: 'small', seed: '20260' };

/**
 * The same administrator's afternoon, at the same instants of the world. Real time shows nowhere:
 * the world is paused and moves by steps.
 */
async function act(vault: Vault): Promise<void> {
  await vault.pauseAtFullHour();
  const [first, second] = await vault.listUnprotectedNames();
  if (first === undefined || second === undefined) throw new Error('the world has too few unprotected machines');
  await vault.protect(first);
  await vault.step(30);
  await vault.protect(second);
  await vault.step(1800);
  const { hostId } = await vault.findMachine(first);
  await vault.startFault('linkDown', hostId);
  await vault.step(900);
  await vault.endFaults();
  await vault.step(3600);
}

test('the same seed and the same actions give the same trace in Node and in the browser', async ({ page }) => {
  const server = await HeadlessServer.start(['--scenario', world.scenario, '--seed', world.seed]);
  try {
    const portal = new PortalPage(page, world);
    await portal.open('/items');
    const headless = new Vault(server.send);
    await act(portal.vault);
    await act(headless);
    const trace = await headless.getTrace();
    expect(trace.length).toBeGreaterThan(100);
    expect(await portal.vault.getTrace()).toEqual(trace);
  } finally {
    await server.stop();
  }
});
