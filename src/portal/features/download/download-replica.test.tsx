import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { ManagementError } from '../../../management/client/client-api.ts';
import { FakeConnection } from '../../testing/fake-client.ts';
import { renderPortal } from '../../testing/render-portal.ts';

afterEach(cleanup);

const ID = 'a0000000-0000-4000-8000-000000000004';
const PATH = `/items/${ID}?dialog=downloadReplica&for=${ID}`;

it('has its name and can be closed when the disks cannot be loaded, and is the same dialog when they can', async () => {
  const connection = new FakeConnection();
  connection.fail('listDisks', new ManagementError(500, 'Internal', 'The store is locked.'));
  const { address } = renderPortal(PATH, connection);
  const dialog = await screen.findByRole('dialog', { name: /^Download/ });
  expect(await screen.findByText('The store is locked.')).toBeTruthy();
  connection.fail('listDisks', null);
  fireEvent.click(screen.getByRole('button', { name: 'Try again', hidden: true }));
  expect(await screen.findByRole('combobox', { name: 'Disk', hidden: true })).toBeTruthy();
  // What opened the dialog gets the focus back only from the one that it opened.
  expect(dialog.isConnected).toBe(true);
  fireEvent.click(screen.getByRole('button', { name: 'Cancel', hidden: true }));
  await waitFor(() => expect(address()).toBe(`/items/${ID}`));
});
