import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { ManagementError } from '../../../management/client/client-api.ts';
import { FakeConnection } from '../../testing/fake-client.ts';
import { renderPortal } from '../../testing/render-portal.ts';

afterEach(cleanup);

describe('policies', () => {
  it('lists them with what they set', async () => {
    renderPortal('/policies');
    const table = await screen.findByRole('table', { name: 'Replication policies' });
    expect(within(table).getByRole('row', { name: /30 seconds 30 s 2 h 1 h at once 18:30 – 06:00/ })).toBeTruthy();
  });

  it('creates one', async () => {
    const { connection, address } = renderPortal('/policies/-new');
    await userEvent.type(await screen.findByRole('textbox', { name: /Name/ }), 'Gold');
    await userEvent.click(screen.getByRole('button', { name: 'Create policy' }));
    await waitFor(() => expect(connection.commands).toEqual(['putPolicy Gold']));
    await waitFor(() => expect(address()).toBe('/policies'));
  });

  it('asks before a policy that was changed is left, and not before one that is as it was', async () => {
    const { address } = renderPortal('/policies/5%20minutes');
    fireEvent.click(await screen.findByRole('radio', { name: '30 seconds' }));
    fireEvent.click(screen.getByRole('link', { name: 'Infrastructure' }));
    const dialog = within(await screen.findByRole('alertdialog', { hidden: true }));
    fireEvent.click(dialog.getByRole('button', { name: 'Cancel', hidden: true }));
    expect(address()).toBe('/policies/5%20minutes');
    fireEvent.click(screen.getByRole('radio', { name: '5 minutes' }));
    fireEvent.click(screen.getByRole('link', { name: 'Infrastructure' }));
    await waitFor(() => expect(address()).toBe('/infrastructure'));
  });

  it('says what to do about a refusal', async () => {
    const connection = new FakeConnection();
    const [message, action] = ['Snapshots are too far apart.', 'Take them at least every 12 hours.'];
    connection.fail('putPolicy', new ManagementError(409, 'Conflict', message, '', action));
    renderPortal('/policies/5%20minutes', connection);
    fireEvent.click(await screen.findByRole('button', { name: 'Save' }));
    expect((await screen.findAllByText(/too far apart\. Take them at least/)).length).toBeGreaterThan(0);
  });

  it('says why one cannot be deleted', async () => {
    const connection = new FakeConnection();
    connection.fail('deletePolicy', new ManagementError(409, 'Conflict', 'Two machines use the policy.'));
    const { address } = renderPortal('/policies/5%20minutes', connection);
    // fireEvent: userEvent's pointer events would press the dialog that opens under them.
    fireEvent.click(await screen.findByRole('button', { name: 'Delete policy' }));
    // Whether hidden or not: Fluent hides the dialog while it takes the focus, on a busy machine for long.
    const dialog = within(await screen.findByRole('alertdialog', { hidden: true }));
    await userEvent.click(await dialog.findByRole('button', { name: 'Delete policy', hidden: true }));
    expect((await screen.findAllByText('Two machines use the policy.')).length).toBeGreaterThan(0);
    expect(address()).toBe('/policies/5%20minutes');
  });

  it('associates a site, and says why one in use cannot be dissociated', async () => {
    const { connection } = renderPortal('/policies/30%20seconds');
    const leave = await screen.findByRole('button', { name: 'Dissociate Frankfurt' });
    expect(leave.getAttribute('aria-disabled')).toBe('true');
    fireEvent.click(screen.getByRole('button', { name: 'Associate a site…' }));
    // Munich is the only other one, and chosen.
    fireEvent.click(await screen.findByRole('button', { name: 'Associate site', hidden: true }));
    await waitFor(() =>
      expect(connection.commands).toEqual([
        'associatePolicy munich/replicationProtectionContainers/cloud_munich 30-seconds 30 seconds',
      ]),
    );
    connection.push({ invalidated: ['vault'] });
    expect(await screen.findByRole('button', { name: 'Dissociate Munich' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Associate a site…' }).getAttribute('aria-disabled')).toBe('true');
  });

  it('dissociates a site that nothing holds, after asking', async () => {
    const { connection } = renderPortal('/policies/30%20seconds', new FakeConnection({ items: [] }));
    fireEvent.click(await screen.findByRole('button', { name: 'Dissociate Frankfurt' }));
    const dialog = within(await screen.findByRole('alertdialog', { hidden: true }));
    fireEvent.click(await dialog.findByRole('button', { name: 'Dissociate site', hidden: true }));
    await waitFor(() => expect(screen.queryByRole('alertdialog', { hidden: true })).toBeNull());
    connection.push({ invalidated: ['vault'] });
    expect(await screen.findByText('No site is associated with this policy.')).toBeTruthy();
  });
});
