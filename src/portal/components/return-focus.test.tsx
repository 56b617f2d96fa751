import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { renderPortal } from '../testing/render-portal.ts';

afterEach(cleanup);

it('what opened a dialog has the focus again when it closes', async () => {
  renderPortal('/network-mapping');
  const opener = await screen.findByRole('button', { name: 'Map Backup of Frankfurt' });
  opener.focus();
  fireEvent.click(opener);
  fireEvent.click(await screen.findByRole('button', { name: 'Cancel', hidden: true }));
  await waitFor(() => expect(screen.queryByRole('dialog', { hidden: true })).toBeNull());
  await waitFor(() => expect(document.activeElement).toBe(opener));
});
