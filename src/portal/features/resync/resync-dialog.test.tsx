import { cleanup, screen, waitFor, within } from '@testing-library/react';
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

/** The rows of the table that holds the text, as they read. (Roles take seconds to compute in a dialog of this size.) */
async function rowsWith(dialog: ReturnType<typeof within>, text: string): Promise<readonly string[]> {
  const table = (await dialog.findByText(text)).closest('table');
  return [...(table?.querySelectorAll('tbody tr') ?? [])].map((row) => row.textContent ?? '');
}

it('sets the three ways side by side, and lists what would be deleted', async () => {
  renderPortal(`/items/${required}?dialog=resync`);
  const dialog = within(await screen.findByRole('dialog'));
  const [now, window, full] = await rowsWith(dialog, 'recommended');
  expect(now).toMatch(/^Resynchronize nowrecommended.*stays below 50\s%$/);
  expect(window).toMatch(/^In the windowin (4 h|3 h)/);
  expect(full).toMatch(/^Full replication.*no recovery points until it is done/);
  expect(dialog.getByText('Deleted recovery points (2)')).toBeTruthy();
});

it('sends a throttle along with the command', async () => {
  const { connection } = renderPortal(`/items/${required}?dialog=resync`);
  const dialog = within(await screen.findByRole('dialog'));
  await userEvent.click(await dialog.findByRole('combobox', { name: /Send at most/ }));
  await userEvent.click(await screen.findByRole('option', { name: '5 Mbit/s' }));
  const confirm = await dialog.findByRole('button', { name: 'Resynchronize' });
  await waitFor(() => expect(confirm.hasAttribute('disabled')).toBe(false));
  await userEvent.click(confirm);
  await waitFor(() => expect(connection.commands).toEqual([`resynchronizeMany ${required}`]));
});

it('says of each of several machines whether it may, why not, and when it starts', async () => {
  const healthy = 'a0000000-0000-4000-8000-000000000000';
  const critical = 'a0000000-0000-4000-8000-000000000003';
  const { connection } = renderPortal(`/items?dialog=resync&for=${[healthy, critical, required].join(',')}`);
  const dialog = within(await screen.findByRole('dialog'));
  expect(await dialog.findByText(/2 of 3 can be resynchronized now/)).toBeTruthy();
  expect((await rowsWith(dialog, 'sql-01'))[0]).toMatch(/^sql-01No: No resynchronization is required/);
  await userEvent.click(dialog.getByRole('combobox', { name: 'Between two starts' }));
  await userEvent.click(await screen.findByRole('option', { name: '5 min' }));
  await waitFor(async () => expect((await rowsWith(dialog, 'sql-01'))[2]).toMatch(/^build-01Yesin [45] min/));
  await userEvent.click(dialog.getByRole('button', { name: 'Resynchronize 2 machines' }));
  await waitFor(() =>
    expect(connection.commands).toEqual([`resynchronizeMany ${[healthy, critical, required].join(' ')}`]),
  );
});
