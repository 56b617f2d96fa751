import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { ManagementError } from '../../../management/client/client-api.ts';
import { FakeConnection } from '../../testing/fake-client.ts';
import { renderPortal } from '../../testing/render-portal.ts';

afterEach(cleanup);

it('shows hosts with their versions, and leads to their machines', async () => {
  const { address } = renderPortal('/infrastructure');
  const table = await screen.findByRole('table', { name: 'Hosts' });
  expect(within(table).getByRole('row', { name: /HV-FRA-01 .* 5\.1\.8510\.0 2\.0\.9940\.0/ })).toBeTruthy();
  await userEvent.click(screen.getByRole('link', { name: 'Machines on HV-FRA-01' }));
  await waitFor(() => expect(address()).toBe('/items?host=HV-FRA-01'));
});

it('tells what flows from each host, in the drawing and in the table behind it', async () => {
  const { address } = renderPortal('/infrastructure');
  expect(await screen.findByRole('link', { name: /^HV-FRA-01, Link: 1 / })).toBeTruthy();
  await userEvent.click(await screen.findByRole('button', { name: /Show as table/ }));
  const table = await screen.findByRole('table', { name: 'Flows' });
  expect(within(table).getByRole('row', { name: /HV-FRA-01 .* 3 MiB\/s/ })).toBeTruthy();
  await userEvent.click(within(table).getByRole('link', { name: 'HV-MUC-01' }));
  await waitFor(() => expect(address()).toBe('/items?host=HV-MUC-01'));
});

it('shows each site with its servers, policies and mapped networks, and leads to their pages', async () => {
  const { address } = renderPortal('/infrastructure');
  const table = within(await screen.findByRole('table', { name: 'Sites' }));
  expect(table.getAllByRole('row').map((row) => row.textContent)).toEqual([
    expect.stringContaining('SiteKindHealthLast heartbeatHostsProtectedProviderReplication policiesMapped networks'),
    expect.stringMatching(/^FrankfurtHyper-V siteHealthy.*28 of 125\.1\.8510\.030 seconds1 of 2$/),
    expect.stringMatching(/^MunichVMM server · cloud MunichCritical.*14 of 65\.1\.8510\.0.*0 of 1$/),
  ]);
  await userEvent.click(table.getByRole('link', { name: '30 seconds' }));
  await waitFor(() => expect(address()).toBe('/policies/30%20seconds'));
});

it('says that the sites cannot be loaded when one of the answers they need fails, and asks again for it', async () => {
  const connection = new FakeConnection();
  connection.fail('listNetworkMappings', new ManagementError(500, 'Internal', 'The store is locked.'));
  renderPortal('/infrastructure', connection);
  expect(await screen.findByText('The store is locked.')).toBeTruthy();
  connection.fail('listNetworkMappings', null);
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('table', { name: 'Sites' })).toBeTruthy();
});
