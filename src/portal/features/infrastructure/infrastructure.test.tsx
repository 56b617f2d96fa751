import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { renderPortal } from '../../testing/render-portal.ts';

afterEach(cleanup);

it('shows hosts with their versions, and leads to their machines', async () => {
  const { address } = renderPortal('/infrastructure');
  const table = await screen.findByRole('table', { name: 'Hosts' });
  expect(within(table).getByRole('row', { name: /HV-FRA-01 .* 5\.1\.8510\.0 2\.0\.9940\.0/ })).toBeTruthy();
  await userEvent.click(screen.getByRole('link', { name: 'Machines on HV-FRA-01' }));
  await waitFor(() => expect(address()).toBe('/items?host=HV-FRA-01'));
});
