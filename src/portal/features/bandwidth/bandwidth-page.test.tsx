import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { ManagementError } from '../../../management/client/client-api.ts';
import { renderPortal } from '../../testing/render-portal.ts';

afterEach(cleanup);

test('while a throttle is edited it is told what it would do, beside what the one in force does', async () => {
  const { connection } = renderPortal('/bandwidth');
  fireEvent.click(await screen.findByRole('button', { name: 'Change the throttle of HV-FRA-01' }));
  const table = within(await screen.findByRole('table', { name: 'What it would do', hidden: true }));
  const row = (name: RegExp) => table.getByRole('row', { name, hidden: true });
  expect(row(/Logs are empty after/).textContent).toBe('Logs are empty after20 min 40 sas the line allows');

  const rate = screen.getByRole('textbox', { name: 'Rate in work hours (Mbps)', hidden: true });
  fireEvent.change(rate, { target: { value: '2' } });
  await waitFor(() => expect(row(/Logs are empty after/).textContent).toContain('never: more is written than sent'));
  expect(row(/Logs are empty after/).textContent).toContain('now: 20 min 40 s');
  expect(row(/First log at 50 %/).textContent).toContain('5 h');

  connection.fail('getBandwidthForecast', new ManagementError(400, 'InvalidInput', 'The rate is too low.'));
  fireEvent.change(rate, { target: { value: '0.1' } });
  expect(await screen.findByText('The rate is too low.')).toBeTruthy();
  expect(connection.commands).toEqual([]);
});

test('a pane with unsaved changes asks before it is closed', async () => {
  const { connection } = renderPortal('/bandwidth');
  fireEvent.click(await screen.findByRole('button', { name: 'Change the throttle of HV-FRA-01' }));
  const rate = await screen.findByRole('textbox', { name: 'Rate in work hours (Mbps)', hidden: true });
  fireEvent.change(rate, { target: { value: '2' } });
  fireEvent.click(screen.getByRole('button', { name: 'Close', hidden: true }));
  await screen.findByText('Leave without saving?');
  fireEvent.click(screen.getByText('Cancel'));
  await waitFor(() => expect(screen.queryByText('Leave without saving?')).toBeNull());
  expect((rate as HTMLInputElement).value).toBe('2');
  fireEvent.click(screen.getByRole('button', { name: 'Close', hidden: true }));
  fireEvent.click(await screen.findByText('Leave without saving'));
  await waitFor(() =>
    expect(screen.queryByRole('textbox', { name: 'Rate in work hours (Mbps)', hidden: true })).toBeNull(),
  );
  expect(connection.commands).toEqual([]);
});

test('one without closes at once', async () => {
  renderPortal('/bandwidth');
  fireEvent.click(await screen.findByRole('button', { name: 'Change the throttle of HV-FRA-01' }));
  await screen.findByRole('table', { name: 'What it would do', hidden: true });
  fireEvent.click(screen.getByRole('button', { name: 'Close', hidden: true }));
  await waitFor(() => expect(screen.queryByRole('table', { name: 'What it would do', hidden: true })).toBeNull());
  expect(screen.queryByText('Leave without saving?')).toBeNull();
});
