import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeConnection } from '../../testing/fake-client.ts';
import { fakeItem } from '../../testing/fake-vault.ts';
import { renderPortal } from '../../testing/render-portal.ts';

afterEach(cleanup);

const row = fakeItem(0);
const openDialog = (dialog: string, connection = new FakeConnection({ items: [row] })) => {
  const portal = renderPortal(`/items/${row.id}?dialog=${dialog}`, connection);
  return { ...portal, dialog: screen.findByRole('dialog') };
};

describe('failover dialogs', () => {
  it('fail over to the chosen recovery point', async () => {
    const { dialog, connection, address } = openDialog('failover');
    const inside = within(await dialog);
    await userEvent.click(await inside.findByRole('combobox', { name: 'Recovery point' }));
    await userEvent.click((await screen.findAllByRole('option', { name: /Application-consistent/ }))[1] as HTMLElement);
    await userEvent.click(inside.getByRole('button', { name: 'Fail over to Azure' }));
    await waitFor(() => expect(connection.commands).toEqual([`unplannedFailover ${row.id} rp-4`]));
    await waitFor(() => expect(address()).toBe(`/items/${row.id}`));
  });

  it('keep a chosen point that is pruned meanwhile, and say so', async () => {
    const { dialog, connection } = openDialog('failover');
    const inside = within(await dialog);
    const field = await inside.findByRole('combobox', { name: 'Recovery point' });
    await userEvent.click(field);
    await userEvent.click((await screen.findAllByRole('option', { name: /Application-consistent/ }))[1] as HTMLElement);
    const left = (await connection.client.listRecoveryPoints(row.id)).filter(({ name }) => name !== 'rp-4');
    vi.spyOn(connection.client, 'listRecoveryPoints').mockResolvedValue(left);
    connection.push({ items: [{ id: row.id, rpoSeconds: 1 }] });
    await screen.findByText(/has been pruned meanwhile/, {}, { timeout: 5_000 });
    expect(field.textContent || (field as HTMLInputElement).value).toContain('no longer kept');
  });

  it('say what the server says when a step may not be taken', async () => {
    const { dialog, connection } = openDialog('commit');
    const inside = within(await dialog);
    expect(await inside.findByText('The machine runs at its primary site.')).toBeTruthy();
    expect(inside.getByRole('button', { name: 'Commit' })).toHaveProperty('disabled', true);
    expect(connection.commands).toEqual([]);
  });

  it('bring back in the way that was chosen', async () => {
    const recovered = { ...row, activeLocation: 'Recovery', allowedOperations: ['Failback'] } as const;
    const { dialog, connection } = openDialog('failback', new FakeConnection({ items: [recovered] }));
    const inside = within(await dialog);
    await userEvent.click(inside.getByRole('radio', { name: /During the failover/ }));
    await userEvent.click(inside.getByRole('button', { name: 'Fail back' }));
    await waitFor(() => expect(connection.commands).toEqual([`failback ${row.id} ForDownTime`]));
  });
});

describe('a failback', () => {
  const comingBack = (stage: 'failingBack' | 'failedBack', operation: string) =>
    new FakeConnection({ items: [{ ...row, stage, allowedOperations: [operation] }] });

  it('is committed by its own consequences, not by those of a failover', async () => {
    const { dialog } = openDialog('commit', comingBack('failedBack', 'Commit'));
    const inside = within(await dialog);
    expect(inside.getByRole('heading', { name: `Commit the failback of ${row.name}` })).toBeTruthy();
    expect(inside.getByText(/machine in Azure and its disks are deleted/)).toBeTruthy();
    expect(inside.queryByText(/recovery points are deleted/)).toBeNull();
  });

  it('is cancelled with a warning of what it leaves on the host', async () => {
    const { dialog, connection } = openDialog('cancelFailover', comingBack('failingBack', 'CancelFailover'));
    const inside = within(await dialog);
    expect(inside.getByText(/mixture of old and new/)).toBeTruthy();
    await userEvent.click(inside.getByRole('button', { name: 'Cancel failback' }));
    await waitFor(() => expect(connection.commands).toEqual([`cancelFailover ${row.id}`]));
  });
});

describe('life cycle', () => {
  it('shows where the item stands and what can follow', async () => {
    const failedOver = {
      ...row,
      stage: 'failedOver',
      activeLocation: 'Recovery',
      allowedOperations: ['Commit', 'ChangePit'],
    } as const;
    renderPortal(`/items/${row.id}`, new FakeConnection({ items: [failedOver] }));
    const map = await screen.findByRole('list', { name: 'Where the item stands' });
    expect(map.querySelector('[aria-current=step]')?.textContent).toBe('Failed over');
    expect(screen.getByText('What can follow: Change recovery point, Commit')).toBeTruthy();
  });
});
