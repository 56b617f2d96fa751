import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { changeSettings, parseSettings } from '../../data/settings.ts';
import { renderPortal } from '../../testing/render-portal.ts';

afterEach(() => {
  cleanup();
  changeSettings({ motion: 'system' });
});

test('reduced motion holds for the whole page at once, and is kept', async () => {
  renderPortal('/settings');
  const root = document.documentElement;
  const reduced = await screen.findByRole('radio', { name: /^Reduced/ });
  expect(root.hasAttribute('data-still')).toBe(false);
  fireEvent.click(reduced);
  await waitFor(() => expect(root.hasAttribute('data-still')).toBe(true));
  expect(parseSettings(localStorage.getItem('lockstep.settings')).motion).toBe('reduce');
  fireEvent.click(screen.getByRole('radio', { name: 'As the system has it' }));
  await waitFor(() => expect(root.hasAttribute('data-still')).toBe(false));
});
