import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { clearNotifications, notify } from '../data/notifications.ts';
import { renderPortal } from '../testing/render-portal.ts';

afterEach(() => {
  cleanup();
  clearNotifications();
});

const corner = () => screen.findByRole('list', { name: 'New notifications' }, { timeout: 20_000 });

describe('toasts', () => {
  it('show one per cause, and leave when dismissed', async () => {
    renderPortal('/settings');
    notify({ key: 'command:Pause:web', tone: 'info', title: 'Pause started for web' });
    notify({ key: 'command:Pause:web', tone: 'success', title: 'Pause: web' });
    const list = await corner();
    expect(within(list).getAllByRole('listitem')).toHaveLength(1);
    fireEvent.click(within(list).getByRole('button', { name: 'Dismiss “Pause: web”' }));
    await waitFor(() => expect(screen.queryByRole('list', { name: 'New notifications' })).toBeNull());
  });

  it('lead where they say', async () => {
    const { address } = renderPortal('/settings');
    notify({ key: 'a', tone: 'danger', title: 'Failed', link: { to: '/errors', label: 'Error summary' } });
    fireEvent.click(within(await corner()).getByRole('link', { name: 'Error summary' }));
    await waitFor(() => expect(address()).toBe('/errors'));
    expect(screen.queryByRole('list', { name: 'New notifications' })).toBeNull();
  });
});
