import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { renderPortal } from '../testing/render-portal.ts';

afterEach(cleanup);

const open = async () => {
  await screen.findByRole('heading', { level: 1 });
  fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
  return screen.findByRole('combobox', { name: 'Go to a page or machine, or give a command' });
};

describe('command palette', () => {
  it('goes to a page by keyboard', async () => {
    const { address } = renderPortal('/settings');
    await userEvent.type(await open(), 'site rec{Enter}');
    await waitFor(() => expect(address()).toBe('/jobs'));
  });

  it('gives a command of the item that is open', async () => {
    const id = 'a0000000-0000-4000-8000-000000000000';
    const { connection } = renderPortal(`/items/${id}`);
    await userEvent.type(await open(), 'pause{Enter}');
    await waitFor(() => expect(connection.commands).toEqual([`pause ${id}`]));
  });
});
