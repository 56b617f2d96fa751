import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { renderPortal } from '../../testing/render-portal.ts';

afterEach(cleanup);

/** Of the fake vault; its log is over the limit. */
const required = 'a0000000-0000-4000-8000-000000000007';

it('asks the planner again for another line, and resynchronizes nothing by that', async () => {
  const { connection } = renderPortal(`/items/${required}?dialog=resync`);
  const dialog = within(await screen.findByRole('dialog'));
  expect(await dialog.findByText(/differential resynchronization now is the shortest/)).toBeTruthy();
  await userEvent.click(await dialog.findByRole('combobox', { name: /What if the line had/ }));
  await userEvent.click(await screen.findByRole('option', { name: '1.5 Mbit/s' }));
  expect(await dialog.findByText(/It can wait/)).toBeTruthy();
  expect(connection.commands).toEqual([]);
});
