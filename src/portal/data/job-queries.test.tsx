import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { FakeConnection } from '../testing/fake-client.ts';
import { FAKE_NOW, fakeItems, fakeJobs } from '../testing/fake-vault.ts';
import { renderPortal } from '../testing/render-portal.ts';
import type { JobRow } from '../../management/wire.ts';

afterEach(cleanup);

const items = fakeItems(3);
const [sample] = fakeJobs(items);

/** So many jobs in a state, started so many hours ago. */
function jobs(count: number, state: string, hoursAgo: number): JobRow[] {
  if (!sample) throw new Error('no job');
  const startTime = new Date(FAKE_NOW - hoursAgo * 3_600_000).toISOString();
  return Array.from({ length: count }, (_, index) => ({
    ...sample,
    id: `${state}-${hoursAgo}-${index}`,
    state,
    startTime,
  }));
}

const figure = (name: RegExp) => screen.findByRole('link', { name });

it('counts all jobs of the vault, whatever their number, and failed ones of the last 24 hours', async () => {
  const all = [
    ...jobs(1200, 'Succeeded', 1),
    ...jobs(3, 'InProgress', 30),
    ...jobs(2, 'Failed', 23),
    ...jobs(4, 'Failed', 25),
  ];
  const connection = new FakeConnection({ items, jobs: all });
  renderPortal('/', connection);
  expect(await figure(/^3 ?In progress/)).toBeTruthy();
  expect(await figure(/^2 ?Failed/)).toBeTruthy();
  expect(await figure(/^0 ?Waiting for input/)).toBeTruthy();
  connection.push({ jobs: [{ id: 'InProgress-30-0', state: 'Suspended' }] });
  expect(await figure(/^1 ?Waiting for input/)).toBeTruthy();
  expect(await figure(/^2 ?In progress/)).toBeTruthy();
});

it('the jobs of a machine are there, however many others are newer', async () => {
  const [first, second] = items;
  const old = jobs(1, 'Failed', 500).map((job) => ({ ...job, itemId: second?.id ?? '', name: 'Ancient job' }));
  renderPortal(
    `/items/${second?.id}/jobs`,
    new FakeConnection({ items, jobs: [...jobs(1500, 'Succeeded', 1), ...old] }),
  );
  expect(first?.id).toBe(sample?.itemId);
  expect(await screen.findByRole('link', { name: 'Ancient job' })).toBeTruthy();
  await waitFor(() => expect(screen.queryByText(/^the newest/)).toBeNull());
});

it('of very many, the newest are shown and all are counted', async () => {
  const [first] = items;
  renderPortal(`/items/${first?.id}/jobs`, new FakeConnection({ items, jobs: jobs(1500, 'Succeeded', 1) }));
  expect(await screen.findByText('the newest 200 of 1,500')).toBeTruthy();
});
