import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { FakeConnection } from '../../testing/fake-client.ts';
import { fakeProtectableItems } from '../../testing/fake-site.ts';
import { renderPortal } from '../../testing/render-portal.ts';

afterEach(cleanup);

const goTo = async (step: string) => {
  fireEvent.click(screen.getByRole('button', { name: 'Next' }));
  return within(await screen.findByRole('tabpanel', { name: step }));
};

test('of each machine the disks to replicate are chosen, all of them first, the operating system’s always', async () => {
  const { connection, address } = renderPortal('/protect');
  await screen.findByRole('radio', { name: /^Frankfurt/ });
  await goTo('Target');
  const machines = await goTo('Machines');
  fireEvent.click(await machines.findByRole('checkbox', { name: 'Select FILE01' }));
  fireEvent.click(machines.getByRole('checkbox', { name: 'Select DB07' }));

  const disks = await goTo('Disks');
  const only = within(disks.getByRole('table', { name: 'Disks of FILE01' })).getAllByRole('checkbox');
  expect(only.map((box) => (box as HTMLInputElement).disabled)).toEqual([true]);
  const ofDatabase = within(disks.getByRole('table', { name: 'Disks of DB07' }));
  expect(ofDatabase.getAllByRole('checkbox', { checked: true })).toHaveLength(3);
  fireEvent.click(ofDatabase.getByRole('checkbox', { name: 'DB07-page.vhdx' }));
  expect(disks.getByText('2 of 3 disks · 192 GiB')).toBeTruthy();

  await goTo('Policy');
  const review = await goTo('Review');
  expect(review.getByText('DB07: DB07-os.vhdx, DB07-data.vhdx · 1 left out')).toBeTruthy();
  expect(review.getByText('256 GiB')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Enable protection of 2 machines' }));
  await waitFor(() => expect(address()).toBe('/items'));
  expect(connection.commands).toEqual(['enableProtection vm-0 FILE01-os', 'enableProtection vm-1 DB07-os+DB07-data']);
});

test('every machine that is ready is chosen at once, and what was chosen is asked about before it is lost', async () => {
  const { address } = renderPortal('/protect?site=Munich');
  const munich = await screen.findByRole('radio', { name: /^Munich/ });
  expect((munich as HTMLInputElement).checked).toBe(true);
  await goTo('Target');
  const machines = await goTo('Machines');
  fireEvent.click(await machines.findByRole('checkbox', { name: 'Select every machine shown that is ready' }));
  expect(machines.getByText('2 selected')).toBeTruthy();
  expect(machines.getByRole('checkbox', { name: 'Select CLUSTER2', checked: false })).toBeTruthy();
  fireEvent.click(screen.getByRole('link', { name: 'Site Recovery jobs' }));
  await screen.findByText('Leave without saving?');
  expect(address()).toBe('/protect?site=Munich');
});

test('a site is chosen by what it is and has, not by its name alone', async () => {
  renderPortal('/protect');
  expect(
    await screen.findByRole('radio', { name: 'Frankfurt Hyper-V site · 2 hosts · 8 of 12 machines protected' }),
  ).toBeTruthy();
  expect(screen.getByRole('radio', { name: 'Munich VMM server · 1 host · 4 of 6 machines protected' })).toBeTruthy();
});

test('the review names the network; a vault without a site says so', async () => {
  const connection = new FakeConnection();
  renderPortal('/protect', connection);
  await screen.findByRole('radio', { name: /^Frankfurt/ });
  await goTo('Target');
  const machines = await goTo('Machines');
  fireEvent.click(await machines.findByRole('checkbox', { name: 'Select FILE01' }));
  await goTo('Disks');
  await goTo('Policy');
  const review = await goTo('Review');
  expect(review.getByText('Network').nextElementSibling?.textContent).toBe('As the networks of the site are mapped');
  cleanup();

  vi.spyOn(connection.client, 'listFabrics').mockResolvedValue([]);
  renderPortal('/protect', connection);
  await screen.findByText('No Hyper-V site is registered');
  expect(screen.getByRole('button', { name: 'Next' })).toHaveProperty('disabled', true);
});

test('of many machines those that can be chosen come first, and it says how many are not shown', async () => {
  const connection = new FakeConnection();
  const [ready, , shared] = fakeProtectableItems('frankfurt');
  if (!ready || !shared) expect.fail('the fake site has machines');
  const protectedOnes = Array.from({ length: 300 }, (_, index) => ({
    ...ready,
    name: `vm-p${index}`,
    properties: { ...ready.properties, friendlyName: `APP-${index}`, protectionStatus: 'Protected' },
  }));
  vi.spyOn(connection.client, 'listProtectableItems').mockResolvedValue([...protectedOnes, shared, ready]);
  renderPortal('/protect', connection);
  await screen.findByRole('radio', { name: /^Frankfurt/ });
  await goTo('Target');
  const machines = await goTo('Machines');
  const rows = await machines.findAllByRole('row');
  const namesShown = rows.slice(1, 5).map((row) => within(row).getAllByRole('cell')[1]?.textContent);
  expect(namesShown).toEqual(['FILE01', 'CLUSTER2', 'APP-0', 'APP-1']);
  expect(rows).toHaveLength(201);
  expect(machines.getByText(/The first 200 of 302 machines are shown/)).toBeTruthy();
});
