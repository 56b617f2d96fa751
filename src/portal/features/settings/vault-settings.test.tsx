import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { FakeConnection } from '../../testing/fake-client.ts';
import { fakeItems } from '../../testing/fake-vault.ts';
import { renderPortal } from '../../testing/render-portal.ts';

afterEach(cleanup);

it('changes who is written to: owners, and addresses parted in any way', async () => {
  const { connection } = renderPortal('/settings');
  const addresses = await screen.findByRole('textbox', { name: 'Other addresses' });
  await userEvent.click(screen.getByRole('switch', { name: 'Write to the owners of the subscription' }));
  await userEvent.type(addresses, ', dr@contoso.com; night@contoso.com');
  await userEvent.click(screen.getByRole('button', { name: 'Save notifications' }));
  await waitFor(() =>
    expect(connection.commands).toEqual(['setAlertSettings false ops@contoso.com+dr@contoso.com+night@contoso.com']),
  );
});

it('shows a machine’s adapters, and leaves one of them behind, but not the last', async () => {
  const items = fakeItems(12);
  const { connection } = renderPortal(`/items/${items[0]?.id}/compute-network`, new FakeConnection({ items }));
  const table = await screen.findByRole('table', { name: 'Network adapters' });
  expect(within(table).getByRole('row', { name: /vSwitch-Production 00155D0A0001 10\.1\.0\.5/ })).toBeTruthy();
  await userEvent.click(within(table).getByRole('checkbox', { name: 'Make Network Adapter 2 in Azure' }));
  await userEvent.click(screen.getByRole('button', { name: 'Save changes' }));
  await waitFor(() => expect(connection.commands).toHaveLength(1));
  expect(connection.commands[0]).toContain('{"nicId":"nic-0","isSelected":true,');
  expect(connection.commands[0]).toContain('{"nicId":"nic-1","isSelected":false,');
  // Saved, the page shows what is stored: with the fake, both of them again.
  for (const name of ['Make Network Adapter in Azure', 'Make Network Adapter 2 in Azure'])
    await userEvent.click(await screen.findByRole('checkbox', { name, checked: true }));
  expect(await screen.findByText(/has at least one network adapter/)).toBeTruthy();
});

it('says all the time that stored data of a newer version is not changed', async () => {
  const connection = new FakeConnection();
  connection.readOnlyReason = 'The journal has version 2.';
  renderPortal('/settings', connection);
  expect(await screen.findByText(/from a newer version.*The journal has version 2\./)).toBeTruthy();
});

it('tells of a VMM server that is silent, and of an agent that is too old', async () => {
  renderPortal('/infrastructure');
  const table = await screen.findByRole('table', { name: 'Hosts' });
  expect(within(table).getByRole('row', { name: /HV-FRA-02 .*2\.0\.9202\.0 \(update required\)/ })).toBeTruthy();
  const behindVmm = within(table).getByRole('row', { name: /HV-MUC-01 .*VMM-MUC-01/ });
  expect(within(behindVmm).getAllByTitle('No heartbeat for more than 5 minutes')).toHaveLength(2);
});

it('chooses the network of a test machine from those in Azure', async () => {
  const items = fakeItems(12);
  const connection = new FakeConnection({ items });
  renderPortal(`/items/${items[0]?.id}?dialog=testFailover`, connection);
  const dialog = within(await screen.findByRole('dialog'));
  const field = await dialog.findByRole('combobox', { name: 'Virtual network' });
  expect(dialog.getByText(/cannot disturb the real one/)).toBeTruthy();
  await userEvent.click(field);
  await userEvent.click(await screen.findByRole('option', { name: 'test-vnet' }));
  expect(dialog.getByText(/Use an isolated network/)).toBeTruthy();
});
