import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeLayout } from '../testing/layout.ts';
import { renderPortal } from '../testing/render-portal.ts';

beforeEach(() => {
  fakeLayout();
  localStorage.clear();
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const findTitle = (name: string | RegExp) => screen.findByRole('heading', { level: 1, name });
const focused = () => document.activeElement;

describe('the focus', () => {
  it('is nowhere when the portal is opened', async () => {
    renderPortal('/policies');
    await findTitle('Replication policies');
    expect(focused()).toBe(document.body);
  });

  it('goes to the title of a page, and back to the link that led there', async () => {
    const { goBack } = renderPortal('/policies');
    const policy = await screen.findByRole('link', { name: '30 seconds' });
    await userEvent.click(policy);
    const title = await findTitle('30 seconds');
    await waitFor(() => expect(focused()).toBe(title));
    await goBack();
    await findTitle('Replication policies');
    await waitFor(() => expect(focused()).toBe(screen.getByRole('link', { name: '30 seconds' })));
  });

  it('stays in the menu that stays', async () => {
    renderPortal('/policies');
    await findTitle('Replication policies');
    const entry = screen.getByRole('link', { name: 'Bandwidth' });
    await userEvent.click(entry);
    await findTitle('Bandwidth');
    expect(focused()).toBe(entry);
  });
});
