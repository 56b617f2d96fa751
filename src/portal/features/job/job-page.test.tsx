import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fakeItems, fakeJobs } from '../../testing/fake-vault.ts';
import { fakeLayout } from '../../testing/layout.ts';
import { renderPortal } from '../../testing/render-portal.ts';

beforeEach(() => fakeLayout());
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it('stands below the jobs of its vault', async () => {
  const [job] = fakeJobs(fakeItems(12));
  renderPortal(`/jobs/${job?.id}`);
  const trail = await screen.findByRole('navigation', { name: 'Breadcrumb' });
  const steps = within(trail).getAllByRole('link');
  expect(steps.map((step) => [step.textContent, step.getAttribute('href')])).toEqual([
    ['contoso', '/'],
    ['Site Recovery jobs', '/jobs'],
  ]);
});
