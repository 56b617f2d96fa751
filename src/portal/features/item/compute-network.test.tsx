import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ManagementError } from '../../../management/client/client-api.ts';
import { FakeConnection } from '../../testing/fake-client.ts';
import { fakeItems } from '../../testing/fake-vault.ts';
import { fakeLayout } from '../../testing/layout.ts';
import { renderPortal } from '../../testing/render-portal.ts';

const ID = 'a0000000-0000-4000-8000-000000000004';
const PATH = `/items/${ID}/compute-network`;
const slow = { timeout: 20_000 };

beforeEach(() => fakeLayout());
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

async function fieldOf(name: string): Promise<HTMLElement> {
  return screen.findByRole('textbox', { name }, slow);
}

async function choose(field: string, option: RegExp): Promise<void> {
  await userEvent.click(await screen.findByRole('combobox', { name: field }, slow));
  await userEvent.click(await screen.findByRole('option', { name: option }));
}

async function retype(field: string, text: string): Promise<void> {
  const box = await fieldOf(field);
  await userEvent.clear(box);
  await userEvent.type(box, text);
}

const save = () => screen.getByRole('button', { name: 'Save changes' });

it('saves what was changed, and only that', async () => {
  const { connection } = renderPortal(PATH);
  await retype('Virtual machine name', 'sql-dr');
  await choose('Size', /Standard_D8s_v5/);
  await userEvent.click(save());
  await waitFor(() =>
    expect(connection.commands).toEqual([
      `changeTarget ${ID} ${JSON.stringify({ targetVmName: 'sql-dr', targetVmSize: 'Standard_D8s_v5' })}`,
    ]),
  );
});

it('saves an adapter with its subnet and address, by Enter', async () => {
  const { connection } = renderPortal(PATH);
  await choose('Target subnet of Network Adapter 2', /databases/);
  await userEvent.type(await fieldOf('Target IP address of Network Adapter 2'), '10.9.1.7{Enter}');
  await waitFor(() => expect(connection.commands).toHaveLength(1));
  expect(JSON.parse(connection.commands[0]?.replace(`changeTarget ${ID} `, '') ?? '')).toEqual({
    nics: [
      { nicId: 'nic-0', isSelected: true, subnetName: 'default', staticIpAddress: '10.9.0.20' },
      { nicId: 'nic-1', isSelected: true, subnetName: 'databases', staticIpAddress: '10.9.1.7' },
    ],
  });
});

it('says what is wrong with a field and does not save it; discarding brings back what is stored', async () => {
  const { connection } = renderPortal(PATH);
  await retype('Target IP address of Network Adapter', '10.9.0.2{Enter}');
  expect(await screen.findByText('Between 10.9.0.4 and 10.9.0.254 in this subnet')).toBeTruthy();
  expect(save().getAttribute('aria-disabled')).toBe('true');
  await userEvent.click(save());
  expect(connection.commands).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Discard changes' }));
  expect(await fieldOf('Target IP address of Network Adapter')).toHaveProperty('value', '10.9.0.20');
  expect(screen.queryByText('There are unsaved changes.')).toBeNull();
});

it('offers no size that the machine does not fit into, and says why', async () => {
  renderPortal(PATH);
  await userEvent.click(await screen.findByRole('combobox', { name: 'Size' }, slow));
  const small = await screen.findByRole('option', { name: /Standard_B2s/ });
  expect(small.getAttribute('aria-disabled')).toBe('true');
  expect(small.textContent).toContain('The machine has 6 data disks');
});

it('shows the server’s refusal with its way out, and keeps what was typed', async () => {
  const connection = new FakeConnection();
  connection.fail('changeTarget', new ManagementError(409, 'NotAllowed', 'A test runs.', '', 'Clean it up.'));
  renderPortal(PATH, connection);
  await retype('Virtual machine name', 'sql-dr');
  await userEvent.click(save());
  const form = await screen.findByRole('form', { name: 'Compute and network' });
  expect(await within(form).findByText('A test runs. Clean it up.')).toBeTruthy();
  expect(await fieldOf('Virtual machine name')).toHaveProperty('value', 'sql-dr');
});

it('is locked, with the reason, once the machine in Azure is made', async () => {
  const items = fakeItems(12).map((row) => (row.id === ID ? { ...row, stage: 'failedOver' as const } : row));
  renderPortal(PATH, new FakeConnection({ items }));
  const reason = 'The machine in Azure is made already, or is being made.';
  expect(await screen.findByText(`The target cannot be changed now. ${reason}`, {}, slow)).toBeTruthy();
  expect(await fieldOf('Virtual machine name')).toHaveProperty('disabled', true);
  expect(document.getElementById(save().getAttribute('aria-describedby') ?? '')?.textContent).toBe(reason);
});

it('asks before unsaved changes are left behind', async () => {
  const { address } = renderPortal(PATH);
  await retype('Virtual machine name', 'sql-dr');
  await userEvent.click(screen.getByRole('tab', { name: 'Disks' }));
  const dialog = await screen.findByRole('alertdialog', { name: 'Leave without saving?' }, slow);
  await userEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }));
  expect(address()).toBe(PATH);
  expect(await fieldOf('Virtual machine name')).toHaveProperty('value', 'sql-dr');
  await userEvent.click(screen.getByRole('tab', { name: 'Disks' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Leave without saving' }, slow));
  await waitFor(() => expect(address()).toBe(`/items/${ID}/disks`));
});

it('leaves without asking when nothing was changed; an address without such a tab shows the overview', async () => {
  const { address } = renderPortal(`/items/${ID}/no-such-tab`);
  await waitFor(() => expect(address()).toBe(`/items/${ID}`), slow);
  await userEvent.click(await screen.findByRole('tab', { name: 'Compute and network' }, slow));
  await fieldOf('Virtual machine name');
  await userEvent.click(screen.getByRole('tab', { name: 'Disks' }));
  await waitFor(() => expect(address()).toBe(`/items/${ID}/disks`));
});
