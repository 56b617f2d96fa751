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

it('tells the critical path of a job that goes on as the one so far', async () => {
  renderPortal('/jobs/plan-job-waiting');
  const tasks = within(await screen.findByRole('table', { name: 'Tasks' }));
  expect(tasks.getAllByText(/so far it decides how long the job takes/)).toHaveLength(1);
  expect(tasks.queryByText(/it decided how long/)).toBeNull();
});
