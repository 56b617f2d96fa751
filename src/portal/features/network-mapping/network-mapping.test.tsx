import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { ManagementError } from '../../../management/client/client-api.ts';
import { FakeConnection } from '../../testing/fake-client.ts';
import { renderPortal } from '../../testing/render-portal.ts';

afterEach(cleanup);

/** Something of a dialog. Fluent hides it from the tree for a moment, while it takes the focus. */
const inDialog = (role: string, name?: string) =>
  screen.findByRole(role, { ...(name === undefined ? {} : { name }), hidden: true });

/** Opens the dialog and chooses a network of Azure. fireEvent: userEvent would press the dialog that opens under it. */
async function choose(button: string, network: string): Promise<void> {
  fireEvent.click(await screen.findByRole('button', { name: button }));
  const box = await inDialog('combobox', 'Virtual network in Azure');
  await waitFor(() => expect(box.hasAttribute('disabled')).toBe(false));
  fireEvent.click(box);
  fireEvent.click(await inDialog('option', network));
}

it('lists every network of every site, mapped or not', async () => {
  renderPortal('/network-mapping');
  const table = await screen.findByRole('table', { name: 'Networks of the sites' });
  const rows = within(table).getAllByRole('row');
  expect(rows.slice(1).map((row) => row.textContent)).toEqual([
    'FrankfurtBackup10.1.9.0/24not mappedMap',
    'FrankfurtProduction10.1.0.0/24dr-vnetChangeRemove',
    'MunichProduction10.2.0.0/24not mappedMap',
  ]);
});

it('maps a network, and the table shows it', async () => {
  const { connection } = renderPortal('/network-mapping');
  await choose('Map Production of Munich', 'test-vnet');
  expect(screen.getByText(/^Subnets: default\./)).toBeTruthy();
  fireEvent.click(await inDialog('button', 'Map network'));
  await waitFor(() => expect(screen.queryByRole('dialog', { hidden: true })).toBeNull());
  connection.push({ invalidated: ['vault'] });
  expect(await screen.findByRole('row', { name: /^Munich Production .* test-vnet/ })).toBeTruthy();
  expect(connection.commands).toEqual(['putNetworkMapping munich/replicationNetworks/production Production test-vnet']);
});

it('shows the list before its networks are known: a box that is replaced would take the focus along', async () => {
  renderPortal('/network-mapping');
  fireEvent.click(await screen.findByRole('button', { name: 'Map Production of Munich' }));
  const box = screen.getByRole('combobox', { name: 'Virtual network in Azure', hidden: true });
  await waitFor(() => expect(box.hasAttribute('disabled')).toBe(false));
  expect(box.isConnected).toBe(true);
});

it('a mapping that is changed keeps its name', async () => {
  const { connection } = renderPortal('/network-mapping');
  await choose('Change the mapping of Production of Frankfurt', 'test-vnet');
  fireEvent.click(await inDialog('button', 'Map network'));
  await waitFor(() =>
    expect(connection.commands).toEqual([
      'putNetworkMapping frankfurt/replicationNetworks/production production test-vnet',
    ]),
  );
});

it('stays open with the reason when the server refuses', async () => {
  const connection = new FakeConnection();
  connection.fail(
    'putNetworkMapping',
    new ManagementError(409, 'Conflict', 'The network is mapped already, by Corp.', '', 'Remove Corp first.'),
  );
  renderPortal('/network-mapping', connection);
  await choose('Map Backup of Frankfurt', 'dr-vnet');
  fireEvent.click(await inDialog('button', 'Map network'));
  const dialog = await inDialog('dialog');
  expect(await within(dialog).findByText('The network is mapped already, by Corp. Remove Corp first.')).toBeTruthy();
});

it('removes a mapping after asking', async () => {
  const { connection } = renderPortal('/network-mapping');
  fireEvent.click(await screen.findByRole('button', { name: 'Remove the mapping of Production of Frankfurt' }));
  const dialog = within(await inDialog('alertdialog'));
  fireEvent.click(await dialog.findByRole('button', { name: 'Remove mapping', hidden: true }));
  await waitFor(() => expect(screen.queryByRole('alertdialog', { hidden: true })).toBeNull());
  connection.push({ invalidated: ['vault'] });
  expect(await screen.findByRole('button', { name: 'Map Production of Frankfurt' })).toBeTruthy();
});
